# SPDX-License-Identifier: EUPL-1.2
"""The 12-digit number against the other things said about the same person; other papers by their kind.

Severity (data/forms/_common.yaml): a wrong shape is an error, a contradiction with birth date or sex a warning. Where
the field also carries `cross_check_birth_sex` and is the applicant's own, the contradiction is an error, because only
the applicant can know which of the two is wrong; unless both were taken from an authoritative source.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from tinhso.lib.personal_number import PersonalNumber, Sex, contradictions, parse_personal_number
from tinhso.modules.onestop.forms import catalogue
from tinhso.modules.onestop.forms.ownership import is_own
from tinhso.modules.onestop.forms.problems import Ask, Problem, error, warning
from tinhso.modules.onestop.forms.types import Answers, Field, FieldType, Form

_SEX: Final[dict[str, Sex]] = {"nam": "male", "nu": "female"}
_TWELVE_DIGITS: Final = ("can_cuoc", "can_cuoc_cong_dan", "can_cuoc_dien_tu", "giay_chung_nhan_can_cuoc")


def check_number(ask: Ask) -> Iterator[Problem]:
    """Compare a number with birth date and sex of the same person on the same form (cccd12, cross_check_birth_sex)."""
    number = parse_personal_number(str(ask.value))
    for sentence in number.warnings:
        yield warning(sentence)
    born_key, sex_key = siblings(ask)
    blocks = _blocks(ask, born_key, sex_key)
    for sentence in _contradictions(number, ask.answers.get(born_key), _sex_said(ask, sex_key), ask.context.today):
        yield Problem(sentence, blocks, field=_where(ask, born_key, sex_key) if blocks else "")


def check_numbers_of_rows(ask: Ask) -> Iterator[Problem]:
    """Compare each row with its own birth date and sex; a number twice is an error (cccd12_each)."""
    seen: dict[str, int] = {}
    for index, row in enumerate(ask.value):
        text = row.get("so_dinh_danh")
        if not text:
            continue
        at = f"{index}-so_dinh_danh"
        if text in seen:
            yield error(f"Dòng {index + 1}: số định danh trùng với dòng {seen[text] + 1}, nhập lại số đúng.", at)
        seen.setdefault(text, index)
        said = _contradictions(
            parse_personal_number(text), row.get("ngay_sinh"), row.get("gioi_tinh"), ask.context.today
        )
        for sentence in said:
            yield warning(f"Dòng {index + 1}: {sentence}", at)


def check_paper(ask: Ask) -> Iterator[Problem]:
    """Check the number of a paper by its kind (by_doc_type)."""
    kind = ask.answers.get(_kind_key(ask.field.key))
    text = re.sub(r"[\s.-]", "", str(ask.value)).upper()
    if kind in _TWELVE_DIGITS and not re.fullmatch(r"[0-9]{12}", text):
        yield error(f"Nhập “{ask.field.label}” gồm đúng 12 chữ số như in trên thẻ.")
    elif kind == "ho_chieu" and not re.fullmatch(r"[A-Z0-9]{6,12}", text):
        yield error(f"Nhập “{ask.field.label}” theo hộ chiếu: 6 đến 12 chữ và số, không dấu.")
    elif kind and not re.fullmatch(r"[A-ZĐ0-9/]{4,30}", text):
        yield error(f"Nhập “{ask.field.label}” gồm 4 đến 30 chữ và số như in trên giấy tờ.")


def siblings(ask: Ask) -> tuple[str, str]:
    """Return the keys of birth date and sex that belong to the person of a number field.

    The same prefix counts first (me_so_dinh_danh, me_ngay_sinh); in a section of one's own the bare key as well
    (nguoi_so_dinh_danh, ngay_sinh).
    """
    for names in catalogue.sections()["siblings"]:
        prefix, found, suffix = ask.field.key.partition(names["number"])
        if found:
            return _nearest(ask, prefix, names["born"], suffix), _nearest(ask, prefix, names["sex"], suffix)
    return "", ""


def _nearest(ask: Ask, prefix: str, name: str, suffix: str) -> str:
    for key in (f"{prefix}{name}{suffix}", name):
        field = ask.form.field(key)
        if field and field.section == ask.field.section:
            return key
    return ""


def _sex_said(ask: Ask, sex_key: str) -> Any:
    if sex_key:
        return ask.answers.get(sex_key)
    said = catalogue.sections()["sex_of_prefix"]
    return next((sex for prefix, sex in said.items() if ask.field.key.startswith(prefix)), None)


def _blocks(ask: Ask, born_key: str, sex_key: str) -> bool:
    others = [key for key in (born_key, sex_key) if key in ask.answers]
    mendable = not ask.is_locked(ask.field.key) or any(not ask.is_locked(key) for key in others)
    return mendable and is_own(ask.form, ask.field) and ask.field.rule("cross_check_birth_sex") is not None


def _where(ask: Ask, born_key: str, sex_key: str) -> str:
    """Return where the applicant can mend it: at the number, or at birth date or sex when the number is locked."""
    if not ask.is_locked(ask.field.key):
        return ""
    return next(key for key in (born_key, sex_key) if key in ask.answers and not ask.is_locked(key))


def paper_instead(form: Form, field: Field, answers: Answers) -> bool | None:
    """Return whether another paper is shown instead of a personal number; None if the form foresees none.

    The forms mark the number as required and still ask for another paper "khi không có số định danh": a foreigner, or
    someone who died before numbers were given, must be able to file.
    """
    if field.type is not FieldType.PERSONAL_ID:
        return None
    for person in catalogue.sections()["siblings"]:
        for paper in catalogue.sections()["papers"]:
            number_key = field.key.replace(person["number"], paper["number"])
            if number_key != field.key and form.field(number_key):
                return bool(answers.get(number_key) and answers.get(_kind_key(number_key)))
    return None


def _contradictions(number: PersonalNumber, born: Any, sex: Any, today: date) -> list[str]:
    """Compare; a partial date says its year, which is all the number knows."""
    born_on = date(int(born[:4]), 1, 1) if isinstance(born, str) and born else None
    return contradictions(number, born_on=born_on, sex=_SEX.get(str(sex)), today=today)


def _kind_key(number_key: str) -> str:
    for names in catalogue.sections()["papers"]:
        if names["number"] in number_key:
            return number_key.replace(names["number"], names["kind"])
    return ""
