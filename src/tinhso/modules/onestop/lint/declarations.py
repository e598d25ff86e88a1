# SPDX-License-Identifier: EUPL-1.2
"""Declaration forms: unreadable, asking twice, conditions in words, forms and procedures that do not meet."""

from collections.abc import Iterable, Iterator
from typing import Final

from tinhso.modules.onestop.forms import Field, Form, FormDataError, Grade, parse_form
from tinhso.modules.onestop.forms.conditions import parse_condition
from tinhso.modules.onestop.forms.identity_checks import paper_instead
from tinhso.modules.onestop.forms.ownership import is_own
from tinhso.modules.onestop.lint.records import Record, name_of
from tinhso.modules.onestop.lint.types import Finding, Kind, Severity

_OF_PERSON: Final = ("vneid", "dancu", "hotich", "baohiem", "lltp", "he_thong")


def form_findings(raw: Record) -> Iterator[Finding]:
    """Yield what is wrong or open about one form."""
    codes = raw.get("procedures") or ()
    code = str(codes[0]) if codes else ""
    for field in raw.get("unverified") or ():
        sentence = "Phần này của biểu mẫu chưa đối chiếu với mẫu chính thức; kiểm tra trước khi dùng."
        yield Finding(code, _place(raw), Kind.UNVERIFIED, Severity.NOTE, sentence, str(field))
    for one in raw.get("attachments") or ():
        if one.get("when") and parse_condition(one["when"]).is_free_text:
            yield _in_words(code, f"{_place(raw)}.attachments.{one.get('key')}", f"{one.get('label')}: {one['when']}")
    try:
        form = parse_form(raw)
    except FormDataError as error:
        yield Finding(
            code,
            _place(raw),
            Kind.FORM_UNREADABLE,
            Severity.ERROR,
            "Biểu mẫu không đọc được nên không dùng được; sửa tệp biểu mẫu.",
            str(error),
        )
        return
    yield from _fields(code, form)
    yield from _counts(code, raw, form)


def coverage_findings(procedures: Iterable[Record], forms: Iterable[Record]) -> list[Finding]:
    """Return which procedures have no form, and which forms belong to none or to an unknown one."""
    known = {str(one["code"]) for one in procedures if one.get("code")}
    served: set[str] = set()
    found = []
    for form in forms:
        codes = [str(code) for code in form.get("procedures") or ()]
        served.update(codes)
        if not codes:
            sentence = "Biểu mẫu chưa gắn với thủ tục nào nên không ai nộp được; bổ sung mã thủ tục."
            title = str(form.get("title"))
            found.append(Finding("", _place(form), Kind.FORM_WITHOUT_PROCEDURE, Severity.WARNING, sentence, title))
        for code in codes:
            if code not in known:
                sentence = "Biểu mẫu trỏ tới thủ tục không có trong danh mục; bổ sung thủ tục hoặc sửa mã."
                found.append(Finding(code, _place(form), Kind.FORM_UNKNOWN_PROCEDURE, Severity.ERROR, sentence, code))
    sentence = "Thủ tục chưa có biểu mẫu điện tử riêng; đang dùng đơn đề nghị chung."
    bare = (one for one in procedures if str(one.get("code")) not in served)
    return found + [
        Finding(name_of(one), "form", Kind.PROCEDURE_WITHOUT_FORM, Severity.NOTE, sentence, str(one.get("short_name")))
        for one in bare
    ]


def _place(raw: Record) -> str:
    return f"forms/{raw.get('id')}"


def _in_words(code: str, place: str, evidence: str) -> Finding:
    sentence = "Điều kiện viết bằng lời, máy không tự quyết định; câu hỏi để tùy chọn và hiện nguyên văn điều kiện."
    return Finding(code, place, Kind.CONDITION_IN_WORDS, Severity.NOTE, sentence, evidence)


def _fields(code: str, form: Form) -> Iterator[Finding]:
    first: dict[tuple[object, ...], Field] = {}
    for field in form.fields:
        place = f"forms/{form.id}.{field.key}"
        if field.when and field.when.is_free_text:
            yield _in_words(code, place, f"{field.label}: {field.when.text}")
        if field.list_name and not field.options:
            sentence = "Danh mục lựa chọn chưa có dữ liệu; người nộp phải ghi bằng chữ."
            yield Finding(code, place, Kind.LIST_MISSING, Severity.NOTE, sentence, field.list_name)
        yield from _number(code, place, form, field)
        if field.prefill is None:
            continue
        twin = first.setdefault((field.label, field.prefill.source, field.prefill.field), field)
        if twin is not field:
            sentence = "Biểu mẫu hỏi hai lần cùng một nội dung; bỏ một câu hoặc ghi rõ hỏi về ai."
            evidence = f"“{field.label}” ở {twin.key} và {field.key}"
            yield Finding(code, place, Kind.FIELD_ASKED_TWICE, Severity.WARNING, sentence, evidence)
    yield from _of_others(code, form)


def _number(code: str, place: str, form: Form, field: Field) -> Iterator[Finding]:
    """A personal number marked as required where the same form foresees people who have none."""
    if field.required and paper_instead(form, field, {}) is not None:
        sentence = (
            "Bắt buộc số định danh trong khi biểu mẫu có ô cho người không có số; hệ thống nhận giấy tờ khác thay."
        )
        yield Finding(code, place, Kind.NUMBER_REQUIRED, Severity.WARNING, sentence, field.label)


def _of_others(code: str, form: Form) -> Iterator[Finding]:
    """Fields about someone else that the data would lock with the signed-in person's record; the engine does not."""
    keys = [
        one.key
        for one in form.fields
        if one.prefill
        and one.prefill.grade is Grade.LOCKED
        and one.prefill.source in _OF_PERSON
        and not is_own(form, one)
    ]
    if keys:
        sentence = "Trường về người khác ghi là lấy từ dữ liệu dân cư; hệ thống không điền bằng dữ liệu của người nộp."
        yield Finding(code, f"forms/{form.id}", Kind.PREFILL_OF_OTHERS, Severity.NOTE, sentence, ", ".join(keys))


def _counts(code: str, raw: Record, form: Form) -> Iterator[Finding]:
    said = raw.get("counts") or {}
    real = {"fields": len(form.fields), "prefillable": sum(one.prefill is not None for one in form.fields)}
    if said and dict(said) != real:
        sentence = "Số trường ghi trong biểu mẫu khác số đếm được; sửa số hoặc kiểm tra trường bị thiếu."
        yield Finding(
            code, f"forms/{form.id}.counts", Kind.FORM_COUNTS_WRONG, Severity.WARNING, sentence, f"{said} – {real}"
        )
