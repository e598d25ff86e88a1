# SPDX-License-Identifier: EUPL-1.2
"""Issued plans for everybody: promises, lights with their reason, proof without people, money, files; never a draft."""

import csv
import io
import json
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from tinhso.kernel.indicators.commitments import Qualifier
from tinhso.modules.onestop.tests.world import PDF
from tinhso.modules.plans import actions
from tinhso.modules.plans.models import Plan, Task
from tinhso.modules.plans.tests import world as made
from tinhso.modules.plans.types import Fund, GoalKind, Pillar, Stage

PAPER = "45/BC-SYT ngày 20/6"


@pytest.fixture
def world(people):
    return made.build()


@pytest.fixture
def plan(world) -> Plan:
    """An issued plan: one task confirmed, one overdue, one taken out while it was a draft, one standing."""
    now = timezone.now()
    today = timezone.localdate(now)
    told = made.told(year_from=today.year, year_to=today.year + 1)
    plan = actions.draft_plan(uuid.uuid4(), told, viewer=world.keeper, now=now)
    goal = actions.GoalTold(
        GoalKind.TARGET,
        None,
        "Hồ sơ trực tuyến",
        Qualifier.OVER,
        Decimal(80),
        "%",
        "tổng số hồ sơ",
        path={today.year: Decimal(70)},
    )
    actions.add_goal(uuid.uuid4(), plan.id, goal, viewer=world.keeper, now=now)
    tasks = actions.plan_tasks(
        plan.id,
        [
            made.task_told(world, number="1", title="Số hóa bệnh án", due_on=today, lifts=("5.1",), product="Kho"),
            made.task_told(world, number="2", title="Mở chuyên trang", due_on=today - timedelta(days=3)),
            made.task_told(world, number="3", title="Việc rút khỏi dự thảo", due_on=today),
            made.task_told(world, number="4", title="Hướng dẫn người dân", due_on=None),
        ],
        viewer=world.keeper,
        now=now,
    )
    dropped = made.fresh(tasks[2])
    actions.take_task_back(
        dropped.case_id, text="Trùng việc khác rồi", viewer=world.keeper, now=now, expected_version=dropped.case.version
    )
    line = actions.MoneyTold("m", Stage.PLAN, Fund.LOCAL, Pillar.SECURITY, today.year, 700, "Dự toán", world.health.id)
    actions.enter_money(plan.id, line, viewer=world.keeper, now=now)
    actions.issue_plan(
        plan.id, number="12/KH-UBND", issued_on=today, viewer=world.leader, now=now, expected_version=plan.version
    )
    first = made.fresh(tasks[0])
    proof = actions.Proof("Người báo cáo ghi lời riêng ở đây.", paper=PAPER, files=(("bi-mat.pdf", PDF),))
    version = first.case.version
    actions.report_task(first.case_id, proof, viewer=world.health_head, now=now, expected_version=version)
    actions.confirm_task(
        first.case_id, text="Nhận xét nội bộ", viewer=world.keeper, now=now, expected_version=version + 1
    )
    return Plan.objects.get(id=plan.id)


def main(answer, status: int = 200) -> str:
    assert answer.status_code == status
    return " ".join(html.fromstring(answer.content.decode()).xpath("string(//main)").split())


def test_what_was_promised_where_it_stands_and_what_proves_it(client, plan):
    listed = main(client.get(reverse("portal:plans")))
    page = main(client.get(reverse("portal:plan", args=[plan.id])))

    assert "12/KH-UBND" in listed
    assert "3 nhiệm vụ" in listed
    assert "Hoàn thành: 1" in listed
    assert "trên 80 % trên tổng số hồ sơ" in page
    assert f"{timezone.localdate().year}: 70" in page
    assert f"Minh chứng: báo cáo được xác nhận ngày {timezone.localdate():%d/%m/%Y}; văn bản {PAPER}" in page
    assert "quá hạn 3 ngày, chưa báo cáo" in page
    assert "5.1 Số lượng hệ thống thông tin đã được phê duyệt cấp độ" in page
    assert "Ngân sách địa phương700 đ–––" in page


