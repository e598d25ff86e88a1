# SPDX-License-Identifier: EUPL-1.2
"""Rows made in C beside those Python makes of the same records: the same bytes and lines for the rules, or none."""

import gzip
import itertools
import json
import os
import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson
import pytest
from bench.everyday import lines as everyday
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tinhso.modules.security.collect.reader import Chunk
from tinhso.modules.security.collect.records import Record, Way, encode
from tinhso.modules.security.collect.segments import Position
from tinhso.modules.security.detection import quick
from tinhso.modules.security.detection.matching import _is_line, _source
from tinhso.modules.security.detection.tests.corpus import BEAT, EVE, ODD, ORDINARY, SYSMON, XML
from tinhso.modules.security.formats.reading import read
from tinhso.modules.security.formats.tests import test_shapes, test_syslog
from tinhso.modules.security.formats.types import Arrival, Event
from tinhso.modules.security.store import rows

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
ARRIVED = datetime(2026, 3, 2, 1, 0, 0, 123456, tzinfo=UTC)
ARRIVED_NS = int(ARRIVED.timestamp()) * 10**9 + 123_456_789
PACKS = os.environ.get("TINHSO_SECURITY_PACKS", "")
SPOOL, SEGMENT, KEEP = 7, 3, 60_003
UNIT = uuid.UUID(int=0x0123456789ABCDEF0123456789ABCDEF)
WATCHED = {"198.51.100.7", "xau.example", "d41d8cd98f00b204e9800998ecf8427e"}

pytestmark = pytest.mark.skipif(quick._rows is None, reason="the library was not built: no C compiler here")


def speaks(one: Record, host: str) -> tuple[int, uuid.UUID, uuid.UUID]:
    """Stands in for the register: what is said depends on sender and host."""
    mine = one.source or uuid.uuid5(uuid.NAMESPACE_DNS, f"{one.peer}|{host}|{one.stream if one.way is Way.TLS else ''}")
    return KEEP + len(host) % 2, mine, UNIT if host else rows.NOBODY


def reader(zone=VIETNAM) -> quick.Quick:
    found = quick.made(SPOOL, zone, speaks, WATCHED.__contains__)
    assert found is not None
    found.watch(watches=True)
    return found


def compared(told: Sequence[Record], one: quick.Quick | None = None) -> set[int]:
    """Hold what C made of records against what Python makes of them; return the numbers of those C left to Python."""
    data, starts = b"", {}
    for number, record in enumerate(told):
        starts[len(data) + 100] = number
        data += encode([record])
    part = (one or reader()).take(Chunk(SEGMENT, 100, data, len(data) + 1, is_end=True), Position(0, 0))
    assert part is not None
    assert part.stop == len(data)
    lines = {
        row: (each.source, line) for each in part.lines for row, line in zip(each.numbers, each.lines, strict=True)
    }
    assert sorted(lines) == list(range(part.count))
    bodies = {key: body for key, body in part.bodies.items()}
    met, read_here = set(part.met()), set()
    for row in range(part.count):
        number = starts[part.offset(row)]
        read_here.add(number)
        event = as_python(told[number])
        body = taken_from(bodies, expected(told[number], event, part.offset(row)))
        assert body, told[number].raw
        assert_same_line(event, *lines[row])
        several = rows.columns(event["fields"])[1]
        assert (row in met) == any(value in WATCHED for values in several for value in values), told[number].raw
    assert not any(bodies.values())
    hard = {starts[offset] for offset in part.hard}
    assert hard | read_here == set(range(len(told)))
    assert not hard & read_here
    return hard


def as_python(one: Record) -> Event:
    arrived = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=one.arrived_ns // 1_000)
    return read(one.raw, Arrival(arrived, VIETNAM, one.peer), is_piece=one.is_piece)


def expected(one: Record, event: Event, offset: int) -> tuple[tuple[int, int], bytes]:
    keep, source, unit = speaks(one, event["host"])
    row = rows.Row(SPOOL, SEGMENT, offset, keep, event, source, unit)
    return ((row.day - datetime(1970, 1, 1, tzinfo=UTC).date()).days, keep), rows.encode([row])


def taken_from(bodies: dict[tuple[int, int], bytes], wanted: tuple[tuple[int, int], bytes]) -> bool:
    """Take the next row from its body, when it is the one that is wanted."""
    key, body = wanted
    if not bodies.get(key, b"").startswith(body):
        return False
    bodies[key] = bodies[key][len(body) :]
    return True


def assert_same_line(event: Event, source, line: bytes) -> None:
    assert event["kind"] != "unreadable"
    assert source == _source(event)
    if _is_line(event):
        assert line == event["raw"]
    else:
        assert orjson.dumps(orjson.loads(line), option=orjson.OPT_SORT_KEYS) == orjson.dumps(
            event["fields"], option=orjson.OPT_SORT_KEYS
        )


