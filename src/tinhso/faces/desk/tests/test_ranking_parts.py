# SPDX-License-Identifier: EUPL-1.2
"""An officer goes from a component down to a dossier in scope, and up again from a task that is to lift it."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tinhso.kernel.identity.queries import viewer_of_officer
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.types import Satisfaction
from tinhso.modules.plans import actions as plans
from tinhso.modules.plans.types import PlanKind

PART = reverse("portal:ranking_part", args=[2022, "ben-tre", "7.11"])
LIST = reverse("portal:ranking_part_acts", args=[2022, "ben-tre", "7.11"])


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def rated(people, person, now):
    dossier = world.completed(person, people, now=now - timedelta(hours=5))
    actions.rate(dossier.case_id, level=Satisfaction.NOT, comment="", viewer=world.viewer(person), now=now)
    return dossier


def test_the_dossier_is_opened_by_who_may(sign_in, people, rated):
    page = sign_in(people.head).get(LIST).text

    assert reverse("desk:dossier", args=[rated.case_id]) in page
    assert rated.code in page


def test_an_officer_of_another_commune_sees_no_code(sign_in, rated):
    stranger = world.officer_in(world.unit_of(world.OTHER_COMMUNE), PostRole.HEAD, "Trần Văn Xa")

    page = sign_in(viewer_of_officer(stranger, world.TODAY)).get(LIST).text

    assert "Đánh giá" in page
    assert rated.code not in page
    assert str(rated.case_id) not in page


def test_a_task_goes_from_the_component_into_a_plan_and_back(sign_in, people, now):
    today = timezone.localdate()
    told = plans.PlanTold(PlanKind.PLAN, "Kế hoạch nâng hạng", "Quyết định 749/QĐ-TTg", today.year, today.year + 1)
    plan = plans.draft_plan(uuid.uuid4(), told, viewer=people.leader, now=now)
    client = sign_in(people.leader)

    page = client.get(PART).text
    form = client.get(reverse("desk:plan_task_new", args=[plan.id]), {"nang": "7.11"}).text

    assert f"{reverse('desk:plan_task_new', args=[plan.id])}?nang=7.11" in page
    assert "Chưa kế hoạch nào đã ban hành có nhiệm vụ nâng chỉ số này." in page
    assert 'value="7.11"' in form
