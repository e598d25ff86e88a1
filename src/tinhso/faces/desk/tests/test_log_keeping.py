# SPDX-License-Identifier: EUPL-1.2
"""The pages of keeping: classes with their law, terms, removals refused or done, what stays for incidents."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tinhso.faces.desk.tests.test_alerts import running, store
from tinhso.kernel.identity.queries import viewer_of_officer
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.onestop.tests import world
from tinhso.modules.security import actions
from tinhso.modules.security.models import KeepTerm, LogHold, LogPurge
from tinhso.modules.security.store import connecting
from tinhso.modules.security.store.client import Store
from tinhso.modules.security.tests.test_purging import rows
from tinhso.modules.security.types.incidents import Category, IncidentTold

__all__ = ["running", "store"]
KEEPING, HOLDS = reverse("desk:log_keeping"), reverse("desk:log_holds")
WHY = "Theo quyết định số 5 ngày 1/3"
OLD = datetime(2020, 1, 10, 3, 0, tzinfo=UTC)


@pytest.fixture
def operator(people, sign_in):
    officer = world.officer_in(people.unit, PostRole.OPERATOR, uuid.uuid4().hex[:8])
    return sign_in(viewer_of_officer(officer, timezone.localdate()))


@pytest.fixture
def head(people, sign_in):
    return sign_in(people.head)


@pytest.fixture
def incident(people):
    told = IncidentTold(
        unit_id=people.unit.id, title="Máy chủ hồ sơ bị dò mật khẩu", category=Category.INTRUSION_ATTEMPT, severity=2,
        detected_at=timezone.now() - timedelta(hours=2), system_name="Máy chủ hồ sơ",
        description="Nhiều lần đăng nhập sai từ một địa chỉ.",
    )  # fmt: skip
    return actions.open_incident(uuid.uuid4(), told, viewer=people.head, now=timezone.now())


def test_the_classes_say_what_the_law_asks_and_how_sure_it_is(operator, store):
    store.insert(rows(3, at=OLD, keep="archive"))
    shown = operator.get(KEEPING).text
    assert "QCVN 12:2026/BCA; đã đọc văn bản" in shown
    assert "Nghị định 333/2026/NĐ-CP; theo nguồn thứ cấp" in shown
    assert "Thông tư 12/2022/TT-BTTTT, phụ lục theo cấp độ: chưa đọc được số" in shown
    assert "10/01/2020" in shown
    assert "Chưa xóa gì" in shown


def test_a_term_is_set_and_one_below_the_law_is_refused(operator, store):
    told = {"act": "term", "term_keep_class": "archive", "term_days": "365", "term_why": WHY}
    refused = operator.post(KEEPING, told)
    assert (refused.status_code, "phải lưu ít nhất 12 tháng (QCVN 12:2026/BCA)" in refused.text) == (422, True)
    assert WHY in refused.text, "what was typed is still there"
    for wrong in ({"term_days": "nhiều"}, {"term_why": ""}, {"term_keep_class": "x"}):
        assert operator.post(KEEPING, told | {"term_days": "900"} | wrong).status_code == 422

    assert operator.post(KEEPING, told | {"term_days": "900"}).status_code == 302
    assert KeepTerm.objects.get().days == 900


def test_logs_are_removed_by_hand_and_the_removal_is_listed(operator, store):
    store.insert(rows(3, at=OLD))
    today = timezone.localdate()
    told = {"act": "purge", "purge_keep_class": "general", "purge_why": WHY}
    young = {"purge_before-day": today.day, "purge_before-month": today.month, "purge_before-year": today.year + 1}
    old = {"purge_before-day": "1", "purge_before-month": "2", "purge_before-year": "2020"}
    assert "Hãy chọn ngày" in operator.post(KEEPING, told).text
    assert "Ngày này không có trong lịch" in operator.post(KEEPING, told | old | {"purge_before-day": "40"}).text
    refused = operator.post(KEEPING, told | young)
    assert (refused.status_code, "còn trong thời hạn phải lưu" in refused.text) == (422, True)

    assert operator.post(KEEPING, told | old).status_code == 302
    assert (LogPurge.objects.get().rows, store.select("SELECT count() AS n FROM events")[0]["n"]) == (3, 0)
    assert WHY in operator.get(f"{KEEPING}?q=2020-01-10&lop=general").text
    assert "Không có lượt xóa nào khớp" in operator.get(f"{KEEPING}?lop=archive").text
    assert "Xóa theo yêu cầu" in operator.get(f"{KEEPING}?dang=csv").content.decode("utf-8-sig")


def test_who_is_no_operator_sees_or_is_refused(operator, head, people, sign_in, store):
    officer = world.officer_in(people.unit, PostRole.AUDITOR, uuid.uuid4().hex[:8])
    auditor = sign_in(viewer_of_officer(officer, timezone.localdate()))
    told = {"act": "term", "term_keep_class": "general", "term_days": "900", "term_why": WHY}
    assert "Đặt thời hạn lưu" not in auditor.get(KEEPING).text
    assert auditor.post(KEEPING, told).status_code == 403
    assert head.get(KEEPING).status_code == 403


def test_a_store_that_is_away_is_said(operator, monkeypatch):
    monkeypatch.setattr(connecting, "store", lambda: Store("http://127.0.0.1:9/"))
    assert "Kho sự kiện đang không trả lời" in operator.get(KEEPING).text
    old = {"purge_before-day": "1", "purge_before-month": "2", "purge_before-year": "2020"}
    answer = operator.post(KEEPING, {"act": "purge", "purge_keep_class": "general", "purge_why": WHY} | old)
    assert answer.status_code == 503


def test_logs_are_held_for_an_incident_and_let_go(head, incident, people, sign_in):
    assert "Chưa giữ nhật ký nào" in head.get(HOLDS).text
    told = {"incident": str(incident.pk), "host": "may-1", "since": "2026-03-02T08:00", "why": WHY}
    for wrong in ({"until": "hôm nay"}, {"until": "2026-03-01T08:00"}, {"until": ""}, {"incident": ""}):
        answer = head.post(HOLDS, told | {"until": "2026-03-02T09:00"} | wrong)
        assert answer.status_code == 422, wrong
        assert "may-1" in answer.text

    assert head.post(HOLDS, told | {"until": "2026-03-02T09:00"}).status_code == 302
    hold = LogHold.objects.get()
    shown = head.get(HOLDS).text
    assert "may-1: " in shown
    assert "02/03/2026" in shown
    assert "may-1" in head.get(f"{HOLDS}?dang=csv").content.decode("utf-8-sig")

    other = sign_in(world.staff(world.unit_of(world.OTHER_COMMUNE)).head)
    assert "may-1" not in other.get(HOLDS).text
    assert other.post(HOLDS, {"act": "end", "hold": str(hold.id)}).status_code == 422
    assert head.post(HOLDS, {"act": "end", "hold": str(hold.id)}).status_code == 302
    hold.refresh_from_db()
    assert hold.ended_at is not None
