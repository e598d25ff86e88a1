# SPDX-License-Identifier: EUPL-1.2
"""The eight clocks of a dossier (one_stop §5.4), each through the life it measures."""

from datetime import timedelta

import pytest

from tinhso.modules.onestop import actions
from tinhso.modules.onestop.actions.feedback import Words
from tinhso.modules.onestop.models import Dossier
from tinhso.modules.onestop.queries.clocks import Standing, clocks_of, hours
from tinhso.modules.onestop.tests import world

NOW = world.START
IDLE, RUNNING, STOPPED, ENDED = Standing.IDLE, Standing.RUNNING, Standing.STOPPED, Standing.ENDED
SUBMITTED = (RUNNING, IDLE, RUNNING, IDLE, RUNNING, IDLE, IDLE, IDLE)
PROCESSING = (ENDED, RUNNING, RUNNING, IDLE, RUNNING, RUNNING, IDLE, IDLE)
COMPLETED = (ENDED, ENDED, ENDED, IDLE, ENDED, ENDED, IDLE, IDLE)


def standings(dossier, now):
    found = clocks_of(Dossier.objects.select_related("case").get(pk=dossier.pk), now)
    assert [one.number for one in found] == list(range(1, 9))
    return tuple(one.standing for one in found)


@pytest.mark.parametrize(
    ("reached", "expected"),
    [(world.submitted, SUBMITTED), (world.processing, PROCESSING), (world.completed, COMPLETED)],
)
def test_the_clocks_follow_the_life_of_a_dossier(people, person, reached, expected):
    dossier = reached(person) if reached is world.submitted else reached(person, people)

    assert standings(dossier, NOW + timedelta(hours=5)) == expected


def test_a_supplement_stops_the_legal_clock_and_the_alarm(people, person):
    dossier = world.processing(person, people)
    actions.request_supplement(
        dossier.case_id,
        items=["Bản sao quyết định ly hôn"],
        ground="thieu_thanh_phan",
        reason="Chưa có bản sao quyết định ly hôn.",
        viewer=people.specialist,
        now=NOW + timedelta(hours=3),
    )

    found = standings(dossier, NOW + timedelta(hours=4))
    assert (found[1], found[5]) == (STOPPED, IDLE)


def test_who_is_consulted_has_a_clock_of_the_own(people, person):
    dossier = world.processing(person, people)
    actions.consult(
        dossier.case_id,
        unit_id=world.unit_of(world.OTHER_COMMUNE).id,
        question="Đề nghị xác nhận thời gian cư trú tại xã.",
        answer_by=NOW + timedelta(days=3),
        viewer=people.specialist,
        now=NOW + timedelta(hours=3),
    )

    child = clocks_of(Dossier.objects.select_related("case").get(pk=dossier.pk), NOW + timedelta(hours=4))[3]
    assert (child.standing, child.due, len(child.lines)) == (RUNNING, NOW + timedelta(days=3), 1)


def test_an_apology_ends_its_clock(people, person):
    dossier = world.processing(person, people)
    actions.apologise(
        dossier.case_id,
        reason="Cán bộ phụ trách nghỉ ốm đột xuất.",
        until=NOW + timedelta(days=10),
        viewer=people.leader,
        now=NOW + timedelta(hours=5),
    )

    assert standings(dossier, NOW + timedelta(hours=6))[5] is ENDED


def test_feedback_about_the_dossier_has_its_clock(people, person):
    dossier = world.processing(person, people)
    words = Words("cham_tre", "Hồ sơ của tôi không thấy tiến triển.", "key", dossier_id=dossier.case_id)
    sent = actions.send_feedback(words, viewer=world.viewer(person), now=NOW + timedelta(hours=3))

    clock = clocks_of(Dossier.objects.select_related("case").get(pk=dossier.pk), NOW + timedelta(hours=4))[7]
    assert (clock.standing, clock.due) == (RUNNING, sent.case.due_at)


def test_the_working_time_of_the_steps_adds_up(people, person):
    """Filed at 08:00, received 08:30, assigned 09:00, begun 10:00; looked at 11:00: three working hours."""
    dossier = world.processing(person, people)

    steps = clocks_of(Dossier.objects.select_related("case").get(pk=dossier.pk), NOW + timedelta(hours=3))[2]
    assert "Cộng: 3 giờ 00 phút" in steps.note


@pytest.mark.parametrize(("minutes", "words"), [(0, "0 phút"), (59, "59 phút"), (60, "1 giờ 00 phút"), (-5, "0 phút")])
def test_working_time_in_words(minutes, words):
    assert hours(timedelta(minutes=minutes)) == words
