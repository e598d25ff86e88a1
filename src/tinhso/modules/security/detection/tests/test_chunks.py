# SPDX-License-Identifier: EUPL-1.2
"""The pipeline over bytes of the spool, common shapes in C, beside the same pipeline reading every record in Python.

Lines of auditd, tables of Zeek and notes of the collector stand between ordinary lines of the same senders, the bytes
are cut anywhere, and evaluation begins again where a detector that was killed would begin.
"""

import uuid
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.modules.security.collect.reader import Chunk, decoded
from tinhso.modules.security.collect.records import Record, Way, encode, note
from tinhso.modules.security.collect.segments import Position
from tinhso.modules.security.detection import quick
from tinhso.modules.security.detection.pipeline import Pipeline, Speaker, Taken
from tinhso.modules.security.detection.rulebook import Rulebook, loaded
from tinhso.modules.security.intelligence.watching import Watched, Watchlist
from tinhso.modules.security.store.rows import encode as row_bytes
from tinhso.modules.security.types import IndicatorKind

pytestmark = pytest.mark.skipif(quick._rows is None, reason="the library was not built: no C compiler here")

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
BEGIN_NS = int(datetime(2026, 3, 2, 16, 59, 55, tzinfo=UTC).timestamp()) * 10**9
WATCHED = Watchlist(
    [Watched(1, IndicatorKind.ADDRESS, "198.51.100.7"), Watched(2, IndicatorKind.DOMAIN, "xau.example")]
)
LINES: list[bytes] = [
    b"<38>1 2026-03-02T00:00:00Z may-1 sshd 7 - - Accepted publickey for u from 10.0.0.1 port 5 ssh2",
    b"<85>1 2026-03-02T00:00:01Z may-2 sudo 7 - - u : user NOT in sudoers ; TTY=pts/0 ; COMMAND=/bin/sh",
    b"<13>Mar  2 08:00:00 may-1 app: hello",
    b'{"EventID":1102,"Channel":"Security","Computer":"dc-1","SystemTime":"2026-03-02T08:00:00Z"}',
    b'{"EventID":3,"Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"pc-1","DestinationIp":"198.51.100.7"}',
    b'{"EventID":22,"Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"pc-1","QueryName":"a.XAU.example"}',
    b'{"EventID":1102,"Channel":"Security","Computer":"dc-1","Computer":"dc-2"}',
    b'type=SYSCALL msg=audit(1772413200.1:7): comm="sh" key="webshell"',
    b'type=EXECVE msg=audit(1772413200.1:7): argc=1 a0="sh"',
    b"type=EOE msg=audit(1772413200.1:7): ",
    b"#separator \\x09",
    b"#fields\tts\tid.orig_h",
    b"1772413200.1\t198.51.100.7",
    b"#close",
    b"hello",
    b"\xff\xfe",
    b"",
]


@cache
def rulebook_of(_fresh: int) -> Rulebook:
    return loaded(())


def whose(one: Record, event) -> Speaker:
    named = uuid.uuid5(uuid.NAMESPACE_DNS, event["host"])
    return Speaker(event["host"], named, named) if len(event["host"]) % 2 else Speaker(event["host"])


def pipeline(which: int, *, is_quick: bool) -> Pipeline:
    book = rulebook_of(which)
    book.correlator = type(book.correlator)(book.correlations)
    found = Pipeline(book, whose, spool=7, zone=VIETNAM, keep_days=60_003)
    if not is_quick:
        found._quick = None
    found.watchlist = WATCHED
    return found


def rows_of(taken: Taken) -> dict[tuple[int, int, int], bytes]:
    found = {(row.segment, row.offset, row.part): row_bytes([row]) for row in taken.rows}
    part = taken.part
    for offset, _, group, start, length, *_ in quick._ROW.iter_unpack(part._rows) if part else ():
        found[part.segment, offset, 0] = part.bodies[part._keys[group]][start : start + length]
    assert sorted(b"".join(taken.bodies())) == sorted(b"".join(found.values()))
    return found


