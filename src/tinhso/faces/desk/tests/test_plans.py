# SPDX-License-Identifier: EUPL-1.2
"""Plans in the browser: drafted, filled by forms and an annex, issued, proved, confirmed, handed out; refused."""

import io
import re
import uuid
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tinhso.modules.onestop.tests import world
from tinhso.modules.plans.annex import read_docx, read_xlsx
from tinhso.modules.plans.models import Goal, MoneyLine, Plan, Task

HEAD = {"kind": "plan", "title": "Kế hoạch nâng hạng chuyển đổi số", "basis": "Quyết định 749/QĐ-TTg"}


def day(name: str, ahead: int = 60) -> dict[str, int]:
    on = timezone.localdate() + timedelta(days=ahead)
    return {f"{name}-day": on.day, f"{name}-month": on.month, f"{name}-year": on.year}


def years() -> dict[str, str]:
    this = timezone.localdate().year
    return {"year_from": str(this), "year_to": str(this + 1)}


@pytest.fixture
def leader(people, sign_in):
    return sign_in(people.leader)


@pytest.fixture
def plan(leader) -> Plan:
    plan_id = uuid.uuid4()
    answer = leader.post(reverse("desk:plan_new", args=[plan_id]), HEAD | years())
    assert answer.status_code == 302, answer.content.decode()
    return Plan.objects.get(id=plan_id)


def task_form(people, **more) -> dict[str, object]:
    return {
        "title": "Số hóa hồ sơ hộ tịch",
        "lead": str(people.unit.id),
        "when": "day",
        "key": "t-1",
        "number": "1",
        "helpers": "Sở Tư pháp\nCác đoàn thể",
        "product": "Kho dữ liệu",
        "lifts": "5.1, 5.3",
        **day("due_on"),
        **more,
    }


@pytest.fixture
def task(plan, leader, people) -> Task:
    answer = leader.post(reverse("desk:plan_task_new", args=[plan.id]), task_form(people))
    assert answer.status_code == 302, answer.content.decode()
    return Task.objects.select_related("case").get(plan=plan)


@pytest.fixture
def issued(plan, task, leader) -> Plan:
    sent = {"number": "12/KH-UBND", "version": plan.version, **day("issued_on", 0)}
    assert leader.post(reverse("desk:plan_issue", args=[plan.id]), sent).status_code == 302
    plan.refresh_from_db()
    return plan


