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
MOST_OF_MANY = 64
LONGEST_VALUE = 8_192
NOBODY = uuid.UUID(int=0)
EPOCH_DAY = date(1970, 1, 1)
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_HASH = re.compile(r"[0-9a-fA-F]{32,128}")
_HEAD = struct.Struct("<IQQHHHqq")


@dataclass(frozen=True, slots=True)
class Row:
    """One event with its place in the spool, and whose machine it came from (nil UUIDs: nobody's on the register).

    keep_days: how long it is kept, counted from the day it arrived. part: number among the events that became whole
    with the record at this place.
    """

    spool: int
    segment: int
    offset: int
    keep_days: int
    event: Event
    source: uuid.UUID = NOBODY
    unit: uuid.UUID = NOBODY
    part: int = 0

    @property
    def day(self) -> date:
        return self.event["arrived"].astimezone(UTC).date()

    @property
    def id(self) -> str:
        return f"{self.spool:08x}-{self.segment}-{self.offset}-{self.part}"


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
    out += _HEAD.pack(
        row.spool, row.segment, row.offset, row.part, day, row.keep_days, _micros(arrived), _micros(moment)
    )
    out += _uuid(row.source) + _uuid(row.unit)
    told = event["logsource"]
    texts = (event["host"], event["kind"], told.get("product", ""), told.get("category", ""), told.get("service", ""))
    for text in (*texts, *(first(fields, names) for names in ONE.values())):
        _text(out, text.encode("utf-8", "replace"))
    for values in many(fields).values():
        _length(out, len(values))
        for value in values:
            _text(out, value.encode("utf-8", "replace"))
    _text(out, event["why"].encode())
    _text(out, event["raw"])


def first(fields: dict[str, Any], names: Iterable[str]) -> str:
    """Return the text of the first of these fields that says something, cut at 8,192 characters."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, list):
            value = next((one for one in value if one not in (None, "")), None)
        if value not in (None, "", "-"):
            return str(value)[:LONGEST_VALUE]
    return ""


def many(fields: dict[str, Any]) -> dict[str, list[str]]:
    """Return addresses, names and hashes of an event, folded, each once, at most 64 of a kind."""
    found = {}
    for column, names in MANY.items():
        values: dict[str, None] = {}
        for name in names:
            told = fields.get(name)
            for one in told if isinstance(told, list) else (told,):
                if one not in (None, "", "-"):
                    values |= dict.fromkeys(_parts(column, str(one)))
        found[column] = list(values)[:MOST_OF_MANY]
    return found


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
