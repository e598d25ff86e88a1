# SPDX-License-Identifier: EUPL-1.2
"""The validators of data/forms/_common.yaml on one answer. Each yields sentences; a fault that the data call a
warning is one here too. What only a register or a person can decide is in `rulebook`."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from tinhso.lib.money import format_vnd
from tinhso.modules.onestop.forms.conditions import holds, parse_condition
from tinhso.modules.onestop.forms.dates import add_years, earliest, full_years, latest, show_date
from tinhso.modules.onestop.forms.identity_checks import check_number, check_numbers_of_rows, check_paper
from tinhso.modules.onestop.forms.problems import Ask, Problem, error, warning
from tinhso.modules.onestop.forms.range_checks import check_cover_from_14, check_no_gap, check_no_overlap
from tinhso.modules.onestop.forms.rulebook import ELIGIBILITY

_NAME_MARKS: Final = frozenset(" '’-")
_FORBIDDEN_WORDS: Final = ("công ty", "doanh nghiệp")
_IMAGE_LIMIT_BYTES: Final = 2 * 1024 * 1024
_LITTLE_VND: Final = 1_000
_MUCH_VND: Final = 1_000_000_000_000

Check = Callable[[Ask], Iterator[Problem]]


def problems_of(ask: Ask) -> Iterator[Problem]:
    """Yield what the rules of the field say about its answer.

    A fault of a locked value does not block: the applicant cannot mend it, the officer is told. Whether the person is
    eligible at all is another matter.
    """
    for rule in ask.field.rules:
        check = CHECKS.get(rule.name)
        for problem in check(ask.under(rule)) if check else ():
            mendable = problem.field or rule.name in ELIGIBILITY or not ask.is_locked(ask.field.key)
            yield problem if mendable else replace(problem, blocks=False)


@dataclass(frozen=True)
class Shape:
    """A rule that is nothing but a pattern."""

    pattern: re.Pattern[str]
    sentence: str
    severity: Callable[[str], Problem] = error

    def __call__(self, ask: Ask) -> Iterator[Problem]:
        if not self.pattern.fullmatch(str(ask.value)):
            yield self.severity(self.sentence.format(label=ask.field.label))


def _name(ask: Ask) -> Iterator[Problem]:
    name = str(ask.value)
    if not 2 <= len(name) <= 100:
        yield error(f"Nhập “{ask.field.label}” từ 2 đến 100 ký tự, đúng như trên giấy tờ.")
    elif not all(char in _NAME_MARKS or unicodedata.category(char)[0] in "LM" for char in name):
        yield error(f"Nhập “{ask.field.label}” chỉ gồm chữ cái, dấu cách, dấu nháy và gạch nối; bỏ chữ số và ký hiệu.")


def _not_future(ask: Ask) -> Iterator[Problem]:
    if earliest(str(ask.value)) > ask.context.today:
        yield error(f"Nhập lại “{ask.field.label}”: ngày này chưa đến, phải là hôm nay hoặc trước đó.")


def _area(ask: Ask) -> Iterator[Problem]:
    code = str(ask.value)
    if ask.context.is_area(code):
        return
    newer = ask.context.newer_areas(code)
    hint = f"; nơi này nay thuộc {', hoặc '.join(newer)}" if newer else ""
    yield error(f"Chọn lại “{ask.field.label}”: mã {code} không còn hoặc chưa có hiệu lực{hint}.")


def _after(ask: Ask) -> Iterator[Problem]:
    other = ask.answers.get(ask.rule.argument)
    if not isinstance(other, str):
        return
    first = ask.form.field(ask.rule.argument)
    label = first.label if first else ask.rule.argument
    if latest(str(ask.value)) < earliest(other):
        yield error(f"Nhập lại “{ask.field.label}”: ngày này phải sau “{label}” ({show_date(other)}).")
    elif ask.value == other:
        yield warning(f"Kiểm tra lại “{ask.field.label}”: trùng ngày với “{label}”.")


def _age_min(ask: Ask) -> Iterator[Problem]:
    years = int(ask.rule.argument)
    if full_years(earliest(str(ask.value)), ask.context.today) < years:
        yield error(f"Kiểm tra lại “{ask.field.label}”: phải đủ {years} tuổi vào ngày nộp hồ sơ.")


def _age_max(ask: Ask) -> Iterator[Problem]:
    years = int(ask.rule.argument)
    if full_years(latest(str(ask.value)), ask.context.today) > years:
        yield error(f"Kiểm tra lại “{ask.field.label}”: không được quá {years} tuổi vào ngày nộp hồ sơ.")


def _int_range(ask: Ask) -> Iterator[Problem]:
    low, high = (int(bound) for bound in ask.rule.argument.split(".."))
    if not low <= int(ask.value) <= high:
        yield error(f"Nhập “{ask.field.label}” từ {low} đến {high}.")


def _decimal_positive(ask: Ask) -> Iterator[Problem]:
    number = Decimal(str(ask.value))
    if number <= 0 or number != number.quantize(Decimal("0.01")):
        yield error(f"Nhập “{ask.field.label}” lớn hơn 0, tối đa 2 số lẻ.")


def _money(ask: Ask) -> Iterator[Problem]:
    amount = int(ask.value)
    if amount <= 0:
        yield error(f"Nhập “{ask.field.label}” bằng số đồng lớn hơn 0.")
    elif amount < _LITTLE_VND:
        yield warning(f"Kiểm tra lại “{ask.field.label}”: {format_vnd(amount)} có thể thiếu ba số 0.")
    elif amount >= _MUCH_VND:
        yield warning(f"Kiểm tra lại “{ask.field.label}”: {format_vnd(amount)} có thể thừa ba số 0.")


def _must_be_true(ask: Ask) -> Iterator[Problem]:
    if ask.value is not True:
        yield error(f"Đánh dấu vào ô “{ask.field.label}” để nộp hồ sơ.")


def _not_allowed_if(ask: Ask) -> Iterator[Problem]:
    condition = parse_condition(ask.rule.argument)
    if ask.value is not True or not holds(condition, ask.answers):
        return
    other = ask.form.field(condition.field)
    chosen = next((one.label for one in (other.options if other else ()) if one.key in condition.values), "")
    yield error(f"Chọn Không ở “{ask.field.label}”: không áp dụng khi đã chọn “{chosen or condition.text}”.")


def _max_2_years(ask: Ask) -> Iterator[Problem]:
    last = add_years(ask.context.today, 2)
    if earliest(str(ask.value)) > last:
        yield error(f"Nhập “{ask.field.label}” không quá 2 năm kể từ hôm nay, muộn nhất {show_date(last.isoformat())}.")


def _late(days: int) -> Check:
    def check(ask: Ask) -> Iterator[Problem]:
        if latest(str(ask.value)) + timedelta(days=days) < ask.context.today:
            yield warning(
                f"Đã quá {days} ngày kể từ “{ask.field.label}”: hồ sơ thuộc diện đăng ký quá hạn, vẫn nộp được."
            )

    return check


def _image(ask: Ask) -> Iterator[Problem]:
    file = ask.context.files.get(str(ask.value))
    if file is None:
        yield error(f"Tải ảnh lên cho “{ask.field.label}”.")
    elif file.media_type not in ("image/jpeg", "image/png"):
        yield error(f"Tải ảnh khác cho “{ask.field.label}”: chỉ nhận ảnh JPG hoặc PNG.")
    elif file.size_bytes > _IMAGE_LIMIT_BYTES:
        yield error(f"Tải ảnh nhỏ hơn cho “{ask.field.label}”: tối đa 2 MB.")


def _forbidden_words(ask: Ask) -> Iterator[Problem]:
    found = [word for word in _FORBIDDEN_WORDS if word in str(ask.value).lower()]
    if found:
        yield error(f"Đặt lại “{ask.field.label}”: không dùng cụm từ “{found[0]}”.")


def _industries(ask: Ask) -> Iterator[Problem]:
    rows: list[Mapping[str, Any]] = ask.value
    for number, row in enumerate(rows):
        if not re.fullmatch(r"[0-9]{4}", str(row.get("ma_nganh_cap_4", ""))):
            yield error(f"Dòng {number + 1}: nhập mã ngành cấp 4 gồm 4 chữ số.", f"{number}-ma_nganh_cap_4")
    if sum(row.get("la_nganh_chinh") is True for row in rows) != 1:
        yield error(f"Chọn đúng một ngành chính ở “{ask.field.label}”.")


def _people_of_parents(ask: Ask) -> Iterator[Problem]:
    parents = {ask.answers.get("cha_dan_toc"), ask.answers.get("me_dan_toc")} - {None}
    if parents and ask.value not in parents:
        yield warning(f"Kiểm tra lại “{ask.field.label}”: khác dân tộc của cha và mẹ; cần thỏa thuận của cha mẹ.")


def _working_day(ask: Ask) -> Iterator[Problem]:
    works = ask.context.is_working_day
    if works and not works(earliest(str(ask.value))):
        yield error(f"Chọn ngày làm việc khác cho “{ask.field.label}”: đó là ngày nghỉ.")


def _phone(ask: Ask) -> Iterator[Problem]:
    if not str(ask.value).startswith("+84"):
        yield error(f"Nhập số điện thoại Việt Nam vào “{ask.field.label}”, ví dụ 0912 345 678.")


CHECKS: Final[Mapping[str, Check]] = {
    "cccd12": check_number,
    "cccd12_each": check_numbers_of_rows,
    "by_doc_type": check_paper,
    "ranges_no_overlap": check_no_overlap,
    "ranges_no_gap_no_overlap": check_no_gap,
    "ranges_cover_from_age_14": check_cover_from_14,
    "phone_vn": _phone,
    "email": Shape(re.compile(r"[^@\s]{1,64}@[^@\s]{1,180}\.[^@\s.]{1,60}"), "Nhập “{label}” dạng ten@vidu.vn."),
    "url": Shape(re.compile(r"https?://\S+"), "Nhập “{label}” bắt đầu bằng https:// hoặc http://."),
    "bank_account": Shape(re.compile(r"[0-9]{6,19}"), "Nhập “{label}” gồm 6 đến 19 chữ số, không có dấu cách."),
    "land_cert_serial": Shape(
        re.compile(r"[A-ZĐ]{1,2} ?[0-9]{6,8}"),
        "Kiểm tra lại “{label}”: thường gồm 1–2 chữ cái in hoa và 6–8 chữ số.",
        warning,
    ),
    "name_vn": _name,
    "date_not_future": _not_future,
    "admin_code_valid_on_date": _area,
    "after": _after,
    "age_min": _age_min,
    "age_max": _age_max,
    "int_range": _int_range,
    "decimal_positive": _decimal_positive,
    "money_vnd_positive": _money,
    "must_be_true": _must_be_true,
    "not_allowed_if": _not_allowed_if,
    "max_2_years": _max_2_years,
    "warn_if_late_15d": _late(15),
    "warn_if_late_60d": _late(60),
    "jpg_png_max_2mb": _image,
    "name_forbidden_words": _forbidden_words,
    "vsic_code": _industries,
    "one_of_parents_or_agreement": _people_of_parents,
    "working_day": _working_day,
}
