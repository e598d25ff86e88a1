# SPDX-License-Identifier: EUPL-1.2
"""Figures: each act counts once, a replay gives the same digits, nothing divided by nothing is a dash."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import transaction

from tinhso.kernel.events import subscriptions
from tinhso.kernel.events import tasks as worker
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.catalogue import act
from tinhso.kernel.events.types import Actor, ActRow
from tinhso.kernel.indicators import actions, queries
from tinhso.kernel.indicators.folding import fold_verbs
from tinhso.kernel.indicators.models import Fact
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
    actions.rebuild()

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
