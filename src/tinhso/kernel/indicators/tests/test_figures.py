# SPDX-License-Identifier: EUPL-1.2
"""Figures: each act counts once, a replay gives the same digits, nothing divided by nothing is a dash."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import transaction

from tinhso.kernel.events import subscriptions
from tinhso.kernel.events import tasks as worker
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.catalogue import act
from tinhso.kernel.events.types import Actor, ActRow
from tinhso.kernel.indicators import actions, queries, rebuilding
from tinhso.kernel.indicators.folding import fold_verbs
from tinhso.kernel.indicators.models import Fact, MonthlyFact, ProvinceFact
from tinhso.kernel.indicators.queries import Scope, value_of
from tinhso.kernel.indicators.types import Delta, Kind

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)


@act("figure_sample:counted", title="Đếm thử")
@dataclass(frozen=True)
class FigureSampleCounted:
    amount: int


@fold_verbs(FigureSampleCounted, facts=["sample.amount"])
def count_sample(act: ActRow) -> list[Delta]:
    return [Delta("sample.amount", act.data["amount"], act.unit_id, act.area)]


def do(amount: int, area: str = "28756") -> None:
    with transaction.atomic():
        record(FigureSampleCounted(amount), at=NOW, actor=Actor("system:test"), area=area)


@pytest.mark.django_db(transaction=True)
def test_every_act_counts_exactly_once_and_a_replay_agrees():
    for amount in (1, 2, 3):
        do(amount)
    worker.pump()
    worker.pump()
    do(10, area="28783")
    worker.pump()

    assert sorted(Fact.objects.filter(fact="sample.amount").values_list("area", "day", "value")) == [
        ("28756", DAY, 6),
        ("28783", DAY, 10),
    ]
    assert actions.compare_with_replay() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("unit", [None, UUID(int=7)], ids=["province", "unit"])
def test_a_balance_that_came_back_to_nought_leaves_no_row(unit):
    def add(amount: int, day: date = DAY) -> None:
        actions.write_sums(Counter({("sample.held", day, unit, "28756", "a"): amount}))

    add(2)
    add(-1)
    assert [one.objects.get(fact="sample.held").value for one in (Fact, MonthlyFact, ProvinceFact)] == [1, 1, 1]
    add(-1)
    assert not any(one.objects.filter(fact="sample.held").exists() for one in (Fact, MonthlyFact, ProvinceFact))

    add(-1)
    add(1)
    assert not any(one.objects.filter(fact="sample.held").exists() for one in (Fact, MonthlyFact, ProvinceFact))

    add(1)
    add(-1, DAY.replace(day=21))
    assert Fact.objects.filter(fact="sample.held").count() == 2
    assert not MonthlyFact.objects.filter(fact="sample.held").exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_counts_nothing_twice(monkeypatch):
    do(5)
    monkeypatch.setattr(subscriptions.SUBSCRIBERS["indicators"], "fold", _die)
    with pytest.raises(KeyboardInterrupt):
        worker.pump()

    monkeypatch.undo()
    worker.pump()

    assert Fact.objects.get(fact="sample.amount").value == 5


def _die(acts: list[ActRow]) -> None:
    actions.add_acts(acts)
    raise KeyboardInterrupt


@pytest.mark.django_db(transaction=True)
def test_a_wrong_fact_is_found_and_mended():
    do(5)
    worker.pump()
    Fact.objects.filter(fact="sample.amount").update(value=6)

    (difference,) = actions.compare_with_replay()
    rebuilding.rebuild()

    assert (difference.live, difference.replayed) == (6, 5)
    assert actions.compare_with_replay() == []


@pytest.mark.parametrize(
    ("kind", "up", "down", "value"),
    [
        (Kind.SHARE, 1, 3, Decimal("33.33")),
        (Kind.SHARE, 2, 3, Decimal("66.67")),
        (Kind.SHARE, 0, 0, None),
        (Kind.MEAN, 7, 2, Decimal("3.50")),
        (Kind.COUNT, 0, None, Decimal(0)),
    ],
)
def test_values_are_rounded_as_in_official_tables(kind, up, down, value):
    assert value_of(kind, up, down) == value


@pytest.mark.django_db
def test_a_page_of_figures_asks_the_database_a_fixed_number_of_times(django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        queries.figures(Scope(DAY, DAY))


@fold_verbs(FigureSampleCounted, facts=["sample.by_kind"])
def count_by_kind(act: ActRow) -> list[Delta]:
    return [Delta("sample.by_kind", act.data["amount"], dimension=act.area)]


def put(day: date, amount: int, unit_id: UUID | None = None, dimension: str = "") -> None:
    key = ("sample.put", day, unit_id, "28756", dimension)
    actions.write_sums(Counter({key: amount}))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("since", "until", "total"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), 111111),
        (date(2026, 1, 15), date(2026, 3, 15), 1110),
        (date(2026, 1, 15), date(2026, 3, 14), 110),
        (date(2026, 1, 16), date(2026, 3, 15), 1100),
        (date(2026, 2, 1), date(2026, 2, 28), 100),
        (date(2026, 3, 2), date(2026, 3, 30), 1000),
        (date(2026, 1, 31), date(2026, 2, 1), 100),
        (date(2025, 12, 31), date(2026, 1, 1), 1),
        (date(2026, 3, 31), date(2026, 4, 29), 10000),
        (date(2026, 12, 2), date(2026, 12, 1), 0),
    ],
)
def test_a_period_is_its_months_and_the_days_at_both_ends(since, until, total):
    days = (
        date(2026, 1, 1),
        date(2026, 1, 15),
        date(2026, 2, 1),
        date(2026, 3, 15),
        date(2026, 3, 31),
        date(2026, 4, 30),
    )
    for power, day in enumerate(days):
        put(day, 10**power)
    assert queries.by_dimension("sample.put", Scope(since, until)) == ({"": total} if total else {})
    assert queries.by_dimension("sample.put", Scope(since, until, areas=("28756",))) == ({"": total} if total else {})
    assert queries.by_dimension("sample.put", Scope(since, until, areas=("28783",))) == {}


@pytest.mark.django_db(transaction=True)
def test_a_fact_with_a_dimension_is_told_by_it_the_largest_first():
    do(1)
    do(3, area="28783")
    worker.pump()
    scope = Scope(DAY, DAY)
    assert list(queries.by_dimension("sample.by_kind", scope).items()) == [("28783", 3), ("28756", 1)]
    assert queries.by_dimension("sample.by_kind", scope, ["28756"]) == {"28756": 1}
    assert actions.compare_with_replay() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("level", "day"), [(MonthlyFact, date(2026, 11, 1)), (ProvinceFact, DAY)])
def test_a_sum_that_differs_from_its_days_is_found(level, day):
    do(5)
    worker.pump()
    level.objects.filter(fact="sample.amount").update(value=7)
    (difference,) = actions.compare_with_replay()
    assert (difference.day, difference.live, difference.replayed) == (day, 7, 5)
