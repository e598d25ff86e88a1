# SPDX-License-Identifier: EUPL-1.2
"""Play days of a province in order of time; the same seed gives the same lives."""

import heapq
import itertools
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import connections

from tinhso.kernel.calendar.queries import work_calendar
from tinhso.kernel.calendar.types import TIMEZONE, WorkCalendar
from tinhso.kernel.casework.actions import remind_due_cases
from tinhso.kernel.events.errors import HouseError
from tinhso.kernel.events.tasks import pump
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.models import Area
from tinhso.kernel.registry.types import Level
from tinhso.modules.onestop.models import ProcedureVersion
from tinhso.play.answers import LEFT_OUT
from tinhso.play.clockwork import after_working, arrivals
from tinhso.play.dossiers import Life, Moment
from tinhso.play.queues import Desks, set_up
from tinhso.play.teams import Teams

log = logging.getLogger(__name__)
SECTOR_WEIGHTS = {
    "chung_thuc": 30,
    "ho_tich": 28,
    "dat_dai": 10,
    "lao_dong_xa_hoi": 8,
    "cu_tru_an_ninh": 8,
    "dang_ky_kinh_doanh": 4,
}
"""Share of sectors at a one-stop of a rural province (assumption; the rest share what is left)."""


@dataclass
class Score:
    """What was played."""

    started: int = 0
    ended: int = 0
    refusals: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Share:
    """One of several players side by side: it takes the communes whose place in the list is its own."""

    index: int = 0
    of: int = 1


@dataclass(frozen=True)
class Script:
    """What to play: first day, how many days, dossiers on an average working day of the whole province, seed."""

    first_day: date
    days: int
    per_day: float
    seed: int
    today: date
    share: Share = Share()


def midnight(day: date) -> datetime:
    """Return the instant at which a day begins here."""
    return datetime.combine(day, time(0), TIMEZONE)


class Player:
    """Runs lives in order of simulated time."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.calendar: WorkCalendar = work_calendar()
        self.teams = Teams(script.today)
        self.desks = Desks(self.teams, script.today)
        self.moment = Moment(midnight(script.first_day))
        self.ends = midnight(script.first_day + timedelta(days=script.days))
        self.score = Score()
        self.queue: list[tuple[datetime, int, Iterator[float]]] = []
        self.order = itertools.count()
        self.communes = self._communes()
        self.procedures = self._procedures()

    def _communes(self) -> list[Area]:
        territory = registry.territory()
        found = registry.communes_of(territory.province_code, territory.law_date)
        return [area for place, area in enumerate(found) if place % self.script.share.of == self.script.share.index]

    def _procedures(self) -> tuple[list[ProcedureVersion], list[float]]:
        today = self.script.today
        open_ones = ProcedureVersion.objects.filter(valid__contains=today).exclude(procedure_id__in=LEFT_OUT)
        versions = list(open_ones.select_related("procedure").order_by("procedure_id"))
        sizes = Counter(version.definition["sector"] for version in versions)
        weights = [
            SECTOR_WEIGHTS.get(one.definition["sector"], 2) / sizes[one.definition["sector"]] for one in versions
        ]
        return versions, weights

    def play(self, *, progress: Callable[[int, str], None]) -> Score:
        """Play every day; at the end of each the worker's jobs run once. progress: days done, what was played."""
        self._furnish()
        for number in range(self.script.days):
            day = self.script.first_day + timedelta(days=number)
            self._let_in(day)
            self._run_until(midnight(day + timedelta(days=1)))
            self.desks.end_day(now=self.moment.now)
            if self.script.share.index == 0:
                remind_due_cases(now=self.moment.now)
            progress(number + 1, f"{self.score.started} hồ sơ")
        return self.score

    def _furnish(self) -> None:
        """Give every desk of a commune its counters, so that its pages can be tried also where nobody came."""
        for area in self.communes:
            unit = registry.unit_for_area(area.code, Level.COMMUNE, self.script.today)
            if unit is not None:
                set_up(unit.id, self.teams.of(unit.id).head, now=midnight(self.script.first_day))

    def _let_in(self, day: date) -> None:
        dice = Random(f"{self.script.seed}:{day}:{self.script.share.index}")
        per_day = self.script.per_day / self.script.share.of
        for at, online in arrivals(day, per_day, self.calendar, dice):
            heapq.heappush(self.queue, (at, next(self.order), self._life(dice, online).run()))
            self.score.started += 1

    def _life(self, dice: Random, online: bool) -> Life:
        versions, weights = self.procedures
        commune = dice.choices(self.communes, weights=[area.population or 5_000 for area in self.communes])[0]
        return Life(
            version=dice.choices(versions, weights=weights)[0],
            commune=commune.code,
            district=commune.parent_code,
            online=online,
            teams=self.teams,
            calendar=self.calendar,
            dice=Random(dice.random()),
            moment=self.moment,
            desks=self.desks,
        )

    def _run_until(self, end: datetime) -> None:
        while self.queue and self.queue[0][0] < end:
            self.moment.now, _, life = heapq.heappop(self.queue)
            wait = self._next(life)
            if wait is None:
                self.score.ended += 1
                continue
            resumes = after_working(self.moment.now, wait, self.calendar)
            heapq.heappush(self.queue, (resumes, next(self.order), life))

    def _next(self, life: Iterator[float]) -> float | None:
        """Let a life act; a refusal of the house ends it and is counted, because the house may say no to anyone."""
        try:
            return next(life, None)
        except HouseError as refusal:
            self.score.refusals[f"{type(refusal).__name__}: {refusal.sentence}"] += 1
            return None


def play_share(script: Script, progress: Callable[[int, str], None]) -> Score:
    """Play one share in its own process, on a connection of its own."""
    connections.close_all()
    return Player(script).play(progress=progress)


def settle(*, now: datetime) -> int:
    """Do what the worker does until nothing is left: seal, react, fold; return how many acts were passed."""
    passed = 0
    while step := pump(batch=2000, now=now):
        passed += step
    return passed