def run(one: Pipeline, data: bytes, cuts: list[int], at: Position, done: Position):
    """Return what all chunks come to, and where evaluation would begin again after each."""
    rows, alerts, met, restarts, changes = {}, [], [], [], []
    while at.offset < len(data):
        limit = cuts[len(restarts) % len(cuts)]
        chunk = Chunk(1, at.offset, data[at.offset :], limit, is_end=True)
        taken = one.take_chunk(chunk, done) if one.is_quick else one.take(decoded(chunk), done)
        assert taken.position > at
        found = rows_of(taken)
        assert len(found) == taken.count
        rows |= found
        alerts += [(match.rule.key, match.row.id, match.at, match.speaker) for match in taken.matches]
        met += [(row.id, speaker, sorted(ids)) for row, speaker, ids in taken.met]
        changes += [(change.kind, change.finding.origins) for change in taken.changes]
        at = done = taken.position
        restarts.append((taken.position, taken.restart, taken.last_arrival, taken.unreadable))
    return rows, alerts, met, changes, restarts


SENT = st.tuples(
    st.sampled_from(LINES),
    st.sampled_from(["10.0.0.1", "10.0.0.2", "máy"]),
    st.integers(0, 3),
    st.sampled_from([Way.UDP, Way.TCP, Way.TLS, Way.NOTE]),
    st.booleans(),
)


def spool(sent: list[tuple[bytes, str, int, Way, bool]]) -> bytes:
    """Return records; a few seconds lie between two of them, midnight UTC among them."""
    out, at = b"", BEGIN_NS
    for raw, peer, seconds, way, odd in sent:
        at += seconds * 10**9
        piece = odd and way is Way.UDP
        out += note(at, kind="alive") if way is Way.NOTE else encode([Record(way, at, raw, peer, is_piece=piece)])
    return out


@settings(max_examples=150, deadline=None)
@given(
    st.lists(SENT, min_size=1, max_size=30), st.lists(st.sampled_from([1, 150, 400, 10**6]), min_size=1, max_size=3),
    st.integers(0, 30), st.integers(0, 3),
)  # fmt: skip
def test_both_pipelines_tell_the_same_also_when_begun_again(sent, cuts, again: int, bad: int):
    data = spool(sent)
    if bad == 3:
        data = data[: len(data) // 2] + b"\x00damaged" + data[len(data) // 2 :]
    slow = run(pipeline(0, is_quick=False), data, cuts, Position(1, 0), Position(1, 0))
    fast = run(pipeline(1, is_quick=True), data, cuts, Position(1, 0), Position(1, 0))
    assert fast[:4] == slow[:4]
    assert fast[4][-1][:2] == slow[4][-1][:2]
    assert bad == 3 or fast == slow  # bytes that are no record end a chunk early
    position, restart, *_ = slow[-1][again % len(slow[-1])]
    rest = run(pipeline(1, is_quick=True), data, [10**6], restart, position)
    assert rest[0] == {place: row for place, row in slow[0].items() if place in rest[0]}
    assert set(rest[0]) | {place for one in [run_until(data, cuts, position)] for place in one} == set(slow[0])


def run_until(data: bytes, cuts: list[int], position: Position) -> set[tuple[int, int, int]]:
    """Return the places of the rows that were there when evaluation stood at a position."""
    rows, *_ = run(pipeline(0, is_quick=False), data[: position.offset], cuts, Position(1, 0), Position(1, 0))
    return set(rows)


def test_what_is_stored_already_is_left_out_of_the_bodies():
    data = spool([(line, "10.0.0.1", 1, Way.UDP, False) for line in LINES[:7]])
    taken = pipeline(1, is_quick=True).take_chunk(Chunk(1, 0, data, 10**6, is_end=True), Position(1, 0))
    rows = rows_of(taken)
    assert len(rows) == 7
    assert taken.part is not None
    assert taken.part.count == 6
    there = set(list(rows)[::2])
    left = b"".join(rows[place] for place in sorted(rows) if place not in there)
    assert sorted(b"".join(taken.bodies(there))) == sorted(left)
    assert taken.bodies(set(rows)) == []
