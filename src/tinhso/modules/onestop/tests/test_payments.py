# SPDX-License-Identifier: EUPL-1.2
"""Money through the real gateway over HTTP: every way a notice can go wrong has one outcome, nothing counts twice."""

import json
import uuid
from datetime import timedelta

import pytest
import requests
from django.db import IntegrityError, transaction
from django.utils import timezone

from tinhso.config import env
from tinhso.kernel.events import queries as ledger
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.errors import (
    FourEyes,
    GatewayUnavailable,
    GroundMissing,
    NothingDue,
    NotYourCash,
    NotYourDossier,
    RefundImpossible,
)
from tinhso.modules.onestop.models import Charge, Difference, Dossier, FeeReceipt, Payment, PaymentOrder, Refund
from tinhso.modules.onestop.payments import gateway as way
from tinhso.modules.onestop.payments.types import OUTCOME_SENTENCES, Outcome, Standing
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.paying import gateway, running_gateway, wait_for  # noqa: F401 - fixtures

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected for tests
]
SOURCE = "Nghị quyết thử nghiệm số 01/NQ-HĐND"
AMOUNT = 12_000


def now():
    return timezone.now()


@pytest.fixture
def charge(people, person, gateway, live_server, monkeypatch) -> Charge:  # noqa: F811
    """A charge whose amount the desk has named, in a house that the gateway can reach."""
    monkeypatch.setattr(env, "BASE_URL", live_server.url)
    world.submitted(person, now=now() - timedelta(hours=1))
    raised = Charge.objects.get()
    return actions.state_amount(raised.id, amount_vnd=AMOUNT, source=SOURCE, viewer=people.reception, now=now())


def opened(charge, person) -> PaymentOrder:
    return actions.open_order(charge.id, viewer=world.viewer(person), now=now())


def verbs(name: str) -> list:
    return [act for act in ledger.newest_acts(200) if act.verb == name]


def outcomes() -> list[str]:
    return sorted(act.data["outcome"] for act in verbs("payment:notice:answered"))


def test_an_unknown_fee_is_frozen_as_unknown(people, person):
    dossier = world.submitted(person)

    charge = Charge.objects.get(dossier=dossier)

    assert (charge.kind, charge.amount_vnd, charge.is_payable) == ("provincial_council", None, False)
    with pytest.raises(NothingDue):
        actions.open_order(charge.id, viewer=world.viewer(person), now=now())
    with pytest.raises(NothingDue):
        actions.take_cash(charge.id, amount_vnd=0, viewer=people.reception, now=now())


def test_paying_settles_once_and_says_so(charge, person, gateway):  # noqa: F811
    order = opened(charge, person)

    assert opened(charge, person).id == order.id
    assert "Đã thanh toán" in gateway.pay(order.gateway_url)
    gateway.pay(order.gateway_url)
    wait_for(gateway.told)

    charge.refresh_from_db()
    [payment], [receipt], [act] = Payment.objects.all(), FeeReceipt.objects.all(), verbs("payment:settled")
    assert charge.settled_at
    assert (payment.amount_vnd, payment.standing) == (AMOUNT, Standing.SETTLED)
    assert receipt.number == "000001/BL"
    assert act.data["dossier"] == str(charge.dossier_id)
    assert (act.data["charge"], act.data["amount_vnd"]) == (str(charge.id), AMOUNT)
    assert Dossier.objects.count() == 1


def test_a_notice_that_comes_twice_counts_once(charge, person, gateway):  # noqa: F811
    gateway.behave("wrong", "twice")
    gateway.pay(opened(charge, person).gateway_url)
    wait_for(lambda: len(gateway.told()) == 2)

    assert (Payment.objects.count(), FeeReceipt.objects.count(), len(verbs("payment:settled"))) == (1, 1, 1)
    assert outcomes() == [Outcome.REPEATED]


