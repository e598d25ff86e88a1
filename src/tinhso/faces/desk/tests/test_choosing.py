# SPDX-License-Identifier: EUPL-1.2
"""The planner in the browser: effects stated by a form, tasks chosen and explained, the curve, what a place takes."""

import json
import re
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from tinhso.config import env
from tinhso.faces.desk.plans import choosing
from tinhso.faces.desk.plans.choosing_situation import field_of
from tinhso.faces.desk.tests.test_plans import day, html_of, leader, plan, task_form
from tinhso.faces.ui.ranking_links import percent_text, scored_codes
from tinhso.modules.plans.models import Effect, Estimate, Task
from tinhso.modules.plans.planner import rules
from tinhso.modules.scorecards.dti.reading import result_of

__all__ = ["leader", "plan"]
BEN_TRE = 51
STATED = {"version": "0", "code-0": "5.1", "now-0": "40", "after-0": "100", "cost": "600.000.000", "lead_days": "45"}


@pytest.fixture
def tasks(plan, leader, people) -> list[Task]:
    """A cheap task that lifts much, a dear one that lifts little, one of which nothing is stated."""
    made = []
    for title, stated in (
        ("Phê duyệt cấp độ", STATED),
        ("Số hóa hồ sơ", STATED | {"code-0": "7.9", "now-0": "90", "after-0": "92,5", "cost": "2.400.000.000"}),
        ("Chưa ai tính", None),
    ):
        form = task_form(people, key=uuid.uuid4().hex, title=title, lifts="")
        assert leader.post(reverse("desk:plan_task_new", args=[plan.id]), form).status_code == 302
        task = Task.objects.get(plan=plan, title=title)
        if stated:
            answer = leader.post(reverse("desk:plan_effects", args=[task.case_id]), stated)
            assert answer.status_code == 302, answer.content.decode()
        made.append(task)
    return made


def asked(leader, plan, **typed) -> str:
    return html_of(leader.get(reverse("desk:plan_choosing", args=[plan.id]), {"tinh": "1", **typed}))


def words(page: str) -> str:
    return " ".join(html.fromstring(page).xpath("string(//main)").split())


def test_effects_are_stated_by_a_form_and_shown_with_who_said_so(plan, tasks, leader):
    page = words(html_of(leader.get(reverse("desk:plan_task", args=[tasks[0].case_id]))))

    assert "Tác động dự kiến (ước lượng)5.1: 40 % → 100 %" in page
    assert "Số lượng hệ thống thông tin đã được phê duyệt cấp độ" in page
    assert Estimate.objects.get(task=tasks[0]).officer.full_name in page
    form = html_of(leader.get(reverse("desk:plan_effects", args=[tasks[1].case_id])))
    assert 'value="92,5"' in form
    assert 'value="2400000000"' in form


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"code-0": "99.1"}, "Bộ chỉ số không có thành phần “99.1”"),
        ({"code-0": ""}, "Bộ chỉ số không có thành phần “”"),
        ({"code-0": "6.1"}, "không chấm điểm"),
        ({"now-0": "140"}, "Hãy ghi mức từ 0 đến 100 %"),
        ({"now-0": "4.5"}, "Hãy ghi mức từ 0 đến 100 %"),
        ({"after-0": "nhiều"}, "Hãy ghi mức từ 0 đến 100 %"),
        ({"after-0": "１０"}, "Hãy ghi mức từ 0 đến 100 %"),
        ({"lead_days": "-3"}, "Hãy ghi một số từ 0"),
        ({"lead_days": "99999999999"}, "Hãy ghi một số từ 0"),
        ({"cost": "-5"}, "Không đọc được số tiền"),
        ({"code-1": "5.1"}, "được ghi hai dòng"),
        ({"basis": "a" * 501}, "quá 500"),
    ],
)
def test_what_cannot_be_read_is_said_and_what_was_typed_stays(tasks, leader, typed, sentence):
    address = reverse("desk:plan_effects", args=[tasks[2].case_id])

    page = html_of(leader.post(address, STATED | typed), 422)

    assert sentence in html.fromstring(page).xpath("string(//main)")
    assert 'value="600.000.000"' in page or "cost" in typed
    assert not Estimate.objects.filter(task=tasks[2]).exists()


