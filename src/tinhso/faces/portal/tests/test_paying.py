# SPDX-License-Identifier: EUPL-1.2
"""Paying a fee by the pages: the desk names the amount, the citizen pays at the gateway, the receipt is there."""

import io
import re

import pypdfium2
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tinhso.config import env
from tinhso.kernel.events.queries import count_acts
from tinhso.lib.vietqr import parse_vietqr
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.models import Charge, Dossier, Payment, PaymentOrder
from tinhso.modules.onestop.queries.payments import transfer_code
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.paying import gateway, running_gateway, wait_for  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db(transaction=True)
SOURCE = "Nghị quyết thử nghiệm số 01/NQ-HĐND"


@pytest.fixture(autouse=True)
def nobody_asked_yet(db):
    """Questions counted for another test do not count for this one."""
    cache.clear()


@pytest.fixture
def charge(people, person, gateway, live_server, monkeypatch) -> Charge:  # noqa: F811
    monkeypatch.setattr(env, "BASE_URL", live_server.url)
    world.submitted(person, now=timezone.now())
    return Charge.objects.get()


def known(charge: Charge, people) -> Charge:
    return actions.state_amount(
        charge.id, amount_vnd=12_000, source=SOURCE, viewer=people.reception, now=timezone.now()
    )


def page(client: Client, charge: Charge) -> str:
    return client.get(reverse("portal:dossier", args=[charge.dossier_id])).content.decode()


def test_an_unknown_amount_is_said_to_be_unknown_and_cannot_be_paid(client, charge):
    html = page(client, charge)

    assert "Chưa xác định mức thu" in html
    assert "Nộp phí" not in html


def test_from_the_button_to_the_receipt(client, charge, people, gateway):  # noqa: F811
    known(charge, people)
    html = page(client, charge)
    assert "12.000 đ" in html
    assert SOURCE in html

    shown = client.post(reverse("portal:pay", args=[charge.dossier_id, charge.id]), follow=True)
    order = PaymentOrder.objects.get()
    html = shown.content.decode()
    assert "<svg" in html
    assert order.gateway_url in html
    transfer = parse_vietqr(transfer_code(order))
    assert (transfer.amount_vnd, transfer.reference) == (12_000, order.reference)

    gateway.pay(order.gateway_url)
    wait_for(lambda: Payment.objects.exists())
    html = page(client, charge)
    assert "Đã nộp" in html
    found = re.search(r'href="([^"]*/bien-lai/[^"]+)"', html)
    assert found
    pdf = client.get(found.group(1))
    words = " ".join(pypdfium2.PdfDocument(io.BytesIO(pdf.content))[0].get_textpage().get_text_range().split())
    assert "Biên lai" in words
    assert "Mười hai nghìn đồng" in words
    assert Dossier.objects.count() == 1


def test_checking_asks_the_gateway(client, charge, people, gateway):  # noqa: F811
    gateway.behave("wrong", "never")
    known(charge, people)
    client.post(reverse("portal:pay", args=[charge.dossier_id, charge.id]))
    order = PaymentOrder.objects.get()
    address = reverse("portal:check_order", args=[charge.dossier_id, order.id])
    assert "chưa nhận được tiền" in client.post(address, follow=True).content.decode()

    gateway.pay(order.gateway_url)

    assert "Đã ghi nhận khoản nộp" in client.post(address, follow=True).content.decode()


def test_somebody_elses_order_and_receipt_stay_closed(charge, people, gateway):  # noqa: F811
    actions.state_amount(charge.id, amount_vnd=5_000, source=SOURCE, viewer=people.reception, now=timezone.now())
    receipt = actions.take_cash(charge.id, amount_vnd=5_000, viewer=people.reception, now=timezone.now())

    found = Client().get(reverse("portal:fee_receipt", args=[charge.dossier_id, receipt.payment_id]))

    assert found.status_code == 302  # to the e-ID


@pytest.mark.parametrize(("method", "status"), [("GET", 405), ("PUT", 405), ("POST", 400)])
def test_the_door_for_notices(client, gateway, method, status):  # noqa: F811
    found = client.generic(method, reverse("portal:payment_notice"), b"{}", content_type="application/json")

    assert found.status_code == status


def test_asking_again_and_again_writes_nothing_and_is_slowed_down(client, charge, people, gateway):  # noqa: F811
    known(charge, people)
    client.post(reverse("portal:pay", args=[charge.dossier_id, charge.id]))
    order = PaymentOrder.objects.get()
    gateway.pay(order.gateway_url)
    wait_for(lambda: gateway.told())
    address = reverse("portal:check_order", args=[charge.dossier_id, order.id])
    before = count_acts()

    answers = [client.post(address).status_code for _ in range(45)]

    assert answers[0] == 302
    assert answers[-1] == 429
    assert count_acts() == before
