# SPDX-License-Identifier: EUPL-1.2
"""A question about a reading, asked on the portal, answered at the desk, told by e-mail, seen by no other."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tinhso.faces.ui.signin import bind_person
from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.actions import record
from tinhso.kernel.exchange.models import Message
from tinhso.kernel.identity.queries import person_by_number, who_has_seen
from tinhso.kernel.identity.types import PersonDataRead
from tinhso.modules.onestop.queries.data_questions import questions_of
from tinhso.modules.onestop.reactions import tell_who_asked

QUESTION, ANSWER = "Vì sao xem dữ liệu của tôi?", "Cán bộ xem để giải quyết hồ sơ."


def sign_in_citizen(browser, number="083190000123", name="Nguyễn Thị Bưởi"):
    account = get_user_model().objects.create(username=f"eid:{number}", kind="citizen")
    bind_person(account, {"name": name, "personal_number": number, "email": "buoi@example.vn"})
    browser.force_login(account)
    return person_by_number(number)


@pytest.fixture
def citizen(people):
    """A citizen signed in, whose data the specialist has read; gives browser and person."""
    browser = Client()
    person = sign_in_citizen(browser)
    payload = PersonDataRead(purpose="giải quyết hồ sơ", shown=("họ tên",))
    actor = people.specialist.actor(people.specialist.seats[0])
    subject = f"person:{person.id}"
    record(payload, at=timezone.now(), actor=actor, subject=subject, unit_id=people.unit.id)
    return browser, person


def ask(citizen):
    browser, person = citizen
    address = reverse("portal:ask_about_reading", args=[who_has_seen(person.id)[0].seq])
    assert browser.post(address, {"question": QUESTION}).status_code == 302
    return next(iter(questions_of(person.id).values()))


def mine(browser) -> str:
    return browser.get(reverse("portal:my_data")).content.decode()


def test_asked_answered_and_read(citizen, people, sign_in):
    browser, _person = citizen
    before = mine(browser)
    found = ask(citizen)
    waiting = mine(browser)
    head = sign_in(people.head)
    address = reverse("desk:data_question", args=[found.case_id])

    assert "Hỏi về lần xem này" in before
    assert "Chờ trả lời trước" in waiting
    assert "Hỏi về lần xem này" not in waiting
    assert address in head.get(reverse("desk:inbox")).content.decode()
    assert QUESTION in head.get(address).content.decode()
    assert head.post(address, {"act": "answer", "answer": "ngắn"}).status_code == 422
    assert head.post(address, {"act": "answer", "answer": ANSWER}).status_code == 302
    assert ANSWER in mine(browser)


def test_the_one_who_asked_is_told_without_the_words(citizen, people, sign_in):
    found = ask(citizen)
    sign_in(people.head).post(reverse("desk:data_question", args=[found.case_id]), {"act": "refuse", "answer": ANSWER})
    act = ledger.acts_of_case(found.case_id)[-1]

    tell_who_asked(act, timezone.now())

    letter = Message.objects.get(case_id=found.case_id)
    assert letter.recipient == "buoi@example.vn"
    assert "từ chối trả lời" in letter.body
    assert QUESTION not in letter.body + letter.subject
    assert ANSWER not in letter.body


@pytest.mark.parametrize("role", ["specialist", "reception"])
def test_no_other_officer_opens_it(citizen, people, sign_in, role):
    found = ask(citizen)
    browser = sign_in(getattr(people, role))

    response = browser.get(reverse("desk:data_question", args=[found.case_id]))

    assert response.status_code == 403
    assert QUESTION not in response.content.decode()
    assert QUESTION not in browser.get(reverse("desk:inbox")).content.decode()


def test_no_other_citizen_sees_or_asks(citizen):
    found = ask(citizen)
    other = Client()
    sign_in_citizen(other, "083190000456", "Trần Văn Khác")

    for address in (
        reverse("portal:ask_about_reading", args=[found.reading_seq]),
        "/toi/du-lieu/hoi/9999999999999999999999/",
    ):
        assert other.get(address).status_code == 403
    assert QUESTION not in mine(other)


def test_a_short_question_is_shown_again_with_what_is_wrong(citizen):
    browser, person = citizen
    address = reverse("portal:ask_about_reading", args=[who_has_seen(person.id)[0].seq])

    response = browser.post(address, {"question": "ngắn"})

    assert response.status_code == 422
    assert "ít nhất 10 ký tự" in response.content.decode()
