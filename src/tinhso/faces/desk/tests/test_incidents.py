# SPDX-License-Identifier: EUPL-1.2
"""Incidents at the desk: opened from an alert, worked on step by step, papers signed, reports by period."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tinhso.faces.desk.tests.alerting import LINES, LOOKED, raised
from tinhso.kernel.events.models import Act
from tinhso.kernel.events.types import SYSTEM
from tinhso.kernel.exchange.actions import register_partner
from tinhso.kernel.exchange.models import Message
from tinhso.kernel.identity.queries import viewer_of_officer
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.editing import office
from tinhso.modules.security import actions
from tinhso.modules.security.errors import IncidentIncomplete, NotYourAlert
from tinhso.modules.security.models import Alert, Incident, IncidentEvidence, IncidentTask
from tinhso.modules.security.types.incidents import DutyKind

LIST, WATCHED = reverse("desk:incidents"), reverse("desk:monitoring")


@pytest.fixture
def alert(people) -> Alert:
    raised(people, *LINES)
    return Alert.objects.get(host="may-2")


def form(people, **changed: str) -> dict[str, str]:
    fields = {
        "title": "Máy chủ hồ sơ bị dò mật khẩu", "unit": str(people.unit.id), "system_name": "may-2",
        "category": "intrusion_attempt", "severity": "2", "detected_at": "2026-03-02T08:00",
        "description": "Nhiều lần gõ sai trong đêm.",
    }  # fmt: skip
    return fields | {"detected_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M")} | changed


def opened(head, people, **changed: str) -> Incident:
    where = reverse("desk:incident_new", args=[uuid.uuid4()])
    done = head.post(where, form(people, **changed))
    assert done.status_code == 302, done.text
    return Incident.objects.select_related("case").get(case_id=done.url.rstrip("/").rsplit("/", 1)[1])


def page(one: Incident) -> str:
    return reverse("desk:incident", args=[one.case_id])


def act(head, one: Incident, **told):
    version = Incident.objects.select_related("case").get(case_id=one.case_id).case.version
    return head.post(page(one), {"version": version} | told)


def step(head, one: Incident, *names: str) -> None:
    for name in names:
        done = act(head, one, act="step", step=name, text=LOOKED)
        assert done.status_code == 302, (name, done.text)


def test_an_alert_becomes_an_incident(head, people, alert):
    shown = head.get(reverse("desk:alert", args=[alert.id])).text
    assert f"?canh_bao={alert.id}" in shown
    where = reverse("desk:incident_new", args=[uuid.uuid4()])
    assert "Lệnh sudo bị từ chối (may-2)" in head.get(f"{where}?canh_bao={alert.id}").text
    done = head.post(where, form(people, canh_bao=str(alert.id)), follow=True)
    assert "Đã tiếp nhận sự cố" in done.text
    assert "Lệnh sudo bị từ chối" in done.text
    assert "001/SC-" in head.get(LIST).text
    assert "Thuộc sự cố" in head.get(reverse("desk:alert", args=[alert.id])).text
    assert head.get(f"{LIST}?dang=csv").content.decode("utf-8-sig").count("\n") >= 2
    assert "Không có sự cố nào khớp" in head.get(f"{LIST}?tt=over&q=khong&loai=x").text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title": "x"}, "Hãy đặt tên sự cố"),
        ({"unit": ""}, "Hãy chọn đơn vị"),
        ({"category": "x"}, "Hãy chọn loại sự cố"),
        ({"severity": "9"}, "Hãy chọn mức độ"),
        ({"detected_at": "hôm qua"}, "Hãy chọn ngày và giờ"),
        ({"detected_at": "2999-01-01T00:00"}, "không được ở tương lai"),
        ({"description": "ngắn"}, "mô tả sự cố"),
    ],
)
def test_what_the_form_lacks_is_said_beside_its_box(head, people, changed, sentence):
    answer = head.post(reverse("desk:incident_new", args=[uuid.uuid4()]), form(people, **changed))
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert "may-2" in answer.text


def test_the_work_goes_step_by_step_to_the_end(head, people, monkeypatch):
    one = opened(head, people, is_drill="1")
    refused = act(head, one, act="step", step="verify", text="ngắn")
    assert (refused.status_code, "ít nhất 10 ký tự" in refused.text) == (422, True)
    assert act(head, one, act="step", step="bay").status_code == 422
    assert head.post(page(one), {"act": "step", "step": "verify", "text": LOOKED, "version": "99"}).status_code == 409
    step(head, one, "verify", "respond", "choose")
    act(head, one, act="task", task="block:done")
    assert IncidentTask.objects.get(key="block").state == "open"
    act(head, one, act="task", task="block:open")
    act(head, one, act="task", task="block:done")
    assert "Đã làm" in head.get(page(one)).text
    assert act(head, one, act="task", task="la:done").status_code == 422
    for key in IncidentTask.objects.exclude(state="done").values_list("key", flat=True):
        assert act(head, one, act="task", task=f"{key}:skipped", **{f"task-{key}": LOOKED}).status_code == 302
    act(head, one, act="describe", root_cause="Mật khẩu yếu", lesson="Đổi mật khẩu định kỳ")
    act(
        head,
        one,
        act="grade",
        category="intrusion",
        severity="1",
        system_level="3",
        harms=["service"],
        beyond_ability="1",
    )
    assert "Báo cáo ban đầu" in head.get(page(one)).text
    act(head, one, act="note", note="Công an tỉnh đã nắm tình hình.", happened_at="2026-03-02T09:00")
    assert "Công an tỉnh đã nắm" in head.get(page(one)).text
    step(head, one, "contain", "eradicate", "restore", "retest", "review", "close")
    assert "Đã kết thúc" in head.get(f"{LIST}?tt=over").text


def test_papers_are_looked_at_and_hold_the_words(head, people):
    one = opened(head, people)
    for kind in ("notice", "initial", "closing"):
        answer = head.get(reverse("desk:incident_paper", args=[one.case_id, kind]))
        assert answer["Content-Type"] == "application/pdf"
        assert answer.getvalue()[:5] == b"%PDF-" if hasattr(answer, "getvalue") else answer.content[:5] == b"%PDF-"
    assert head.get(reverse("desk:incident_paper", args=[one.case_id, "la"])).status_code == 404


def test_a_signed_paper_does_the_duty(head, people):
    one = opened(head, people)
    now = timezone.now()
    with pytest.raises(IncidentIncomplete, match="chưa phải lập"):
        actions.report_incident(one.case_id, DutyKind.CLOSING, viewer=people.head, now=now, sign=office.signed)
    with pytest.raises(NotYourAlert):
        actions.report_incident(one.case_id, DutyKind.NOTICE, viewer=people.specialist, now=now, sign=office.signed)
    actions.report_incident(one.case_id, DutyKind.NOTICE, viewer=people.head, now=now, sign=office.signed)
    assert one.duties.get().done_at == now
    assert Incident.objects.select_related("case").get(case_id=one.case_id).case.due_at is None
    assert Act.objects.get(verb="incident:reported").data["on_time"] is True
    assert "Đã ký" in head.get(page(one)).text
    answer = head.get(reverse("desk:incident_paper", args=[one.case_id, "notice"]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")


@pytest.mark.parametrize(("drill", "packets"), [("", 1), ("1", 0)])
def test_a_signed_paper_is_queued_for_the_national_centre(head, people, drill, packets):
    register_partner(
        "ncsc", title="Trung tâm", channel="json", endpoint="https://ncsc.example", now=timezone.now(), by=SYSTEM
    )
    one = opened(head, people, is_drill=drill)
    actions.report_incident(one.case_id, DutyKind.NOTICE, viewer=people.head, now=timezone.now(), sign=office.signed)
    found = Message.objects.filter(partner="ncsc", case_id=one.case_id)
    assert [one.case.number in message.subject for message in found] == [True] * packets


@pytest.mark.parametrize("at_once", [False, True])
def test_a_paper_signed_twice_is_one_paper_told_once(head, people, at_once):
    register_partner(
        "ncsc", title="Trung tâm", channel="json", endpoint="https://ncsc.example", now=timezone.now(), by=SYSTEM
    )
    one = opened(head, people)
    signed: list[object] = []

    def report(sign):
        return actions.report_incident(one.case_id, DutyKind.NOTICE, viewer=people.head, now=timezone.now(), sign=sign)

    def sign(pdf, **told):
        signed.append(told["key"])
        if at_once and len(signed) == 1:
            report(sign)
        return office.signed(pdf, **told)

    assert report(sign).id == report(sign).id == one.duties.get().document_id
    assert len(signed) == 1 + at_once
    assert Act.objects.filter(verb="incident:reported").count() == 1
    assert Message.objects.filter(partner="ncsc", case_id=one.case_id).count() == 1


def picture() -> SimpleUploadedFile:
    bytes_ = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(bytes_, "PNG")
    return SimpleUploadedFile("anh.png", bytes_.getvalue(), "image/png")


def test_evidence_is_kept_handed_over_and_given_out(head, people, sign_in):
    one = opened(head, people)
    assert act(head, one, act="evidence", origin="Máy may-2, ổ C").status_code == 422
    assert act(head, one, act="evidence", origin="Máy may-2, ổ C", file=picture()).status_code == 302
    kept = IncidentEvidence.objects.get()
    assert act(head, one, act="hand_over", evidence=str(uuid.uuid4()), to="x", hand_why=LOOKED).status_code == 422
    act(head, one, act="hand_over", evidence=str(kept.id), to="Lê An, Công an tỉnh", hand_why="Giám định máy chủ")
    shown = head.get(page(one)).text
    assert kept.sha256 in shown
    assert "Lê An, Công an tỉnh" in shown
    where = reverse("desk:incident_evidence", args=[kept.id])
    assert head.get(where).status_code == 200
    other = sign_in(world.staff(world.unit_of(world.OTHER_COMMUNE)).head)
    assert other.get(where).status_code == 404


def test_who_audits_reads_papers_and_evidence_and_changes_nothing(head, people, sign_in):
    officer = world.officer_in(world.unit_of(world.OTHER_COMMUNE), PostRole.AUDITOR, "kiem-tra")
    viewer = viewer_of_officer(officer, timezone.localdate())
    one, auditor = opened(head, people), sign_in(viewer)
    act(head, one, act="evidence", origin="Máy may-2, ổ C", file=picture())
    actions.report_incident(one.case_id, DutyKind.NOTICE, viewer=people.head, now=timezone.now(), sign=office.signed)
    paper = reverse("desk:incident_paper", args=[one.case_id, "notice"])
    evidence = reverse("desk:incident_evidence", args=[IncidentEvidence.objects.get().id])

    shown = auditor.get(page(one)).text
    for where in (paper, evidence):
        assert f'href="{where}"' in shown
        assert auditor.get(where).status_code == 200
    read = Act.objects.filter(verb="document:downloaded", actor=viewer.key)
    assert read.count() == 2
    assert "Ký số" not in shown
    assert act(auditor, one, act="step", step="verify", text=LOOKED).status_code == 403
    assert act(auditor, one, act="note", note=LOOKED).status_code == 403
    assert auditor.post(reverse("desk:incident_paper_sign", args=[one.case_id, "notice"])).status_code == 403


def test_incidents_are_merged_and_taken_apart(head, people):
    one, two = opened(head, people), opened(head, people, title="Cùng một đợt dò mật khẩu")
    assert act(head, one, act="merge", into="", why=LOOKED).status_code == 422
    act(head, one, act="merge", into=str(two.case_id), why=LOOKED)
    assert "Đã gộp vào" in head.get(page(one)).text
    assert "Máy chủ hồ sơ bị dò mật khẩu" in head.get(page(two)).text
    act(head, one, act="unmerge", why=LOOKED)
    assert "Đã gộp vào" not in head.get(page(one)).text


def test_another_unit_sees_nothing(head, people, sign_in):
    one = opened(head, people)
    other = sign_in(world.staff(world.unit_of(world.OTHER_COMMUNE)).head)
    assert other.get(page(one)).status_code == 404
    assert other.get(reverse("desk:incident_paper", args=[one.case_id, "notice"])).status_code == 404
    assert "dò mật khẩu" not in other.get(LIST).text


@pytest.mark.parametrize("period", ["day", "week", "half_year", "la"])
def test_reports_of_a_period(head, people, alert, period):
    opened(head, people)
    shown = head.get(f"{WATCHED}?ky={period}")
    assert "may-2" in shown.text
    assert "Máy chủ hồ sơ bị dò mật khẩu" in shown.text
    pdf = head.get(f"{WATCHED}?ky={period}&dang=pdf")
    assert pdf["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("day", ["hôm-qua", "9999-12-31"])
def test_a_day_that_cannot_be_read_says_so(head, day):
    answer = head.get(f"{WATCHED}?ky=week&ngay={day}")
    assert (answer.status_code, "Hãy chọn một ngày" in answer.text) == (422, True)


def test_an_empty_period_says_so(head):
    assert "không có cảnh báo và sự cố nào" in head.get(f"{WATCHED}?ngay=2020-01-06").text
