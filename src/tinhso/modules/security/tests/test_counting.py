# SPDX-License-Identifier: EUPL-1.2
"""The ledger of sources: every record of the spool counts once, for whom it is from; gaps, strangers, voices again."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tinhso.kernel.events.models import Act
from tinhso.modules.security import actions
from tinhso.modules.security.collect import records, segments
from tinhso.modules.security.collect.records import Record, Way, encode
from tinhso.modules.security.collect.spool import Spool
from tinhso.modules.security.models import HourCount, LedgerPlace, Source, Stranger
from tinhso.modules.security.queries import sources as queries
from tinhso.modules.security.tests.world import NOW, registered

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def spool(tmp_path):
    found = Spool(tmp_path / "spool", lambda: 1)
    found.open()
    yield found
    found.close()


def ns(at: datetime) -> int:
    return int(at.timestamp()) * 10**9


def line(host: str, at: datetime = NOW, peer: str = "10.1.2.3", way: Way = Way.TCP, **more) -> Record:
    return Record(way, ns(at), f"<13>1 - {host} app - - - việc".encode(), peer, **more)


def count(spool, now: datetime = NOW) -> None:
    while actions.count_spool(spool.folder, zone=ZONE, now=now):
        pass


def fresh(source: Source) -> Source:
    return Source.objects.get(id=source.id)


def test_messages_count_once_for_their_host_by_minute(world, spool):
    source, _ = registered(world)
    spool.write(encode([line("may-chu-1", NOW + timedelta(seconds=40 * n)) for n in range(4)]))
    count(spool)
    spool.write(encode([line("MAY-CHU-1.tinh.example", NOW + timedelta(minutes=2)), Record(Way.TCP, 0, b"\xff")]))
    count(spool)
    count(spool)

    found = fresh(source)
    assert (found.received, found.last_heard_at) == (5, NOW + timedelta(minutes=2))
    assert HourCount.objects.get().minutes[:4] == [2, 1, 2, 0]
    assert sum(HourCount.objects.get().minutes) == 5
    assert segments.behind(spool.folder, segments.readers(spool.folder)["ledger"]) == 0


def test_a_ledger_that_ends_between_two_commits_counts_nothing_twice(world, spool, monkeypatch):
    """The worker dies after the rows and the place were committed and before the spool was told."""
    source, _ = registered(world)
    spool.write(encode([line("may-chu-1")]))

    def die(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(segments, "note_reader", die)
    with pytest.raises(KeyboardInterrupt):
        count(spool)
    monkeypatch.undo()
    count(spool)

    assert fresh(source).received == 1


def test_a_message_from_elsewhere_is_not_the_source(world, spool):
    source, _ = registered(world, addresses=("10.1.0.0/16",))
    spool.write(encode([line("may-chu-1", peer="192.168.0.9"), line("may-chu-1", peer="10.1.9.9")]))
    count(spool)

    assert fresh(source).received == 1
    stranger = Stranger.objects.get()
    assert (stranger.peer, stranger.host, stranger.received) == ("192.168.0.9", "may-chu-1", 1)


def test_a_certificate_counts_more_than_the_name_in_the_message(world, spool):
    source, other = registered(world)[0], registered(world, "khac")[0]
    spool.write(encode([line("khac", way=Way.TLS, stream="may-chu-1")]))
    count(spool)

    assert (fresh(source).received, fresh(other).received) == (1, 0)


def test_an_address_of_one_source_only_is_enough(world, spool):
    source, _ = registered(world, addresses=("10.9.9.9",))
    spool.write(encode([Record(Way.UDP, ns(NOW), b"<13>khong co ten may", "10.9.9.9")]))
    count(spool)

    assert fresh(source).received == 1


def test_missing_numbers_are_gaps_until_they_come(world, spool):
    source, _ = registered(world)

    def numbered(*numbers: int) -> bytes:
        return encode(Record(Way.HTTP, ns(NOW), b"{}", "", source.id, n, "w") for n in numbers)

    spool.write(numbered(1, 2, 5, 9))
    count(spool)
    before = [(gap.stream, gap.low, gap.high) for gap in queries.gaps_of(source.id)]
    gaps = queries.sources_for(world.head).get().gaps
    spool.write(numbered(3, 4, 6))
    count(spool)

    assert before == [("w", 3, 4), ("w", 6, 8)]
    assert gaps == 2
    assert [(gap.low, gap.high) for gap in queries.gaps_of(source.id)] == [(7, 8)]


def test_numbers_of_syslog_begin_again_with_their_sender(world, spool):
    source, _ = registered(world)

    def numbered(*numbers: int) -> bytes:
        texts = (f'<13>1 - may-chu-1 app - - [meta sequenceId="{n}"] việc' for n in numbers)
        return encode(Record(Way.TCP, ns(NOW), text.encode(), "10.1.2.3") for text in texts)

    spool.write(numbered(1, 2, 4))
    count(spool)
    spool.write(numbered(5, 3, 9, 1, 2, 3, 2_000, 2_001, 7))
    count(spool)

    found = [(gap.stream, gap.low, gap.high) for gap in queries.gaps_of(source.id)]
    assert sorted(found) == [("syslog:1", 6, 8), ("syslog:2", 4, 1_999)]
    assert list(source.ranges.filter(stream="syslog:3").values_list("low", "high")) == [(7, 7)]


def test_unreadable_bytes_count_for_who_sent_them(world, spool):
    source, _ = registered(world)
    spool.write(
        encode([Record(Way.HTTP, ns(NOW), b'{"a":', "", source.id), Record(Way.HTTP, ns(NOW), b"{}", "", source.id)])
    )
    count(spool)

    assert (fresh(source).received, fresh(source).unreadable) == (2, 1)


def test_a_silent_source_is_heard_again(world, spool):
    source, _ = registered(world)
    silent = NOW + timedelta(minutes=11)
    actions.note_silent(now=silent, collecting_since=NOW)
    spool.write(encode([line("may-chu-1", silent + timedelta(seconds=5))]))
    count(spool)

    assert fresh(source).silent_since is None
    act = Act.objects.get(verb="event_source:heard_again")
    assert datetime.fromisoformat(act.data["silent_since"]) == silent


def test_lost_datagrams_and_damaged_bytes_are_in_the_ledger(world, spool):
    spool.write(records.note(1, kind="udp_dropped", count=7) + encode([line("x")]))
    path = segments.path_of(spool.folder, 1)
    path.write_bytes(path.read_bytes().replace("việc".encode(), b"viec!!"))
    count(spool)

    place = LedgerPlace.objects.get()
    assert place.udp_dropped == 7
    assert place.damaged_bytes > 0


def test_strangers_stay_few(world, spool, monkeypatch):
    monkeypatch.setattr("tinhso.modules.security.actions.counting.MOST_STRANGERS", 3)
    spool.write(encode(line(f"la-{n}") for n in range(6)))
    count(spool)

    assert Stranger.objects.count() == 4
    assert sum(Stranger.objects.values_list("received", flat=True)) == 6


def test_hours_without_events_are_noughts(world, spool):
    source, _ = registered(world)
    spool.write(encode([line("may-chu-1")]))
    count(spool)

    assert queries.minutes_of(source.id, NOW + timedelta(hours=1), hours=3) == [
        (NOW + timedelta(hours=1), 0),
        (NOW, 1),
        (NOW - timedelta(hours=1), 0),
    ]
    assert datetime(2026, 3, 2, 1, tzinfo=UTC) == NOW
