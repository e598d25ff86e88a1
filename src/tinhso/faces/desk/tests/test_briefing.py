# SPDX-License-Identifier: EUPL-1.2
"""The leader's morning brief: what moved, what presses, what waits, in the leader's area alone; lines lead to lists."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from tinhso.faces.desk import briefing
from tinhso.kernel.indicators.models import ProvinceFact
from tinhso.modules.plans import actions, pressing
from tinhso.modules.plans.pressing import Press
from tinhso.modules.plans.tests import world as made
from tinhso.modules.plans.types import PlanKind

PAPER = actions.Proof("Đã làm xong toàn bộ việc được giao.", paper="45/BC-SYT")


@pytest.fixture
def offices(people):
    return made.build()


@pytest.fixture
def tasks(offices):
    """Four tasks of the health department: overdue, due in three days, due in four, reported."""
    now = timezone.now()
    today = timezone.localdate(now)
    told = [
        made.task_told(offices, title=title, due_on=today + timedelta(days=days))
        for title, days in (("Quá hạn", -1), ("Sắp đến", 3), ("Còn lâu", 4), ("Đã báo cáo", 2))
    ]
    plan = actions.draft_plan(
        uuid.uuid4(),
        actions.PlanTold(PlanKind.PLAN, "Kế hoạch", "", today.year, today.year + 1),
        viewer=offices.keeper,
        now=now,
    )
    found = actions.plan_tasks(plan.id, told, viewer=offices.keeper, now=now)
    actions.issue_plan(
        plan.id, number="1/KH", issued_on=today, viewer=offices.leader, now=now, expected_version=plan.version
    )
    last = made.fresh(found[3])
    actions.report_task(last.case_id, PAPER, viewer=offices.health_head, now=now, expected_version=last.case.version)
    return [made.fresh(one) for one in found]


def main(answer) -> str:
    assert answer.status_code == 200, answer.content.decode()[:500]
    return " ".join(html.fromstring(answer.content.decode()).xpath("string(//main)").split())


def test_what_presses_is_listed_by_lead_unit_and_leads_to_its_list(tasks, offices, sign_in):
    today = timezone.localdate()
    leader = sign_in(offices.leader)
    viewer = offices.leader

    assert [row.task.title for row in pressing.pressing(viewer, today, Press.WAITING)] == ["Đã báo cáo"]
    page = leader.get(reverse("desk:briefing"))
    assert "Đã báo cáo" in main(page)
    assert "Xem cả 1 báo cáo" in main(page)


def test_a_leader_of_the_lead_unit_sees_its_own_tasks(tasks, offices, sign_in):
    chief = made.person(offices.health, "leader")
    other = made.person(offices.school, "leader")
    page = sign_in(chief).get(reverse("desk:briefing"))
    tree = html.fromstring(page.content.decode())

    cells = [one.text_content().strip() for one in tree.xpath("//table[.//th[contains(., 'Đơn vị chủ trì')]]//td")]
    assert cells == ["Sở Y tế thử", "1", "1"]
    labels = tree.xpath("//td/a/@aria-label")
    assert {"Sở Y tế thử, quá hạn: 1", "Sở Y tế thử, đến hạn trong ba ngày: 1"} <= set(labels)
    assert "Không có nhiệm vụ nào." in main(sign_in(other).get(reverse("desk:briefing")))


@pytest.mark.parametrize(("press", "titles"), [("overdue", ["Quá hạn"]), ("soon", ["Sắp đến"]), ("waiting", [])])
def test_each_list_holds_what_its_line_counts(tasks, offices, sign_in, press, titles):
    chief = made.person(offices.health, "leader")
    browser = sign_in(chief)
    address = reverse("desk:pressing", args=[press])

    page = html.fromstring(browser.get(address, {"chu_tri": str(offices.health.id)}).content.decode())

    assert [one.text_content().strip() for one in page.xpath("//tbody//a")] == titles
    file = browser.get(address, {"dang": "csv"}).content.decode("utf-8-sig")
    assert len(file.splitlines()) == 1 + len(titles)
    assert browser.get(address, {"chu_tri": "khong-phai"}).status_code == 200


def test_who_may_not_and_what_is_no_list(tasks, offices, people, sign_in):
    assert sign_in(people.specialist).get(reverse("desk:briefing")).status_code == 403
    leader = sign_in(offices.leader)
    assert leader.get(reverse("desk:pressing", args=["lost"])).status_code == 404


def test_a_figure_that_moved_since_yesterday_is_named_with_both_values(people):
    today, before = date(2026, 3, 10), date(2026, 3, 8)
    for day, value in ((date(2026, 3, 2), 3), (date(2026, 3, 9), 2)):
        ProvinceFact.objects.create(fact="plans.given", day=day, value=value)

    moved = briefing.moved_figures(today, before, ())

    assert [(one.title, one.before, one.now) for one in moved] == [("Nhiệm vụ kế hoạch đã giao", "3", "5")]
    assert briefing.moved_figures(date(2026, 3, 12), date(2026, 3, 10), ()) == []


def test_on_the_first_day_of_a_year_nothing_stands_before(people):
    ProvinceFact.objects.create(fact="plans.given", day=date(2026, 1, 1), value=2)

    moved = briefing.moved_figures(date(2026, 1, 1), date(2025, 12, 30), ())

    assert ("Nhiệm vụ kế hoạch đã giao", "–", "2") in [(one.title, one.before, one.now) for one in moved]


def test_the_menu_offers_it_to_leaders_only(people, sign_in):
    address = f'href="{reverse("desk:briefing")}"'

    assert address in sign_in(people.leader).get(reverse("desk:inbox")).content.decode()
    assert address not in sign_in(people.specialist).get(reverse("desk:inbox")).content.decode()
