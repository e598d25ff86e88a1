# SPDX-License-Identifier: EUPL-1.2
"""One event as a row of the store: which values stand in which column, and their bytes in ClickHouse's RowBinary."""

import re
import struct
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from tinhso.modules.security.formats.types import Event

_TOLD = yaml.safe_load((Path(__file__).with_name("columns.yaml")).read_text(encoding="utf-8"))
ONE: dict[str, list[str]] = _TOLD["one"]
MANY: dict[str, list[str]] = _TOLD["many"]
_ONE_PLACES = {name: (place, rank) for place, names in enumerate(ONE.values()) for rank, name in enumerate(names)}
_MANY_PLACES = {name: (place, rank) for place, names in enumerate(MANY.values()) for rank, name in enumerate(names)}
SOURCE = ("product", "category", "service")
MOST_OF_MANY = 64
LONGEST_VALUE = 8_192
NOBODY = uuid.UUID(int=0)
EPOCH_DAY = date(1970, 1, 1)
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
    out = bytearray()
    for row in rows:
        _append(out, row)
    return bytes(out)


def _append(out: bytearray, row: Row) -> None:
    event, fields = row.event, row.event["fields"]
    arrived = event["arrived"]
    moment = event["time"] or arrived
    if not EARLIEST <= moment < LATEST:
        moment = arrived
    day = (row.day - EPOCH_DAY).days
    out += _HEAD.pack(row.spool, row.segment, row.offset, row.part, day, row.keep, _micros(arrived), _micros(moment))
    out += _uuid(row.source) + _uuid(row.unit)
    told = event["logsource"]
    one, several = row.columns or columns(fields)
    for text in (event["host"], event["kind"], *(told.get(name, "") for name in SOURCE), *one):
        _text(out, text.encode("utf-8", "replace"))
    for values in several:
        _length(out, len(values))
        for value in values:
            _text(out, value.encode("utf-8", "replace"))
    _text(out, event["why"].encode())
    _text(out, event["raw"])


def columns(fields: dict[str, Any]) -> Columns:
    """Return the texts of the columns with one value, and the lists of those with several, in their order.

    One value: of the first of its names that says something, cut at 8,192 characters. Several: folded, each once, at
    most 64.
    """
    one, ranks = [""] * len(ONE), [len(fields) + LONGEST_VALUE] * len(ONE)
    found: list[dict[int, Any]] = [{} for _ in MANY]
    for name, value in fields.items():
        place = _ONE_PLACES.get(name)
        if place is not None and place[1] < ranks[place[0]]:
            text = _said(value)
            if text:
                one[place[0]], ranks[place[0]] = text[:LONGEST_VALUE], place[1]
        place = _MANY_PLACES.get(name)
        if place is not None:
            found[place[0]][place[1]] = value
    return one, [_several(column, values) for column, values in zip(MANY, found, strict=True)]


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


def _micros(at: datetime) -> int:
    return (at - EARLIEST) // timedelta(microseconds=1)


def _uuid(one: uuid.UUID) -> bytes:
    raw = one.bytes
    return raw[7::-1] + raw[:7:-1]


def _length(out: bytearray, number: int) -> None:
    while number >= 128:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)


def _text(out: bytearray, raw: bytes) -> None:
    _length(out, len(raw))
    out += raw
