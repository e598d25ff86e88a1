# SPDX-License-Identifier: EUPL-1.2
"""On time as Decision 766 counts it, whole: ended, refused, stopped, and what is still open past its promise."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.indicators import queries as indicators
from tinhso.kernel.indicators.actions import add_acts
from tinhso.kernel.indicators.queries import Scope
from tinhso.modules.onestop import actions, rules
from tinhso.modules.onestop.rules import Supplement
from tinhso.modules.onestop.tests import world

PROMISED = datetime(2026, 11, 5, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def asked(day: float, answered: float | None = None) -> Supplement:
    """A request so many days from the promise (before it: negative)."""
    return Supplement(PROMISED + day * DAY, None if answered is None else PROMISED + answered * DAY)


@pytest.mark.parametrize(
    ("supplements", "days_after_promise"),
    [
        ([], 0),
        ([asked(-2, -1)], 1),
        ([asked(-2, 3)], 5),
        ([asked(-2)], None),
        ([asked(1)], 0),
        ([asked(1, 3)], 2),
        ([asked(-3, -2), asked(-1)], -1),
        ([asked(-3, -2), asked(2)], 0),
    ],
    ids=["none", "short", "long", "waiting", "asked late", "asked late, answered", "twice", "twice, late"],
)
def test_the_promise_that_runs(supplements, days_after_promise):
    """766/QĐ-TTg: waits are subtracted, the request counts while waiting, a second request makes late."""
    expected = None if days_after_promise is None else PROMISED + days_after_promise * DAY

    assert rules.promise_766(PROMISED, supplements) == expected


def test_without_a_published_time_no_promise_runs():
    assert rules.promise_766(None, [asked(-1)]) is None


@pytest.mark.parametrize("days", [-1, 0, 1, 4])
@pytest.mark.parametrize("supplements", [[], [asked(-2, -1)], [asked(-2, 3)], [asked(1, 3)]])
def test_the_promise_and_the_judgement_agree(supplements, days):
    """Whoever ends after every wait is on time exactly when the promise that runs is not over."""
    finished = max([PROMISED + days * DAY, *(one.answered_at for one in supplements)])
    running = rules.promise_766(PROMISED, supplements)

    assert rules.is_on_time_766(finished, PROMISED, supplements) == (finished <= running)


def late_on(day: date) -> int:
    return sum(indicators.overdue("onestop.open", Scope(day, day)).values())


def open_on(day: date) -> int:
    return sum(indicators.sums_by(["onestop.open"], Scope(world.TODAY, day), "fact").values())


def fold(dossier) -> None:
    add_acts(ledger.acts_of_case(dossier.case_id))


def test_an_open_dossier_becomes_overdue_when_its_promise_is_over(people, person):
    dossier = world.processing(person, people)
    promise = dossier.promised_at.astimezone(rules.TIMEZONE).date()
    fold(dossier)

    assert [late_on(promise + one * DAY) for one in (-1, 0, 1, 30)] == [0, 0, 1, 1]
    assert open_on(promise) == 1
    found = indicators.figure("onestop.on_time_766", Scope(world.TODAY, promise + DAY))
    assert (found.numerator, found.denominator, found.value) == (0, 1, 0)


def test_a_dossier_that_waits_for_its_applicant_is_open_and_not_overdue(people, person):
    dossier = world.processing(person, people)
    actions.request_supplement(
        dossier.case_id,
        viewer=people.specialist,
        items=["Bản sao hộ khẩu"],
        ground="thieu_thanh_phan",
        reason="Thiếu giấy tờ chứng minh nội dung kê khai.",
        now=world.START + timedelta(hours=4),
    )
    fold(dossier)

    assert late_on(world.TODAY + 60 * DAY) == 0
    assert open_on(world.TODAY + 60 * DAY) == 1


def test_what_ended_is_open_no_more(people, person):
    dossier = world.completed(person, people)
    fold(dossier)

    assert open_on(world.TODAY + 60 * DAY) == late_on(world.TODAY + 60 * DAY) == 0
    assert indicators.figure("onestop.on_time_766", Scope(world.TODAY, world.TODAY)).value == 100


def test_a_refusal_counts_as_ended(people, person):
    """766/QĐ-TTg: the end is the day of the refusal where nothing was granted."""
    dossier = world.processing(person, people)
    reason = "Hồ sơ không đáp ứng điều kiện theo quy định."
    case_id, now = dossier.case_id, world.START + timedelta(days=40)
    actions.propose_refusal(case_id, ground="khong_du_dieu_kien", reason=reason, viewer=people.specialist, now=now)
    actions.sign_refusal(case_id, viewer=people.leader, now=now + timedelta(hours=1))
    fold(dossier)

    found = indicators.figure("onestop.on_time_766", Scope(world.TODAY, world.TODAY + 60 * DAY))
    assert (found.numerator, found.denominator) == (0, 1)


@pytest.mark.parametrize("received", [True, False], ids=["received", "never received"])
def test_a_withdrawal_counts_where_it_was_received(people, person, received):
    dossier = world.processing(person, people) if received else world.submitted(person)
    now = world.START + timedelta(hours=5)
    actions.request_withdrawal(dossier.case_id, viewer=world.viewer(person), now=now)
    reason = "Người nộp đề nghị rút hồ sơ."
    actions.confirm_stop(dossier.case_id, viewer=people.reception, reason=reason, now=now + timedelta(hours=1))
    fold(dossier)

    assert open_on(world.TODAY + 60 * DAY) == 0
    assert indicators.figure("onestop.on_time_766", Scope(world.TODAY, world.TODAY)).denominator == int(received)
