# SPDX-License-Identifier: EUPL-1.2
"""Folding by sets gives what folding act by act gives, whatever folds read and whatever the data hold."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.actions import _insert
from tinhso.kernel.events.catalogue import act
from tinhso.kernel.events.models import Seal
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators import actions, queries, rebuilding, replaying
from tinhso.kernel.indicators.folding import fold_verbs
from tinhso.kernel.indicators.models import LateFact
from tinhso.kernel.indicators.scopes import Scope
from tinhso.kernel.indicators.sums import sums_of
from tinhso.kernel.indicators.types import Delta

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)


@act("replay_sample:done", title="Làm thử")
@dataclass(frozen=True)
class ReplaySampleDone:
    kind: str


@fold_verbs(ReplaySampleDone, facts=["replay.amount", "replay.kind", "replay.by_house", "replay.odd", "replay.subject"])
def sample(one: ActRow) -> list[Delta]:
    """Read much, and some of it in ways the database does not know: lists, texts in place of numbers."""
    found = [Delta("replay.amount", one.data.get("amount", 7), one.unit_id, one.area)]
    if "kind" in one.data and one.data["kind"] is not None:
        found.append(Delta("replay.kind", 1, UUID(int=3), dimension=one.data["kind"]))
    if one.data.get("it's 100 %"):
        found.append(Delta("replay.odd", len(one.data["it's 100 %"]["list"]), dimension=one.rule))
    if one.actor_kind == "system":
        found.append(Delta("replay.by_house"))
    if one.area == "28783":
        found.append(Delta("replay.subject", dimension=one.subject))
    return found


def put(
    data: dict, *, at: datetime = NOW, unit: UUID | None = None, area: str = "28756", actor: str = "officer:1"
) -> int:
    row = ActRow(0, at, "replay_sample:done", 1, actor, "", unit, area, "thing:1", None, "Điều 1", data, ())
    with transaction.atomic():
        return _insert(row)


def seal(first: int, last: int, at: datetime) -> None:
    proof = {"root": b"", "previous": b"", "signature": b"", "leaves": b"", "key_id": "test", "seqs": []}
    number = Seal.objects.count() + 1
    Seal.objects.create(number=number, first_seq=first, last_seq=last, size=1, sealed_at=at, **proof)


def by_one() -> object:
    return sums_of(ledger.acts_between(1, 10**9), ledger.sealed_instants(1, 10**9))


DATA = [
    {},
    {"amount": 0},
    {"amount": 3, "kind": None},
    {"amount": -3, "kind": "a"},
    {"amount": 3, "kind": "Đặc biệt\t\\ 'x'"},
    {"it's 100 %": {"list": [1, 2]}},
    {"it's 100 %": {"list": [1, 2]}, "amount": 10**12},
]


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3, 10**6], ids=["a day", "some days", "all at once"])
def test_sets_add_up_to_what_the_acts_add_up_to(monkeypatch, size):
    monkeypatch.setattr(replaying, "SLICE_ACTS", size)
    for number, data in enumerate(DATA * 3):
        unit = UUID(int=number % 2) if number % 3 else None
        actor = "system:x" if number % 4 == 0 else f"officer:{number}"
        at = NOW + timedelta(days=number % 5 * 9, hours=number)
        put(data, at=at, unit=unit, area=("28756", "28783")[number % 2], actor=actor)
    last = ledger.newest_acts(1)[0].seq
    seal(1, last - 9, NOW + timedelta(days=11))
    seal(last - 8, last - 4, NOW + timedelta(days=60))

    fresh = actions.replay(until=last)

    assert {key: value for key, value in fresh.by_day.items() if value} == {
        key: value for key, value in by_one().by_day.items() if value
    }
    assert fresh.late == by_one().late
    assert fresh.late


@pytest.mark.django_db(transaction=True)
def test_what_is_rebuilt_by_sets_is_what_was_added_act_by_act():
    for number, data in enumerate(DATA * 2):
        put(data, at=NOW + timedelta(days=number * 5), unit=UUID(int=number % 2) if number % 3 else None)
    last = ledger.newest_acts(1)[0].seq
    seal(1, last, NOW + timedelta(days=20))
    actions.add_acts(ledger.acts_between(1, last))
    actions.Subscription.objects.update_or_create(name=actions.SUBSCRIBER, defaults={"seq": last})
    before = [sorted(one._default_manager.values_list(*table.columns, "value"), key=str) for one, table in tables()]

    rebuilding.rebuild()

    assert before == [
        sorted(one._default_manager.values_list(*table.columns, "value"), key=str) for one, table in tables()
    ]
    assert LateFact.objects.exists()
    assert actions.compare_with_replay() == []


def tables():
    models = (actions.Fact, actions.MonthlyFact, actions.ProvinceFact, LateFact)
    return zip(models, (actions.BY_DAY, actions.BY_MONTH, actions.OF_PROVINCE, actions.LATE), strict=True)


@pytest.mark.django_db
def test_an_empty_ledger_has_no_slices():
    assert replaying.slices(0) == []


@pytest.mark.django_db
def test_a_late_act_is_known_from_the_day_of_its_seal():
    first = put({"amount": 5})
    late = put({"amount": 2})
    seal(1, first, NOW)
    seal(first + 1, late, NOW + timedelta(days=1))
    actions.add_acts(ledger.acts_between(first, late))

    def amount(known_on: date | None) -> int:
        return queries.by_dimension("replay.amount", Scope(DAY, DAY, known_on=known_on)).get("", 0)

    assert [amount(one) for one in (None, DAY, DAY + timedelta(days=1))] == [7, 5, 7]


def test_nobody_asks_what_was_known_of_days_to_come():
    with pytest.raises(ValueError, match="before"):
        Scope(DAY, DAY, known_on=DAY - timedelta(days=1))
