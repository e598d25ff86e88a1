# SPDX-License-Identifier: EUPL-1.2
"""Which internal processes can run, where a dossier stands in them, and their time: 61/2018/NĐ-CP, ADR 0034."""

from datetime import datetime, timedelta

import pytest

from tinhso.kernel.calendar.types import TIMEZONE, WorkCalendar
from tinhso.modules.onestop.flow.rules import fault_of, flow_of, stays_of, times_of
from tinhso.modules.onestop.flow.types import Mark, Pass, Standing, Turn

LETTERS = {"R": "reception", "H": "head", "S": "specialist", "L": "leader", "C": "clerk", "A": "applicant", "-": ""}
MONDAY = datetime(2026, 11, 2, 8, 0, tzinfo=TIMEZONE)


def definition(letters, unit="working_day", **more):
    rows = [{"seq": n, "work": f"Việc {n}", "actor": "A", "days": 1} for n in range(1, len(letters) + 1)]
    bound = [{**row, "role": LETTERS[one]} if one != "-" else row for row, one in zip(rows, letters, strict=True)]
    return {"time": {"value": len(letters), "unit": unit}, "steps": bound, **more}


@pytest.mark.parametrize("letters", ["RL", "RLR", "RHSL", "RSL", "RRHSSHHLCR", "RHL"])
def test_processes_that_can_run(letters):
    assert fault_of(definition(letters)) == ""
    assert len(flow_of(definition(letters)).steps) == len(letters)


@pytest.mark.parametrize(
    ("letters", "said"),
    [
        ("RHS-", "gắn chức vụ cho mọi bước"),
        ("RHS", "đúng một bước của lãnh đạo"),
        ("RLSL", "đúng một bước của lãnh đạo"),
        ("RSLS", "Sau bước ký"),
        ("SL", "Bước đầu tiên phải của Bộ phận Một cửa"),
        ("L", "Bước đầu tiên phải của Bộ phận Một cửa"),
        ("RHHSL", "Giữa tiếp nhận và ký"),
        ("RCSL", "Giữa tiếp nhận và ký"),
        ("RSHSL", "chỉ có bước xem xét"),
    ],
)
def test_processes_that_cannot_run_say_why(letters, said):
    assert said in fault_of(definition(letters))
    assert flow_of(definition(letters)) is None


@pytest.mark.parametrize("letters", ["", "---"])
def test_a_process_without_posts_is_shown_and_does_not_run(letters):
    assert fault_of(definition(letters)) == ""
    assert flow_of(definition(letters)) is None


def test_work_beside_others_is_not_in_the_flow():
    found = definition("RSL")
    found["steps"].insert(2, {"seq": 2, "work": "Công an", "actor": "B", "parallel": True})

    assert [one.role for one in flow_of(found).steps] == ["reception", "specialist", "leader"]


def turns(letters, hours=1):
    """One turn an hour from Monday 08:00, the last still open."""
    starts = [MONDAY + timedelta(hours=hours * n) for n in range(len(letters) + 1)]
    last = len(letters) - 1
    return [Turn(LETTERS[one], starts[n], None if n == last else starts[n + 1]) for n, one in enumerate(letters)]


@pytest.mark.parametrize(
    ("flow", "walked", "places"),
    [
        ("RHSL", "RHSL", [0, 1, 2, 3]),
        ("RHSL", "RHSLS", [0, 1, 2, 3, 2]),  # sent back by the signer
        ("RHSHL", "RHSHSHL", [0, 1, 2, 3, 2, 3, 4]),  # sent back by the review, reviewed again
        ("RSHL", "RHSHL", [0, 0, 1, 2, 3]),  # no step of assigning: the head's turn counts for the step before
        ("RHSL", "RHSAS", [0, 1, 2, 2]),  # the applicant has the turn: no step
        ("RHSLR", "RHSR", [0, 1, 2, 2]),  # the desk confirms a withdrawal; it does not hand anything out
        ("RHSLR", "RHSLR", [0, 1, 2, 3, 4]),
        ("RHSL", "RHSLR", [0, 1, 2, 3]),  # signed, and no step of handing out
        ("RHSSL", "RHSL", [0, 1, 2, 4]),
        ("RL", "RL", [0, 1]),
        ("RHSL", "", []),
    ],
)
def test_the_turn_leads_through_the_steps(flow, walked, places):
    assert [one.place for one in stays_of(flow_of(definition(flow)), turns(walked), [])] == places


def test_a_word_of_the_holder_divides_two_steps_of_one_post():
    flow = flow_of(definition("RSSL"))
    said = Pass(MONDAY + timedelta(hours=1.5), 2)

    found = stays_of(flow, turns("RSL"), [said])

    assert [(one.place, one.begins_at.hour, one.begins_at.minute) for one in found] == [
        (0, 8, 0),
        (1, 9, 0),
        (2, 9, 30),
        (3, 10, 0),
    ]


def test_the_last_step_of_a_post_is_not_passed_any_further():
    flow = flow_of(definition("RSL"))
    stray = Pass(MONDAY + timedelta(hours=1.5), 2)

    assert [one.place for one in stays_of(flow, turns("RSL"), [stray])] == [0, 1, 2]


@pytest.mark.parametrize(
    ("unit", "days", "late"),
    [
        ("working_day", 1, False),  # Monday 09:00 to Tuesday 08:59: not a whole office day
        ("working_day", 4, True),
        ("calendar_day", 0.9, False),
        ("calendar_day", 1.1, True),
        ("month", 90, False),  # months are not compared
    ],
)
def test_late_is_measured_in_the_unit_of_the_published_time(unit, days, late):
    key = {"month": "months"}.get(unit, "days")
    found = definition("RSL", unit)
    found["steps"][1] = {**found["steps"][1], key: 1}
    flow = flow_of(found)
    now = MONDAY + timedelta(hours=1) + timedelta(days=days) - timedelta(minutes=1)

    time = times_of(flow, stays_of(flow, turns("RS"), []), [], WorkCalendar(), now, standing=Standing())[1]

    assert (time.mark, time.is_late) == (Mark.CURRENT, late)


def test_time_in_a_pause_is_left_out():
    flow = flow_of(definition("RSL"))
    pause = (MONDAY + timedelta(hours=2), MONDAY + timedelta(hours=3))

    found = times_of(
        flow,
        stays_of(flow, turns("RS"), []),
        [pause],
        WorkCalendar(),
        MONDAY + timedelta(hours=3.5),
        standing=Standing(),
    )

    assert found[1].used == timedelta(hours=1.5)
    assert found[1].left == timedelta(hours=6.5)


def test_nothing_is_late_after_the_signature():
    flow = flow_of(definition("RSLR"))
    now = MONDAY + timedelta(days=60)

    found = times_of(flow, stays_of(flow, turns("RSLR"), []), [], WorkCalendar(), now, standing=Standing(living=False))

    assert (found[3].mark, found[3].planned, found[3].is_late) == (Mark.CURRENT, None, False)