def test_a_stale_form_loses_nothing_and_a_second_press_says_it_once(tasks, leader):
    address = reverse("desk:plan_effects", args=[tasks[0].case_id])
    assert leader.post(address, STATED).status_code == 302

    page = html_of(leader.post(address, STATED | {"after-0": "80"}), 409)

    assert "Người khác vừa nêu lại" in page
    assert 'value="80"' in page
    assert str(Effect.objects.get(component="5.1").share_after) == "1.000000"


def test_codes_of_a_task_are_checked_against_the_index(plan, leader, people):
    address = reverse("desk:plan_task_new", args=[plan.id])

    page = html_of(leader.post(address, task_form(people, lifts="5.1, 55.1")), 422)

    assert "Bộ chỉ số không có thành phần “55.1”" in page
    assert not Task.objects.exists()


def test_the_best_tasks_within_a_budget_each_with_its_reason(plan, tasks, leader):
    page = words(asked(leader, plan, ngan_sach="1.000.000.000"))

    assert "Chọn “1 Phê duyệt cấp độ” (600.000.000 đ, 45 ngày): thiếu nó thì mất" in page
    assert "Không chọn “1 Số hóa hồ sơ”: tốn 2.400.000.000 đ, vượt cả ngân sách 1.000.000.000 đ" in page
    assert "1 Chưa ai tính: chưa ai nêu tác động dự kiến" in page
    assert "Đã chứng minh không có phương án nào tốt hơn" in page


def test_no_day_no_money_no_kept_criterion_is_overstepped(plan, tasks, leader):
    soon = timezone.localdate() + timedelta(days=10)
    days = {"den-day": soon.day, "den-month": soon.month, "den-year": soon.year}
    assert "45 ngày mới có kết quả, quá thời hạn 10 ngày" in words(asked(leader, plan, **days))
    assert "đơn vị chủ trì đã nhận đủ số nhiệm vụ" in words(asked(leader, plan, don_vi="1"))

    lowering = STATED | {
        "code-0": "7.9",
        "now-0": "90",
        "after-0": "80",
        "code-1": "5.3",
        "now-1": "10",
        "after-1": "90",
    }
    address = reverse("desk:plan_effects", args=[tasks[2].case_id])
    assert leader.post(address, lowering).status_code == 302
    kept = words(asked(leader, plan, giu="80"))
    assert "Tiêu chí được giữ: 7.9" in kept
    assert "Không chọn “1 Chưa ai tính”: làm giảm tiêu chí phải giữ 7.9" in kept
    assert "Chọn “1 Chưa ai tính”" in words(asked(leader, plan))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"ngan_sach": "nhiều"}, "Không đọc được số tiền"),
        ({"ngan_sach": "9" * 30}, "Số tiền lớn hơn"),
        ({"den-day": "31", "den-month": "2", "den-year": "2027"}, "Ngày này không có trong lịch"),
        (day("den", -1), "Ngày này đã qua"),
        ({"giu": "101"}, "Hãy ghi mức từ 0 đến 100 %"),
        ({"don_vi": "x"}, "Hãy ghi một số từ 0"),
        ({"hang": "0"}, "Hãy ghi một hạng từ 1 đến 63"),
        ({"hang": "64"}, "Hãy ghi một hạng từ 1 đến 63"),
    ],
)
def test_a_question_that_cannot_be_read_is_not_answered(plan, tasks, leader, typed, sentence):
    for name in ("desk:plan_choosing", "desk:plan_curve"):
        answer = leader.get(reverse(name, args=[plan.id]), {"tinh": "1", **typed})

        page = words(html_of(answer, 422))
        assert sentence in page
        assert "Đã chứng minh" not in page


def test_places_are_those_published(plan, tasks):
    found = field_of(plan, timezone.localdate())
    own = result_of(2022, env.PROVINCE_NAME)

    score = rules.score(found.situation.components)

    assert own.rank == BEN_TRE
    assert score == own.value * 1000
    assert rules.place(score, found.situation.peers) == BEN_TRE
    assert rules.full_score(found.situation.components) == 1000


