# SPDX-License-Identifier: EUPL-1.2
"""Days of logs go by the term of their class, never ahead of the law, never what an incident holds; killed or not."""

import time
import uuid
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tinhso.kernel.events.models import Act
from tinhso.modules.security.actions import keeping as terms
from tinhso.modules.security.actions import purging
from tinhso.modules.security.errors import KeepingRefused, NotYourAlert, NotYourSource, NotYourSystem
from tinhso.modules.security.formats.reading import read
from tinhso.modules.security.formats.types import Arrival
from tinhso.modules.security.models import KeepTerm, LogPurge, Source
from tinhso.modules.security.queries import keeping as queries
from tinhso.modules.security.store import classes, keeping
from tinhso.modules.security.store.classes import HELD
from tinhso.modules.security.store.errors import StoreAway
from tinhso.modules.security.store.rows import NOBODY, Row
from tinhso.modules.security.store.tests.running import Running
from tinhso.modules.security.tests.test_incidents import opened
from tinhso.modules.security.tests.world import NOW, registered

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
OLD = datetime(2025, 1, 10, 3, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
WHY = "Theo quyết định số 5 ngày 1/3"


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    found = Running(tmp_path_factory.mktemp("store"))
    found.store.prepare()
    yield found
    found.process.kill()


@pytest.fixture
def store(running):
    for one in keeping.partitions(running.store):
        keeping.drop(running.store, one)
    return running.store


def rows(count: int, at: datetime = OLD, keep: str | int = "general", host: str = "may-1", source=NOBODY) -> list[Row]:
    number = keep if isinstance(keep, int) else classes.number_of(keep)
    start = int(at.timestamp()) % 1_000_000 * 1_000 + number % 100 * 100
    line = f"<13>1 - {host} app - - - việc".encode()
    return [
        Row(7, 1, start + n, number, read(line, Arrival(at + timedelta(seconds=n), ZONE, "10.1.2.3")), source)
        for n in range(count)
    ]


def left(store) -> dict[tuple[str, int], int]:
    return {(one.day.isoformat(), one.keep): one.rows for one in keeping.partitions(store)}


def told(verb: str) -> list[Act]:
    return list(Act.objects.filter(verb=verb).order_by("seq"))


def test_each_class_goes_by_its_own_term_and_tells_it(world, store):
    terms.set_term("archive", 800, why=WHY, viewer=world.operator, today=TODAY, now=NOW)
    store.insert([*rows(3), *rows(2, keep="archive"), *rows(4, at=NOW), *rows(5, keep=365), *rows(1, keep=1_000)])

    done = purging.purge_due(store, today=TODAY, now=NOW)

    assert [(one.keep_class, one.rows) for one in done] == [("general", 5), ("general", 3)]
    assert sorted(left(store).values()) == [1, 2, 4]
    assert [(act.data["day"], act.data["rows"], act.data["cause"]) for act in told("event_log:purged")] == [
        ("2025-01-10", 5, "term"), ("2025-01-10", 3, "term"),
    ]  # fmt: skip
    assert purging.purge_due(store, today=TODAY, now=NOW) == []


def test_a_longer_term_counts_for_what_lies_there(world, store):
    store.insert(rows(3))
    terms.set_term("general", 1_000, why=WHY, viewer=world.operator, today=TODAY, now=NOW)

    assert purging.purge_due(store, today=TODAY, now=NOW) == []
    assert (told("event_log:term_set")[0].data["before_days"], KeepTerm.objects.get().days) == (365, 1_000)


def test_a_term_below_the_law_is_refused(world):
    with pytest.raises(KeepingRefused, match=r"phải lưu ít nhất 12 tháng .QCVN 12:2026/BCA., tức 366 ngày"):
        terms.set_term("archive", 365, why=WHY, viewer=world.operator, today=TODAY, now=NOW)
    with pytest.raises(KeepingRefused, match=r"Nghị định 333/2026/NĐ-CP"):
        terms.set_term("general", 90, why=WHY, viewer=world.operator, today=date(2026, 11, 2), now=NOW)
    with pytest.raises(KeepingRefused, match="từ 1 đến"):
        terms.set_term("general", 0, why=WHY, viewer=world.operator, today=TODAY, now=NOW)
    with pytest.raises(KeepingRefused, match="lý do"):
        terms.set_term("general", 900, why="ngắn", viewer=world.operator, today=TODAY, now=NOW)
    with pytest.raises(NotYourSystem):
        terms.set_term("general", 900, why=WHY, viewer=world.head, today=TODAY, now=NOW)
    assert not KeepTerm.objects.exists()


def test_the_law_stands_also_where_the_installation_keeps_less(world, store, settings, monkeypatch):
    monkeypatch.setattr(queries.env, "EVENTS_DAYS", 30)
    august = datetime(2026, 8, 1, tzinfo=UTC)
    store.insert([*rows(2, at=august), *rows(1, at=august, keep=30)])

    assert purging.purge_due(store, today=date(2027, 8, 1), now=NOW) == []
    assert len(purging.purge_due(store, today=date(2027, 8, 2), now=NOW)) == 2


def test_a_purge_by_hand_younger_than_the_law_is_refused(world, store):
    store.insert([*rows(3), *rows(2, keep="archive")])

    with pytest.raises(KeepingRefused, match=r"nhận từ ngày 02/03/2025 còn trong thời hạn phải lưu .12 tháng, QCVN"):
        purging.purge_by_hand(
            store, "archive", date(2025, 3, 3), why=WHY, viewer=world.operator, today=TODAY, now=NOW
        )  # fmt: skip
    with pytest.raises(NotYourSystem):
        purging.purge_by_hand(store, "archive", date(2025, 3, 2), why=WHY, viewer=world.head, today=TODAY, now=NOW)
    assert sum(left(store).values()) == 5

    done = purging.purge_by_hand(
        store, "archive", date(2025, 3, 2), why=WHY, viewer=world.operator, today=TODAY, now=NOW
    )
    (act,) = told("event_log:purged")
    assert (len(done), act.data["cause"], act.data["why"], act.actor) == (1, "hand", WHY, world.operator.key)
    assert list(left(store).values()) == [3]


def test_what_an_incident_holds_stays(world, store):
    source, _token = registered(world, "may-2")
    incident = opened(world)
    store.insert(
        [*rows(10), *rows(5, host="may-2.x", source=source.id, keep="archive"), *rows(4, keep="level_1", host="may-3")]
    )
    spans = {"since": OLD + timedelta(seconds=2), "until": OLD + timedelta(seconds=5)}
    one = terms.hold_logs(incident.pk, host="MAY-1", why=WHY, viewer=world.head, now=NOW, **spans)
    terms.hold_logs(incident.pk, host="may-2", why=WHY, viewer=world.head, now=NOW, **spans)
    ids = (rows(4, keep="level_1")[0].id,)
    terms.hold_logs(incident.pk, events=ids, why=WHY, viewer=world.head, now=NOW)

    done = purging.purge_due(store, today=TODAY, now=NOW)

    assert [(each.keep_class, each.rows, each.held) for each in done] == [
        ("general", 10, 3), ("archive", 5, 3), ("level_1", 4, 1),
    ]  # fmt: skip
    assert left(store) == {("2025-01-10", HELD): 7}
    assert purging.purge_due(store, today=TODAY, now=NOW) == []

    for hold in incident.log_holds.all():
        terms.end_hold(hold.id, viewer=world.head, now=NOW)
    assert len(purging.purge_due(store, today=TODAY, now=NOW)) == 1
    assert left(store) == {}
    assert (len(told("event_log:held")), len(told("event_log:hold_ended"))) == (3, 3)
    terms.end_hold(one.id, viewer=world.head, now=NOW)
    assert len(told("event_log:hold_ended")) == 3


def test_a_hold_that_names_nothing_or_is_of_others_is_refused(world):
    incident = opened(world)
    for wrong in ({}, {"since": OLD}, {"since": NOW, "until": OLD}):
        with pytest.raises(KeepingRefused) as refused:
            terms.hold_logs(incident.pk, why=WHY, viewer=world.head, now=NOW, **wrong)
        assert refused.value.code == "since"
    with pytest.raises(NotYourAlert):
        terms.hold_logs(incident.pk, events=("x",), why=WHY, viewer=world.school_head, now=NOW)


def test_a_source_is_put_into_a_class(world):
    source, _token = registered(world)
    terms.set_class(source.id, "archive", viewer=world.head, now=NOW)
    terms.set_class(source.id, "archive", viewer=world.head, now=NOW)

    assert Source.objects.get(id=source.id).keep_class == "archive"
    assert [act.data for act in told("event_log:class_set")] == [{"keep_class": "archive", "before": "general"}]
    with pytest.raises(KeepingRefused):
        terms.set_class(source.id, "gone", viewer=world.head, now=NOW)
    with pytest.raises(NotYourSource):
        terms.set_class(source.id, "general", viewer=world.school_head, now=NOW)


@pytest.mark.parametrize("after", ["planned", "copied", "dropped"])
def test_a_purge_killed_on_the_way_is_ended_by_the_next(world, tmp_path, monkeypatch, request, after):
    """The store is killed (SIGKILL) behind each of the steps of a purge."""
    running = Running(tmp_path)
    request.addfinalizer(lambda: running.process.kill())
    running.store.prepare()
    running.store.insert([*rows(10), *rows(3, at=NOW)])
    incident = opened(world)
    span = {"since": OLD, "until": OLD + timedelta(seconds=4)}
    terms.hold_logs(incident.pk, host="may-1", why=WHY, viewer=world.head, now=NOW, **span)
    steps = {"planned": "move_held", "copied": "drop", "dropped": "drop"}
    real = getattr(keeping, steps[after])

    def killed(store, *rest):
        if after == "dropped":
            real(store, *rest)
        running.kill()
        raise StoreAway("the store was killed")

    with monkeypatch.context() as patch:
        patch.setattr(keeping, steps[after], killed)
        with pytest.raises(StoreAway):
            purging.purge_due(running.store, today=TODAY, now=NOW)
    assert not told("event_log:purged")
    running.start()

    assert len(purging.purge_due(running.store, today=TODAY, now=NOW)) == 1
    assert left(running.store) == {("2025-01-10", HELD): 4, ("2026-03-02", classes.number_of("general")): 3}
    unique = "SELECT count() AS n, uniqExact((segment, offset, part)) AS u FROM events"
    assert running.store.select(unique) == [{"n": 7, "u": 7}]
    (act,) = told("event_log:purged")
    assert (act.data["rows"], act.data["held"]) == (10, 4)
    assert not LogPurge.objects.filter(done_at=None).exists()


def test_a_thousand_ids_and_machines_of_any_name_are_asked_for(world, store):
    store.insert(rows(3))
    hosts = ("a'b\\c", "máy-số-1", "may-1")
    span = keeping.Span(hosts, (str(uuid.uuid4()),), OLD, OLD + timedelta(days=1))
    ids = tuple(f"{n:08x}-1-1-0" for n in range(5_000))
    (one,) = keeping.partitions(store)

    assert keeping.held_rows(store, one, keeping.Holds((span,), ids)) == 3
    assert keeping.held_rows(store, one, keeping.Holds(ids=ids)) == 0


def test_a_day_of_a_class_goes_in_one_cheap_statement(world, store):
    store.insert([*rows(20_000), *rows(20_000, keep="archive")])
    one = next(each for each in keeping.partitions(store) if each.keep == classes.number_of("general"))

    began = time.monotonic()
    keeping.drop(store, one)

    assert time.monotonic() - began < 1
    assert list(left(store)) == [("2025-01-10", classes.number_of("archive"))]
