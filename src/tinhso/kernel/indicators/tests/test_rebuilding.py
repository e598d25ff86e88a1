# SPDX-License-Identifier: EUPL-1.2
"""New facts take the place of the old ones at once or not at all."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, connections

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.indicators import actions, rebuilding, replaying
from tinhso.kernel.indicators.errors import FactsInUse
from tinhso.kernel.indicators.models import Fact, MonthlyFact
from tinhso.kernel.indicators.tests.test_replaying import NOW, put, seal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folded() -> int:
    """Return how many acts the live facts were folded from, over many days and with some known late."""
    for number in range(40):
        put({"amount": number}, at=NOW + timedelta(days=number * 3), area=("28756", "28783")[number % 2])
    last = ledger.newest_acts(1)[0].seq
    seal(1, last, NOW + timedelta(days=50))
    actions.add_acts(ledger.acts_between(1, last))
    actions.Subscription.objects.update_or_create(name=actions.SUBSCRIBER, defaults={"seq": last})
    return last


def rows() -> list[tuple]:
    return sorted(Fact.objects.values_list(*actions.BY_DAY.columns, "value"), key=str)


@contextmanager
def a_reader() -> Iterator[None]:
    """Hold the old facts in a transaction of another connection."""
    holds, may_end = threading.Event(), threading.Event()

    def read() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("BEGIN; LOCK TABLE indicators_fact IN ACCESS SHARE MODE")
                holds.set()
                may_end.wait(60)
                cursor.execute("ROLLBACK")
        finally:
            connections.close_all()

    thread = threading.Thread(target=read)
    thread.start()
    assert holds.wait(60)
    try:
        yield
    finally:
        may_end.set()
        thread.join()


@pytest.mark.parametrize("processes", [1, 3])
def test_facts_spoilt_by_hand_are_made_anew(folded, processes, monkeypatch):
    monkeypatch.setattr(replaying, "SLICE_ACTS", 4)
    before = rows()
    Fact.objects.update(value=5)
    MonthlyFact.objects.all().delete()

    assert rebuilding.rebuild(processes=processes) == len(before)

    assert rows() == before
    assert actions.compare_with_replay() == []


def test_after_a_rebuild_acts_are_added_as_before(folded):
    rebuilding.rebuild()
    rebuilding.rebuild()
    more = put({"amount": 9}, at=NOW)

    actions.add_acts(ledger.acts_between(more, more))
    actions.Subscription.objects.update(seq=more)

    assert actions.compare_with_replay() == []


def test_a_reader_who_does_not_let_go_keeps_the_old_facts(folded, monkeypatch):
    monkeypatch.setattr(rebuilding, "LONGEST_WAIT", "200ms")
    Fact.objects.update(value=5)
    spoilt = rows()

    with a_reader(), pytest.raises(FactsInUse, match="số liệu cũ còn nguyên"):
        rebuilding.rebuild()

    assert rows() == spoilt
    rebuilding.rebuild()
    assert actions.compare_with_replay() == []


def test_an_interrupted_rebuild_keeps_the_old_facts_and_the_next_one_succeeds(folded, monkeypatch):
    before = rows()
    with monkeypatch.context() as broken:
        broken.setattr(rebuilding, "of_month", lambda _table, _month: "SELECT 1 / 0")
        with pytest.raises(DatabaseError):
            rebuilding.rebuild()

    assert rows() == before
    rebuilding.rebuild()
    assert rows() == before
