# SPDX-License-Identifier: EUPL-1.2
"""Replay equals live facts after a played week; a figure as it was known on a day equals what was shown that day."""

from datetime import date
from typing import Any

import pytest

from tests.recount.conftest import Unsigned
from tests.replay.week import DAYS, LATE, Week, differences, play_week, snapshot
from tinhso.kernel.casework.models import Case
from tinhso.kernel.events.models import Act
from tinhso.kernel.indicators.actions import compare_with_replay
from tinhso.kernel.indicators.models import Fact, LateFact, MonthlyFact, ProvinceFact
from tinhso.kernel.indicators.rebuilding import rebuild
from tinhso.kernel.indicators.scopes import Scope
from tinhso.kernel.registry import queries as registry
from tinhso.play import dossiers

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TABLES = (Fact, MonthlyFact, ProvinceFact, LateFact)


@pytest.fixture(params=[False, True], ids=["as it was", "reorganised"])
def reorganised(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def week(reorganised: bool, monkeypatch: pytest.MonkeyPatch) -> Week:
    monkeypatch.setattr(dossiers, "actions", Unsigned())
    return play_week(reorganise=reorganised)


def year_to(day: date, *, known_on: date | None = None) -> Scope:
    return Scope(date(day.year, 1, 1), day, known_on=known_on)


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table of facts, its number left out."""
    found = {}
    for table in TABLES:
        columns = [one.attname for one in table._meta.fields if one.attname != "id"]
        found[table.__name__] = sorted(table._default_manager.values_list(*columns), key=str)
    return found


def test_the_week_folded_again_is_the_week_and_each_day_is_told_as_it_was_known(week: Week, reorganised: bool):
    is_worth_telling(reorganised)
    live = rows()

    assert compare_with_replay() == []
    rebuild()
    again = rows()
    assert {name: set(live[name]) ^ set(again[name]) for name in live} == {name: set() for name in live}
    assert live == again

    told = {day: snapshot(year_to(day, known_on=day)) for day in week.snapshots}
    assert {day: differences(then, told[day]) for day, then in week.snapshots.items()} == {day: [] for day in told}
    assert len(week.snapshots) == DAYS
    of_late = differences(week.snapshots[LATE], snapshot(year_to(LATE)))
    assert "figure onestop.submitted" in of_late, "the late dossier must be in what is known now"
    assert bool(week.moved_cases) is reorganised

    LateFact.objects.all().delete()
    assert "figure onestop.submitted" in differences(week.snapshots[LATE], snapshot(year_to(LATE, known_on=LATE)))
    assert {one.known_on for one in compare_with_replay()} == {date.fromordinal(LATE.toordinal() + 1)}
    Fact.objects.filter(fact="plans.given").delete()
    assert "plans.given" in {one.fact for one in compare_with_replay()}


def is_worth_telling(reorganised: bool) -> None:
    """Check that dossiers were filed, ended and left open, a plan was worked on, and units ended if they should."""
    verbs = set(Act.objects.values_list("verb", flat=True))
    wanted = {"dossier:received", "dossier:completed", "dossier:rated", "ticket:taken", "plan_task:given"}
    assert wanted | {"plan_task:confirmed", "account:signed_in"} <= verbs
    assert ("registry:unit:merged" in verbs) is reorganised
    assert Case.objects.filter(kind="dossier", phase="open").exists()
    balances = {fact for fact, value in Fact.objects.values_list("fact", "value") if value < 0}
    assert {"onestop.open", "onestop.open_in"} <= balances
    assert registry.territory().province_code == ("86" if reorganised else "83")
