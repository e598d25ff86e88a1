# SPDX-License-Identifier: EUPL-1.2
"""Alerts at the desk: listed by gravity, taken, closed one by one or together, hidden; rules; search over the store."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tinhso.config import env
from tinhso.faces.desk.tests.alerting import LINES, LOOKED, raised
from tinhso.modules.onestop.tests import world
from tinhso.modules.security.collect import segments
from tinhso.modules.security.collect.records import Record, Way, encode
from tinhso.modules.security.collect.segments import Position
from tinhso.modules.security.collect.spool import Spool
from tinhso.modules.security.models import Alert, DetectorPlace, Suppression
from tinhso.modules.security.queries import trying
from tinhso.modules.security.store import connecting
from tinhso.modules.security.store.client import Store
from tinhso.modules.security.store.tests.running import Running

LIST, RULES, SEARCH = (reverse(f"desk:{name}") for name in ("alerts", "detection_rules", "events"))


@pytest.fixture
def alert(people) -> Alert:
    raised(people, *LINES)
    return Alert.objects.get(host="may-2")


def page(one: Alert) -> str:
    return reverse("desk:alert", args=[one.id])


def test_the_gravest_alert_stands_on_top_with_its_author(head, alert):
    shown = head.get(LIST).text
    assert shown.index("Kết nối ngược") < shown.index("Lệnh sudo")
    assert "Tỉnh Số" in shown
    assert "may-2" in head.get(f"{LIST}?q=may-2").text
    assert "Không có cảnh báo nào khớp" in head.get(f"{LIST}?q=khong-co").text
    assert "Kết nối ngược" not in head.get(f"{LIST}?muc=medium").text
    assert "Kết nối ngược" not in head.get(f"{LIST}?tt=closed").text
    assert head.get(f"{LIST}?dang=csv").content.decode("utf-8-sig").count("\n") >= 4
    for hostile in ("?muc=x&tt=y&ngay=z&don_vi=không", "?trang=abc", "?q=%00"):
        assert head.get(LIST + hostile).status_code in (200, 422)


@pytest.fixture
def spool(monkeypatch, tmp_path):
    """The spool of a collector that runs here and took in some events."""
    monkeypatch.setattr(env, "COLLECT", True)
    monkeypatch.setattr(env, "COLLECT_FOLDER", tmp_path)
    spool = Spool(tmp_path, time.time_ns)
    spool.open()
    spool.write(encode([Record(Way.TCP, time.time_ns(), b"<13>1 - a b - - - c", "10.1.2.3")] * 100))
    yield tmp_path
    spool.close()


def test_where_no_collector_runs_the_page_says_so(head, monkeypatch):
    monkeypatch.setattr(env, "COLLECT", False)
    assert "không chạy bộ thu thập" in head.get(LIST).text


def test_a_detector_that_never_ran_is_said(head, spool):
    assert "không đánh giá sự kiện nào" in head.get(LIST).text


def test_a_detector_that_stands_still_is_said(head, alert, spool):
    segments.note_reader(spool, segments.DETECTOR, Position(1, 0))
    DetectorPlace.objects.update(evaluated_at=timezone.now())
    assert "không đánh giá sự kiện nào" not in head.get(LIST).text
    DetectorPlace.objects.update(evaluated_at=timezone.now() - timedelta(minutes=5))
    assert "không đánh giá sự kiện nào" in head.get(LIST).text


def test_an_alert_shows_its_events_and_is_taken_and_closed(head, alert, people):
    shown = head.get(page(alert)).text
    for word in ("NOT in sudoers", "T1548.003", "tác giả Tỉnh Số", "EUPL-1.2"):
        assert word in shown
    head.post(page(alert), {"act": "take"})
    assert Alert.objects.get(id=alert.id).taken_by_id == people.head.officer_id
    refused = head.post(page(alert), {"act": "close", "outcome": "expected", "words": "ừ"})
    assert (refused.status_code, "ít nhất 10 ký tự" in refused.text) == (422, True)
    assert head.post(page(alert), {"act": "close", "outcome": "", "words": LOOKED}).status_code == 422
    head.post(page(alert), {"act": "close", "outcome": "expected", "words": LOOKED})
    assert "Việc có kế hoạch" in head.get(page(alert)).text
    head.post(page(alert), {"act": "reopen"})
    assert Alert.objects.get(id=alert.id).state == "taken"


def test_ticked_alerts_are_closed_together(head, alert):
    ids = [str(one.id) for one in Alert.objects.all()]
    none = head.post(LIST, {"outcome": "false_positive", "words": LOOKED})
    assert (none.status_code, "Hãy chọn ít nhất một" in none.text) == (422, True)
    assert head.post(LIST, {"alert": ["x"], "outcome": "handled", "words": LOOKED}).status_code == 422
    kept = head.post(LIST, {"alert": ids, "outcome": "false_positive", "words": "ngắn"})
    assert (kept.status_code, kept.text.count(" checked")) == (422, 3)
    done = head.post(LIST, {"alert": ids, "outcome": "false_positive", "words": LOOKED}, follow=True)
    assert "Đã đóng 3 cảnh báo." in done.text
    assert not Alert.objects.exclude(state="closed").exists()


def test_a_rule_is_hidden_for_some_days_and_let_through_again(head, alert):
    for days in ("", "0", "91", "ba"):
        assert head.post(page(alert), {"act": "hide", "days": days, "why": LOOKED}).status_code == 422
    head.post(page(alert), {"act": "hide", "days": "7", "why": LOOKED})
    assert "đang được tạm ẩn" in head.get(page(alert)).text
    assert "may-2" in head.get(RULES).text
    head.post(reverse("desk:alert_end_hiding", args=[Suppression.objects.get().id]), {"alert": str(alert.id)})
    assert "đang được tạm ẩn" not in head.get(page(alert)).text


def test_another_unit_neither_sees_nor_handles(people, sign_in, alert):
    other = sign_in(world.staff(world.unit_of(world.OTHER_COMMUNE)).head)
    assert "Lệnh sudo" not in other.get(LIST).text
    assert other.get(page(alert)).status_code == 404
    assert other.post(page(alert), {"act": "take"}).status_code == 404


def test_rules_are_listed_and_switched_by_operators(head, operator, alert):
    shown = head.get(RULES).text
    assert "Lệnh sudo bị từ chối" in shown
    assert "T1110" in shown
    one = f"{reverse('desk:detection_rule')}?ma={alert.rule_key}"
    assert "Tắt luật này" not in head.get(one).text
    assert head.post(one, {"act": "off", "words": LOOKED}).status_code == 403
    assert operator.post(one, {"act": "off", "words": "ừ"}).status_code == 422
    assert "Đã tắt luật" in operator.post(one, {"act": "off", "words": LOOKED}, follow=True).text
    assert "Lệnh sudo bị từ chối" in head.get(f"{RULES}?tt=off").text
    assert "Lệnh sudo bị từ chối" not in head.get(f"{RULES}?dang=csv").content.decode("utf-8-sig")
    assert head.get(f"{reverse('desk:detection_rule')}?ma=khong").status_code == 404


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    found = Running(tmp_path_factory.mktemp("store"))
    found.store.prepare()
    yield found
    found.stop()


@pytest.fixture
def store(running, monkeypatch) -> Store:
    """The store of the installation, emptied."""
    for one in running.store.select("SELECT DISTINCT day, keep FROM events"):
        running.store._ask(f"ALTER TABLE events DROP PARTITION tuple('{one['day']}', {one['keep']})")
    monkeypatch.setattr(connecting, "store", lambda: running.store)
    return running.store


def test_events_are_searched_and_opened(head, people, sign_in, store):
    store.insert(raised(people, *LINES).rows)
    shown = head.get(f"{SEARCH}?q=sudoers").text
    assert "2 sự kiện" in shown
    assert "<rect" in shown
    one = head.get(reverse("desk:event", args=["00000007-1-0-0"])).text
    assert "NOT in sudoers" in one
    assert "may%3A%22may-1%22" in one
    for missing in ("00000007-1-1-0", "x", "00000007-1-0-0-0", "zz-1-0-0", "00000007-1-" + "9" * 40 + "-0"):
        assert head.get(reverse("desk:event", args=[missing])).status_code == 404

    other = sign_in(world.staff(world.unit_of(world.OTHER_COMMUNE)).head)
    assert "Không có sự kiện nào khớp" in other.get(f"{SEARCH}?q=sudoers").text
    assert other.get(reverse("desk:event", args=["00000007-1-0-0"])).status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "sentence"),
    [
        ("q=xyz:1", 422, "Không có mục “xyz”"),
        ("q=%22", 422, "Thiếu một dấu ngoặc kép"),
        ("tu=hôm-qua", 422, "Thời gian phải ghi như"),
        ("tu=2026-03-02T08:00&den=2026-03-02T07:00", 422, "phải trước"),
        ("tu=2026-99-99T08:00", 422, "Thời gian phải ghi như"),
    ],
)
def test_a_question_that_cannot_be_asked_says_why(head, store, asked, status, sentence):
    answer = head.get(f"{SEARCH}?{asked}")
    assert (answer.status_code, sentence in answer.text) == (status, True)


def test_before_a_question_the_store_is_left_alone(head, monkeypatch):
    monkeypatch.setattr(connecting, "store", lambda: Store("http://127.0.0.1:9/"))
    assert head.get(SEARCH).status_code == 200


def test_a_store_that_is_away_is_said(head, monkeypatch):
    monkeypatch.setattr(connecting, "store", lambda: Store("http://127.0.0.1:9/"))
    answer = head.get(f"{SEARCH}?q=a")
    assert (answer.status_code, "Kho sự kiện đang không trả lời" in answer.text) == (503, True)
    assert head.get(reverse("desk:event", args=["00000007-1-0-0"])).status_code == 503


TRY = reverse("desk:try_rule")
RULE = """title: Thử nghiệm
logsource: {product: linux}
detection:
  a: {message|contains: NOT in sudoers}
  condition: a