def test_a_notice_that_comes_late_finds_what_the_query_settled(charge, person, gateway):  # noqa: F811
    gateway.behave("wrong", "late")
    order = opened(charge, person)
    gateway.pay(order.gateway_url)

    assert actions.ask_gateway(order.id, now=now()) is Outcome.SETTLED
    wait_for(gateway.told)

    assert (Payment.objects.count(), outcomes()) == (1, [Outcome.REPEATED])


def test_a_notice_that_never_comes_is_found_by_the_statement(charge, person, gateway):  # noqa: F811
    gateway.behave("wrong", "never")
    gateway.pay(opened(charge, person).gateway_url)
    wait_for(gateway.told)
    assert Payment.objects.count() == 0

    first = actions.reconcile(timezone.localdate(), now=now(), by=world.SETUP)
    again = actions.reconcile(timezone.localdate(), now=now(), by=world.SETUP)

    assert (first.settled, again.settled, again.differences) == (1, 0, 0)
    [difference] = Difference.objects.filter(reference=PaymentOrder.objects.get().reference)
    assert (difference.kind, bool(difference.settled_at)) == ("not_here", True)
    assert Payment.objects.get().standing == Standing.SETTLED


def test_a_difference_of_yesterday_is_settled_when_the_notice_has_come_since(charge, person, gateway):  # noqa: F811
    gateway.behave("wrong", "never")
    gateway.pay(opened(charge, person).gateway_url)
    wait_for(gateway.told)
    actions.reconcile(timezone.localdate(), now=now(), by=world.SETUP)
    Difference.objects.update(settled_at=None)  # as if the gateway had not been able to say so that night

    again = actions.reconcile(timezone.localdate(), now=now(), by=world.SETUP)

    assert (again.settled, again.differences) == (0, 0)


def test_too_little_money_is_no_difference_once_it_is_in_our_book(charge, person, gateway, monkeypatch):  # noqa: F811
    monkeypatch.setattr(env, "BASE_URL", "http://127.0.0.1:9")  # nobody takes the notice there
    gateway.behave("wrong", "amount")
    gateway.pay(opened(charge, person).gateway_url)
    wait_for(gateway.told)

    found = actions.reconcile(timezone.localdate(), now=now(), by=world.SETUP)

    assert (found.settled, found.differences) == (1, 0)
    assert Payment.objects.get().standing == Standing.WRONG_AMOUNT


def test_a_wrong_amount_settles_nothing_and_is_kept(charge, person, gateway):  # noqa: F811
    gateway.behave("wrong", "amount")
    gateway.pay(opened(charge, person).gateway_url)
    wait_for(gateway.told)

    charge.refresh_from_db()
    payment = Payment.objects.get()
    assert (charge.settled_at, payment.standing, payment.amount_vnd) == (None, Standing.WRONG_AMOUNT, AMOUNT - 1_000)
    assert outcomes() == [Outcome.WRONG_AMOUNT]
    assert not verbs("payment:settled")
    gateway.behave("ok")
    gateway.pay(opened(charge, person).gateway_url)
    wait_for(lambda: verbs("payment:settled"))


def test_a_bad_signature_is_refused_and_leaves_one_act(charge, person, gateway):  # noqa: F811
    gateway.behave("wrong", "signature")
    gateway.pay(opened(charge, person).gateway_url)
    wait_for(gateway.told)

    assert " 400 " in gateway.told()[0]
    assert OUTCOME_SENTENCES[Outcome.BAD_SIGNATURE] in gateway.told()[0]
    assert (Payment.objects.count(), outcomes()) == (0, [Outcome.BAD_SIGNATURE])


