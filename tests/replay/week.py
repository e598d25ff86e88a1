# SPDX-License-Identifier: EUPL-1.2
"""A week of three communes and a plan, with or without the reorganisation of 1 July 2025 in its middle.

After each day the worker does all it has to, and what every figure says then is kept. One dossier is written into the
ledger a day late, as a paper of yesterday is.
"""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from tests.faults.prepare import COMMUNES
from tests.recount.conftest import Unsigned
from tinhso.kernel.casework.actions import apply_reorganisation
from tinhso.kernel.casework.models import Case
from tinhso.kernel.identity.models import Officer
from tinhso.kernel.identity.queries import officers_in, viewer_of_officer
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.indicators import queries as indicators
from tinhso.kernel.indicators.definitions import definitions
from tinhso.kernel.indicators.scopes import Scope
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.models import Area
from tinhso.kernel.registry.types import Level, PostRole
from tinhso.modules.onestop.models import Dossier
from tinhso.modules.onestop.queries.six_shares import six_shares
from tinhso.modules.onestop.tests import world
from tinhso.modules.scorecards import queries as scores
from tinhso.modules.scorecards.definitions import index
from tinhso.play.plans import plan_in_demo
from tinhso.play.province import Player, Script, midnight, settle
from tinhso.play.results import granted

FIRST, DAYS, PER_DAY, SEED = date(2026, 10, 26), 7, 7, 766
LAW = date(2025, 7, 1)
REORGANISED = FIRST + timedelta(days=4)
LATE = FIRST + timedelta(days=2)
"""The day that gets a dossier written only on the next."""
ALL = 100_000
Snapshot = dict[str, Any]


class Communes(Player):
    """Plays the three communes, or what became of them."""

    def _communes(self) -> list[Area]:
        homes = {registry.unit_for_area(code, Level.COMMUNE, self.script.today) for code in COMMUNES}
        codes = {one.area_code for one in homes if one is not None} or self._successors()
        return [area for area in super()._communes() if area.code in codes]

    def _successors(self) -> set[str]:
        before = [registry.unit_for_area(code, Level.COMMUNE, FIRST) for code in COMMUNES]
        return {registry.successor_chain(one.id)[-1].successor.area_code for one in before if one is not None}


@dataclass
class Week:
    """What was played: what every figure said at the end of each day, and the day it was said for."""

    snapshots: dict[date, Snapshot] = field(default_factory=dict)
    moved_cases: int = 0


def play_week(*, reorganise: bool) -> Week:
    """Play seven days; both halves come from one seed."""
    week = Week()
    furnish()
    plan_in_demo(now=midnight(FIRST) + timedelta(hours=8))
    first = (REORGANISED - FIRST).days
    _play(FIRST, first, world.TODAY if not reorganise else FIRST, week)
    if reorganise:
        night = midnight(REORGANISED) + timedelta(minutes=5)
        report = apply_reorganisation(LAW, applies_on=REORGANISED, now=night, by=world.SETUP)
        week.moved_cases = report.total_cases
        finish_what_is_open(night + timedelta(hours=8))
    _play(REORGANISED, DAYS - first, world.TODAY, week)
    return week


def furnish() -> None:
    """Staff three communes, their districts, all departments and the province."""
    world.build_province()
    communes = [registry.unit_for_area(code, Level.COMMUNE, world.TODAY) for code in COMMUNES]
    districts = {one.parent_id: one.parent for one in communes if one is not None}
    departments = registry.units_as_of(world.TODAY).filter(level=Level.DEPARTMENT)
    root = registry.territory().root
    for unit in (*communes, *districts.values(), *departments, root):
        world.staff(unit)
    world.officer_in(root, PostRole.CONTROLLER, "controller")


def _play(first: date, days: int, today: date, week: Week) -> None:
    player = Communes(Script(first, days, PER_DAY, SEED, today))
    player.play(progress=lambda done, _what: _end_day(first + timedelta(days=done - 1), week))


def _end_day(day: date, week: Week) -> None:
    """Write what is late, let the worker do all it has to, keep what the figures say."""
    last_second = midnight(day + timedelta(days=1)) - timedelta(seconds=1)
    if day == LATE + timedelta(days=1):
        world.submitted(world.citizen(), now=midnight(LATE) + timedelta(hours=9))
    settle(now=last_second)
    week.snapshots[day] = snapshot(Scope(date(day.year, 1, 1), day))


def finish_what_is_open(now: datetime) -> None:
    """Let the people of the successors bring to an end what was being examined in the ended units."""
    for case in Case.objects.filter(kind="dossier", state__in=("assigned", "processing")).order_by("opened_at"):
        _finish(case, now)


def _finish(case: Case, now: datetime) -> None:
    actions, on = Unsigned(), now.date()
    holder = Officer.objects.filter(id=case.holder_id).first()
    worker = viewer_of_officer(holder, on) if holder else _viewer_in(case.unit_id, "specialist", on)
    if case.state == "assigned":
        actions.start_work(case.id, viewer=worker, now=now)
    kind, at = granted(Dossier.objects.get(case_id=case.id)), now + timedelta(minutes=5)
    actions.propose_result(case.id, body="Chấp thuận theo đề nghị.", result=kind, viewer=worker, now=at)
    signer = _viewer_in(case.unit_id, "leader", on)
    actions.sign_result(case.id, viewer=signer, now=now + timedelta(minutes=10))


def _viewer_in(unit_id: uuid.UUID, role: str, on: date) -> Viewer:
    return viewer_of_officer(officers_in(unit_id, on, role)[0], on)


def snapshot(scope: Scope) -> Snapshot:
    """Return everything the figure pages can say about a scope: values, by unit, by day, the very acts."""
    found: Snapshot = {f"figure {one.definition.code}": _plain(one) for one in indicators.figures(scope)}
    for one in definitions(scope.until):
        found[f"units of {one.code}"] = indicators.contributions(one.code, scope)
        found[f"days of {one.code}"] = indicators.series(one.code, scope)
        for which in ("numerator", "denominator"):
            acts = indicators.acts_behind(one.code, scope, which=which, limit=ALL)
            found[f"{which} of {one.code}"] = [act.seq for act in acts]
    return found | _index_766(scope) | {"six shares": six_shares(scope)}


def _plain(figure: Any) -> tuple[object, ...]:
    return figure.value, figure.numerator, figure.denominator, figure.folded_up_to


def _index_766(scope: Scope) -> Snapshot:
    whole = index(scores.INDEX_766, scope.until)
    found: Snapshot = {"index 766": scores.card(whole, scope), "766 by unit": scores.cards_by_unit(whole, scope)}
    for one in whole.components():
        found[f"766 {one.code} by unit"] = scores.contributions(one, scope)
        found[f"766 {one.code} acts"] = [act.seq for act in scores.acts_behind(one, scope, limit=ALL)]
    return found


def differences(then: Snapshot, now: Snapshot) -> list[str]:
    """Return what is told otherwise."""
    return [name for name in sorted(then.keys() | now.keys()) if then.get(name) != now.get(name)]
