# SPDX-License-Identifier: EUPL-1.2
"""One event as a row of the store: which values stand in which column, and their bytes in ClickHouse's RowBinary."""

import re
import struct
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from tinhso.modules.security.formats.types import Event

_TOLD = yaml.safe_load((Path(__file__).with_name("columns.yaml")).read_text(encoding="utf-8"))
ONE: dict[str, list[str]] = _TOLD["one"]
MANY: dict[str, list[str]] = _TOLD["many"]


def _places(columns: dict[str, list[str]]) -> dict[str, tuple[int, int]]:
    """Return (column, rank) by the name of a field."""
    return {name: (place, rank) for place, names in enumerate(columns.values()) for rank, name in enumerate(names)}


_ONE_PLACES, _MANY_PLACES = _places(ONE), _places(MANY)
PLACES = {name: (_ONE_PLACES.get(name), _MANY_PLACES.get(name)) for name in {**_ONE_PLACES, **_MANY_PLACES}}
_SHORT = tuple(bytes([number]) for number in range(128))
SOURCE = ("product", "category", "service")
MOST_OF_MANY = 64
LONGEST_VALUE = 8_192
NOBODY = uuid.UUID(int=0)
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_HASH = re.compile(r"[0-9a-fA-F]{32,128}")
_HEAD = struct.Struct("<IQQHHHqq")


Columns = tuple[list[str], list[list[str]]]
"""Texts of the columns with one value, lists of those with several; see `columns`."""


@dataclass(frozen=True, slots=True)
class Row:
    """One event with its place in the spool, and whose machine it came from (nil UUIDs: nobody's on the register).

    keep: the class that says how long it is kept (`classes`); below 60000 days, from before classes. part: number
    among the events that became whole
    with the record at this place. columns: of the event, when they are known already.
    """

    spool: int
    segment: int
    offset: int
    keep: int
    event: Event
    source: uuid.UUID = NOBODY
    unit: uuid.UUID = NOBODY
    part: int = 0
    columns: Columns | None = None

    @property
    def day(self) -> date:
        return self.event["arrived"].astimezone(UTC).date()

    @property
    def id(self) -> str:
        return event_id(self.spool, self.segment, self.offset, self.part)


def event_id(spool: int | str, segment: int | str, offset: int | str, part: int | str) -> str:
    """Return the id of an event: its place in the spool; as numbers, or as the store writes them in JSON."""
    return f"{int(spool):08x}-{segment}-{offset}-{part}"


def encode(rows: Iterable[Row]) -> bytes:
    """Return rows in RowBinary, in the order of `schema.COLUMNS`."""
    pieces: list[bytes] = []
    for row in rows:
        _append(pieces, row)
    return b"".join(pieces)


def _append(pieces: list[bytes], row: Row) -> None:
    event = row.event
    arrived, moment = event["arrived"], event["time"]
    since = arrived - EARLIEST
    at = _micros(since)
    said = at if moment is None or not EARLIEST <= moment < LATEST else _micros(moment - EARLIEST)
    pieces.append(_HEAD.pack(row.spool, row.segment, row.offset, row.part, since.days, row.keep, at, said))
    pieces += (uuid_bytes(row.source), uuid_bytes(row.unit))
    told = event["logsource"].get
    one, several = row.columns or columns(event["fields"])
    _texts(pieces, (event["host"], event["kind"], told("product", ""), told("category", ""), told("service", "")))
    _texts(pieces, one)
    for values in several:
        pieces.append(_length(len(values)))
        _texts(pieces, values)
    _texts(pieces, (event["why"],))
    pieces += (_length(len(event["raw"])), event["raw"])


def columns(fields: dict[str, Any]) -> Columns:
    """Return the texts of the columns with one value, and the lists of those with several, in their order.

    One value: of the first of its names that says something, cut at 8,192 characters. Several: folded, each once, at
    most 64.
    """
    one, ranks = [""] * len(ONE), [len(fields) + LONGEST_VALUE] * len(ONE)
    found: list[dict[int, Any] | None] = [None] * len(MANY)
    for name in fields.keys() & PLACES.keys():
        value, (single, many) = fields[name], PLACES[name]
        if single is not None and single[1] < ranks[single[0]]:
            text = _said(value)
            if text:
                one[single[0]], ranks[single[0]] = text[:LONGEST_VALUE], single[1]
        if many is not None:
            found[many[0]] = {**(found[many[0]] or {}), many[1]: value}
    return one, [_several(column, told) if told else [] for column, told in zip(MANY, found, strict=True)]


def _said(value: Any) -> str:
    if value.__class__ is list:
        value = next((one for one in value if one not in (None, "")), None)
    return "" if value in (None, "", "-") else str(value)


def _several(column: str, told: dict[int, Any]) -> list[str]:
    values: dict[str, None] = {}
    for rank in sorted(told):
        value = told[rank]
        for one in value if value.__class__ is list else (value,):
            if one not in (None, "", "-"):
                values |= dict.fromkeys(_parts(column, str(one)))
    return list(values)[:MOST_OF_MANY]


def _parts(column: str, text: str) -> list[str]:
    """Return the values of a text: hashes stand together as SHA1=…,MD5=… in Sysmon, mapped IPv4 loses its ::ffff:."""
    folded = text[:LONGEST_VALUE].lower()
    if column == "hashes":
        return _HASH.findall(folded)
    return [folded.removeprefix("::ffff:") if column == "addresses" else folded.rstrip(".")]


def _micros(since: timedelta) -> int:
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


@lru_cache(maxsize=65_536)
def uuid_bytes(one: uuid.UUID) -> bytes:
    """Return a UUID as RowBinary has it: two little-endian halves."""
    raw = one.bytes
    return raw[7::-1] + raw[:7:-1]


def _length(number: int) -> bytes:
    """Return a length as ClickHouse writes it: seven bits a byte, the lowest first."""
    if number < 128:
        return _SHORT[number]
    out = bytearray()
    while number >= 128:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def _texts(pieces: list[bytes], texts: Iterable[str]) -> None:
    for text in texts:
        if text:
            raw = text.encode("utf-8", "replace")
            pieces += (_length(len(raw)), raw)
        else:
            pieces.append(_SHORT[0])
