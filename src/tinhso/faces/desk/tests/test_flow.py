# SPDX-License-Identifier: EUPL-1.2
"""The running internal process at the desk: the page of a dossier, the mark in lists, review, statistics of steps."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tinhso.kernel.casework.models import Case
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.models import Dossier
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.test_flow import BODY, LONG, SHORT, published

FILED = world.START + timedelta(minutes=1)
LATER = datetime.fromisoformat("2026-11-03T08:00:00+00:00")


@pytest.fixture
def clock(monkeypatch):
    """Let it be the afternoon of the day after filing."""
    monkeypatch.setattr(timezone, "now", lambda: LATER)


def page_of(dossier):
    return reverse("desk:dossier", args=[dossier.case_id])


def step_of(dossier, name):
    return reverse("desk:step", args=[dossier.case_id, name])


def version_of(dossier):
    """Return what the page sends along so that a stale tab loses nothing."""
    return {"version": str(Case.objects.get(id=dossier.case_id).version)}


def text(response):
    return " ".join(response.content.decode().split())


def test_the_page_shows_steps_with_time_and_holder(people, person, sign_in, clock):
    published(SHORT)
    dossier = world.processing(person, people, now=FILED)

    page = sign_in(people.specialist).get(page_of(dossier))

    assert [one.mark for one in page.context["flow"]] == ["Đã xong", "Đã xong", "Đang làm", "Chưa đến"]
    here = page.context["flow"][2]
    assert (here.planned, here.used, here.left) == ("12 giờ", "12 giờ 29 phút", "trễ 29 phút")
    assert "Các bước của quy trình nội bộ" in text(page)
    assert "Trễ bước" in text(page)


def test_the_inbox_marks_a_late_step(people, person, sign_in, clock):
    published(SHORT)
    world.processing(person, people, now=FILED)

    found = text(sign_in(people.specialist).get(reverse("desk:inbox")))

    assert "Bước 3: Thẩm định" in found
    assert "Trễ bước" in found


def test_an_inbox_without_running_processes_shows_no_step(people, person, sign_in):
    world.processing(person, people)

    assert "Trễ bước" not in text(sign_in(people.specialist).get(reverse("desk:inbox")))


def test_steps_are_passed_reviewed_and_sent_to_the_signer(people, person, sign_in):
    published(LONG)
    dossier = world.processing(person, people, now=FILED)
    client, head = sign_in(people.specialist), sign_in(people.head)
    offered = [one.name for one in client.get(page_of(dossier)).context["steps"]]
    form = client.get(step_of(dossier, "pass_step"))
    client.post(step_of(dossier, "pass_step"), {"holder": str(people.specialist.officer_id), **version_of(dossier)})
    client.post(step_of(dossier, "submit_review"), {"body": BODY, **version_of(dossier)})

    assert offered[0] == "pass_step"
    assert not {"propose_result", "submit_review"} & set(offered)
    assert "Bước sau là bước 3: Kiểm tra thực tế." in text(form)
    assert [one.name for one in head.get(page_of(dossier)).context["steps"]][:2] == [
        "approve_result",
        "send_back_review",
    ]
    assert BODY in text(head.get(step_of(dossier, "approve_result")))
    head.post(step_of(dossier, "approve_result"), version_of(dossier))
    assert Dossier.objects.get(pk=dossier.pk).case.state == "awaiting_signature"


def test_two_heads_at_once_get_a_sentence(people, person, sign_in):
    published(LONG)
    dossier = world.processing(person, people, now=FILED)
    specialist = people.specialist
    at = FILED + timedelta(hours=3)
    actions.pass_step(dossier.case_id, holder_id=specialist.officer_id, viewer=specialist, now=at)
    actions.propose_result(dossier.case_id, body=BODY, viewer=specialist, now=at)
    seen = version_of(dossier)
    head = sign_in(people.head)

    first = head.post(step_of(dossier, "approve_result"), seen)
    second = head.post(step_of(dossier, "approve_result"), seen)

    assert (first.status_code, second.status_code) == (302, 409)
    assert "vừa được người khác xử lý" in text(second)


def test_statistics_by_step_and_by_officer(people, person, sign_in, clock):
    """Row 78: the time of settlement by service, by step and by who settles, computed anew from what was done."""
    published(SHORT)
    dossier = world.awaiting_signature(person, people, now=FILED)
    at = FILED + timedelta(hours=3.25)
    actions.sign_result(dossier.case_id, viewer=people.leader, now=at, sealer=world.plain_seal)
    world.processing(world.citizen("083190000456", "Lê Văn Cau"), people, now=FILED)
    client = sign_in(people.head)
    days = {"tu-day": 1, "tu-month": 11, "tu-year": 2026, "den-day": 3, "den-month": 11, "den-year": 2026}

    rows = client.get(reverse("desk:step_statistics"), days).context["rows"]
    people_rows = client.get(reverse("desk:step_statistics"), days | {"nguoi": "1"}).context["rows"]
    file = client.get(reverse("desk:step_statistics"), days | {"tai": "excel"})

    assert [row[1] for row in rows] == ["1. Tiếp nhận, chuyển hồ sơ", "2. Phân công", "3. Thẩm định", "4. Ký kết quả"]
    assert rows[2][4:] == ["12 giờ", 1, 0, "2 giờ", 1, 1]
    assert rows[3][5:8] == [1, 0, "15 phút"]
    assert people.specialist.name in [row[3] for row in people_rows]
    assert len(list(load_workbook(BytesIO(file.content)).active.values)) == 5


def test_statistics_of_steps_are_empty_without_processes(people, sign_in):
    page = sign_in(people.head).get(reverse("desk:step_statistics"))

    assert page.context["rows"] == []
    assert "Chưa có hồ sơ nào chạy theo quy trình nội bộ" in text(page)


def test_steps_of_another_unit_are_not_shown(people, sign_in):
    stranger = world.staff(world.unit_of(world.OTHER_COMMUNE))

    found = sign_in(stranger.head).get(reverse("desk:step_statistics"), {"don_vi": str(people.unit.id)})

    assert found.status_code == 403