def html_of(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def test_the_whole_way(issued, task, people, leader, sign_in):
    specialist, head = sign_in(people.specialist), sign_in(people.head)
    there = reverse("desk:plan_task", args=[task.case_id])
    assert there in html_of(head.get(reverse("desk:inbox")))
    page = html_of(head.get(there))
    assert "Sở Tư pháp; Các đoàn thể" in page
    assert "5.1 Số lượng hệ thống thông tin đã được phê duyệt cấp độ" in page
    assert "5.3 Số lượng máy chủ" in page

    named = {"act": "pass_on", "officer": str(people.specialist.officer_id), "version": 2}
    assert head.post(there, named).status_code == 302
    assert there in html_of(specialist.get(reverse("desk:inbox")))
    told = {"act": "tell", "tell-text": "Đã quét được một nửa."}
    assert specialist.post(there, told).status_code == 302
    file = SimpleUploadedFile("ket-qua.pdf", world.PDF, "application/pdf")
    done = {"act": "report", "report-text": "Đã số hóa toàn bộ.", "report-files": file, "version": 3}
    assert specialist.post(there, done).status_code == 302
    assert there in html_of(leader.get(reverse("desk:inbox")))
    kept = Task.objects.get().words.get(kind="reported").files.get()
    got = leader.get(reverse("desk:plan_task_file", args=[task.case_id, kept.id]))
    assert got.content == world.PDF
    assert leader.post(there, {"act": "confirm", "confirm-text": "", "version": 4}).status_code == 302
    assert "cơ quan thường trực đã xác nhận" in html_of(leader.get(there))
    assert "Hoàn thành" in html_of(leader.get(reverse("desk:plan", args=[issued.id])))


def test_what_is_refused_comes_back_beside_its_box_with_what_was_typed(plan, leader, people):
    address = reverse("desk:plan_task_new", args=[plan.id])
    page = html_of(leader.post(address, task_form(people, lead="")), 422)
    assert "Hãy chọn một đơn vị chủ trì." in page
    assert "Số hóa hồ sơ hộ tịch" in page
    wrong = task_form(people) | {"due_on-day": "31", "due_on-month": "2"}
    assert "Ngày này không có trong lịch" in html_of(leader.post(address, wrong), 422)
    far = task_form(people) | {"due_on-year": "2099"}
    assert "Hạn hoàn thành phải trong thời gian của kế hoạch" in html_of(leader.post(address, far), 422)
    assert not Task.objects.exists()


@pytest.mark.parametrize("typed", ["", "26", "20 26", "hai nghìn", "９９９９"])
def test_a_year_that_is_none_is_said_so(leader, typed):
    answer = leader.post(reverse("desk:plan_new", args=[uuid.uuid4()]), HEAD | years() | {"year_to": typed})

    assert "Hãy ghi năm bằng bốn chữ số" in html_of(answer, 422)


def test_a_report_without_proof_keeps_the_words(issued, task, leader):
    there = reverse("desk:plan_task", args=[task.case_id])
    sent = {"act": "report", "report-text": "Đã làm xong toàn bộ.", "version": 2}

    page = html_of(leader.post(there, sent), 422)

    assert "Báo cáo cần minh chứng" in page
    assert "Đã làm xong toàn bộ." in page


def test_a_draft_is_not_there_for_others_and_an_issued_plan_is(plan, leader, people, sign_in):
    others = world.staff(world.unit_of(world.OTHER_COMMUNE))
    stranger = sign_in(others.head)
    address = reverse("desk:plan", args=[plan.id])
    assert stranger.get(address).status_code == 404
    assert plan.title not in html_of(stranger.get(reverse("desk:plans")))
    form = task_form(people, lead=str(others.unit.id))
    assert leader.post(reverse("desk:plan_task_new", args=[plan.id]), form).status_code == 302
    there = reverse("desk:plan_task", args=[Task.objects.get(plan=plan).case_id])
    for page in ("desk:search", "desk:unit", "desk:inbox"):
        assert there not in html_of(stranger.get(reverse(page), {"q": "so hoa ho so ho tich"}))
    assert stranger.get(there).status_code == 404
    sent = {"number": "12/KH-UBND", "version": plan.version, **day("issued_on", 0)}
    assert leader.post(reverse("desk:plan_issue", args=[plan.id]), sent).status_code == 302
    assert plan.title in html_of(stranger.get(address))
    assert stranger.post(reverse("desk:plan_close", args=[plan.id]), {"version": 2}).status_code == 403
    assert stranger.get(reverse("desk:plan_task_new", args=[plan.id])).status_code == 403


def test_the_list_is_searched_without_marks_filtered_and_exported(issued, leader):
    address = reverse("desk:plans")
    assert issued.title in html_of(leader.get(address, {"q": "nang hang"}))
    assert "Không có kế hoạch nào khớp" in html_of(leader.get(address, {"q": "thủy lợi"}))
    assert "Không có kế hoạch nào khớp" in html_of(leader.get(address, {"tt": "draft"}))
    assert issued.title in html_of(leader.get(address, {"nam": str(issued.year_to), "tt": "in_force"}))
    sheet = openpyxl.load_workbook(io.BytesIO(leader.get(address, {"dang": "xlsx"}).content)).active
    assert [row[1] for row in sheet.values][1:] == [issued.title]


def test_tasks_are_filtered_by_light_and_lead(issued, task, leader, people):
    address = reverse("desk:plan", args=[issued.id])
    assert task.title in html_of(leader.get(address, {"den": "on_track", "q": "ho tich"}))
    assert "Không có nhiệm vụ nào khớp" in html_of(leader.get(address, {"den": "overdue"}))
    assert task.title in html_of(leader.get(address, {"den": "khong-co", "chu_tri": str(people.unit.id)}))


def annex(*rows: tuple[str, ...]) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    for row in (("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn hoàn thành"), *rows):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return SimpleUploadedFile("phu-luc.xlsx", stream.getvalue())


def read_back(page: str) -> str:
    found = re.search(r'name="read" value="([^"]+)"', page)
    assert found
    return found[1]


def test_an_annex_is_read_shown_and_taken_in_once(plan, leader, people):
    address, end = reverse("desk:plan_annex", args=[plan.id]), f"31/12/{plan.year_to}"
    rows = [("I", "Nhận thức số", "", "", ""), ("1", "Mở chuyên trang", people.unit.name, "Sở Tư pháp", end),
            ("2", "Tập huấn tổ công nghệ số", people.unit.name, "", "Thường xuyên"),
            ("3", "Việc không rõ ai làm", "Sở Không Có", "", end)]  # fmt: skip
    page = html_of(leader.post(address, {"act": "read", "annex": annex(*rows)}))
    assert "Không có đơn vị nào tên đúng như vậy" in page
    assert not Task.objects.exists()

    for _again in range(2):
        assert leader.post(address, {"act": "take", "read": read_back(page)}).status_code == 302

    found = Task.objects.filter(plan=plan).order_by("position")
    assert [(one.title, bool(one.due_on)) for one in found] == [
        ("Mở chuyên trang", True),
        ("Tập huấn tổ công nghệ số", False),
    ]
    assert Goal.objects.get(plan=plan).id == found[0].goal_id


def test_an_annex_that_cannot_be_read_or_is_old_or_forged_writes_nothing(plan, leader):
    address = reverse("desk:plan_annex", args=[plan.id])
    wrong = SimpleUploadedFile("phu-luc.xlsx", b"not a sheet at all")
    for sent, sentence in (
        ({"act": "read", "annex": wrong}, "Tệp không phải Word hay Excel"),
        ({"act": "read", "annex": SimpleUploadedFile("a.pdf", world.PDF)}, "Hãy chọn tệp Word"),
        ({"act": "read"}, "Hãy chọn tệp Word"),
        ({"act": "take", "read": "forged:abc:def"}, "Trang đã cũ"),
    ):
        assert sentence in html_of(leader.post(address, sent), 422)
    assert not Task.objects.exists()


def test_what_was_read_for_one_plan_is_not_taken_into_another(plan, leader, people):
    page = html_of(
        leader.post(
            reverse("desk:plan_annex", args=[plan.id]),
            {"act": "read", "annex": annex(("1", "Mở chuyên trang", people.unit.name, "", "Thường xuyên"))},
        )
    )
    other = uuid.uuid4()
    leader.post(reverse("desk:plan_new", args=[other]), HEAD | years())

    answer = leader.post(reverse("desk:plan_annex", args=[other]), {"act": "take", "read": read_back(page)})

    assert "Trang đã cũ" in html_of(answer, 422)


def test_the_annex_is_handed_out_with_results_in_three_forms(issued, task, leader):
    word, excel, pdf = (
        leader.get(reverse("desk:plan_annex_file", args=[issued.id, kind])).content for kind in ("docx", "xlsx", "pdf")
    )
    assert [row.title for row in read_docx(word).rows] == [task.title]
    assert [row.lead for row in read_xlsx(excel).rows] == [task.lead.name]
    assert pdf.startswith(b"%PDF")
    assert leader.get(reverse("desk:plan_annex_file", args=[issued.id, "odt"])).status_code == 404


def test_who_comes_to_sign_by_an_address_is_led_to_the_button(issued, leader):
    answer = leader.get(reverse("desk:plan_annex_sign", args=[issued.id]))

    assert (answer.status_code, answer["Location"]) == (302, reverse("desk:plan", args=[issued.id]))


def test_the_tree_of_goals_by_its_form(plan, leader):
    goal_id, this = uuid.uuid4(), str(plan.year_from)
    address = reverse("desk:plan_goal", args=[plan.id, goal_id])
    sent = {
        "kind": "target",
        "title": "Hồ sơ trực tuyến",
        "qualifier": "over",
        "value": "80,5",
        "unit_of_measure": "%",
        "denominator": "tổng số hồ sơ",
        "path": f"{this}: 60\n{plan.year_to}: 80,5",
    }
    assert "phần trăm của cái gì" in html_of(leader.post(address, sent | {"denominator": ""}), 422)
    assert "Mỗi dòng ghi một năm" in html_of(leader.post(address, sent | {"path": "năm tới"}), 422)
    assert "Hãy ghi con số" in html_of(leader.post(address, sent | {"value": "NaN"}), 422)
    assert leader.post(address, sent).status_code == 302
    page = html_of(leader.get(reverse("desk:plan_goals", args=[plan.id])))
    assert "trên 80,5 % trên tổng số hồ sơ" in page
    assert leader.post(address, {"act": "remove"}).status_code == 302
    assert not Goal.objects.exists()


def money_form(people, **more) -> dict[str, object]:
    return {
        "stage": "plan",
        "fund": "local",
        "pillar": "security",
        "unit": str(people.unit.id),
        "key": "m-1",
        "year": str(timezone.localdate().year),
        "amount": "1.300.000.000",
        "basis": "1/QĐ-UBND",
        **more,
    }


def test_money_is_entered_summed_and_judged_by_each_base(plan, leader, people):
    address = reverse("desk:plan_money", args=[plan.id])
    assert leader.post(address, money_form(people)).status_code == 302
    slip = money_form(people, key="m-2", amount="1.300.000.000.000")
    assert "1.000 lần" in html_of(leader.post(address, slip), 422)
    assert leader.post(address, money_form(people, key="m-3", pillar="economy", amount="50 tỷ")).status_code == 422
    other = money_form(people, key="m-3", pillar="economy", amount="11.700.000.000")
    assert leader.post(address, other).status_code == 302
    page = html_of(leader.get(address))
    assert "10,00 %" in page
    assert "chưa kết luận được" in page
    total = {"base": "it_budget", "base_amount": "26.000.000.000", "base_basis": "2/NQ-HĐND"}
    total["base_year"] = str(timezone.localdate().year)
    assert leader.post(reverse("desk:plan_base", args=[plan.id]), total).status_code == 302
    assert "5,00 %" in html_of(leader.get(address))
    sheet = openpyxl.load_workbook(io.BytesIO(leader.get(address, {"dang": "xlsx"}).content)).active
    assert sheet.max_row == 3
    assert MoneyLine.objects.count() == 2


def test_a_page_of_money_with_a_stage_or_year_that_is_none_shows_the_usual_one(plan, leader):
    page = html_of(leader.get(reverse("desk:plan_money", args=[plan.id]), {"nam": "9999", "cap": "xyz"}))

    assert "Năm này chưa ghi khoản kinh phí nào." in page


def test_pages_speak_english_on_demand(issued, leader):
    leader.cookies["django_language"] = "en"
    page = html_of(leader.get(reverse("desk:plan", args=[issued.id])))

    assert "On track" in page
    assert "Load by lead unit" in page


@pytest.mark.parametrize(("typed", "path"), [("1.5", ""), ("80", "2026: 1.5")])
def test_a_point_that_may_be_foreign_is_asked_again(leader, plan, people, typed, path):
    """Read as thousands it would be fifteen: nothing is guessed."""
    goal = {"kind": "objective", "title": "Hồ sơ trực tuyến", "value": typed, "path": path}

    answer = leader.post(reverse("desk:plan_goal", args=[plan.id, uuid.uuid4()]), goal)

    assert answer.status_code == 422
    assert "dấu chấm ngăn hàng nghìn" in answer.content.decode()
    assert not Goal.objects.exists()
