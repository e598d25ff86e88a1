# SPDX-License-Identifier: EUPL-1.2
"""Order the post at the desk; what it said stands on the pages of clerk and citizen."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tinhso.kernel.exchange.actions import register_partner
from tinhso.kernel.exchange.types import Arrived
from tinhso.kernel.identity.actions import PersonFacts, sign_in_person
from tinhso.kernel.identity.models import Account
from tinhso.modules.onestop.actions.post import HANDLER
from tinhso.modules.onestop.models import PostalOrder
from tinhso.modules.onestop.tests import world

TYPED = {"kind": "tra_ket_qua", "name": "Nguyễn Thị Bưởi", "phone": "0912345678", "place": "12 Nguyễn Huệ"}


@pytest.fixture
def dossier(people, person):
    register_partner(
        "post", title="Bưu chính", channel="json", endpoint="http://127.0.0.1:9", now=world.START, by=world.SETUP
    )
    return world.completed(person, people)


def at(dossier, route="post"):
    return reverse(f"desk:{route}", args=(dossier.case_id,))


def test_the_clerk_orders_and_both_see_where_it_stands(dossier, people, person, sign_in):
    client = sign_in(people.reception)
    assert client.post(at(dossier), TYPED).status_code == 302
    order = PostalOrder.objects.get()
    event = {"MaDon": order.number, "MaSuKien": "1", "TrangThai": "2", "CuocPhi": 32000}
    told = json.dumps(event | {"ThoiDiem": "2026-11-02T15:00:00+07:00"})
    message = Arrived(order.id, "post", "1", "", 0, told, world.START)
    HANDLER.handle(message, HANDLER.prepare(message), world.START + timedelta(hours=8))

    account = Account.objects.create(username="buoi")
    sign_in_person(account, PersonFacts("Nguyễn Thị Bưởi", "083190000123"), now=world.START)
    citizen = Client()
    citizen.force_login(account)
    pages = [client.get(at(dossier, "dossier")), citizen.get(reverse("portal:dossier", args=(dossier.case_id,)))]
    for text in (page.content.decode() for page in pages):
        assert order.number in text
        assert "Đang chuyển" in text
        assert "32.000 đồng" in text


def test_the_second_press_is_told_so(dossier, people, sign_in):
    client = sign_in(people.reception)
    client.post(at(dossier), TYPED)

    again = client.post(at(dossier), TYPED)

    assert again.status_code == 409
    assert "đang thực hiện" in again.content.decode()
    assert PostalOrder.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"kind": "x"}, {"phone": ""}, {"place": " "}], ids=str)
def test_what_is_missing_comes_back_with_what_was_typed(dossier, people, sign_in, wrong):
    answer = sign_in(people.reception).post(at(dossier), TYPED | wrong)

    assert answer.status_code == 422
    assert "Nguyễn Thị Bưởi" in answer.content.decode()
    assert not PostalOrder.objects.exists()


def test_without_anything_to_order_the_page_says_why(people, person, sign_in):
    answer = sign_in(people.reception).get(at(world.completed(person, people)))

    assert "chưa kết nối" in answer.content.decode()


def test_nobody_else_orders(dossier, people, sign_in):
    assert sign_in(people.specialist).get(at(dossier)).status_code == 403
