# SPDX-License-Identifier: EUPL-1.2
"""Rules of assignment at the desk: set, changed, ended by the head; the page of the dossier says why."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tinhso.modules.onestop.queries.assigning import rules_of
from tinhso.modules.onestop.tests import world


@pytest.fixture
def address(people):
    return reverse("desk:assignment_rules", args=[people.unit.id])


def form(people, **more):
    officers = [people.specialist.officer_id, people.colleague.officer_id]
    return {"procedure": world.MARRIAGE_STATUS, "sector": "", "way": "least", "officers": officers, **more}


def test_set_used_and_explained(person, people, sign_in, address):
    head = sign_in(people.head)
    assert "Chưa có quy tắc nào" in head.get(address).content.decode()
    assert address in head.get(reverse("desk:unit")).content.decode()

    assert head.post(address, form(people)).status_code == 302
    dossier = world.received(person, people, now=timezone.now() - timedelta(hours=1))

    page = head.get(reverse("desk:dossier", args=[dossier.case_id])).content.decode()
    assert "ít việc nhất trong 2 người có mặt (đang giữ 0 việc khi nhận)" in page
    assert "Lê Thị Colleague, Lê Thị Specialist" in head.get(address).content.decode()


def test_a_page_from_before_another_rule_is_told(people, sign_in, address):
    head = sign_in(people.head)
    head.post(address, form(people))
    (standing,) = rules_of(people.unit.id)

    stale = head.post(address, form(people))
    fresh = head.post(address, form(people, **{f"standing-{world.MARRIAGE_STATUS}": standing.id}))

    assert (stale.status_code, fresh.status_code) == (409, 302)
    assert "vừa được đặt hoặc đổi" in stale.content.decode()


@pytest.mark.parametrize("wrong", [{"way": ""}, {"officers": []}, {"officers": ["x"]}, {"procedure": "zz"}])
def test_what_is_wrong_comes_back(people, sign_in, address, wrong):
    response = sign_in(people.head).post(address, form(people, **wrong))

    assert response.status_code == 422
    assert rules_of(people.unit.id) == []


def test_ended(people, sign_in, address):
    head = sign_in(people.head)
    head.post(address, form(people))
    (standing,) = rules_of(people.unit.id)

    head.post(reverse("desk:end_assignment_rule", args=[standing.id]))

    assert rules_of(people.unit.id) == []


@pytest.mark.parametrize("role", ["specialist", "reception"])
def test_others_do_not(people, sign_in, address, role):
    assert sign_in(getattr(people, role)).get(address).status_code == 403


def test_the_head_of_another_unit_does_not(people, sign_in, address):
    other = world.staff(world.unit_of(world.OTHER_COMMUNE))

    assert sign_in(other.head).get(address).status_code == 403
