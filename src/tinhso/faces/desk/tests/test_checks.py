# SPDX-License-Identifier: EUPL-1.2
"""The calendar of scans, tests and exercises at the desk: planned, done with a report, overdue, taken along."""

import uuid
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tinhso.faces.desk.tests.registering import registered
from tinhso.kernel.events.models import Act
from tinhso.modules.onestop.tests import world
from tinhso.modules.security.models import SystemCheck
from tinhso.modules.security.tests.levelling import PDF

CALENDAR = reverse("desk:security_checks")


def boxes(name: str, on: date) -> dict[str, int]:
    return {f"{name}-day": on.day, f"{name}-month": on.month, f"{name}-year": on.year}


def ahead(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def plan_form(**changed) -> dict[str, object]:
    return {"kind": "scan", "rhythm": "archive_scan", **boxes("planned_on", ahead(10))} | changed


def done_form(**changed) -> dict[str, object]:
    report = SimpleUploadedFile("bao-cao.pdf", PDF, content_type="application/pdf")
    said = {"doer": "Đội ứng cứu tỉnh", "paper": "12/BC", "findings": "4", "findings_open": "1", "report": report}
    return said | boxes("done_on", timezone.localdate()) | changed


@pytest.fixture
def kept(people):
    return registered(people)


@pytest.fixture
def check(head, kept) -> SystemCheck:
    assert head.post(reverse("desk:system_checks", args=[kept.id]), plan_form()).status_code == 302
    return SystemCheck.objects.get()


def test_soc_72_a_scan_is_planned_done_with_its_report_and_stands_in_the_year(head, kept, check):
    assert reverse("desk:system_checks", args=[kept.id]) in head.get(reverse("desk:system", args=[kept.id])).text
    shown = head.get(CALENDAR).text
    assert f"{ahead(10):%d/%m/%Y}" in shown
    assert "QCVN 12:2026/BCA" in shown
    where = reverse("desk:security_check", args=[check.id])
    assert head.get(reverse("desk:check_report", args=[check.id])).status_code == 404

    done = head.post(where, done_form())

    assert done.status_code == 302
    check.refresh_from_db()
    page = head.get(where).text
    assert check.sha256 in page
    assert "1 còn mở trên 4" in page
    assert 'name="doer"' not in page
    given = head.get(reverse("desk:check_report", args=[check.id]))
    assert given.content == PDF
    assert Act.objects.filter(verb="document:downloaded").exists()
    today = timezone.localdate()
    assert f"✓ {today.day}" in head.get(CALENDAR).text
    rows = list(load_workbook(BytesIO(head.get(CALENDAR, {"dang": "xlsx"}).content)).active.values)
    assert [row[2] for row in rows[1:]] == ["Quét lỗ hổng"] * 2
    assert check.sha256 in {row[14] for row in rows}
    assert head.get(CALENDAR, {"dang": "csv", "loai": "pentest"}).text.count("\n") == 1


def test_what_is_overdue_is_marked_and_listed_and_red_to_the_leader(head, check, people, sign_in):
    assert "Không có việc nào khớp" in head.get(CALENDAR, {"tt": "qua_han"}).text
    late = timezone.localdate().replace(day=1) - timedelta(days=1)
    SystemCheck.objects.update(due_on=late, planned_on=late)

    shown = head.get(CALENDAR, {"tt": "qua_han", "nam": str(late.year)}).text
    assert "Quá hạn: 1" in shown
    assert "house-tag--error" in shown
    assert f"! {late.day}" in shown
    assert "Quét, kiểm thử, diễn tập quá hạn: 1." in sign_in(people.leader).get(reverse("desk:security_leader")).text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"kind": ""}, "Hãy chọn quét, kiểm thử hay diễn tập"),
        ({"rhythm": ""}, "Hãy chọn kỳ"),
        ({"kind": "pentest"}, "không phải của loại việc đã chọn"),
        ({"rhythm": "own", "basis": "Quy chế 05"}, "Hãy ghi số tháng"),
        ({"rhythm": "own", "months": "sáu", "basis": "Quy chế 05"}, "Hãy ghi số tháng"),
        ({"rhythm": "own", "months": "6"}, "Hãy ghi văn bản, quy chế"),
        ({"planned_on-day": "31", "planned_on-month": "2"}, "không có trong lịch"),
        (boxes("planned_on", date(2020, 1, 1)), "đã qua"),
    ],
)
def test_a_wrong_plan_is_told_at_its_box_and_loses_nothing(head, kept, changed, sentence):
    answer = head.post(reverse("desk:system_checks", args=[kept.id]), plan_form(**changed))

    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert not SystemCheck.objects.exists()
    if "basis" in changed:
        assert "Quy chế 05" in answer.text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"report": ""}, "Hãy đính kèm báo cáo"),
        ({"doer": ""}, "Hãy ghi tổ chức"),
        ({"findings": "bốn"}, "con số bằng chữ số"),
        ({"done_on-day": ""}, "Ngày này không có trong lịch"),
        ({"report": SimpleUploadedFile("x.pdf", b"MZ\x90")}, "bao-cao"),
    ],
)
def test_a_check_is_not_done_without_what_shows_it(head, check, changed, sentence):
    where = reverse("desk:security_check", args=[check.id])
    answer = head.post(where, done_form(paper="số bao-cao 12", **changed))

    assert (answer.status_code, sentence in answer.text) == (422, True)
    check.refresh_from_db()
    assert check.done_on is None


def test_a_plan_is_taken_off_and_the_system_is_told_as_without(head, kept, check):
    assert "Quét lỗ hổng: 0" in head.get(CALENDAR).text
    assert head.post(reverse("desk:security_check", args=[check.id]), {"act": "drop"}).status_code == 302
    shown = head.get(CALENDAR).text
    assert "Quét lỗ hổng: 1" in shown
    assert kept.name in shown
    assert "Đã bỏ lịch" in head.get(reverse("desk:security_check", args=[check.id])).text


def test_another_unit_neither_sees_nor_plans(head, kept, check, people, sign_in):
    other = sign_in(world.staff(world.unit_of("28759")).head)
    assert kept.name not in other.get(CALENDAR).text
    for where in ("security_check", "check_report"):
        assert other.get(reverse(f"desk:{where}", args=[check.id])).status_code == 404
    assert other.get(reverse("desk:system_checks", args=[kept.id])).status_code == 404
    doer = sign_in(people.specialist)
    assert doer.post(reverse("desk:system_checks", args=[kept.id]), plan_form()).status_code == 403
    assert "Ghi việc đã làm" not in doer.get(reverse("desk:security_check", args=[check.id])).text


@pytest.mark.parametrize("query", ["?nam=x", "?nam=0000", "?nam=9999", "?loai=la", "?don_vi=la", "?tt=la", "?trang=-1"])
def test_odd_addresses_of_the_calendar(head, check, query):
    assert head.get(CALENDAR + query).status_code == 200
    assert head.get(reverse("desk:security_check", args=[uuid.uuid4()])).status_code == 404
