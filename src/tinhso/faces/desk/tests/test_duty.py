# SPDX-License-Identifier: EUPL-1.2
"""Roster, hand-over and wall panel at the desk: planned, copied, read from a list, accepted; figures without names."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tinhso.config import env
from tinhso.faces.desk.security.duty_words import gaps_words
from tinhso.faces.desk.security.wall import age_words
from tinhso.faces.desk.tests.test_alerts import LINES, raised
from tinhso.kernel.identity.queries import viewer_of_officer
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.onestop.tests import world
from tinhso.modules.security import actions as security
from tinhso.modules.security.duty_rules import Gap
from tinhso.modules.security.models import DutyShift, HandOver, Incident, IncidentDuty, Source
from tinhso.modules.security.store import connecting
from tinhso.modules.security.store.client import Store
from tinhso.modules.security.tests import world as small
from tinhso.modules.security.tests.test_incidents import told

ROSTER, LIST, HANDED, WALL, REVIEWS, ALERTS = (
    reverse(f"desk:{name}") for name in ("duty", "duty_take_in", "handovers", "wall", "security_reviews", "alerts")
)
WORDS = "Theo dõi tiếp máy chủ hồ sơ."


def operator_of(people, name="van-hanh"):
    return viewer_of_officer(world.officer_in(people.unit, PostRole.OPERATOR, name), timezone.localdate())


@pytest.fixture
def first(people):
    return operator_of(people)


@pytest.fixture
def desk(first, sign_in):
    return sign_in(first)


def typed(at) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


def form(who, begins=timedelta(minutes=-30), length=timedelta(hours=8), **changed):
    at = timezone.now() + begins
    fields = {
        "act": "plan", "shift_id": str(uuid.uuid4()), "officer": str(who.officer_id), "role": "watch",
        "begins_at": typed(at), "ends_at": typed(at + length),
    }  # fmt: skip
    return fields | changed


def test_a_shift_is_planned_and_said_above_the_alerts(desk, first, people, sign_in):
    empty = desk.get(ROSTER).text
    assert "Tuần này chưa xếp ca nào" in empty
    assert "Lịch trực thiếu người" in empty
    assert "chưa có ai trong lịch trực" in desk.get(ALERTS).text
    assert desk.post(ROSTER, form(first)).status_code == 302
    shown = desk.get(ROSTER, follow=True).text
    assert first.name in shown
    assert "đang trực" in shown
    assert "không có ai trực" in shown
    assert first.name in desk.get(ALERTS).text
    assert first.name in sign_in(people.head).get(ALERTS).text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"officer": ""}, "Hãy chọn người trực"),
        ({"officer": str(uuid.uuid4())}, "không giữ chức vụ quản trị vận hành"),
        ({"role": "la"}, "Hãy chọn vai trò"),
        ({"begins_at": "hôm nay"}, "Hãy chọn ngày và giờ"),
        ({"ends_at": ""}, "Hãy chọn ngày và giờ"),
        ({"ends_at": "2020-01-01T00:00"}, "phải sau giờ bắt đầu"),
        ({"begins_at": "2999-01-01T00:00", "ends_at": "2999-01-01T08:00"}, "trong vòng một năm"),
        ({"shift_id": "x"}, "Trang đã cũ"),
        ({"act": "staffing", "least_role": "watch", "least": "ba"}, "từ 0 đến 99"),
        ({"act": "staffing", "least_role": "watch", "least": ""}, "từ 0 đến 99"),
        ({"act": "staffing", "least_role": "watch", "least": "200"}, "từ 0 đến 99"),
        ({"act": "staffing", "least_role": "", "least": "1"}, "Hãy chọn vai trò"),
        ({"act": "withdraw", "shift": "x"}, "Trang đã cũ"),
    ],
)
def test_what_the_forms_lack_is_said(desk, first, changed, sentence):
    answer = desk.post(ROSTER, form(first, **changed))
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert not DutyShift.objects.exists()


def test_one_person_twice_at_once_is_refused_and_nothing_typed_is_lost(desk, first):
    desk.post(ROSTER, form(first))
    answer = desk.post(ROSTER, form(first, begins=timedelta(hours=1), role="analysis"))
    assert (answer.status_code, "Một người không trực hai ca cùng lúc" in answer.text) == (422, True)
    assert '<option value="analysis" selected>' in answer.text


def test_a_week_is_copied_and_a_shift_withdrawn(desk, first):
    desk.post(ROSTER, form(first, begins=timedelta(hours=1)))
    one = DutyShift.objects.get()
    following = timezone.localdate(one.begins_at) + timedelta(days=7)
    done = desk.post(f"{ROSTER}?tuan={following}", {"act": "copy"}, follow=True)
    assert "Đã chép 1 ca" in done.text
    copied = DutyShift.objects.exclude(id=one.id).get()
    assert copied.begins_at - one.begins_at == timedelta(days=7)
    desk.post(f"{ROSTER}?tuan={following}", {"act": "withdraw", "shift": str(copied.id)})
    assert "Tuần này chưa xếp ca nào" in desk.get(f"{ROSTER}?tuan={following}").text
    desk.post(ROSTER, {"act": "staffing", "least_role": "watch", "least": "2"})
    assert "không có người trực giám sát nào" in desk.get(f"{ROSTER}?tuan={one.begins_at:%Y-%m-%d}").text
    for odd in ("hom-nay", "9999-99-99", "0001-01-01", "9999-12-31"):
        assert desk.get(f"{ROSTER}?tuan={odd}").status_code == 200


def test_the_sentence_says_what_is_missing_of_what():
    begins = timezone.make_aware(datetime(2026, 3, 9, 7))
    found = [Gap(role, begins, begins + timedelta(minutes=450), there, least)
             for role, there, least in (("watch", 1, 2), ("", 0, 1))]  # fmt: skip
    span = "từ 07:00 09/03/2026 đến 14:30 09/03/2026"
    said = f"tổng 15 giờ; khoảng đầu tiên {span} chỉ có 1 trên 2 người trực giám sát."
    assert gaps_words(found) == f"Lịch trực còn 2 khoảng thiếu người, {said}"
    assert gaps_words(found[1:]) == f"Lịch trực thiếu người trong 7,5 giờ: {span} không có ai trực."
    assert gaps_words([]) == ""


def test_the_file_goes_out_and_comes_in_again(desk, first):
    desk.post(ROSTER, form(first, begins=timedelta(hours=1)))
    file = desk.get(f"{ROSTER}?dang=csv").content
    assert first.name in file.decode("utf-8-sig")
    assert desk.get(f"{ROSTER}?dang=xlsx").content.startswith(b"PK")
    desk.post(ROSTER, {"act": "withdraw", "shift": str(DutyShift.objects.get().id)})
    broken = file + "ai đó,khong-co,phân tích,01/01/2030 07:00,01/01/2030 08:00\r\n".encode()
    read = desk.post(LIST, {"list": SimpleUploadedFile("ca.csv", broken)})
    assert "Ghi được 1 ca; 1 dòng không ghi được" in read.text
    assert "Không có ai tên “khong-co”" in read.text
    signed = read.text.split('name="read" value="')[1].split('"')[0]
    assert "Đã xếp 1 ca" in desk.post(LIST, {"act": "take", "read": signed}, follow=True).text
    assert DutyShift.objects.filter(withdrawn_at=None).count() == 1
    assert "Vai trò" in desk.get(reverse("desk:duty_sample")).content.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Hãy chọn tệp Excel"),
        ({"list": SimpleUploadedFile("ca.csv", b"\xff\xfe\x00")}, "UTF-8"),
        ({"list": SimpleUploadedFile("ca.txt", b"a,b")}, "Excel (.xlsx) hoặc CSV"),
        ({"list": SimpleUploadedFile("ca.csv", "Tên máy,Loại\n".encode())}, "Vai trò"),
        ({"act": "take", "read": "la"}, "Trang đã cũ"),
    ],
)
def test_a_list_that_cannot_be_read_gets_a_sentence(desk, sent, sentence):
    answer = desk.post(LIST, sent)
    assert (answer.status_code, sentence in answer.text) == (422, True)


def test_a_shift_is_handed_over_from_one_to_the_next(desk, first, people, sign_in):
    raised(people, *LINES)
    assert "Chưa có lần bàn giao nào" in desk.get(HANDED).text
    refused = desk.post(HANDED, {"handover_id": str(uuid.uuid4()), "words": "ngắn"})
    assert (refused.status_code, "Hãy ghi việc còn dở" in refused.text) == (422, True)
    key = uuid.uuid4()
    shown = desk.post(HANDED, {"handover_id": str(key), "words": WORDS}, follow=True).text
    assert "Chờ người nhận" in shown
    assert "Lệnh sudo bị từ chối" in shown
    assert "Tôi nhận ca" not in shown
    page = reverse("desk:handover", args=[key])
    other = sign_in(operator_of(people, "van-hanh-2"))
    assert "Chờ người nhận ca" in other.get(ALERTS).text
    assert desk.post(page, {"act": "accept"}).status_code == 422
    taken = other.post(page, {"act": "accept", "remark": "Đã rõ việc."}, follow=True).text
    assert "Bạn đã nhận ca" in taken
    assert "Đã rõ việc." in taken
    assert other.post(page, {"act": "accept"}).status_code == 422
    assert HandOver.objects.get().accepted_by_id is not None
    assert other.get(f"{page}?dang=pdf").content.startswith(b"%PDF-")
    assert "Chờ người nhận ca" not in other.get(ALERTS).text


def test_what_is_to_be_gone_over_is_said_and_written_down(desk, first, people, sign_in):
    assert "Không có kỳ nào chờ rà soát" in desk.get(REVIEWS).text
    source, _token = security.register_source(
        uuid.uuid4(), small.told(people.unit), viewer=people.head, now=timezone.now()
    )
    Source.objects.filter(id=source.id).update(registered_at=timezone.now() - timedelta(days=400))
    assert "Rà soát cảnh báo tuần" in desk.get(ALERTS).text
    assert "Chờ rà soát" not in sign_in(people.head).get(ALERTS).text
    for sent, sentence in (
        ({"period": "la", "words": WORDS}, "Hãy chọn kỳ"),
        ({"period": "week:2026-99-01", "words": WORDS}, "Hãy chọn kỳ"),
        ({"period": "week:2020-01-06", "words": WORDS}, "không còn chờ rà soát"),
    ):
        answer = desk.post(REVIEWS, sent)
        assert (answer.status_code, sentence in answer.text, WORDS in answer.text) == (422, True, True)
    week = desk.get(REVIEWS).text.split('<option value="week:')[1][:10]
    short = desk.post(REVIEWS, {"period": f"week:{week}", "words": "ngắn"})
    assert (short.status_code, "ít nhất 10 ký tự" in short.text) == (422, True)
    done = desk.post(REVIEWS, {"period": f"week:{week}", "words": WORDS}, follow=True).text
    assert "Đã ghi lần rà soát" in done
    assert f'value="week:{week}"' not in done
    assert WORDS in done


def test_only_the_centre_sees_roster_and_hand_over(people, sign_in, first):
    head = sign_in(people.head)
    for where in (ROSTER, LIST, HANDED, WALL, REVIEWS, reverse("desk:duty_sample")):
        assert head.get(where).status_code == 403
    assert "Bàn giao ca" not in head.get(ALERTS).text
    auditor = world.officer_in(people.unit, PostRole.AUDITOR, "kiem-toan")
    auditing = sign_in(viewer_of_officer(auditor, timezone.localdate()))
    assert "Xếp một ca" not in auditing.get(ROSTER).text
    assert auditing.post(ROSTER, form(first)).status_code == 403
    assert auditing.post(HANDED, {"words": WORDS}).status_code == 403


def test_the_wall_says_figures_and_no_machine(desk, first, people):
    raised(people, *LINES)
    now = timezone.now()
    for drill, title in ((False, "Máy chủ hồ sơ bị dò"), (True, "Diễn tập cho cả đội")):
        what = told(type("W", (), {"health": people.unit}), title=title, is_drill=drill, detected_at=now)
        security.open_incident(uuid.uuid4(), what, viewer=people.head, now=now)
    IncidentDuty.objects.update(due_at=now - timedelta(hours=2))
    desk.post(ROSTER, form(first))
    shown = desk.get(WALL)
    text = shown.text
    assert shown.headers["Refresh"] == "30"
    assert "Refresh" not in desk.get(f"{WALL}?dung=1").headers
    assert "no-store" in shown.headers["Cache-Control"]
    for word in ("Nghiêm trọng", "24 giờ qua: ", "Lâu nhất: 0 phút", "Nguồn im lặng", first.name):
        assert word in text
    live = Incident.objects.get(is_drill=False).case.number
    drill = Incident.objects.get(is_drill=True).case.number
    assert (live in text, drill in text) == (True, False)
    for secret in ("may-1", "may-2", "198.51.100.7", "Máy chủ hồ sơ", "10.1.2.3"):
        assert secret not in text


def test_the_wall_of_an_empty_house_says_so(desk, monkeypatch):
    monkeypatch.setattr(env, "COLLECT", False)
    text = desk.get(WALL).text
    for word in (
        "không chạy bộ thu thập",
        "Chưa có máy nào trong sổ",
        "Chưa có ai trong lịch trực",
        "Không có hạn báo cáo",
    ):
        assert word in text


def test_the_wall_and_the_page_of_the_watch_say_the_same(desk, monkeypatch, tmp_path):
    monkeypatch.setattr(env, "COLLECT", True)
    monkeypatch.setattr(env, "COLLECT_FOLDER", tmp_path)
    monkeypatch.setattr(connecting, "store", lambda: Store("http://127.0.0.1:9/"))
    for page in (WALL, reverse("desk:security_watch"), reverse("desk:handovers")):
        shown = desk.get(page).text
        assert "Bộ thu thập sự kiện chưa chạy lần nào" in shown
        assert "Kho sự kiện không trả lời" in shown


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 phút"),
        (59, "59 phút"),
        (60, "1 giờ 0 phút"),
        (200, "3 giờ 20 phút"),
        (1500, "1 ngày 1 giờ"),
        (-5, "0 phút"),
    ],
)
def test_ages_are_said_in_two_units(minutes, words):
    now = timezone.now()
    assert age_words(now - timedelta(minutes=minutes), now) == words
