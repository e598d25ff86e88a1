# SPDX-License-Identifier: EUPL-1.2
"""Lists of addresses said to belong to a botnet or to take part in DDoS, as CSV or plain text. Hostile input.

No public text gives the columns of the national centre's list, so they are found by what their cells hold: an address
in every line, a day or an instant when there is one, and the rest are words. A first line of headings helps.
"""

import csv
import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from tinhso.modules.security.intelligence import values
from tinhso.modules.security.intelligence.errors import NotIntelligence

LONGEST_FILE, MOST_LINES, LONGEST_WORDS = 10_000_000, 200_000, 200
VIETNAM = timezone(timedelta(hours=7))
FORMATS = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d")


@dataclass(frozen=True)
class Line:
    """One address said to be bad. seen_at: when it was seen there, None when the list does not say."""

    number: int
    address: str
    seen_at: datetime | None
    words: str


@dataclass(frozen=True)
class Read:
    """What a list holds: its lines, and the numbers of those that hold no address."""

    lines: tuple[Line, ...]
    unreadable: tuple[int, ...]


def read(content: bytes) -> Read:
    """Return the lines of a list; raises NotIntelligence when none holds an address."""
    if len(content) > LONGEST_FILE:
        raise NotIntelligence("Danh sách lớn hơn 10 MB. Hãy chia thành nhiều tệp.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotIntelligence("Danh sách không phải văn bản UTF-8. Hãy lưu lại dạng CSV UTF-8.") from error
    if "\x00" in text:
        raise NotIntelligence("Danh sách có ký tự không phải văn bản. Hãy lưu lại dạng CSV UTF-8.")
    return _read(text)


def _read(text: str) -> Read:
    lines: dict[tuple[str, datetime | None, str], Line] = {}
    unreadable: list[int] = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=_separator(text)), start=1):
            if number > MOST_LINES:
                raise NotIntelligence("Danh sách có quá 200.000 dòng. Hãy chia thành nhiều tệp.")
            if not any(cell.strip() for cell in cells) or cells[0].lstrip().startswith("#"):
                continue
            line = _line(number, cells)
            if line is not None:
                lines.setdefault((line.address, line.seen_at, line.words), line)
            elif lines or number > 1:
                unreadable.append(number)
    except csv.Error as error:
        raise NotIntelligence("Danh sách không phải CSV đọc được. Hãy mỗi dòng ghi một địa chỉ.") from error
    if not lines:
        raise NotIntelligence("Không thấy địa chỉ IP nào trong danh sách. Hãy mỗi dòng ghi một địa chỉ.")
    return Read(tuple(lines.values()), tuple(unreadable))


def _separator(text: str) -> str:
    first = text[:2_000]
    return max(",;\t|", key=first.count)


def _line(number: int, cells: list[str]) -> Line | None:
    address, seen, words = None, None, []
    for cell in cells:
        said = values.plain(cell)
        if address is None and (found := values.address(said) or _with_port(said)) is not None:
            address = found
        elif seen is None and (at := _moment(said)) is not None:
            seen = at
        elif said:
            words.append(said)
    return Line(number, address, seen, " · ".join(words)[:LONGEST_WORDS]) if address is not None else None


def _with_port(said: str) -> str | None:
    host, _, port = said.rpartition(":")
    return values.address(host) if port.isdigit() and host.count(".") == 3 else None


def _moment(said: str) -> datetime | None:
    for form in FORMATS:
        try:
            return datetime.strptime(said, form).replace(tzinfo=VIETNAM)
        except ValueError:
            continue
    try:
        found = datetime.fromisoformat(said) if len(said) >= 16 else None
    except ValueError:
        return None
    if found is None:
        return None
    return found if found.tzinfo else found.replace(tzinfo=VIETNAM).astimezone(UTC)
