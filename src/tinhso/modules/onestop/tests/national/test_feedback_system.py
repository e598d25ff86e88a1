# SPDX-License-Identifier: EUPL-1.2
"""Feedback over the wire with the national system: told once, taken in once, whatever comes late, twice or not at all.

01/2018/TT-VPCP, Điều 16 và 17; clocks of 766/QĐ-TTg.
"""

import itertools
import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tinhso.kernel.casework import queries as casework
from tinhso.kernel.events.queries import acts_between, acts_of_case
from tinhso.kernel.exchange import actions as exchange
from tinhso.kernel.exchange.models import Message
from tinhso.kernel.registry.queries import code_of
from tinhso.modules.onestop import actions, reactions_of_feedback
from tinhso.modules.onestop.actions.feedback import Words
from tinhso.modules.onestop.models import Feedback, NationalFeedback
from tinhso.modules.onestop.national_feedback.rules import STATES, UnreadableFeedback, number_of, read_message
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.national.peers import AT

TEXT, ANSWER = "Tôi phải đi lại ba lần mới nộp được hồ sơ.", "Đơn vị đã nhắc nhở cán bộ và xin lỗi ông/bà."
numbers = (f"QG-{number}" for number in itertools.count(100))


def sent(people, person, key: str = "once") -> Feedback:
    words = Words("yeu_cau_them", TEXT, key, people.unit.id)
    return actions.send_feedback(words, viewer=world.viewer(person), now=AT)


def tell(system, after: timedelta = timedelta(0)) -> None:
    """Hand every act to the reaction, as the worker would, told before or not; send what is due."""
    for act in acts_between(1, 10**9):
        if act.verb in STATES:
            reactions_of_feedback.tell_feedback_system(act, AT + after)
    exchange.deliver_to("feedback", now=AT + after + timedelta(seconds=1))


def filing(people, number: str, **more: Any) -> dict[str, Any]:
    body = {"LoaiBanTin": "PhanAnh", "MaPhanAnh": number, "ChuDe": "thai_do", "NoiDung": TEXT, "HoTen": "Lê Văn Ổi"}
    unit = code_of(people.unit.id, world.TODAY)
    return body | {"MaDonVi": unit, "LienHe": "oi@example.vn", "ThoiDiem": "2026-11-01T20:15:00+07:00"} | more


def about(system, feedback: Feedback) -> list[dict[str, Any]]:
    return [one for one in system.took() if one.get("MaPhanAnh") == number_of(feedback.pk)]


def filed(system, people, **more: Any) -> Feedback:
    number = next(numbers)
    system.say(number, filing(people, number, **more))
    system.run()
    return Feedback.objects.get(national__number=number)


def test_what_is_sent_here_is_told_there_once_without_a_name(feedback_system, people, person):
    made = sent(people, person)
    tell(feedback_system)
    tell(feedback_system, timedelta(minutes=1))

    (told,) = about(feedback_system, made)
    assert (told["LoaiBanTin"], told["NoiDung"], told["TrangThai"]) == ("PhanAnh", TEXT, "DaTiepNhan")
    assert told["HanTraLoi"] == timezone.localtime(made.case.due_at).isoformat()
    assert person.full_name not in json.dumps(told, ensure_ascii=False)
    assert person.personal_number not in json.dumps(told)


def test_its_state_and_answer_follow_in_order(feedback_system, people, person):
    made = sent(people, person)
    at = AT + timedelta(hours=1)
    actions.ask_more(made.pk, question="Việc xảy ra ngày nào?", viewer=people.head, now=at)
    actions.tell_more(made.pk, text="Ngày 30 tháng 10.", viewer=world.viewer(person), now=at)
    actions.answer_feedback(made.pk, answer=ANSWER, viewer=people.head, now=at)
    tell(feedback_system, timedelta(hours=2))

    told = about(feedback_system, made)
    assert [one["TrangThai"] for one in told] == ["DaTiepNhan", "ChoBoSung", "DaTiepNhan", "DaTraLoi"]
    assert (told[1]["CanNoiRo"], told[2]["NoiThem"]) == ("Việc xảy ra ngày nào?", "Ngày 30 tháng 10.")
    assert told[3]["TraLoi"] == ANSWER
    assert "NoiDung" not in told[3]


@pytest.mark.parametrize("how", ["busy", "garbage", "mute", "down"])
def test_a_system_that_fails_gets_each_once_in_the_end(feedback_system, people, person, how):
    feedback_system.behave(*(("down",) if how == "down" else ("wrong", how)))
    made = sent(people, person)
    tell(feedback_system)
    feedback_system.behave("ok")
    for minutes in (10, 40):
        tell(feedback_system, timedelta(minutes=minutes))

    assert [one["TrangThai"] for one in about(feedback_system, made)] == ["DaTiepNhan"]
    assert set(Message.objects.filter(case_id=made.pk).values_list("state", flat=True)) == {"sent"}


def test_acts_before_the_connection_are_not_told(people, person, feedback_system):
    made = sent(people, person)
    early = replace(acts_of_case(made.pk)[0], at=world.START - timedelta(days=30))

    reactions_of_feedback.tell_feedback_system(early, AT)

    assert not Message.objects.filter(case_id=made.pk).exists()