def test_money_after_another_payment_waits_for_its_refund(charge, people, person, gateway):  # noqa: F811
    order = opened(charge, person)
    actions.take_cash(charge.id, amount_vnd=AMOUNT, viewer=people.reception, now=now())
    gateway.pay(order.gateway_url)
    wait_for(gateway.told)

    surplus = Payment.objects.get(standing=Standing.SURPLUS)
    assert (outcomes(), FeeReceipt.objects.count(), len(verbs("payment:settled"))) == ([Outcome.SURPLUS], 1, 1)
    actions.request_refund(surplus.id, reason="Nộp hai lần cho một hồ sơ.", viewer=people.reception, now=now())
    with pytest.raises(FourEyes):
        actions.confirm_refund(surplus.id, viewer=people.reception, now=now())
    gateway.behave("down")
    wait_for(lambda: not _answers(gateway))
    with pytest.raises(GatewayUnavailable):
        actions.confirm_refund(surplus.id, viewer=people.head, now=now())
    assert Refund.objects.get().paid_at is None
    gateway.behave("ok")
    wait_for(lambda: _answers(gateway))
    actions.confirm_refund(surplus.id, viewer=people.head, now=now())
    with pytest.raises(RefundImpossible):
        actions.confirm_refund(surplus.id, viewer=people.head, now=now())
    with pytest.raises(RefundImpossible):
        actions.request_refund(surplus.id, reason="Nộp hai lần cho một hồ sơ.", viewer=people.reception, now=now())


def _answers(gateway) -> bool:  # noqa: F811
    try:
        return requests.get(gateway.url, timeout=1).status_code > 0
    except requests.ConnectionError:
        return False


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"order": "x", "transaction": "A", "amount_vnd": 1, "paid_at": "2026-11-02T08:00:00+07:00"}',
        f'{{"order": "{uuid.UUID(int=1)}", "transaction": "A", "amount_vnd": 1.5, "paid_at": "2026-11-02T08:00:00Z"}}',
        f'{{"order": "{uuid.UUID(int=1)}", "transaction": "A", "amount_vnd": -1, "paid_at": "2026-11-02T08:00:00Z"}}',
        f'{{"order": "{uuid.UUID(int=1)}", "transaction": "A", "amount_vnd": true, "paid_at": "2026-11-02T08:00:00Z"}}',
        f'{{"order": "{uuid.UUID(int=1)}", "transaction": "", "amount_vnd": 1, "paid_at": "2026-11-02T08:00:00Z"}}',
        f'{{"order": "{uuid.UUID(int=1)}", "transaction": "A", "amount_vnd": 1, "paid_at": "2026-11-02T08:00:00"}}',
    ],
)
def test_a_signed_notice_that_cannot_be_read_is_refused(gateway, content):  # noqa: F811
    body = content.encode()

    assert actions.receive_notice(body, way.sign(body), now=now()) is Outcome.UNREADABLE
    assert outcomes() == [Outcome.UNREADABLE]


def test_an_order_nobody_made_is_refused_once_in_the_ledger(gateway):  # noqa: F811
    told = {
        "order": str(uuid.UUID(int=5)),
        "transaction": "FT1",
        "amount_vnd": 5_000,
        "paid_at": "2026-11-02T08:00:00+07:00",
    }
    body = json.dumps(told).encode()

    found = [actions.receive_notice(body, way.sign(body), now=now()) for _ in range(3)]

    assert found == [Outcome.UNKNOWN_ORDER] * 3
    assert outcomes() == [Outcome.UNKNOWN_ORDER]


def test_nothing_is_believed_without_a_shared_secret(monkeypatch):
    monkeypatch.setattr(env, "PAY_SECRET", "")

    assert actions.receive_notice(b"{}", way.sign(b"{}"), now=now()) is Outcome.BAD_SIGNATURE


def test_a_gateway_that_is_down_leaves_the_order_and_its_code(charge, person, gateway):  # noqa: F811
    gateway.behave("down")
    wait_for(lambda: not _answers(gateway))

    with pytest.raises(GatewayUnavailable):
        opened(charge, person)

    order = PaymentOrder.objects.get()
    assert order.gateway_url == ""
    gateway.behave("ok")
    wait_for(lambda: _answers(gateway))
    assert opened(charge, person).gateway_url.startswith(gateway.url)
    assert PaymentOrder.objects.count() == 1


