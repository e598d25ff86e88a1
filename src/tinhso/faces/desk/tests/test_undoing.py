# SPDX-License-Identifier: EUPL-1.2
"""The button that takes one's own last step back (row 106)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tinhso.kernel.casework.models import Case
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.tests import world


@pytest.fixture
def assigned(people, person):
    now = timezone.now()
    dossier = world.received(person, people, now=now - timedelta(hours=1))
    to = people.specialist.officer_id
    return actions.assign(dossier.case_id, holder_id=to, viewer=people.head, now=now - timedelta(minutes=1))


def state_of(dossier):
    return Case.objects.get(id=dossier.case_id).state


def sent(page):
    return {"act": page.context["undo"].act.seq, "version": page.context["case"].version}


def test_the_button_stands_on_the_page_and_takes_the_step_back(people, assigned, sign_in):
    client, address = sign_in(people.head), reverse("desk:dossier", args=[assigned.case_id])
    client.get(address)
    page = client.get(address)  # that the page was read is no work on the dossier

    done = client.post(reverse("desk:undo", args=[assigned.case_id]), sent(page), follow=True)

    assert "Bạn vừa phân công." in page.content.decode()
    assert "Đã hoàn tác." in done.content.decode()
    assert state_of(assigned) == "received"


def test_overtaken_it_says_so_and_changes_nothing(people, assigned, sign_in):
    client = sign_in(people.head)
    form = sent(client.get(reverse("desk:dossier", args=[assigned.case_id])))
    actions.start_work(assigned.case_id, viewer=people.specialist, now=timezone.now())

    done = client.post(reverse("desk:undo", args=[assigned.case_id]), form, follow=True)

    assert "Không hoàn tác được nữa" in done.content.decode()
    assert state_of(assigned) == "processing"


def test_others_are_not_offered_it(people, assigned, sign_in):
    page = sign_in(people.specialist).get(reverse("desk:dossier", args=[assigned.case_id]))
    assert page.context["undo"] is None


def test_a_number_that_is_none_is_not_found(people, assigned, sign_in):
    answer = sign_in(people.head).post(reverse("desk:undo", args=[assigned.case_id]), {"act": "x", "version": "1"})
    assert answer.status_code == 404
