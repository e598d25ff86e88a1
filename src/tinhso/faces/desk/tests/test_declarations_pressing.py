# SPDX-License-Identifier: EUPL-1.2
"""Declarations that press in the leader's brief and on the desk of the standing office; lines lead to their lists."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from tinhso.modules.scorecards import actions
from tinhso.modules.scorecards.tests import world as made


@pytest.fixture
def world(people):
    return made.build()


@pytest.fixture
def owed(world):
    """A round that ends in ten days; the department of health owes one component since yesterday, nobody the rest."""
    now = timezone.now()
    today = timezone.localdate(now)
    days = {"first_on": today - timedelta(days=30), "due_on": today + timedelta(days=1)}
    told = made.told(year=today.year, last_on=today + timedelta(days=10), **days)
    found = actions.open_assessment(made.uuid.uuid4(), told, viewer=world.keeper, now=now)
    one = made.of(found, "1.1")
    work = actions.Work({one.case_id: one.case.version}, world.health.id, told.due_on)
    actions.assign(found.id, work, viewer=world.keeper, now=now)
    type(one).objects.filter(case_id=one.case_id).update(due_on=today - timedelta(days=1))
    return found


def text(answer) -> str:
    assert answer.status_code == 200, answer.content.decode()[:500]
    return " ".join(html.fromstring(answer.content.decode()).xpath("string(//main)").split())


def test_the_brief_names_rounds_that_close_and_units_that_owe(owed, world, sign_in):
    page = sign_in(world.other_keeper).get(reverse("desk:briefing"))

    assert "97 chưa kê khai" not in text(page)
    assert "98 chưa kê khai, 0 chờ xem xét" in text(page)
    labels = html.fromstring(page.content.decode()).xpath("//td/a/@aria-label")
    assert "Sở Y tế thử, quá hạn kê khai: 1" in labels
    assert "Chưa giao đơn vị nào, đến hạn trong ba ngày: 97" in labels


def test_a_line_leads_to_its_list_and_the_list_leaves_as_a_file(owed, world, sign_in):
    browser = sign_in(world.health_head)
    address = reverse("desk:declarations_pressing", args=["overdue"])

    page = browser.get(address, {"don_vi": str(world.health.id)})
    file = browser.get(address, {"dang": "csv"}).content.decode("utf-8-sig")

    assert "1.1" in text(page)
    assert "Sở Y tế thử" in text(page)
    assert len(file.splitlines()) == 2
    assert browser.get(address, {"don_vi": "khong-phai"}).status_code == 200
    assert browser.get(reverse("desk:declarations_pressing", args=["lost"])).status_code == 404
    assert sign_in(world.health_doer).get(address).status_code == 403


def test_the_desk_of_the_round_says_who_has_not_declared(owed, world, sign_in):
    browser = sign_in(world.keeper)

    page = html.fromstring(browser.get(reverse("desk:assessment", args=[owed.id])).content.decode())
    rounds = text(browser.get(reverse("desk:assessments")))

    lines = page.xpath("//table[caption='Ai chưa kê khai']//tr[td]")
    cells = [[one.text_content().strip() for one in line.xpath("td")] for line in lines]
    assert cells == [["Sở Y tế thử", "1", "1"], ["Chưa giao đơn vị nào", "97", "0"]]
    assert "Kê khai quá hạn" in rounds