def test_cash_is_taken_once_with_a_receipt_of_the_series(charge, people, person):
    with pytest.raises(NotYourCash):
        actions.take_cash(charge.id, amount_vnd=AMOUNT, viewer=people.specialist, now=now())
    with pytest.raises(NothingDue):
        actions.take_cash(charge.id, amount_vnd=AMOUNT - 1, viewer=people.reception, now=now())

    receipt = actions.take_cash(charge.id, amount_vnd=AMOUNT, viewer=people.reception, now=now())

    with pytest.raises(NothingDue):
        actions.take_cash(charge.id, amount_vnd=AMOUNT, viewer=people.reception, now=now())
    assert (receipt.number, FeeReceipt.objects.count()) == ("000001/BL", 1)


def test_receipts_leave_no_gap_when_one_fails(charge, people, person, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("tinhso.modules.onestop.actions.payments.PaymentSettled", None)
        with pytest.raises(TypeError):
            actions.take_cash(charge.id, amount_vnd=AMOUNT, viewer=people.reception, now=now())
    assert not FeeReceipt.objects.exists()

    assert actions.take_cash(charge.id, amount_vnd=AMOUNT, viewer=people.reception, now=now()).serial == 1


def test_an_exemption_needs_who_by_which_text_and_why(charge, people, person):
    given = {"ground": "ho_ngheo", "source": SOURCE, "reason": "Đã xem giấy chứng nhận hộ nghèo."}
    for missing in ({"ground": "ban_be"}, {"source": ""}, {"reason": "nghèo"}):
        with pytest.raises(GroundMissing):
            actions.exempt(charge.id, **(given | missing), viewer=people.reception, now=now())

    done = actions.exempt(charge.id, **given, viewer=people.reception, now=now())

    assert not done.is_open
    assert [act.data["ground"] for act in verbs("fee:exempted")] == ["ho_ngheo"]
    with pytest.raises(NothingDue):
        opened(charge, person)


def test_nobody_pays_through_the_dossier_of_another(charge, people):
    stranger = world.citizen("083190000999", "Trần Văn Mít")

    with pytest.raises(NotYourDossier):
        opened(charge, stranger)


def test_the_statement_disputes_what_it_does_not_show_and_other_amounts(charge, person, gateway):  # noqa: F811
    gateway.pay(opened(charge, person).gateway_url)
    wait_for(lambda: Payment.objects.exists())
    Payment.objects.update(amount_vnd=AMOUNT + 1)
    paid = Payment.objects.get()
    Payment.objects.create(
        charge=charge,
        order=paid.order,
        channel=paid.channel,
        transaction="FT-NOWHERE",
        amount_vnd=7_000,
        standing=Standing.SURPLUS,
        paid_at=now(),
        recorded_at=now(),
    )

    actions.reconcile(timezone.localdate(), now=now(), by=world.SETUP)

    found = {one.transaction: (one.kind, one.there_vnd, one.here_vnd) for one in Difference.objects.all()}
    assert found[paid.transaction] == ("amount", AMOUNT, AMOUNT + 1)
    assert found["FT-NOWHERE"] == ("not_there", None, 7_000)


@pytest.mark.parametrize("wrong", [{"amount_vnd": 0}, {"amount_vnd": None}, {"settled_at": None, "exempted_at": 1}])
def test_the_database_refuses_a_charge_that_cannot_be(charge, wrong):
    values = {"amount_vnd": AMOUNT, **wrong}
    if "exempted_at" in values:
        values["exempted_at"] = now()
    if values["amount_vnd"] is None:
        values["settled_at"] = now()

    with pytest.raises(IntegrityError), transaction.atomic():
        Charge.objects.filter(id=charge.id).update(**values)
