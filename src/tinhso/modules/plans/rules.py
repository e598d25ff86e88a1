# SPDX-License-Identifier: EUPL-1.2
"""How a task stands, computed from dates and proof (đèn tín hiệu); shares of money by the base they are taken of.

The thresholds below are conventions of this house, told on the pages: no paper fixes them (ADR 0043).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from tinhso.kernel.indicators.commitments import magnitude_warning
from tinhso.modules.plans.types import STATE_BUDGET, Base, Fund, GoalKind, Pillar, Stage

NEAR = timedelta(days=14)
"""A task due within this, not reported, is at risk."""
NOBODY_NAMED = timedelta(days=7)
"""From then on a task without a person is at risk."""
SILENT_STANDING = timedelta(days=92)
"""A standing task of which nothing was told for a quarter is at risk."""
SECURITY_SHARE = Decimal("0.1")
"""At least a tenth for information security; of what, each rule says for itself (entries 002-013 and 004-002)."""
LONGEST_YEARS = 30
FIRST_YEAR, LAST_YEAR = 2000, 2100


class Light(StrEnum):
    """How a task stands (đèn)."""

    NOT_GIVEN = "not_given"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OVERDUE = "overdue"
    DONE = "done"
    DONE_LATE = "done_late"
    TAKEN_BACK = "taken_back"


class Why(StrEnum):
    """What a light rests on, one reason each: the gravest."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    PAST_DAY = "past_day"
    REPORTED_LATE = "reported_late"
    WAITS_FOR_CONFIRMATION = "waits_for_confirmation"
    BLOCKED = "blocked"
    NOBODY = "nobody"
    SILENT = "silent"
    NEAR = "near"
    IN_TIME = "in_time"


@dataclass(frozen=True)
class Needed:
    """A task another one waits for: its number or title, its day, whether it is over."""

    name: str
    due_on: date | None
    is_over: bool


@dataclass(frozen=True)
class Facts:
    """What is known of a task. due_on None: a standing one; last_word_on: the newest report of progress."""

    state: str
    due_on: date | None
    given_on: date | None
    reported_on: date | None
    last_word_on: date | None
    has_person: bool
    needs: tuple[Needed, ...] = ()


@dataclass(frozen=True)
class Lit:
    """A light, why, and how many days are left (below nought: over); None for what has no day."""

    light: Light
    why: Why
    days_left: int | None = None
    blocker: str = ""


def light(facts: Facts, today: date) -> Lit:
    """Return how a task stands on a day; total over the states of the step table."""
    left = (facts.due_on - today).days if facts.due_on else None
    settled = {
        "planned": Lit(Light.NOT_GIVEN, Why.DRAFT, left),
        "taken_back": Lit(Light.TAKEN_BACK, Why.WITHDRAWN),
        "confirmed": Lit(Light.DONE if _in_time(facts) else Light.DONE_LATE, Why.CONFIRMED),
    }
    if facts.state in settled:
        return settled[facts.state]
    if facts.state == "reported":
        if _in_time(facts):
            return Lit(Light.ON_TRACK, Why.WAITS_FOR_CONFIRMATION, left)
        return Lit(Light.OVERDUE, Why.REPORTED_LATE, left)
    if left is not None and left < 0:
        return Lit(Light.OVERDUE, Why.PAST_DAY, left)
    return _risk(facts, today, left) or Lit(Light.ON_TRACK, Why.IN_TIME, left)


def _in_time(facts: Facts) -> bool:
    return facts.due_on is None or (facts.reported_on is not None and facts.reported_on <= facts.due_on)


def _risk(facts: Facts, today: date, left: int | None) -> Lit | None:
    blocker = next((one for one in facts.needs if _blocks(one, facts, today)), None)
    if blocker is not None:
        return Lit(Light.AT_RISK, Why.BLOCKED, left, blocker.name)
    since = facts.given_on or today
    if not facts.has_person and today - since >= NOBODY_NAMED:
        return Lit(Light.AT_RISK, Why.NOBODY, left)
    if left is not None and left <= NEAR.days:
        return Lit(Light.AT_RISK, Why.NEAR, left)
    if _is_silent(facts, today, since):
        return Lit(Light.AT_RISK, Why.SILENT, left)
    return None


def _blocks(one: Needed, facts: Facts, today: date) -> bool:
    """Whether a task waited for is late, or is due only after the one that waits."""
    if one.is_over or one.due_on is None:
        return False
    return one.due_on < today or (facts.due_on is not None and one.due_on > facts.due_on)


