# SPDX-License-Identifier: EUPL-1.2
"""Feedback and checks before filing between portal and desk: sent, answered, told by e-mail, published."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tinhso.faces.ui.signin import bind_person
from tinhso.kernel.events import queries as ledger
from tinhso.kernel.exchange.models import Message
from tinhso.kernel.exchange.types import Arrived
from tinhso.kernel.identity.queries import person_by_number, viewer_of_person, who_has_seen
from tinhso.kernel.registry.queries import code_of
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop import actions, reactions
from tinhso.modules.onestop.actions.national_feedback import HANDLER
from tinhso.modules.onestop.models import Feedback, Precheck
from tinhso.modules.onestop.tests import world

TEXT, ANSWER = "Tôi phải đi lại ba lần mới nộp được hồ sơ.", "Đơn vị đã nhắc nhở cán bộ và xin lỗi ông/bà."


@pytest.fixture
def citizen(people):
    """A citizen signed in; gives browser and person."""
    account = get_user_model().objects.create(username="eid:083190000123", kind="citizen")
    claims = {"name": "Nguyễn Thị Bưởi", "personal_number": "083190000123", "email": "buoi@example.vn"}
    bind_person(account, claims | {"residence_commune_code": world.COMMUNE})
    browser = Client()
    browser.force_login(account)
    return browser, person_by_number("083190000123")


def sent(browser, **more):
    typed = {"noi": world.COMMUNE, "topic": "yeu_cau_them", "text": TEXT, "client_key": "k1"} | more
    return browser.post(reverse("portal:send_feedback"), typed)


def pressed(client, found, act, **boxes):
    typed = {f"{act}-{name}": text for name, text in boxes.items()} | {"act": act}
    return client.post(reverse("desk:feedback", args=[found.pk]), typed)


def test_feedback_goes_to_the_head_and_its_answer_back_to_the_sender(people, citizen, sign_in):
    browser, _person = citizen
    assert sent(browser).url == reverse("portal:own_feedback", args=[Feedback.objects.get().pk])
    found, head = Feedback.objects.get(), sign_in(people.head)
    assert found.case.title in head.get(reverse("desk:inbox")).text

    assert pressed(head, found, "answer", answer=ANSWER).status_code == 302
    reactions.tell_who_wrote(ledger.acts_of_case(found.pk)[-1], timezone.now())

    letter = Message.objects.get(recipient="buoi@example.vn")
    assert ANSWER not in letter.body + letter.subject
    assert ANSWER in browser.get(reverse("portal:own_feedback", args=[found.pk])).text
    assert "chờ công khai: 1" in head.get(reverse("desk:inbox")).text


def test_only_what_was_rewritten_is_public(people, citizen, sign_in):
    browser, _person = citizen
    sent(browser)
    found, head = Feedback.objects.get(), sign_in(people.head)
    pressed(head, found, "answer", answer=ANSWER)
    page = reverse("portal:feedback")
    assert "Chưa có trả lời nào" in Client().get(page).text

    pressed(head, found, "publish", text="Phải đi lại nhiều lần.", answer="Đã chấn chỉnh việc hướng dẫn.")

    public = Client().get(page).text
    assert "Đã chấn chỉnh việc hướng dẫn." in public
    assert TEXT not in public
    assert "không có trả lời nào có đủ" in Client().get(page, {"q": "khong co tu nay"}).text.lower()


@pytest.mark.parametrize("fault", [{"topic": ""}, {"text": "ngắn"}, {"noi": ""}, {"noi": "00000"}])
def test_what_is_missing_is_said_and_what_was_typed_stays(citizen, fault):
    browser, _person = citizen
    page = sent(browser, **fault)

    assert page.status_code == 422
    assert "Hãy " in page.text
    assert not Feedback.objects.exists()


def test_the_desk_hears_what_is_wrong_and_keeps_what_was_typed(people, citizen, sign_in):
    browser, _person = citizen
    sent(browser)
    found = Feedback.objects.get()

    page = pressed(sign_in(people.head), found, "answer", answer="ngắn")

    assert page.status_code == 422
    assert "ít nhất 10 ký tự" in page.text


def test_the_sender_says_more_rates_and_takes_back(people, citizen, sign_in):
    browser, _person = citizen
    sent(browser)
    found, head = Feedback.objects.get(), sign_in(people.head)
    own = reverse("portal:own_feedback", args=[found.pk])
    pressed(head, found, "ask_more", question="Việc xảy ra ngày nào?")
    assert "Việc xảy ra ngày nào?" in browser.get(own).text
    assert browser.post(own, {"act": "tell_more", "told": "ngắn"}).status_code == 422
    assert browser.post(own, {"act": "tell_more", "told": "Ngày 30 tháng 10."}).status_code == 302
    pressed(head, found, "answer", answer=ANSWER)
    assert browser.post(own, {"act": "bad"}).status_code == 302
    assert browser.post(own, {"act": "good"}).status_code == 422
    assert browser.post(own, {"act": "take_back"}).status_code == 422
    assert found.case.title in browser.get(reverse("portal:my_feedback")).text


def test_another_officer_and_another_citizen_do_not_see_it(people, citizen, sign_in):
    browser, _person = citizen
    sent(browser)
    found = Feedback.objects.get()

    assert sign_in(people.specialist).get(reverse("desk:feedback", args=[found.pk])).status_code == 403
    assert Client().get(reverse("portal:own_feedback", args=[found.pk])).status_code == 302


def test_a_draft_is_looked_at_before_it_is_filed(people, citizen, sign_in):
    browser, person = citizen
    now, viewer = timezone.now(), viewer_of_person(person)
    draft = actions.start_draft(
        world.MARRIAGE_STATUS, viewer=viewer, commune_code=world.COMMUNE, answers=world.ANSWERS, now=now
    )
    page, ask = reverse("portal:draft", args=[draft.id]), reverse("portal:draft_precheck", args=[draft.id])
    assert "chưa có gì để kiểm tra" in browser.post(ask, {"act": "ask"}, follow=True).text
    later = now + timedelta(seconds=1)
    actions.attach_to_draft(draft.id, viewer=viewer, key="x", document_id=world.upload(person), now=later)
    assert "đang xem bản nháp" in browser.post(ask, {"act": "ask"}, follow=True).text
    found, desk = Precheck.objects.get(), sign_in(people.reception)

    shown = desk.get(reverse("desk:precheck", args=[found.pk]))
    answered = desk.post(shown.wsgi_request.path, {"act": "mend", "remarks": "Ghi đúng ngày sinh như giấy tờ."})

    assert "Nguyễn Thị Bưởi" in shown.text
    assert "Kiểm tra trước khi nộp" in who_has_seen(person.id)[0].purpose
    assert answered.status_code == 302
    assert "Ghi đúng ngày sinh như giấy tờ." in browser.get(page).text
    assert "Nguyễn Thị Bưởi" not in desk.get(shown.wsgi_request.path).context["declared"].__repr__()


def test_a_file_of_a_draft_is_handed_out_only_while_it_is_looked_at(people, citizen, sign_in):
    browser, person = citizen
    now, viewer = timezone.now(), viewer_of_person(person)
    draft = actions.start_draft(world.MARRIAGE_STATUS, viewer=viewer, commune_code=world.COMMUNE, answers={}, now=now)
    file = world.upload(person)
    actions.attach_to_draft(draft.id, viewer=viewer, key="x", document_id=file, now=now + timedelta(seconds=1))
    found = actions.ask_for_precheck(draft.id, viewer=viewer, now=now + timedelta(seconds=2))
    desk, address = sign_in(people.reception), reverse("desk:precheck_file", args=[found.pk, file])
    assert desk.get(address).status_code == 200

    browser.post(reverse("portal:draft_precheck", args=[draft.id]), {"act": "take_back"})

    assert desk.get(address).status_code == 403


def test_feedback_of_the_national_system_names_its_sender_and_is_told_to_nobody_by_mail(people, sign_in):
    number, unit = "QG-7", code_of(people.unit.id, world.TODAY)
    told = {"LoaiBanTin": "PhanAnh", "MaPhanAnh": number, "NoiDung": TEXT, "MaDonVi": unit, "HoTen": "Lê Văn Ổi"}
    body = json.dumps(told | {"ThoiDiem": "2026-11-01T20:15:00+07:00"})
    message = Arrived(uuid7(), "feedback", "1", number, 1, body, world.START)
    with transaction.atomic():
        HANDLER.handle(message, HANDLER.prepare(message), world.START)
    found, head = Feedback.objects.get(), sign_in(people.head)

    page = head.get(reverse("desk:feedback", args=[found.pk])).text
    assert "Lê Văn Ổi" in page
    assert "số QG-7" in page
    assert pressed(head, found, "answer", answer=ANSWER).status_code == 302
    reactions.tell_who_wrote(ledger.acts_of_case(found.pk)[-1], timezone.now())
    assert not Message.objects.exists()
