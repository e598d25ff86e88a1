# SPDX-License-Identifier: EUPL-1.2
"""From what a browser sends to one answer: each kind of question has its reader, none of them raises on odd input
but Unreadable, and nothing is cut short in silence."""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from tinhso.lib.ids import IdentifierError
from tinhso.lib.money import MoneyError, parse_vnd
from tinhso.lib.personal_number import parse_personal_number
from tinhso.lib.phone import normalise_phone
from tinhso.lib.tax_code import parse_tax_code
from tinhso.modules.onestop.forms.dates import join_date, join_time, split_date
from tinhso.modules.onestop.forms.errors import Unreadable
from tinhso.modules.onestop.forms.types import Column, Field, FieldType, Raw

LONGEST_TEXT: Final = 500
LONGEST_TEXTAREA: Final = 5_000
_YES: Final = frozenset({"true", "on", "1", "co", "có", "yes"})
_NO: Final = frozenset({"false", "off", "0", "khong", "không", "no"})
_BOXES: Final = ("-day", "-month", "-year")

Reader = Callable[[Field | Column, str, Raw], Any]


def read(question: Field | Column, name: str, raw: Raw) -> Any:
    """Return the answer sent under `name`, None if nothing was sent. Raises Unreadable."""
    return _READERS[question.type](question, name, raw)


def sent(raw: Raw, name: str) -> str:
    """Return the text sent under a name, cleaned: one Unicode form, no control characters, no outer spaces."""
    value = raw.get(name, "")
    text = value if isinstance(value, str) else next((one for one in value if one.strip()), "")
    return clean_text(text)


def clean_text(text: str) -> str:
    """Return the text in NFC without control characters, invisible marks and lone surrogates."""
    kept = (
        char
        for char in text.replace("\r\n", "\n")
        if char == "\n" or unicodedata.category(char) not in ("Cc", "Cf", "Cs")
    )
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def _text(question: Field | Column, name: str, raw: Raw) -> str | None:
    long = question.type is FieldType.TEXTAREA
    text = sent(raw, name)
    text = text if long else " ".join(text.split())
    limit = (question.max_length if isinstance(question, Field) else None) or (
        LONGEST_TEXTAREA if long else LONGEST_TEXT
    )
    if len(text) > limit:
        raise Unreadable(f"Rút gọn “{question.label}” còn tối đa {limit} ký tự, đang có {len(text)}.")
    return text or None


def _by(parse: Callable[[str], str]) -> Reader:
    """Return a reader that leaves the work to a parser of lib."""

    def reader(question: Field | Column, name: str, raw: Raw) -> str | None:
        text = sent(raw, name)
        if not text:
            return None
        try:
            return parse(text)
        except (IdentifierError, MoneyError) as error:
            raise Unreadable(error.sentence) from None

    return reader


def _boxes(name: str, raw: Raw) -> tuple[str, str, str] | None:
    """Return day, month, year from three boxes or from one text; None if nothing was sent."""
    day, month, year = (sent(raw, name + box) for box in _BOXES)
    if day or month or year:
        return day, month, year
    text = sent(raw, name)
    return split_date(text) if text else None


def _date(question: Field | Column, name: str, raw: Raw) -> str | None:
    parts = _boxes(name, raw)
    return None if parts is None else join_date(*parts, partial=question.type is FieldType.PARTIAL_DATE)


def _clock(name: str, raw: Raw) -> str:
    hour, minute = sent(raw, name + "-hour"), sent(raw, name + "-minute")
    return f"{hour}:{minute or '00'}" if hour or minute else ""


def _time(question: Field | Column, name: str, raw: Raw) -> str | None:
    text = _clock(name, raw) or sent(raw, name)
    return join_time(text) if text else None


def _datetime(question: Field | Column, name: str, raw: Raw) -> str | None:
    day, separator, clock = sent(raw, name).partition("T")
    if not separator:
        day, _, clock = sent(raw, name).partition(" ")
    parts = _boxes(name, {**raw, name: day})
    clock = _clock(name, raw) or clock
    if parts is None and not clock:
        return None
    if parts is None or not clock:
        raise Unreadable(f"Nhập đủ ngày và giờ ở “{question.label}”, ví dụ 06/03/2026 và 09:05.")
    return f"{join_date(*parts, partial=False)}T{join_time(clock)}"


def _integer(question: Field | Column, name: str, raw: Raw) -> int | None:
    text = sent(raw, name)
    if not text:
        return None
    if not re.fullmatch(r"-?(?:[0-9]{1,12}|[0-9]{1,3}(?:[. ][0-9]{3}){1,3})", text):
        raise Unreadable(f"Nhập “{question.label}” bằng chữ số, không có phần lẻ, ví dụ 12.")
    return int(re.sub(r"[. ]", "", text))