def test_what_is_filed_there_has_an_owner_and_a_due_date_here(feedback_system, people):
    """766/QĐ-TTg: 2, 5 and 15 working days, from when it came here."""
    made = filed(feedback_system, people)

    assert [one.id for one in casework.inbox(people.head)] == [made.pk]
    assert (made.case.unit_id, made.topic, made.person_id) == (people.unit.id, "thai_do", None)
    days = [made.refuse_by, made.ask_by, made.case.due_at]
    assert [timezone.localtime(one).date().isoformat() for one in days] == ["2026-11-04", "2026-11-09", "2026-11-23"]
    assert made.national.filed_at == datetime.fromisoformat("2026-11-01T20:15:00+07:00")
    assert "Ổi" not in made.case.title + str(acts_of_case(made.pk)[0].data)


def test_its_answer_goes_back_under_its_number(feedback_system, people):
    made = filed(feedback_system, people)
    actions.answer_feedback(made.pk, answer=ANSWER, viewer=people.head, now=AT + timedelta(days=1))
    tell(feedback_system, timedelta(days=1))

    told = about(feedback_system, made)
    assert [(one["LoaiBanTin"], one["TrangThai"]) for one in told] == [
        ("TrangThai", "DaTiepNhan"),
        ("TrangThai", "DaTraLoi"),
    ]
    assert told[1]["MaQuocGia"] == made.national.number
    assert told[1]["TraLoi"] == ANSWER


def test_its_sender_says_more_and_takes_back_there(feedback_system, people):
    made = filed(feedback_system, people)
    number = made.national.number
    actions.ask_more(made.pk, question="Việc xảy ra ngày nào?", viewer=people.head, now=AT + timedelta(minutes=1))
    feedback_system.say(number, {"LoaiBanTin": "NoiThem", "MaPhanAnh": number, "NoiDung": "Ngày 30 tháng 10."})
    feedback_system.run(timedelta(minutes=2))
    made.refresh_from_db()
    assert (made.case.state, made.told) == ("sent", "Ngày 30 tháng 10.")

    feedback_system.say(number, {"LoaiBanTin": "Rut", "MaPhanAnh": number})
    feedback_system.say(number, {"LoaiBanTin": "Rut", "MaPhanAnh": number})
    feedback_system.run(timedelta(minutes=3))
    feedback_system.run(timedelta(minutes=4))

    assert Feedback.objects.get(pk=made.pk).case.state == "taken_back"
    assert [one.verb for one in acts_of_case(made.pk)].count("feedback:taken_back") == 1


def test_filed_twice_is_one(feedback_system, people):
    feedback_system.behave("wrong", "again")
    made = filed(feedback_system, people)
    feedback_system.behave("ok")
    number = made.national.number
    feedback_system.say(number, filing(people, number))  # as a message of another key
    feedback_system.run(timedelta(minutes=1))

    assert NationalFeedback.objects.count() == Feedback.objects.count() == 1


def test_late_messages_wait_for_the_first(feedback_system, people):
    number = next(numbers)
    feedback_system.behave("wrong", "late")
    feedback_system.say(number, filing(people, number))
    feedback_system.say(number, {"LoaiBanTin": "Rut", "MaPhanAnh": number})
    assert not Feedback.objects.exists()
    feedback_system.behave("wrong", "unordered")
    feedback_system.tell(number)
    feedback_system.run()
    feedback_system.run(timedelta(minutes=1))

    assert Feedback.objects.get().case.state == "taken_back"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"NoiDung": "ngắn"}, "Refused"),
        ({"MaDonVi": "H99.9"}, "UnknownUnit"),
        ({"LoaiBanTin": "Khac"}, "UnreadableFeedback"),
        ({"LoaiBanTin": "NoiThem"}, "UnknownFeedback"),
    ],
    ids=lambda one: str(one),
)
def test_what_cannot_be_taken_is_refused_back(feedback_system, people, wrong, code):
    number, before = next(numbers), len(feedback_system.took())
    feedback_system.say(number, filing(people, number, **wrong))
    feedback_system.run()

    assert [one["MaLoi"] for one in feedback_system.took()[before:]] == [code]
    assert not Feedback.objects.exists()


def test_another_text_under_a_known_number_is_refused(feedback_system, people):
    made = filed(feedback_system, people)
    number = made.national.number
    feedback_system.say(number, filing(people, number, NoiDung="Một việc khác hẳn, không phải việc trước."))
    feedback_system.run(timedelta(minutes=1))

    assert feedback_system.took()[-1]["MaLoi"] == "OtherContent"
    assert Feedback.objects.get().text == TEXT


@pytest.mark.parametrize(
    "body",
    [
        "không phải JSON",
        "[]",
        '{"LoaiBanTin": "PhanAnh"}',
        '{"LoaiBanTin": "Rut", "MaPhanAnh": "có dấu cách"}',
        '{"LoaiBanTin": "PhanAnh", "MaPhanAnh": "QG-1", "NoiDung": 5, "ThoiDiem": "2026-11-01T08:00:00+07:00"}',
        '{"LoaiBanTin": "PhanAnh", "MaPhanAnh": "QG-1", "NoiDung": "đủ dài mà", "ThoiDiem": "2026-11-01T08:00:00"}',
        '{"LoaiBanTin": "PhanAnh", "MaPhanAnh": "QG-1", "NoiDung": "đủ dài mà"}',
    ],
)
def test_what_is_no_message_is_refused(body):
    with pytest.raises(UnreadableFeedback):
        read_message(body, ["khac"])
