# SPDX-License-Identifier: EUPL-1.2
"""The playbooks and their dry run at the desk: who, in which order, by when, and nothing is written."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tinhso.faces.desk.tests.alerting import LINES, raised
from tinhso.kernel.events.queries import count_acts
from tinhso.modules.onestop.tests import world
from tinhso.modules.security.models import Alert, Incident, IncidentDuty, IncidentTask

PAGE = reverse("desk:playbooks")


def asked(people, **changed) -> dict[str, str]:
    fields = {"thu": "1", "loai": "malicious_code", "don_vi": str(people.unit.id), "luc": "2026-03-02T08:00"}
    return fields | changed


def test_every_playbook_is_shown_with_what_waits_for_a_person(head):
    shown = head.get(PAGE).text
    for word in ("Cách ly máy nhiễm khỏi mạng", "chờ đồng ý", "kịch bản chung", "Mã độc"):
        assert word in shown
    assert "Nếu mở sự cố" not in shown


def test_a_dry_run_says_steps_people_papers_and_what_it_cannot_say(head, people):
    shown = head.get(PAGE, asked(people)).text
    for word in (
        "Nếu mở sự cố: Mã độc", "Xác minh là sự cố", "Cách ly máy nhiễm khỏi mạng", "chờ đồng ý", "Kết thúc sự cố",
        people.head.name, people.specialist.name, "Thông báo sự cố", "Báo cáo ban đầu", "chưa tính được",
        "Kịch bản không đặt hạn cho từng việc", "Chưa kết nối trung tâm quốc gia",
    ):  # fmt: skip
        assert word in shown, word
    with_end = head.get(PAGE, asked(people, xong="2026-03-03T08:00", luu_tru="1")).text
    assert "08:00 ngày 03/03/2026" in with_end
    assert "Chưa biết khi nào ứng cứu xong" not in with_end


def test_nothing_is_written(head, people):
    raised(people, *LINES)
    alert = Alert.objects.get(host="may-2")
    before = (count_acts(), alert.state)
    shown = head.get(PAGE, asked(people, canh_bao=str(alert.id))).text
    assert "chuyển vào sự cố" in shown
    alert.refresh_from_db()
    assert (count_acts(), alert.state) == before
    assert not Incident.objects.exists() | IncidentTask.objects.exists() | IncidentDuty.objects.exists()
    assert head.post(PAGE, asked(people)).status_code == 405


def test_an_alert_leads_to_a_dry_run_with_its_unit(head, people):
    raised(people, *LINES)
    alert = Alert.objects.get(host="may-2")
    assert f"{PAGE}?canh_bao={alert.id}" in head.get(reverse("desk:alert", args=[alert.id])).text
    assert alert.title in head.get(f"{PAGE}?canh_bao={alert.id}").text
    assert head.get(f"{PAGE}?canh_bao={uuid.uuid4()}").status_code == 404
    for name in ("incidents", "detection_rules"):
        assert PAGE in head.get(reverse(f"desk:{name}")).text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"loai": ""}, "Hãy chọn loại sự cố"),
        ({"don_vi": ""}, "Hãy chọn đơn vị"),
        ({"don_vi": str(uuid.uuid4())}, "Hãy chọn đơn vị"),
        ({"luc": "mai"}, "Hãy chọn ngày và giờ"),
        ({"luc": "9999-12-31T23:59"}, "Hãy chọn ngày và giờ"),
        ({"xong": "2020-01-01T00:00"}, "phải sau lúc phát hiện"),
        ({"xong": "x"}, "Hãy chọn ngày và giờ"),
    ],
)
def test_what_cannot_be_tried_is_said_beside_its_box(head, people, changed, sentence):
    answer = head.get(PAGE, asked(people, **changed))
    assert (answer.status_code, sentence in answer.text, "Nếu mở sự cố" in answer.text) == (422, True, False)


def test_a_unit_of_others_is_not_tried(people, sign_in):
    other = sign_in(world.staff(world.unit_of(world.OTHER_COMMUNE)).head)
    answer = other.get(PAGE, asked(people))
    assert (answer.status_code, people.specialist.name in answer.text) == (422, False)


def test_the_run_is_taken_as_a_file(head, people):
    rows = head.get(PAGE, asked(people, dang="csv")).content.decode("utf-8-sig")
    assert "Cách ly máy nhiễm khỏi mạng" in rows
    assert head.get(PAGE, asked(people, dang="xlsx")).content.startswith(b"PK")


def test_years_ahead_say_that_the_calendar_is_not_known(head, people):
    far = timezone.localtime() + timedelta(days=4000)
    assert "Lịch nghỉ của những ngày này" in head.get(PAGE, asked(people, luc=f"{far:%Y-%m-%dT%H:%M}")).text
