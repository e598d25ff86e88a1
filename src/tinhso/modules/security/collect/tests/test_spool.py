# SPDX-License-Identifier: EUPL-1.2
"""The spool: what was confirmed is there, torn ends are cut, damage is stepped over, a full disk loses nothing."""

import errno
import os
import uuid
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.modules.security.collect import reader, records, segments
from tinhso.modules.security.collect.errors import SpoolBusy, SpoolFull
from tinhso.modules.security.collect.ranges import MOST, Ranges
from tinhso.modules.security.collect.records import Damage, Place, Record, Way, encode
from tinhso.modules.security.collect.segments import Position
from tinhso.modules.security.collect.spool import Claim, Spool
from tinhso.modules.security.collect.tests.running import everything

SOURCE = uuid.UUID(int=7)


def lines(*raws: bytes, way: Way = Way.TCP) -> bytes:
    return encode(Record(way, 5, raw, "10.0.0.1") for raw in raws)


def opened(folder: Path, **limits: int) -> Spool:
    spool = Spool(folder, lambda: 1, **limits)
    spool.open()
    return spool


def fill(spool: Spool) -> None:
    for n in range(100):
        spool.write(lines(b"%040d" % n))


def raws(folder: Path) -> list[bytes]:
    return [one.raw for one in everything(folder)]


RECORDS = st.builds(
    Record,
    st.sampled_from(list(Way)),
    st.integers(0, 2**63),
    st.binary(max_size=80) | st.just(records.MARK * 3),
    st.text(max_size=20),
    st.none() | st.uuids().filter(lambda one: one.int),
    st.integers(0, 2**63),
    st.text(max_size=20),
    st.booleans(),
)


@given(st.lists(RECORDS, max_size=6))
def test_records_come_back_as_they_were(some: list[Record]):
    assert [one for _, one in records.decode(encode(some))] == some


@given(st.lists(RECORDS, min_size=1, max_size=4), st.data())
def test_a_changed_byte_costs_one_record_at_most(some: list[Record], data):
    text = bytearray(encode(some))
    at = data.draw(st.integers(0, len(text) - 1))
    text[at] ^= data.draw(st.integers(1, 255))

    found = list(records.decode(bytes(text)))

    kept = [one for _, one in found if isinstance(one, Record)]
    assert len(kept) >= len(some) - 1
    assert all(one in some for one in kept if one.raw != records.MARK * 3)
    assert found[-1][0] == len(text)


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 9)), max_size=30), st.integers(1, 60), st.integers(0, 30))
def test_ranges_agree_with_a_set(added, low, more):
    ranges, plain = Ranges(), set()
    for begin, length in added:
        ranges.add(begin, begin + length)
        plain |= set(range(begin, begin + length + 1))

    missing = {n for first, last in ranges.missing(low, low + more) for n in range(first, last + 1)}

    assert missing == set(range(low, low + more + 1)) - plain
    gaps = {n for first, last in ranges.gaps() for n in range(first, last + 1)}
    assert gaps == (set(range(min(plain), max(plain))) - plain if plain else set())
    assert Ranges.from_json(ranges.to_json()).to_json() == ranges.to_json()


def test_ranges_stay_few_and_forget_towards_keeping_twice():
    ranges = Ranges()
    for n in range(0, 4 * MOST, 2):
        ranges.add(n, n)

    assert len(ranges.to_json()[1]) == MOST
    assert ranges.missing(2, 2) == [(2, 2)]


def test_what_was_written_is_read_in_order_over_segments(tmp_path):
    spool = opened(tmp_path, segment_bytes=400)
    for n in range(40):
        spool.write(lines(b"%d" % n))

    assert len(segments.numbers(tmp_path)) > 3
    assert raws(tmp_path) == [b"%d" % n for n in range(40)]
    assert segments.behind(tmp_path, Position()) == sum(spool.sizes.values())
    spool.close()


def test_one_folder_has_one_writer(tmp_path):
    spool = opened(tmp_path)
    with pytest.raises(SpoolBusy, match="đang có một bộ thu thập khác"):
        opened(tmp_path)
    spool.close()


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_torn_end_is_cut_and_what_was_confirmed_stays(tmp_path, cut):
    spool = opened(tmp_path)
    spool.write(lines(b"confirmed"))
    spool.close()
    with segments.path_of(tmp_path, 1).open("ab") as stream:
        stream.write(lines(b"half")[:cut])
    again = Spool(tmp_path, lambda: 1)

    found = again.open()
    again.write(lines(b"after"))

    assert (found.cut, found.damaged) == (min(cut, len(lines(b"half"))) if cut < len(lines(b"half")) else 0, 0)
    assert [one for one in raws(tmp_path) if one != b"half"] == [b"confirmed", b"after"]
    again.close()


def test_a_segment_torn_while_it_was_begun_goes_and_its_number_may_come_again(tmp_path):
    spool = opened(tmp_path)
    spool.write(lines(b"a"))
    spool.close()
    segments.path_of(tmp_path, 2).write_bytes(records.MARK + b"\x00\x00")
    again = opened(tmp_path)
    again.write(lines(b"b"))

    assert raws(tmp_path) == [b"a", b"b"]
    again.close()