def test_what_a_place_takes(plan, tasks, leader):
    assert f"đã xếp hạng {BEN_TRE}" in words(asked(leader, plan, hang="60"))
    society = {f"code-{n}": f"9.{n + 1}" for n in range(8)} | {f"now-{n}": "0" for n in range(8)}
    stated = STATED | society | {f"after-{n}": "100" for n in range(8)} | {"cost": "0"}
    assert leader.post(reverse("desk:plan_effects", args=[tasks[2].case_id]), stated).status_code == 302
    near = words(asked(leader, plan, hang="30"))
    far = words(asked(leader, plan, hang="1"))
    assert "Để đạt hạng 30 (từ 607,7 điểm (mô phỏng))" in near
    assert "Không đạt được hạng 1" in far
    assert "Các nhiệm vụ đã biết không đủ, dù không có giới hạn nào" in far


def test_shares_that_cannot_be_true_are_not_compared(plan, tasks, leader):
    rows = [Effect(estimate=Estimate.objects.get(task=tasks[0]), component=code, position=9, share_now=1, share_after=1)
            for code in sorted(scored_codes() - {"5.1", "7.9"})]  # fmt: skip
    Effect.objects.bulk_create(rows)

    page = words(asked(leader, plan))

    assert "không khớp với kết quả công bố" in page
    assert "Muốn đạt hạng" not in page


def test_the_public_simulation_is_filled_in_with_the_chosen_effects(plan, tasks, leader, client):
    page = html.fromstring(asked(leader, plan, ngan_sach="1.000.000.000"))

    (address,) = page.xpath("//a[contains(., 'trang mô phỏng công khai')]/@href")

    assert address == "/xep-hang/2022/ben-tre/mo-phong/?t5-1=100"
    assert client.get(address).status_code == 200


def test_the_curve_has_a_table_and_the_data_of_a_chart(plan, tasks, leader):
    page = html_of(leader.get(reverse("desk:plan_curve", args=[plan.id])))

    tree = html.fromstring(page)
    rows = tree.xpath("//table/tbody/tr")
    data = json.loads(tree.xpath("string(//script[@id='bieu-do'])"))
    assert [row.xpath("string(td[1])").strip() for row in rows] == ["0 đ", "600.000.000 đ", "3.000.000.000 đ"]
    assert len(data["pareto"]) == len(rows)
    assert "echarts.min.js" in page
    assert "echarts.min.js" not in asked(leader, plan)
    assert "Chọn “1 Phê duyệt cấp độ”" in words(html_of(leader.get(rows[1].xpath("string(.//a/@href)"))))


def test_time_that_runs_out_is_said(plan, tasks, leader, monkeypatch):
    monkeypatch.setattr(choosing, "BEST_SECONDS", 1e-9)

    page = words(asked(leader, plan))

    assert "Hết thời gian tính" in page
    assert "Đã chứng minh không có phương án nào tốt hơn" not in page


def test_files_say_that_it_is_a_simulation(plan, tasks, leader):
    address = reverse("desk:plan_choosing", args=[plan.id])
    answer = leader.get(address, {"tinh": "1", "dang": "csv"})

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert "Điểm (mô phỏng)" in lines[0]
    assert "Phê duyệt cấp độ" in lines[1]
    assert "m%C3%B4%20ph%E1%BB%8Fng" in answer.headers["Content-Disposition"].lower() or "mô phỏng" in lines[0]


def test_nothing_of_it_is_called_official(plan, tasks, leader):
    for page in (asked(leader, plan, hang="40"), html_of(leader.get(reverse("desk:plan_curve", args=[plan.id])))):
        assert "Mô phỏng" in html.fromstring(page).xpath("string(//h1)")
        assert not re.search("chính thức|official", words(page), re.I)


def test_a_plan_of_which_nothing_is_stated_says_what_to_do(plan, leader):
    page = words(html_of(leader.get(reverse("desk:plan_choosing", args=[plan.id]))))

    assert "Chưa nhiệm vụ nào đủ thông tin để chọn" in page
    assert leader.get(reverse("desk:plan_curve", args=[plan.id])).status_code == 200


@pytest.mark.parametrize(("share", "text"), [("1", "100"), ("0", "0"), ("0.825", "82,5"), ("0.000001", "0,0001")])
def test_shares_are_written_as_the_boxes_read_them(share, text):
    assert percent_text(Decimal(share)) == text
