# SPDX-License-Identifier: EUPL-1.2
"""The small language in which people ask for events, read into a condition with parameters. Pure.

    ssh "Failed password" may:web-01 -nguoi:root diachi:198.51.100.7 *mimi* bam:44d8…

Words must all occur in the line (whole words; with * parts of words), `-` before one leaves it out, quotes hold words
together, `name:value` looks into a column (whole value, letters alike; * stands for anything).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

MOST_TERMS, LONGEST_QUERY = 20, 500
ONE = {
    "may": "host", "host": "host",
    "nguoi": "user", "user": "user",
    "chuongtrinh": "image", "image": "image",
    "cha": "parent_image", "parent": "parent_image",
    "lenh": "command_line", "command": "command_line",
    "ma": "number", "number": "number",
    "dang": "kind", "kind": "kind",
    "sanpham": "product", "product": "product",
    "dichvu": "service", "service": "service",
    "loai": "category", "category": "category",
}  # fmt: skip
MANY = {"diachi": "addresses", "ip": "addresses", "ten": "names", "name": "names", "bam": "hashes", "hash": "hashes"}
_TERM = re.compile(r'(-)?(?:([A-Za-z]+):)?(?:"([^"]*)"|(\S+))')
MOMENT = "DateTime64(6, 'UTC')"
_WORD = re.compile(r"[0-9a-z]+")


class AskedWrongly(ValueError):
    """The text cannot be read; the sentence says what to write instead."""


@dataclass
class Asked:
    """A condition in ClickHouse's SQL and the values it names."""

    where: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    def name(self, value: Any, kind: str = "String") -> str:
        """Keep a value and return how the condition names it."""
        key = f"v{len(self.values)}"
        self.values[key] = value
        return f"{{{key}:{kind}}}"

    @property
    def sql(self) -> str:
        return " AND ".join(self.where) or "1"


def read(text: str) -> Asked:
    """Return the condition of a question. Raises AskedWrongly with a Vietnamese sentence."""
    if len(text) > LONGEST_QUERY:
        raise AskedWrongly(f"Câu tìm dài quá {LONGEST_QUERY} ký tự. Hãy bớt từ.")
    if text.count('"') % 2:
        raise AskedWrongly("Thiếu một dấu ngoặc kép. Hãy đóng ngoặc rồi tìm lại.")
    asked, terms = Asked(), _TERM.findall(text.replace("\x00", ""))
    if len(terms) > MOST_TERMS:
        raise AskedWrongly(f"Câu tìm có hơn {MOST_TERMS} từ. Hãy bớt từ hoặc thu hẹp thời gian.")
    for minus, name, quoted, bare in terms:
        condition = _term(asked, name.lower(), quoted or bare)
        asked.where.append(f"NOT ({condition})" if minus else condition)
    return asked


def _term(asked: Asked, name: str, value: str) -> str:
    if name and name not in ONE and name not in MANY:
        if name in ("http", "https", "c", "d"):
            return _words(asked, f"{name}:{value}")
        known = ", ".join(sorted({*ONE, *MANY}))
        raise AskedWrongly(f"Không có mục “{name}”. Các mục có thể dùng: {known}.")
    if name and not value.strip("*"):
        raise AskedWrongly(f"Sau “{name}:” hãy ghi giá trị cần tìm.")
    if name in ONE:
        return _column(asked, ONE[name], value)
    return _list(asked, MANY[name], value) if name else _words(asked, value)


def _column(asked: Asked, column: str, value: str) -> str:
    return f"{column} ILIKE {asked.name(_pattern(value))}"


def _list(asked: Asked, column: str, value: str) -> str:
    if "*" in value:
        return f"arrayExists(one -> one LIKE {asked.name(_pattern(value.lower()))}, {column})"
    return f"has({column}, {asked.name(value.lower())})"


def _words(asked: Asked, value: str) -> str:
    """Return that a line holds words; whole ones are looked up in the index, then the text itself decides."""
    folded = value.lower()
    if "*" in value:
        return f"raw ILIKE {asked.name(_pattern(folded))}"
    tokens = [f"hasToken(lower(raw), {asked.name(one)})" for one in _WORD.findall(folded) if folded.isascii()]
    plain = len(tokens) == 1 and _WORD.fullmatch(folded)
    return " AND ".join(tokens if plain else [*tokens, f"positionCaseInsensitiveUTF8(raw, {asked.name(value)}) > 0"])


def _pattern(value: str) -> str:
    """Return a LIKE pattern: * is anything, all else stands for itself. A part of a word may stand anywhere."""
    return value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace("*", "%")


def narrowed(asked: Asked, *, since: str, until: str, units: Sequence[str] | None, hosts: Sequence[str] = ()) -> Asked:
    """Return the question with its span (UTC, "YYYY-MM-DD HH:MM:SS") and the units an officer sees, None for all."""
    asked.where.insert(0, f"time >= {asked.name(since, MOMENT)} AND time < {asked.name(until, MOMENT)}")
    if units is not None:
        asked.where.append(f"has({asked.name(units, 'Array(UUID)')}, unit)")
    if hosts:
        asked.where.append(f"has({asked.name(hosts, 'Array(String)')}, host)")
    return asked
