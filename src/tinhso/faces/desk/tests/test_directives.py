# SPDX-License-Identifier: EUPL-1.2
"""Directives in the browser: from the page of the dossier to the inbox, the report, the conclusion."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tinhso.modules.onestop import actions
from tinhso.modules.onestop.queries import directives as queries
from tinhso.modules.onestop.tests import world

TEXT, REPORT = "Kiểm tra lại xác minh cư trú trước khi trình.", "Đã xác minh lại, đúng như khai."


@pytest.fixture
def dossier(person, people):
    return world.processing(person, people, now=timezone.now() - timedelta(hours=5))


def boxes(name: str) -> dict[str, int]:
    day = timezone.localdate() + timedelta(days=3)
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


def form(people, **more):
    to = f"{people.unit.id}:{people.specialist.officer_id}"
    return {"to": to, "text": TEXT, "key": "form-1", **boxes("answer_by"), **more}


@pytest.fixture
def given(dossier, people):
    now = timezone.now()
    order = actions.Order("form-1", people.unit.id, people.specialist.officer_id, TEXT, now + timedelta(days=3))
    return actions.give_directive(dossier.case_id, order, viewer=people.leader, now=now)


def test_the_whole_way(dossier, people, sign_in):
    leader, specialist = sign_in(people.leader), sign_in(people.specialist)
    page = leader.get(reverse("desk:dossier", args=[dossier.case_id])).content.decode()
    address = reverse("desk:give_directive", args=[dossier.case_id])
    assert address in page
    assert "Lê Thị Specialist" in leader.get(address).content.decode()

    assert leader.post(address, form(people)).status_code == 302
    assert leader.post(address, form(people)).status_code == 302
    (found,) = queries.directives_of(dossier)
    there = reverse("desk:directive", args=[found.case_id])

    assert there in specialist.get(reverse("desk:inbox")).content.decode()
    html = specialist.get(there).content.decode()
    assert TEXT in html
    assert "Rút chỉ đạo" not in html
    answer = {"act": "report", "report-text": REPORT, "version": found.case.version}
    assert specialist.post(there, answer).status_code == 302
    assert there in leader.get(reverse("desk:inbox")).content.decode()
    judged = {"act": "confirm", "confirm-text": "", "version": found.case.version + 1}
    assert leader.post(there, judged).status_code == 302
    assert "Đã xác nhận hoàn thành" in leader.get(there).content.decode()


def test_what_is_wrong_comes_back_with_what_was_typed(dossier, people, sign_in):
    leader = sign_in(people.leader)
    address = reverse("desk:give_directive", args=[dossier.case_id])

    response = leader.post(address, form(people, to="", text=TEXT))
    short = leader.post(address, form(people, text="ngắn"))

    assert (response.status_code, short.status_code) == (422, 422)
    assert TEXT in response.content.decode()
    assert "ít nhất 10 ký tự" in short.content.decode()
    assert queries.directives_of(dossier) == []


def test_a_stale_tab_says_so_and_keeps_the_words(given, people, sign_in):
    there = reverse("desk:directive", args=[given.case_id])
    sent = {"act": "report", "report-text": REPORT, "version": given.case.version - 1}

    response = sign_in(people.specialist).post(there, sent)

    assert response.status_code == 409
    assert REPORT in response.content.decode()


def test_the_leader_finds_what_was_given(given, people, sign_in):
    html = sign_in(people.leader).get(reverse("desk:inbox"), {"ngan": "chi-dao"}).content.decode()

    assert reverse("desk:directive", args=[given.case_id]) in html


def test_sent_back_with_a_day(given, people, sign_in):
    there = reverse("desk:directive", args=[given.case_id])
    answer = {"act": "report", "report-text": REPORT, "version": given.case.version}
    specialist, leader = sign_in(people.specialist), sign_in(people.leader)
    specialist.post(there, answer)
    back = {"act": "send_back", "send_back-text": "Bổ sung biên bản.", "version": given.case.version + 1}

    without = leader.post(there, back)
    with_day = leader.post(there, {**back, **boxes("again")})

    assert without.status_code == 422
    assert "Bổ sung biên bản." in without.content.decode()
    assert with_day.status_code == 302
    assert "Bổ sung biên bản." in specialist.get(there).content.decode()


def test_strangers_do_not_read_it(given, sign_in):
    other = world.staff(world.unit_of(world.OTHER_COMMUNE))

    response = sign_in(other.specialist).get(reverse("desk:directive", args=[given.case_id]))

    assert response.status_code == 403
    assert TEXT not in response.content.decode()