def _is_silent(facts: Facts, today: date, since: date) -> bool:
    """Whether nothing was told: for a quarter of a standing task, for half of the time of one with a day."""
    last = facts.last_word_on or since
    if facts.due_on is None:
        return today - last >= SILENT_STANDING
    return facts.last_word_on is None and (today - since) * 2 >= facts.due_on - since


DEPTH = {kind: depth for depth, kind in enumerate(GoalKind)}


def may_stand_under(kind: GoalKind, parent: GoalKind | None) -> bool:
    """Whether a goal may hang there: deeper kinds under higher ones; the top takes anything but an indicator."""
    if parent is None:
        return kind is not GoalKind.INDICATOR
    return DEPTH[kind] > DEPTH[parent]


@dataclass(frozen=True)
class Amount:
    """One line of money as the rules need it; amount in đồng."""

    stage: Stage
    fund: Fund
    pillar: Pillar
    year: int
    vnd: int


def total(
    lines: Iterable[Amount],
    stage: Stage,
    year: int,
    *,
    pillars: frozenset[Pillar] | None = None,
    funds: frozenset[Fund] | None = None,
) -> int:
    """Return đồng of one stage and year, of some pillars and sources or of all."""
    return sum(
        one.vnd
        for one in lines
        if one.stage is stage
        and one.year == year
        and (pillars is None or one.pillar in pillars)
        and (funds is None or one.fund in funds)
    )


@dataclass(frozen=True)
class Share:
    """The share of security by one base; of and share are None when the base is not known, never nought."""

    base: Base
    part: int
    of: int | None
    share: Decimal | None

    @property
    def percent(self) -> Decimal | None:
        return None if self.share is None else self.share * 100

    @property
    def is_met(self) -> bool | None:
        return None if self.share is None else self.share >= SECURITY_SHARE


def security_shares(
    lines: Sequence[Amount], stage: Stage, year: int, it_budget: int | None, state_spending: int | None
) -> list[Share]:
    """Return the share of security of one stage and year by each base, never merged.

    it_budget, state_spending: totals told from outside. Without one, State spending is what the plans' own lines hold
    of central and local budget; an IT budget has no such stand-in and stays unknown.
    """
    security = frozenset({Pillar.SECURITY})
    of_state = state_spending or total(lines, stage, year, funds=STATE_BUDGET) or None
    part_of_state = total(lines, stage, year, pillars=security, funds=STATE_BUDGET)
    everything = total(lines, stage, year) or None
    return [
        _share(Base.IT_BUDGET, part_of_state, it_budget),
        _share(Base.STATE_SPENDING, part_of_state, of_state),
        _share(Base.ALL_FUNDS, total(lines, stage, year, pillars=security), everything),
    ]


def _share(base: Base, part: int, of: int | None) -> Share:
    return Share(base, part, of, Decimal(part) / of if of and of > 0 else None)


@dataclass(frozen=True)
class Growth:
    """The share of digital government in a year and in the one before; None where nothing was entered."""

    year: int
    share: Decimal | None
    before: Decimal | None

    @property
    def is_rising(self) -> bool | None:
        return None if self.share is None or self.before is None else self.share > self.before


def government_growth(lines: Sequence[Amount], stage: Stage, year: int) -> Growth:
    """Return whether the share of State money for digital government rises from year to year (3015/KH-UBND)."""
    return Growth(year, _government(lines, stage, year), _government(lines, stage, year - 1))


def _government(lines: Sequence[Amount], stage: Stage, year: int) -> Decimal | None:
    of = total(lines, stage, year, funds=STATE_BUDGET)
    part = total(lines, stage, year, pillars=frozenset({Pillar.GOVERNMENT}), funds=STATE_BUDGET)
    return Decimal(part) / of if of > 0 else None


def stages_out_of_order(lines: Sequence[Amount], year: int) -> list[tuple[Stage, Stage, int]]:
    """Return where a later stage holds more than the one before it, and by how much: more spent than allotted."""
    order = list(Stage)
    found = []
    for before, after in pairwise(order):
        had, has = total(lines, before, year), total(lines, after, year)
        if had and has > had:
            found.append((before, after, has - had))
    return found


def doubt(amount_vnd: int, known_vnd: Sequence[int]) -> str:
    """Return a sentence when an amount is 100 times off every known one of the same thing, else nothing."""
    sentences = [magnitude_warning(Decimal(amount_vnd), Decimal(known), "đồng") for known in known_vnd]
    return next((one for one in sentences if one), "") if sentences and all(sentences) else ""
