# SPDX-License-Identifier: EUPL-1.2
"""The seven invariants of one_stop.md §4, in their order, each tried by what would break it."""

from datetime import timedelta

import pytest

from tinhso.modules.onestop import actions
from tinhso.modules.onestop.actions.measures import measure
from tinhso.modules.onestop.errors import GroundMissing, OnceOnly
from tinhso.modules.onestop.lint.times import sum_of
from tinhso.modules.onestop.models import BookLine, Dossier
from tinhso.modules.onestop.tests import linked, world
from tinhso.modules.onestop.types import ReturnMethod
from tinhso.modules.onestop.workflow import DOSSIER

NOW = world.START
MISSING = {
    "items": ["Bản sao quyết định ly hôn"],
    "ground": "thieu_thanh_phan",
    "reason": "Chưa có bản sao quyết định ly hôn.",
}


def later(hours):
    return NOW + timedelta(hours=hours)


def supplemented(person, people):
    """A dossier whose one supplement was asked for, answered and accepted."""
    dossier = world.processing(person, people)
    actions.request_supplement(dossier.case_id, viewer=people.specialist, now=later(3), **MISSING)
    actions.supply(dossier.case_id, viewer=world.viewer(person), documents={}, now=later(4))
    return actions.accept_supplement(dossier.case_id, viewer=people.specialist, now=later(5))


def test_1_one_supplement_after_reception(people, person):
    """61/2018/NĐ-CP: the desk may ask once."""
    dossier = supplemented(person, people)

    with pytest.raises(OnceOnly):
        actions.request_supplement(dossier.case_id, viewer=people.specialist, now=later(6), **MISSING)


def test_2_one_apology(people, person):
    """61/2018/NĐ-CP: one re-appointment."""
    dossier = world.processing(person, people)
    said = {"reason": "Cán bộ phụ trách nghỉ ốm đột xuất.", "viewer": people.leader}
    actions.apologise(dossier.case_id, until=NOW + timedelta(days=10), now=later(5), **said)

    with pytest.raises(OnceOnly):
        actions.apologise(dossier.case_id, until=NOW + timedelta(days=20), now=later(6), **said)


def refuse_intake(people, person, words):
    dossier = world.submitted(person)
    actions.refuse_intake(dossier.case_id, viewer=people.reception, now=later(1), **words)


def ask_before_reception(people, person, words):
    dossier = world.submitted(person)
    actions.request_intake_supplement(
        dossier.case_id, viewer=people.reception, items=MISSING["items"], now=later(1), **words
    )


def ask_afterwards(people, person, words):
    dossier = world.processing(person, people)
    actions.request_supplement(dossier.case_id, viewer=people.specialist, items=MISSING["items"], now=later(3), **words)


def propose_refusal(people, person, words):
    dossier = world.processing(person, people)
    actions.propose_refusal(dossier.case_id, viewer=people.specialist, now=later(3), **words)


def stop(people, person, words):
    dossier = world.processing(person, people)
    actions.request_withdrawal(dossier.case_id, viewer=world.viewer(person), now=later(3))
    actions.confirm_stop(dossier.case_id, viewer=people.reception, reason=words["reason"], now=later(4))


LEADS_TO = {refuse_intake: "3", ask_before_reception: "5", ask_afterwards: "5", propose_refusal: "8", stop: "8"}


SAID = [{"ground": "", "reason": "Có lý do bằng lời."}, {"ground": "khong_du_dieu_kien", "reason": ""}]
WRONG = [(way, words) for way in LEADS_TO for words in SAID if way is not stop or not words["reason"]]
"""A withdrawal has one ground, which the step itself gives: only its words can be missing."""


@pytest.mark.parametrize(("way", "words"), WRONG)
def test_3_no_way_to_the_codes_3_5_8_without_ground_and_words(people, person, way, words):
    with pytest.raises(GroundMissing):
        way(people, person, words)


def test_3_covers_every_code():
    assert set(LEADS_TO.values()) == {"3", "5", "8"}
    assert {state.outside_code for state in DOSSIER.states.values()} >= {"3", "5", "8"}


def test_4_every_dossier_is_in_the_book_once_and_the_book_has_no_gaps(people, person):
    """01/2018/TT-VPCP, Điều 10: numbered from 01 without gaps."""
    found = [world.received(person, people) for _each in range(4)]
    supplemented(person, people)

    lines = BookLine.objects.order_by("number")
    assert [one.number for one in lines] == [1, 2, 3, 4, 5]
    assert lines.values("dossier").distinct().count() == len(found) + 1


@pytest.mark.parametrize(
    ("days", "published", "right"),
    [([10, 15], 25, True), ([0.5, 1.5, 1], 3, True), ([10, 14.5], 25, False), ([1], 3, False)],
)
def test_5_the_steps_sum_to_the_published_time(days, published, right):
    """2.000286: 10 working days at the commune and 15 at the province are 25."""
    procedure = {
        "code": "2.000286",
        "time": {"value": published, "unit": "working_day"},
        "steps": [{"name": f"Bước {place}", "days": one} for place, one in enumerate(days)],
    }

    assert sum_of(procedure).is_right is right


def test_6_returning_the_result_takes_no_time(people, person):
    dossier = world.completed(person, people)
    before = measure(dossier)
    closed, due = dossier.case.closed_at, dossier.case.due_at

    actions.return_result(
        dossier.case_id,
        method=ReturnMethod.COUNTER,
        viewer=people.reception,
        receiver_checked=True,
        now=NOW + timedelta(days=30),
    )

    case = Dossier.objects.select_related("case").get(pk=dossier.pk).case
    assert (case.closed_at, case.due_at, measure(dossier)) == (closed, due, before)


def test_7_a_parent_and_its_linked_parts_count_once(people, person):
    """VietOpenCPS/opencps-v2 #1434: users asked for it."""
    linked.police()
    linked.insurance()
    linked.registered(person, people)

    assert BookLine.objects.count() == Dossier.objects.count() == 1
