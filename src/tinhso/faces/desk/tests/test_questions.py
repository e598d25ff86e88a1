# SPDX-License-Identifier: EUPL-1.2
"""Model questions from the controller's page to the portal; telephone and chat shown when the operator set them."""

import pytest
from django.test import Client
from django.urls import reverse

from tinhso.config import env
from tinhso.modules.onestop.models import SampleQuestion
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.editing import office

PAGE, PUBLIC = reverse("desk:questions"), reverse("portal:questions")
SERVICE = reverse("portal:service", args=(world.MARRIAGE_STATUS,))
TYPED = {
    "procedure": world.MARRIAGE_STATUS,
    "question": "Có phải mang sổ hộ khẩu không?",
    "answer": "Không. Cán bộ tra cứu trong cơ sở dữ liệu.",
}


@pytest.fixture
def browser(people, sign_in):
    return sign_in(office.controller())


def test_what_the_controller_publishes_everybody_finds(browser):
    assert "Chưa có câu hỏi mẫu nào" in browser.get(PAGE).text
    assert "Chưa có câu hỏi nào" in Client().get(PUBLIC).text

    assert browser.post(PAGE, TYPED).status_code == 302

    for page in (Client().get(PUBLIC, {"q": "so ho khau"}), Client().get(SERVICE), browser.get(PAGE)):
        assert TYPED["question"] in page.text
    assert "Hãy thử ít từ hơn" in Client().get(PUBLIC, {"q": "may bay"}).text


def test_it_is_changed_and_taken_off(browser):
    browser.post(PAGE, TYPED)
    address = reverse("desk:question", args=(SampleQuestion.objects.get().id,))
    assert TYPED["answer"] in browser.get(address).text

    saved = TYPED | {"answer": "Không cần mang theo nữa.", "revision": "1"}
    assert browser.post(address, saved).status_code == 302
    stale = browser.post(address, TYPED | {"answer": "Lời của thẻ cũ.", "revision": "1"})
    assert stale.status_code == 409
    assert "Lời của thẻ cũ." in stale.text
    assert "Không cần mang theo nữa." in Client().get(PUBLIC).text

    assert browser.post(address, {"act": "withdraw"}).status_code == 302
    assert TYPED["question"] not in Client().get(PUBLIC).text


def test_what_is_refused_comes_back_with_what_was_typed(browser):
    answer = browser.post(PAGE, TYPED | {"answer": "Không."})

    assert answer.status_code == 422
    assert TYPED["question"] in answer.text
    assert not SampleQuestion.objects.exists()


def test_nobody_else_opens_the_page(people, sign_in):
    assert sign_in(people.head).get(PAGE).status_code == 403


@pytest.mark.parametrize("address", [PUBLIC, SERVICE, reverse("portal:contact")])
def test_telephone_and_chat_are_shown_when_set(people, monkeypatch, address):
    assert "Cần hướng dẫn?" not in Client().get(address).text
    monkeypatch.setattr(env, "HELP_PHONE", "0275 3822 000")
    monkeypatch.setattr(env, "HELP_CHAT", "https://chat.example.vn/mot-cua")

    text = Client().get(address).text

    assert 'href="tel:02753822000"' in text
    assert 'href="https://chat.example.vn/mot-cua"' in text


def test_a_chat_that_is_no_secure_address_is_not_shown(people, monkeypatch):
    monkeypatch.setattr(env, "HELP_CHAT", "javascript:alert(1)")

    assert "javascript:" not in Client().get(PUBLIC).text