def _decimal(question: Field | Column, name: str, raw: Raw) -> str | None:
    """Vietnamese writing: comma before the decimals, points between thousands; "1.234" alone is refused, it may be
    either."""
    text = sent(raw, name).replace(" ", "")
    if not text:
        return None
    if re.fullmatch(r"-?[0-9]{1,3}\.[0-9]{3}", text):
        raise Unreadable(
            f"Nhập “{question.label}” không có dấu chấm: {text.replace('.', '')} nếu là hàng nghìn, "
            f"{text.replace('.', ',')} nếu là phần lẻ."
        )
    if re.fullmatch(r"-?[0-9]{1,12}\.[0-9]{1,6}", text):
        text = text.replace(".", ",")
    if not re.fullmatch(r"-?(?:[0-9]{1,12}|[0-9]{1,3}(?:\.[0-9]{3}){1,3})(?:,[0-9]{1,6})?", text):
        raise Unreadable(f"Nhập “{question.label}” bằng số, dấu phẩy trước phần lẻ, ví dụ 120,5.")
    return plain_decimal(Decimal(text.replace(".", "").replace(",", ".")))


def plain_decimal(number: Decimal) -> str:
    """Return a decimal without exponent and without zeros at the end: "120.5", "100"."""
    text = f"{number:f}" if number else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _money(question: Field | Column, name: str, raw: Raw) -> int | None:
    text = sent(raw, name)
    if not text:
        return None
    try:
        return parse_vnd(text)
    except MoneyError as error:
        raise Unreadable(error.sentence) from None


def _choice(question: Field | Column, name: str, raw: Raw) -> str | None:
    if not question.options:
        return _text(question, name, raw)
    text = sent(raw, name)
    if text and text not in {one.key for one in question.options}:
        raise Unreadable(f"Chọn một mục trong danh sách ở “{question.label}”.")
    return text or None


def _multi(question: Field | Column, name: str, raw: Raw) -> list[str] | None:
    value = raw.get(name, [])
    picked = {clean_text(one) for one in ([value] if isinstance(value, str) else value)} - {""}
    known = [one.key for one in question.options if one.key in picked]
    if picked - set(known):
        raise Unreadable(f"Chọn các mục trong danh sách ở “{question.label}”.")
    return known or None


def _boolean(question: Field | Column, name: str, raw: Raw) -> bool | None:
    text = sent(raw, name).lower()
    if not text:
        return None
    if text not in _YES | _NO:
        raise Unreadable(f"Chọn Có hoặc Không ở “{question.label}”.")
    return text in _YES


def _consent(question: Field | Column, name: str, raw: Raw) -> bool | None:
    """A box left empty is no answer: consent is never given by silence."""
    return True if _boolean(question, name, raw) else None


def _area(question: Field | Column, name: str, raw: Raw) -> str | None:
    text = sent(raw, name)
    if text and not re.fullmatch(r"[0-9]{2}|[0-9]{5}", text):
        raise Unreadable(f"Chọn địa phương trong danh sách ở “{question.label}”.")
    return text or None


def _image(question: Field | Column, name: str, raw: Raw) -> str | None:
    text = sent(raw, name)
    if text and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", text):
        raise Unreadable(f"Tải lại ảnh cho “{question.label}”.")
    return text or None


def _nothing(question: Field | Column, name: str, raw: Raw) -> None:
    """Computed values are never read from the browser; tables have their own reader."""


_READERS: Final[dict[FieldType, Reader]] = {
    FieldType.TEXT: _text,
    FieldType.TEXTAREA: _text,
    FieldType.PERSON_NAME: _text,
    FieldType.PERSONAL_ID: _by(lambda text: parse_personal_number(text).text),
    FieldType.TAX_CODE: _by(lambda text: parse_tax_code(text).text),
    FieldType.PHONE: _by(normalise_phone),
    FieldType.EMAIL: _text,
    FieldType.URL: _text,
    FieldType.DATE: _date,
    FieldType.PARTIAL_DATE: _date,
    FieldType.TIME: _time,
    FieldType.DATETIME: _datetime,
    FieldType.INTEGER: _integer,
    FieldType.DECIMAL: _decimal,
    FieldType.MONEY: _money,
    FieldType.CHOICE: _choice,
    FieldType.MULTI_CHOICE: _multi,
    FieldType.BOOLEAN: _boolean,
    FieldType.CONSENT: _consent,
    FieldType.ADMIN_UNIT: _area,
    FieldType.TABLE: _nothing,
    FieldType.IMAGE: _image,
    FieldType.COMPUTED: _nothing,
}