def records(raws: Iterable[bytes]) -> list[Record]:
    """Give lines different senders; none is left to Python because of the line before it."""
    ways = itertools.cycle([Way.UDP, Way.TCP, Way.TLS, Way.HTTP])
    return [
        Record(
            way,
            ARRIVED_NS + number * 10**9,
            raw,
            f"10.0.{number // 250}.{number % 250}",
            uuid.UUID(int=number + 1) if way is Way.HTTP else None,
            number,
            "may-tls" if way is Way.TLS else "",
        )
        for number, (way, raw) in enumerate(zip(ways, raws, strict=False))
    ]


def test_the_ordinary_shapes_are_read_in_c_as_python_reads_them():
    hard = compared(records(ORDINARY))
    assert {ORDINARY[number] for number in hard} == {
        ORDINARY[12],  # a backslash in structured data
    }


def test_what_is_odd_is_read_as_python_reads_it_or_left_to_python():
    hard = compared(records(ODD))
    assert 80 < len(hard) < len(ODD) - 30


def test_the_lines_of_the_readers_are_read_the_same():
    seeds = [*test_shapes.SEEDS, *(line.encode() for line, *_ in test_syslog.GOOD.values())]
    seeds += [line if isinstance(line, bytes) else line.encode() for line in test_syslog.BAD.values()]
    assert len(compared(records(seeds))) < len(seeds)


def test_everyday_lines_of_windows_are_all_read_in_c():
    assert not compared(records(everyday(3_000, ORDINARY[:1])))


@pytest.mark.skipif(not PACKS, reason="TINHSO_SECURITY_PACKS names no folder of event packs")
def test_real_events_are_read_the_same_and_most_of_them_in_c():
    for path in sorted(Path(PACKS).glob("*.ndjson.gz")):
        raws = gzip.decompress(path.read_bytes()).splitlines()
        for at in range(0, len(raws), 5_000):
            some = raws[at : at + 5_000]
            assert len(compared(records(some))) < len(some) / 2


NAMES = st.sampled_from(
    [
        *rows.PLACES,
        "EventID",
        "Channel",
        "Computer",
        "SystemTime",
        "Event",
        "System",
        "EventData",
        "UserData",
        "winlog",
        "Data",
        "#text",
        "Hostname",
        "#attributes",
        "TimeCreated",
        "event_type",
        "timestamp",
        "alert",
        "host",
        "event_data",
        "event_id",
        "@timestamp",
        "a b",
        "a.b",
        "x",
        "EventTime",
    ]
)
TEXTS = st.sampled_from(
    [
        "",
        "-",
        "an",
        "Security",
        "2026-03-02T08:00:00Z",
        "2026-03-02 08:00:00.1+07:00",
        "198.51.100.7",
        "::ffff:1.2.3.4",
        "XAU.example.",
        "ab" * 16,
        "1",
        "đ",
        "\x00",
        'a"b\\c/',
        "x" * 300,
    ]
)
PLAIN = st.one_of(TEXTS, st.text(max_size=6), st.integers(-5, 5000), st.floats(), st.booleans(), st.none())
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=12
)
SHAPES = st.sampled_from([SYSMON, XML, BEAT, EVE])


@st.composite
def objects(draw) -> bytes:
    told = json.loads(json.dumps(draw(SHAPES)))
    at = told
    for _ in range(draw(st.integers(0, 2))):
        inner = [one for one in at.values() if isinstance(one, dict)]
        if inner:
            at = draw(st.sampled_from(inner))
    at.update(draw(st.dictionaries(NAMES, VALUES, max_size=4)))
    for name in draw(st.lists(st.sampled_from(sorted(told)), max_size=2)):
        told.pop(name, None)
    return json.dumps(told, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")


@settings(max_examples=400, deadline=None)
@given(st.lists(objects(), min_size=1, max_size=8), st.booleans())
def test_strange_objects_are_read_the_same_or_left_to_python(raws: list[bytes], in_syslog: bool):
    head = b"<13>1 2026-03-02T08:00:00Z may-1 app - - - " if in_syslog else b""
    compared(records(head + raw for raw in raws))


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(ORDINARY), st.integers(0, 400), st.integers(0, 6), st.binary(max_size=4))
@example(ORDINARY[0], 0, 1, b"")
def test_a_cut_or_changed_line_is_read_the_same_or_left_to_python(seed: bytes, at: int, length: int, put: bytes):
    compared(records([seed[:at] + put + seed[at + length :]]))


SYSLOG = st.lists(
    st.sampled_from(
        [
            b" ",
            b"-",
            b"1",
            b"[",
            b"]",
            b'"',
            b"=",
            b":",
            b"\\",
            b"a",
            b"Mar  2 08:00:00 ",
            b"<13>",
            b"2026-03-02T08:00:00Z",
            b"\xc4\x91",
            b"\t",
            b'[a b="c"]',
            b"sshd[1]: ",
            b"{}",
            b"\xef\xbb\xbf",
        ]
    ),
    max_size=14,
)


@settings(max_examples=600, deadline=None)
@given(st.sampled_from([b"<13>1 ", b"<13>", b"<34>1 - h ", b"<34>Oct 11 22:14:15 ", b"<5>1 - h a p m "]), SYSLOG)
def test_lines_near_syslog_are_read_the_same_or_left_to_python(head: bytes, rest: list[bytes]):
    compared(records([head + b"".join(rest)]))