"""


def test_a_rule_is_tried_on_lines_and_on_stored_events(head, people, store):
    store.insert(raised(people, *LINES).rows)
    assert "Failed password" in head.get(TRY).text
    shown = head.post(TRY, {"rule": RULE, "lines": f"{LINES[0]}\n{LINES[2]}\n\n\x00x"}).text
    assert (shown.count("Không khớp"), "Thử nghiệm" in shown) == (2, True)
    stored = head.post(TRY, {"rule": RULE, "hours": "24"}).text
    assert "lần khớp" in stored
    assert "may-2" in stored
    assert "Luật đọc được" in head.post(TRY, {"rule": RULE}).text


def test_stored_events_are_tried_page_by_page_within_the_units(people, store, monkeypatch):
    monkeypatch.setattr(trying, "PAGE", 2)
    store.insert([replace(row, offset=n) for n, row in enumerate(raised(people, *LINES * 3).rows)])
    span = {"since": timezone.now() - timedelta(minutes=5), "until": timezone.now() + timedelta(minutes=5)}
    library = trying.rules_of(RULE)
    whole = trying.try_store(library, people.head, **span)
    assert whole.is_whole
    assert (whole.examined, dict(whole.rules), dict(whole.hosts)) == (9, {"Thử nghiệm": 6}, {"may-1": 3, "may-2": 3})
    other = world.staff(world.unit_of(world.OTHER_COMMUNE)).head
    assert trying.try_store(library, other, **span).examined == 0
    monkeypatch.setattr(trying, "MOST_EVENTS", 2)
    assert not trying.try_store(library, people.head, **span).is_whole


@pytest.mark.parametrize(
    ("told", "status", "sentence"),
    [
        ({"rule": ""}, 422, "Không tìm thấy luật"),
        ({"rule": "title: ["}, 422, "luat-thu.yml"),
        ({"rule": "a" * 70_000}, 422, "quá dài"),
        ({"rule": RULE, "lines": "a" * 600_000}, 422, "quá dài"),
        ({"rule": RULE, "hours": "24"}, 503, "Kho sự kiện đang không trả lời"),
    ],
)
def test_what_cannot_be_tried_says_why(head, monkeypatch, told, status, sentence):
    monkeypatch.setattr(connecting, "store", lambda: Store("http://127.0.0.1:9/"))
    answer = head.post(TRY, told)
    assert (answer.status_code, sentence in answer.text) == (status, True)
