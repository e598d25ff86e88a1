# SPDX-License-Identifier: EUPL-1.2
"""Exercises at the desk: a scenario is written, run and reported; participants see only what was put in."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tinhso.kernel.identity.queries import viewer_of_officer
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.onestop.tests import world
from tinhso.modules.security.incidents.drills import starters
from tinhso.modules.security.models import Drill, DrillInject, Incident

LIST = reverse("desk:drills")
SAID = "Đã khóa tài khoản và giữ nhật ký."
EXPECTED = "Khóa tài khoản, giữ nhật ký làm chứng cứ."


def form(people, **changed):
    fields = {
        "title": "Lộ tài khoản thư của một cán bộ", "purpose": "Luyện xác minh và khóa tài khoản.",
        "category": "intrusion", "severity": "3", "unit": str(people.unit.id), "system_name": "Thư công vụ",
        "planned_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
    }  # fmt: skip
    return fields | changed


def prepared(operator, people, **changed) -> Drill:
    key = uuid.uuid4()
    done = operator.post(reverse("desk:drill_new", args=[key]), form(people, **changed))
    assert done.status_code == 302, done.text
    return Drill.objects.get(id=key)


def page(drill) -> str:
    return reverse("desk:drill", args=[drill.id])


def report(drill) -> str:
    return reverse("desk:drill_report", args=[drill.id])


def do(client, drill, act, **sent):
    return client.post(page(drill), {"act": act} | sent, follow=True)


def situation(operator, drill, minute="0", **changed) -> DrillInject:
    key = uuid.uuid4()
    fields = {"minute": minute, "text": f"Thư lạ gửi đi ở phút {minute}.", "expected": EXPECTED} | changed
    done = operator.post(reverse("desk:drill_inject", args=[drill.id, key]), fields)
    assert done.status_code == 302, done.text
    return DrillInject.objects.get(id=key)


@pytest.fixture
def begun(operator, people) -> Drill:
    drill = prepared(operator, people)
    for minute in ("0", "15", "30"):
        situation(operator, drill, minute)
    do(operator, drill, "member", member_unit=str(people.unit.id))
    assert "Diễn tập đã bắt đầu" in do(operator, drill, "start").text
    drill.refresh_from_db()
    return drill


def test_an_empty_list_says_what_to_do(operator, head):
    shown = operator.get(LIST).text
    assert "Không có cuộc diễn tập nào đang soạn" in shown
    for one in starters().values():
        assert one.title in shown
    assert "mời bạn hoặc đơn vị của bạn" in head.get(LIST).text
    assert "Soạn kịch bản" not in head.get(LIST).text
    assert "Không có cuộc diễn tập nào khớp" in operator.get(f"{LIST}?q=khong&tt=la").text


def test_a_starter_becomes_a_scenario(operator, people):
    where = reverse("desk:drill_new", args=[uuid.uuid4()])
    one = starters()["commune_ransomware"]
    assert one.purpose in operator.get(f"{where}?mau={one.key}").text
    drill = prepared(operator, people, mau=one.key)
    assert drill.injects.count() == len(one.injects)
    shown = operator.get(page(drill)).text
    assert one.injects[2].text in shown
    assert "Chưa có ai tham gia" in shown
    assert "Lộ tài khoản" in operator.get(LIST).text
    assert operator.get(f"{LIST}?dang=csv").content.decode("utf-8-sig").count("\n") == 2
    assert operator.get(f"{LIST}?dang=xlsx").content.startswith(b"PK")
    assert "Lộ tài khoản" in operator.get(f"{LIST}?q=lo tai khoan").text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title": "x"}, "Hãy đặt tên cuộc diễn tập"),
        ({"purpose": ""}, "Hãy ghi mục đích"),
        ({"category": "la"}, "Hãy chọn loại sự cố"),
        ({"severity": "9"}, "Hãy chọn mức độ"),
        ({"unit": ""}, "Hãy chọn đơn vị"),
        ({"unit": str(uuid.uuid4())}, "Hãy chọn đơn vị"),
        ({"system_name": ""}, "Hãy ghi hệ thống"),
        ({"planned_at": "mai"}, "Hãy chọn ngày và giờ"),
        ({"planned_at": "2999-01-01T08:00"}, "một năm tới"),
    ],
)
def test_what_the_scenario_lacks_is_said_and_nothing_is_lost(operator, people, changed, sentence):
    answer = operator.post(reverse("desk:drill_new", args=[uuid.uuid4()]), form(people, **changed))
    assert (answer.status_code, sentence in answer.text, Drill.objects.count()) == (422, True, 0)
    assert ("Thư công vụ" in answer.text) or "system_name" in changed


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"minute": "mười"}, "Hãy ghi phút đưa ra"),
        ({"minute": ""}, "Hãy ghi phút đưa ra"),
        ({"minute": "999999"}, "từ 0 đến"),
        ({"text": "ngắn"}, "Hãy ghi tình huống"),
        ({"expected": ""}, "Hãy ghi hành động mong đợi"),
        ({"member": "x"}, "Hãy chọn người nhận"),
        ({"member": str(uuid.uuid4())}, "trong danh sách tham gia"),
    ],
)
def test_what_a_situation_lacks_is_said(operator, people, changed, sentence):
    drill = prepared(operator, people)
    fields = {"minute": "5", "text": "Có thư lạ gửi ra ngoài.", "expected": EXPECTED} | changed
    answer = operator.post(reverse("desk:drill_inject", args=[drill.id, uuid.uuid4()]), fields)
    assert (answer.status_code, sentence in answer.text, DrillInject.objects.count()) == (422, True, 0)


def test_a_scenario_is_changed_until_it_begins(operator, people):
    drill = prepared(operator, people)
    where = reverse("desk:drill_edit", args=[drill.id])
    assert "Lộ tài khoản thư" in operator.get(where).text
    assert operator.post(where, form(people, title="x")).status_code == 422
    operator.post(where, form(people, title="Tên mới của cuộc này"))
    assert "Tên mới của cuộc này" in operator.get(page(drill)).text
    one = situation(operator, drill)
    edit = reverse("desk:drill_inject", args=[drill.id, one.id])
    assert "Thư lạ gửi đi" in operator.get(edit).text
    assert "Thư lạ gửi đi" not in operator.post(edit, {"act": "remove"}, follow=True).text
    assert "chưa có tình huống nào" in do(operator, drill, "start").text
    situation(operator, drill)
    assert "chưa có ai tham gia" in do(operator, drill, "start").text
    assert not Incident.objects.exists()
    assert "Đã hủy" in do(operator, drill, "cancel").text
    assert operator.post(where, form(people)).status_code == 422


def test_participants_are_named_by_unit_and_by_person(operator, people):
    drill = prepared(operator, people)
    unit = str(people.unit.id)
    for sent, sentence in (
        ({"member_unit": ""}, "Hãy chọn đơn vị tham gia"),
        ({"member_unit": unit, "member_officer": "Không Có Ai"}, "Không có ai tên"),
    ):
        answer = operator.post(page(drill), {"act": "member"} | sent)
        assert (answer.status_code, sentence in answer.text) == (422, True)
    added = do(operator, drill, "member", member_unit=unit, member_officer=people.specialist.name)
    assert people.specialist.name in added.text
    member = drill.members.get()
    assert member.officer_id == people.specialist.officer_id
    do(operator, drill, "unmember", member=str(member.id))
    assert not drill.members.exists()


def test_participants_see_what_was_put_in_and_answer(operator, people, sign_in, begun):
    first, second, _third = begun.injects.order_by("minute")
    doer = sign_in(people.specialist)
    shown = doer.get(page(begun)).text
    assert "Chưa có tình huống nào cho bạn" in shown
    assert first.text not in shown
    assert "Đến giờ" in operator.get(page(begun)).text
    do(operator, begun, "release", inject=str(first.id))
    shown = doer.get(page(begun)).text
    assert (first.text in shown, EXPECTED in shown, second.text in shown) == (True, False, False)
    assert "Đây là diễn tập" in shown
    name = f"text-{first.id}"
    for sent, sentence in (
        ({name: "ngắn"}, "Hãy ghi đã làm gì"),
        ({name: SAID, f"told_at-{first.id}": "mai"}, "Hãy chọn ngày và giờ"),
        ({name: SAID, f"told_at-{first.id}": "2020-01-01T00:00"}, "đến bây giờ"),
        ({name: SAID, "answer": "x"}, "Trang đã cũ"),
        ({name: SAID, "inject": "x"}, "không còn"),
    ):
        sent = {"act": "answer", "inject": str(first.id), "answer": str(uuid.uuid4())} | sent
        answer = doer.post(page(begun), sent)
        assert (answer.status_code, sentence in answer.text) == (422, True), sentence
    told = do(doer, begun, "answer", inject=str(first.id), answer=str(uuid.uuid4()), **{name: SAID})
    assert SAID in told.text
    assert SAID in operator.get(page(begun)).text
    refused = doer.post(
        page(begun), {"act": "answer", "inject": str(second.id), "answer": str(uuid.uuid4()), f"text-{second.id}": SAID}
    )
    assert refused.status_code == 403
    assert doer.post(page(begun), {"act": "release", "inject": str(second.id)}).status_code == 403
    assert doer.get(reverse("desk:drill_inject", args=[begun.id, second.id])).status_code == 403
    assert doer.get(report(begun), follow=True).redirect_chain


def test_the_line_with_the_clock_says_when_something_is_new(operator, people, sign_in, begun):
    where = reverse("desk:drill_clock", args=[begun.id])
    doer = sign_in(people.specialist)
    assert "Có tình huống mới" not in doer.get(f"{where}?da=0").text
    do(operator, begun, "release", inject=str(begun.injects.order_by("minute")[0].id))
    assert "Có tình huống mới" in doer.get(f"{where}?da=0").text
    assert "Có tình huống mới" not in doer.get(f"{where}?da=1").text
    assert doer.get(f"{where}?da=x").status_code == 200
    Drill.objects.update(started_at=timezone.now() - timedelta(minutes=20))
    assert "Có tình huống mới" in operator.get(f"{where}?da=0").text
    do(operator, begun, "end")
    over = doer.get(f"{where}?da=1").text
    assert "Diễn tập đã kết thúc" in over
    assert "hx-get" not in over


def test_the_controller_pauses_skips_judges_and_ends(operator, people, begun):
    first, second, _third = begun.injects.order_by("minute")
    do(operator, begun, "release", inject=str(first.id))
    assert "Đang tạm dừng" in do(operator, begun, "pause").text
    refused = operator.post(page(begun), {"act": "release", "inject": str(second.id)})
    assert (refused.status_code, "tạm dừng" in refused.text) == (422, True)
    do(operator, begun, "resume")
    for sent, sentence in (
        ({"act": "skip", "inject": str(second.id)}, "Hãy ghi vì sao bỏ qua"),
        ({"act": "judge", "inject": str(first.id)}, "Hãy chọn đạt, chưa đạt"),
        ({"act": "judge", "inject": str(first.id), f"verdict-{first.id}": "unmet"}, "chưa đạt ở điểm nào"),
        ({"act": "lessons", "lessons": "ngắn"}, "Hãy ghi bài học"),
    ):
        answer = operator.post(page(begun), sent)
        assert (answer.status_code, sentence in answer.text) == (422, True), sentence
    do(operator, begun, "skip", inject=str(second.id), **{f"why-{second.id}": "Không còn thời gian."})
    judged = {f"verdict-{first.id}": "unmet", f"remark-{first.id}": "Chậm mười phút."}
    assert "Chưa đạt" in do(operator, begun, "judge", inject=str(first.id), **judged).text
    ended = do(operator, begun, "end").text
    assert "Diễn tập đã kết thúc" in ended
    assert "còn mở" in ended
    assert "Cần số điện thoại trực" in do(operator, begun, "lessons", lessons="Cần số điện thoại trực.").text
    for act in ("pause", "resume", "end", "start", "cancel"):
        assert operator.post(page(begun), {"act": act}).status_code in (302, 422)
    assert operator.get(page(begun)).status_code == 200


def test_the_report_is_a_page_a_paper_and_a_file(operator, people, sign_in, begun):
    first = begun.injects.order_by("minute")[0]
    doer = sign_in(people.specialist)
    do(operator, begun, "release", inject=str(first.id))
    do(doer, begun, "answer", inject=str(first.id), answer=str(uuid.uuid4()), **{f"text-{first.id}": SAID})
    assert "chưa kết thúc" in operator.get(report(begun)).text
    do(operator, begun, "end")
    shown = doer.get(report(begun)).text
    for word in (SAID, EXPECTED, "1 trên 3", "1 trên 1", "chưa đưa ra", "0 phút"):
        assert word in shown
    assert EXPECTED in doer.get(page(begun)).text
    assert operator.get(f"{report(begun)}?dang=pdf").content.startswith(b"%PDF-")
    rows = operator.get(f"{report(begun)}?dang=csv").content.decode("utf-8-sig")
    assert SAID in rows
    assert "Phút dự kiến" in rows
    assert operator.get(f"{report(begun)}?dang=xlsx").content.startswith(b"PK")


def test_the_list_says_whether_the_year_has_seen_an_exercise(operator, head, begun):
    none = "chưa có cuộc nào kết thúc"
    assert none in operator.get(LIST).text
    assert none not in head.get(LIST).text
    do(operator, begun, "end")
    today = timezone.localdate()
    assert f"Năm {today.year}: 1 cuộc đã kết thúc, gần nhất ngày {today:%d/%m/%Y}" in operator.get(LIST).text


def test_an_invited_unit_is_not_sent_to_an_incident_it_does_not_see(operator, people, sign_in, begun):
    guest = world.staff(world.unit_of(world.OTHER_COMMUNE))
    do(operator, begun, "member", member_unit=str(guest.unit.id))
    incident = reverse("desk:incident", args=[begun.incident_id])
    assert incident not in sign_in(guest.head).get(page(begun)).text
    assert incident in sign_in(people.head).get(page(begun)).text


def test_before_the_start_there_is_no_report(operator, people):
    drill = prepared(operator, people)
    assert operator.get(report(drill)).status_code == 302


def test_a_scenario_is_copied(operator, people, begun):
    where = reverse("desk:drill_new", args=[uuid.uuid4()])
    assert f"?tu={begun.id}" in operator.get(page(begun)).text
    assert begun.title in operator.get(f"{where}?tu={begun.id}").text
    copy = prepared(operator, people, tu=str(begun.id), title="Lần thứ hai trong năm")
    assert (copy.copied_from_id, copy.injects.count(), copy.members.count()) == (begun.id, 3, 1)
    assert operator.get(f"{where}?tu={uuid.uuid4()}").status_code == 404


def test_who_takes_no_part_sees_nothing(people, sign_in, begun):
    other = sign_in(world.staff(world.unit_of(world.OTHER_COMMUNE)).head)
    assert begun.title not in other.get(LIST).text
    for where in (page(begun), report(begun), reverse("desk:drill_clock", args=[begun.id])):
        assert other.get(where).status_code == 404
    assert other.get(reverse("desk:drill_new", args=[uuid.uuid4()])).status_code == 403
    auditor = viewer_of_officer(world.officer_in(people.unit, PostRole.AUDITOR, "kiem-toan"), timezone.localdate())
    auditing = sign_in(auditor)
    shown = auditing.get(page(begun)).text
    assert begun.injects.order_by("minute")[2].text in shown
    assert "Tạm dừng" not in shown
    assert auditing.post(page(begun), {"act": "pause"}).status_code == 403


def test_the_incident_of_an_exercise_leads_to_it(operator, people, sign_in, begun):
    where = reverse("desk:incident", args=[begun.incident_id])
    assert page(begun) in operator.get(where).text
    assert page(begun) in sign_in(people.head).get(where).text
    assert page(begun) in operator.get(LIST).text
    assert LIST in operator.get(reverse("desk:incidents")).text
