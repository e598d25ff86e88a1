# SPDX-License-Identifier: EUPL-1.2
"""What a scanned paper seems to say: number, name, days. Patterns anyone can read; a person decides each time.

Nothing here is typed into a form by itself: a suggestion names the line it was read from, so that it can be compared.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tinhso.lib.ids import IdentifierError
from tinhso.lib.personal_number import parse_personal_number
from tinhso.lib.vntext import search_key

_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*((?:19|20)\d{2})(?!\d)")
_DAY_IN_WORDS = re.compile(r"ngay\s+(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+((?:19|20)\d{2})")
_TWELVE = re.compile(r"(?<!\d)\d{3}[\s.]?\d{3}[\s.]?\d{3}[\s.]?\d{3}(?!\d)")
_NAME_LABEL = re.compile(r"(?:họ\s*(?:,?\s*chữ đệm\s*(?:và|,)?)?\s*(?:và)?\s*tên)[^:]{0,40}:\s*(.+)", re.IGNORECASE)
_NAME = re.compile(r"(?:[A-ZÀ-ỸĐ][\wÀ-ỹ]*\s+){1,5}[A-ZÀ-ỸĐ][\wÀ-ỹ]*")
_PAPER_NUMBER = re.compile(r"^\s*Số\s*:\s*([0-9][0-9A-ZĐƯa-zđ./\-]{1,40})", re.IGNORECASE)
_BORN, _ISSUED = ("ngay thang nam sinh", "sinh ngay", "ngay sinh"), ("ngay cap", "cap ngay", "ngay dang ky")


@dataclass(frozen=True)
class Suggestion:
    """One thing a paper seems to say. field: what it is; value: as a form takes it; line: the line it was read from."""

    field: str
    value: str
    line: str


def suggestions_of(lines: Sequence[str]) -> list[Suggestion]:
    """Return the first find of each field: personal_number, full_name, birth_date, paper_number, issued_on.

    Days are written as ISO dates; a number is only taken when it begins with the code of a province.
    """
    found: dict[str, Suggestion] = {}
    for line in lines:
        for field, read in _READERS:
            value = read(line)
            if value and field not in found:
                found[field] = Suggestion(field, value, " ".join(line.split())[:200])
    return list(found.values())


def _personal_number(line: str) -> str:
    for match in _TWELVE.finditer(line):
        digits = re.sub(r"\D", "", match.group())
        try:
            if parse_personal_number(digits).place is not None:
                return digits
        except IdentifierError:
            continue
    return ""


def _full_name(line: str) -> str:
    label = _NAME_LABEL.search(line)
    name = _NAME.match(label.group(1).strip()) if label else None
    return " ".join(name.group().split()) if name else ""


def _paper_number(line: str) -> str:
    found = _PAPER_NUMBER.search(line)
    return found.group(1).rstrip(".-/") if found else ""


def _birth_date(line: str) -> str:
    return _labelled_day(line, _BORN)


def _issued_on(line: str) -> str:
    return _labelled_day(line, _ISSUED) or _heading_day(line)


def _labelled_day(line: str, labels: Sequence[str]) -> str:
    plain = " ".join(re.sub(r"[,:;]", " ", search_key(line)).split())
    if not any(label in plain for label in labels):
        return ""
    return next(_days(line), "")


def _heading_day(line: str) -> str:
    """Return the day of a letter's head: “Phú Khương, ngày 05 tháng 3 năm 2024”."""
    plain = search_key(line)
    if any(label in plain for label in ("sinh", "het han", "den ngay")) or not _DAY_IN_WORDS.search(plain):
        return ""
    return next(_days(line), "")


def _days(line: str) -> Iterator[str]:
    for pattern, text in ((_DAY, line), (_DAY_IN_WORDS, search_key(line))):
        for match in pattern.finditer(text):
            try:
                yield date(int(match[3]), int(match[2]), int(match[1])).isoformat()
            except ValueError:
                continue


_READERS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("personal_number", _personal_number),
    ("full_name", _full_name),
    ("birth_date", _birth_date),
    ("paper_number", _paper_number),
    ("issued_on", _issued_on),
)
