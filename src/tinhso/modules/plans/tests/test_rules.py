# SPDX-License-Identifier: EUPL-1.2
"""How a task stands on a day, as a table; shares of money by the base they are taken of."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.modules.plans import rules
from tinhso.modules.plans.rules import Amount, Facts, Light, Needed, Why
from tinhso.modules.plans.types import Base, Fund, GoalKind, Pillar, Stage
from tinhso.modules.plans.workflow import PLAN_TASK

GIVEN, DUE = date(2026, 1, 5), date(2026, 6, 30)


def facts(state: str = "to_person", **known: object) -> Facts:
    standard = {"due_on": DUE, "given_on": GIVEN, "reported_on": None, "last_word_on": GIVEN, "has_person": True}
    return Facts(state=state, **(standard | known))  # type: ignore[arg-type]


LATE_BLOCKER = Needed("1", date(2026, 1, 31), False)
LATER_BLOCKER = Needed("2", date(2026, 7, 31), False)
STANDING = {"due_on": None}
CASES = [
    ("a draft is not given", facts("planned"), date(2026, 2, 1), Light.NOT_GIVEN, Why.DRAFT),
    ("taken back", facts("taken_back"), date(2027, 2, 1), Light.TAKEN_BACK, Why.WITHDRAWN),
    ("confirmed, reported on its day", facts("confirmed", reported_on=DUE), DUE, Light.DONE, Why.CONFIRMED),
    (
        "confirmed, reported a day late",
        facts("confirmed", reported_on=date(2026, 7, 1)),
        DUE,
        Light.DONE_LATE,
        Why.CONFIRMED,
    ),
    ("a standing one is never late", facts("confirmed", reported_on=DUE, **STANDING), DUE, Light.DONE, Why.CONFIRMED),
    (
        "reported in time, judged late",
        facts("reported", reported_on=DUE),
        date(2026, 8, 1),
        Light.ON_TRACK,
        Why.WAITS_FOR_CONFIRMATION,
    ),
    (
        "reported late",
        facts("reported", reported_on=date(2026, 7, 1)),
        date(2026, 8, 1),
        Light.OVERDUE,
        Why.REPORTED_LATE,
    ),
    ("its last day is not over", facts(), DUE, Light.AT_RISK, Why.NEAR),
    ("the day after is", facts(), date(2026, 7, 1), Light.OVERDUE, Why.PAST_DAY),
    ("fourteen days before", facts(), date(2026, 6, 16), Light.AT_RISK, Why.NEAR),
    ("fifteen days before", facts(), date(2026, 6, 15), Light.ON_TRACK, Why.IN_TIME),
    ("nobody named for a week", facts("to_unit", has_person=False), date(2026, 1, 12), Light.AT_RISK, Why.NOBODY),
    ("nobody named for six days", facts("to_unit", has_person=False), date(2026, 1, 11), Light.ON_TRACK, Why.IN_TIME),
    ("silent for half of its time", facts(last_word_on=None), date(2026, 4, 3), Light.AT_RISK, Why.SILENT),
    ("silent for less", facts(last_word_on=None), date(2026, 4, 2), Light.ON_TRACK, Why.IN_TIME),
    (
        "standing, a quarter without a word",
        facts(last_word_on=None, **STANDING),
        date(2026, 4, 7),
        Light.AT_RISK,
        Why.SILENT,
    ),
    (
        "standing, told within the quarter",
        facts(last_word_on=date(2026, 2, 1), **STANDING),
        date(2026, 4, 7),
        Light.ON_TRACK,
        Why.IN_TIME,
    ),
    ("waits for one that is late", facts(needs=(LATE_BLOCKER,)), date(2026, 2, 1), Light.AT_RISK, Why.BLOCKED),
    ("waits for one not yet late", facts(needs=(LATE_BLOCKER,)), date(2026, 1, 31), Light.ON_TRACK, Why.IN_TIME),
    ("waits for one due later", facts(needs=(LATER_BLOCKER,)), date(2026, 1, 31), Light.AT_RISK, Why.BLOCKED),
    (
        "waits for one that is over",
        facts(needs=(Needed("1", date(2026, 1, 31), True),)),
        date(2026, 2, 3),
        Light.ON_TRACK,
        Why.IN_TIME,
    ),
    ("overdue outweighs blocked", facts(needs=(LATE_BLOCKER,)), date(2026, 7, 1), Light.OVERDUE, Why.PAST_DAY),
]


@pytest.mark.parametrize(
    ("known", "today", "light", "why"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_how_a_task_stands(known: Facts, today: date, light: Light, why: Why):
    lit = rules.light(known, today)

    assert (lit.light, lit.why) == (light, why)


def test_the_blocker_is_named():
    assert rules.light(facts(needs=(LATE_BLOCKER,)), date(2026, 2, 1)).blocker == "1"


@given(st.sampled_from(sorted(PLAN_TASK.states)), st.dates(date(2025, 1, 1), date(2028, 1, 1)), st.booleans())
def test_every_state_has_a_light_on_every_day(state: str, today: date, has_day: bool):
    lit = rules.light(facts(state, due_on=DUE if has_day else None, reported_on=DUE), today)

    assert isinstance(lit.light, Light)


@given(st.dates(GIVEN, DUE), st.integers(0, 60))
def test_time_alone_never_makes_a_task_look_better(today: date, later: int):
    gravity = [Light.ON_TRACK, Light.AT_RISK, Light.OVERDUE]
    before, after = (rules.light(facts(), day).light for day in (today, today + timedelta(later)))

    assert gravity.index(after) >= gravity.index(before)


PLACES = [
    (GoalKind.VISION, None, True),
    (GoalKind.INDICATOR, None, False),
    (GoalKind.TARGET, GoalKind.PILLAR, True),
    (GoalKind.PILLAR, GoalKind.TARGET, False),
    (GoalKind.TARGET, GoalKind.TARGET, False),
]


@pytest.mark.parametrize(("kind", "parent", "may"), PLACES)
def test_where_a_goal_may_hang(kind: GoalKind, parent: GoalKind | None, may: bool):
    assert rules.may_stand_under(kind, parent) is may


def line(
    vnd: int, pillar: Pillar = Pillar.GOVERNMENT, fund: Fund = Fund.LOCAL, year: int = 2026, stage: Stage = Stage.PLAN
) -> Amount:
    return Amount(stage, fund, pillar, year, vnd)


SECURITY = [line(900), line(100, Pillar.SECURITY), line(1_000, fund=Fund.ENTERPRISE)]


def test_one_tenth_by_one_base_is_not_one_tenth_by_another():
    """Gia Lai takes it of State spending, Bến Tre of the IT budget; a third reader of all money (seed inventory)."""
    shares = {one.base: one for one in rules.security_shares(SECURITY, Stage.PLAN, 2026, 500, None)}

    assert shares[Base.STATE_SPENDING].share == Decimal("0.1")
    assert shares[Base.STATE_SPENDING].is_met is True
    assert shares[Base.IT_BUDGET].share == Decimal("0.2")
    assert shares[Base.ALL_FUNDS].share == Decimal("0.05")
    assert shares[Base.ALL_FUNDS].is_met is False


def test_an_unknown_base_is_unknown_and_never_nought():
    it_budget = rules.security_shares(SECURITY, Stage.PLAN, 2026, None, None)[0]

    assert (it_budget.of, it_budget.share, it_budget.is_met) == (None, None, None)


def test_without_any_line_no_share_is_known():
    assert [one.share for one in rules.security_shares([], Stage.PLAN, 2026, None, None)] == [None, None, None]


BEFORE = [line(5, year=2025), line(95, Pillar.SOCIETY, year=2025)]
GROWTHS = [
    ([line(10, year=2025)], None),
    ([line(10), line(90, Pillar.SOCIETY), *BEFORE], True),
    ([line(5), line(95, Pillar.SOCIETY), *BEFORE], False),
]


@pytest.mark.parametrize(("lines", "rising"), GROWTHS)
def test_whether_the_share_of_digital_government_rises(lines: list[Amount], rising: bool | None):
    """3015/KH-UBND: year by year more; the same share is no rise, a year without lines says nothing."""
    assert rules.government_growth(lines, Stage.PLAN, 2026).is_rising is rising


def test_more_spent_than_allotted_is_named_with_the_difference():
    lines = [line(100), line(80, stage=Stage.ALLOTMENT), line(90, stage=Stage.COMMITMENT)]

    assert rules.stages_out_of_order(lines, 2026) == [(Stage.ALLOTMENT, Stage.COMMITMENT, 10)]


DOUBTS = [(1_300_000_000_000, [1_300_000_000], True), (1_300_000_000, [1_300_000_000_000], True), (99, [1], False),
          (100, [1], True), (5, [], False), (1_000, [1, 900], False)]  # fmt: skip


@pytest.mark.parametrize(("amount", "known", "doubtful"), DOUBTS)
def test_a_slip_of_noughts_is_said(amount: int, known: list[int], doubtful: bool):
    """1,3 tỷ against 1.300 tỷ; one known amount of the same size is enough to believe it."""
    assert bool(rules.doubt(amount, known)) is doubtful