def test_damage_on_the_disk_is_told_stepped_over_and_nothing_behind_it_is_cut(tmp_path):
    spool = opened(tmp_path)
    spool.write(lines(b"first") + lines(b"second") + lines(b"third"))
    spool.close()
    path = segments.path_of(tmp_path, 1)
    path.write_bytes(path.read_bytes().replace(b"second", b"sXcond"))
    again = Spool(tmp_path, lambda: 1)

    found = again.open()
    again.write(lines(b"fourth"))

    assert found.damaged == len(lines(b"second"))
    batch = reader.read(tmp_path, Position())
    assert batch.damaged == len(lines(b"second"))
    kept = [*batch.records, *reader.read(tmp_path, batch.position).records]
    assert [one.raw for one in kept if one.way is not Way.NOTE] == [b"first", b"third", b"fourth"]
    again.close()


def test_a_reader_never_sees_what_is_not_on_the_disk(tmp_path):
    spool = opened(tmp_path)
    spool.write(lines(b"kept"))
    with segments.path_of(tmp_path, 1).open("ab") as stream:
        stream.write(lines(b"not yet"))

    assert raws(tmp_path) == [b"kept"]
    spool.close()


@pytest.mark.parametrize("after", [0, 1, 30])
def test_a_full_disk_keeps_nothing_of_the_block_and_goes_on_when_there_is_room(tmp_path, monkeypatch, after):
    spool = opened(tmp_path)
    spool.write(lines(b"before"))
    whole, left = os.write, [after]

    def write(handle: int, data) -> int:
        if left[0] <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        size = min(left[0], len(data))
        left[0] -= size
        return whole(handle, data[:size])

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(SpoolFull, match="Không ghi được vào vùng đệm"):
        spool.write(lines(b"refused"))
    monkeypatch.undo()
    spool.write(lines(b"after"))

    assert raws(tmp_path) == [b"before", b"after"]
    spool.close()


def test_a_disk_that_fails_to_confirm_keeps_nothing(tmp_path, monkeypatch):
    spool = opened(tmp_path)
    spool.write(lines(b"before"))

    def fail(handle: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fdatasync", fail)
    with pytest.raises(SpoolFull):
        spool.write(lines(b"refused"), [Claim("s/", 1, 1)])
    monkeypatch.undo()

    assert spool.missing("s/", 1, 1) == [(1, 1)]
    assert raws(tmp_path) == [b"before"]
    spool.close()


def test_the_agreed_size_holds_and_what_was_read_makes_room(tmp_path):
    spool = opened(tmp_path, segment_bytes=300, limit_bytes=2_000)
    with pytest.raises(SpoolFull, match="đã đầy"):
        fill(spool)
    kept = raws(tmp_path)
    at = Position()
    while (batch := reader.read(tmp_path, at)).position != at:
        at = batch.position
    segments.note_reader(tmp_path, "ledger", at)

    spool.write(lines(b"%040d" % 777))

    assert kept == [b"%040d" % n for n in range(len(kept))]
    assert raws(tmp_path)[-1] == b"%040d" % 777
    assert sum(spool.sizes.values()) <= 2_000
    spool.close()


def test_numbers_are_known_again_after_a_restart_also_from_older_segments(tmp_path):
    spool = opened(tmp_path, segment_bytes=500)
    key = f"{SOURCE}/"
    for n in range(1, 30):
        spool.write(encode([Record(Way.HTTP, 1, b"x", "", SOURCE, n)]), [Claim(key, n, n)])
    spool.close()

    again = opened(tmp_path, segment_bytes=500)

    assert again.missing(key, 1, 31) == [(30, 31)]
    again.close()


def test_places_of_followed_files_are_known_again_up_to_the_last_whole_line(tmp_path):
    spool = opened(tmp_path, segment_bytes=400)
    for n in range(1, 10):
        block = encode([Record(Way.FILE, 1, b"x" * 40, "/log/a", sequence=n * 41, stream="7")])
        spool.write(block, [{"/log/a": Place(7, n * 41)}])
    spool.write(encode([Record(Way.FILE, 1, b"y", "/log/b", sequence=2, stream="8")]), [{"/log/b": Place(8, 2)}])
    torn = encode([Record(Way.FILE, 1, b"z", "/log/b", sequence=4 + n, stream="8") for n in range(2)])
    spool.close()
    last = segments.path_of(tmp_path, segments.numbers(tmp_path)[-1])
    last.write_bytes(last.read_bytes() + torn[:-1])

    again = opened(tmp_path, segment_bytes=400)

    assert len(segments.numbers(tmp_path)) > 1
    assert again.place_of("/log/a") == Place(7, 9 * 41)
    assert again.place_of("/log/b") == Place(8, 4)
    assert again.place_of("/log/c") is None
    again.close()


def test_a_reader_whose_segment_was_released_goes_on_and_says_so(tmp_path):
    spool = opened(tmp_path, segment_bytes=300)
    for n in range(20):
        spool.write(lines(b"%040d" % n))
    for number in segments.numbers(tmp_path)[:3]:
        segments.path_of(tmp_path, number).unlink()

    batch = reader.read(tmp_path, Position(1, 50))

    assert batch.skipped == 3
    assert batch.position.segment == 4
    spool.close()


def test_damage_has_a_length():
    assert list(records.decode(b"rubbish")) == [(7, Damage(7))]