def test_no_person_no_file_no_word_of_the_inside_leaves(client, plan, world):
    inside = ["Lê Thị", "bi-mat", "lời riêng", "Nhận xét nội bộ", "Trùng việc", "Việc rút khỏi dự thảo"]
    address = reverse("portal:plan", args=[plan.id])
    for typed in ("", "?dang=json", "?dang=csv"):
        text = client.get(address + typed).content.decode("utf-8-sig")
        assert "Số hóa bệnh án" in text
        assert not [word for word in inside if word in text], typed


def test_a_draft_is_not_there(client, world):
    draft = made.draft(world)

    assert client.get(reverse("portal:plan", args=[draft.id])).status_code == 404
    assert draft.title not in main(client.get(reverse("portal:plans")))
    assert "Tỉnh chưa ban hành kế hoạch nào" in main(client.get(reverse("portal:plans")))


@pytest.mark.parametrize(
    ("typed", "there", "gone"),
    [
        ({"q": "so hoa benh an"}, "Số hóa bệnh án", "Mở chuyên trang"),
        ({"den": "overdue"}, "Mở chuyên trang", "Số hóa bệnh án"),
        ({"den": "done"}, "Số hóa bệnh án", "Hướng dẫn người dân"),
        ({"q": "khong co gi"}, "Không có nhiệm vụ nào khớp.", "Số hóa bệnh án"),
    ],
)
def test_tasks_are_searched_without_diacritics_and_by_light(client, plan, typed, there, gone):
    page = main(client.get(reverse("portal:plan", args=[plan.id]), typed))

    assert there in page
    assert gone not in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"den": "tím"}, "Không có tình trạng “tím”"),
        ({"den": "not_given"}, "Không có tình trạng"),
        ({"nam": "26"}, "Hãy ghi năm bằng bốn chữ số"),
        ({"dang": "exe"}, "Chỉ tải được dưới dạng Excel, CSV, JSON, JSON-stat hoặc SDMX-JSON."),
        ({"trang": "9"}, "Danh sách không có trang “9”"),
        ({"q": "\x00" * 3}, ""),
    ],
)
def test_what_cannot_be_asked_is_said(client, plan, typed, sentence):
    for address in (reverse("portal:plans"), reverse("portal:plan", args=[plan.id])):
        assert sentence in main(client.get(address, typed))


def test_the_list_is_searched_and_narrowed_by_year(client, plan):
    address = reverse("portal:plans")

    assert plan.title in main(client.get(address, {"q": "nang hang", "nam": str(plan.year_from)}))
    assert "Không có kế hoạch nào khớp." in main(client.get(address, {"nam": "1999"}))


def test_files_hold_what_the_page_holds(client, plan):
    address = reverse("portal:plan", args=[plan.id])

    data = json.loads(client.get(address, {"dang": "json"}).content)
    rows = list(csv.DictReader(io.StringIO(client.get(address, {"dang": "csv"}).content.decode("utf-8-sig"))))

    assert [one["number"] for one in data["task_list"]] == [row["STT"] for row in rows] == ["1", "2", "4"]
    assert (data["task_list"][0]["paper"], data["task_list"][0]["lifts"]) == (PAPER, ["5.1"])
    assert data["money"] == [
        {
            "year": timezone.localdate().year,
            "fund": "Ngân sách địa phương",
            "vnd": {"plan": 700, "allotment": None, "commitment": None, "disbursement": None},
        }
    ]
    assert data["goals"][0]["said"] == "trên 80 % trên tổng số hồ sơ"
    assert client.get(reverse("portal:plans"), {"dang": "xlsx"}).content[:2] == b"PK"
    assert json.loads(client.get(reverse("portal:plans"), {"dang": "json"}).content)["plans"][0]["tasks"] == 3


def test_it_is_found_from_figures_and_in_both_maps(client, people):
    address = reverse("portal:plans")

    assert f'href="{address}"' in client.get(reverse("portal:figures")).content.decode()
    assert f'href="{address}"' in client.get(reverse("portal:sitemap")).content.decode()
    assert address in client.get(reverse("portal:sitemap_xml")).content.decode()


def test_the_list_asks_no_more_of_the_database_the_more_plans_there_are(
    client, plan, world, django_assert_max_num_queries
):
    with django_assert_max_num_queries(40) as first:
        client.get(reverse("portal:plans"))
    for _again in range(3):
        made.in_force(world)
    with django_assert_max_num_queries(len(first.captured_queries)):
        client.get(reverse("portal:plans"))
    assert Task.objects.count() > 4
