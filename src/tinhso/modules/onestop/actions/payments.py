# SPDX-License-Identifier: EUPL-1.2
"""Money comes in: an order with the gateway, its notice, the query of an order, cash at the counter.

Whatever tells us of a transaction, it is counted once: the charge is locked, the transaction is unique, and a charge
is settled by one payment at most. Money that settles nothing is kept and waits for its refund.
"""

import hashlib
import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tinhso.config import env
from tinhso.kernel.documents.actions import next_number
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop.actions.charges import check_ours, close_orders, lock_charge, note
from tinhso.modules.onestop.errors import NothingDue
from tinhso.modules.onestop.models import Charge, FeeReceipt, GatewayNotice, Payment, PaymentOrder
from tinhso.modules.onestop.payments import gateway
from tinhso.modules.onestop.payments.types import (
    DUTY_KIND,
    REFUSED,
    Money,
    NoticeAnswered,
    OrderState,
    Outcome,
    PayChannel,
    PaymentOrdered,
    PaymentSettled,
    Standing,
)
from tinhso.modules.onestop.policies import check_applicant, check_cashier

GATEWAY = Actor("system:gateway")
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
SERIES = "BL"
"""Mark of the number series of receipts; ours, not confirmed."""

UNBELIEVED_AN_HOUR = 60
"""So many notices that cannot be believed are written down in an hour; more are refused without a trace."""


def open_order(charge_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> PaymentOrder:
    """Return the order by which the applicant pays; pressed twice, or after a fault, it is the same order.

    The gateway is asked outside the transaction. Raises NothingDue, NotYourDossier, GatewayUnavailable; after the
    last one the order stands and its transfer code works.
    """
    order = _order_for(charge_id, viewer, now)
    if order.gateway_url:
        return order
    order.gateway_url = gateway.create_order(
        order.id,
        reference=order.reference,
        amount_vnd=order.amount_vnd,
        return_url=f"{env.BASE_URL}/ho-so/{order.charge.dossier_id}/phi/{order.id}/",
        notice_url=f"{env.BASE_URL}/cong-thanh-toan/thong-bao/",
    )
    PaymentOrder.objects.filter(id=order.id).update(gateway_url=order.gateway_url)
    return order


@transaction.atomic(durable=True)
def _order_for(charge_id: uuid.UUID, viewer: Viewer, now: datetime) -> PaymentOrder:
    charge = lock_charge(charge_id)
    check_applicant(viewer, charge.dossier)
    if not charge.is_payable or charge.amount_vnd is None:
        raise NothingDue("Khoản này không còn phải nộp hoặc chưa xác định số tiền. Hãy tải lại trang hồ sơ.")
    standing = PaymentOrder.objects.filter(charge=charge, state=OrderState.OPEN).first()
    if standing is not None:
        standing.charge = charge
        return standing
    order_id = uuid7()
    order = PaymentOrder.objects.create(
        id=order_id,
        charge=charge,
        reference=_reference(order_id),
        amount_vnd=charge.amount_vnd,
        state=OrderState.OPEN,
        created_at=now,
    )
    payload = PaymentOrdered(charge=charge.id, order=order.id, amount_vnd=order.amount_vnd)
    note(charge, payload, now=now, actor=viewer.actor())
    return order


def _reference(order_id: uuid.UUID) -> str:
    """Return the content of the transfer: plain letters made from the random part of the identifier."""
    number = order_id.int & ((1 << 60) - 1)
    letters = []
    for _ in range(12):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "TSPHI" + "".join(letters)


def receive_notice(body: bytes, signature: str, *, now: datetime) -> Outcome:
    """Answer a notice of the gateway: one outcome and one act, whatever it says and however often it comes."""
    digest = hashlib.sha256(signature.encode("utf-8", "replace") + b"\n" + body).hexdigest()
    with transaction.atomic(durable=True):
        outcome, money = _judge(body, signature)
        if money is not None:
            outcome = _settle(money, now)
        _keep_notice(digest, outcome, money, now)
    return outcome


def _judge(body: bytes, signature: str) -> tuple[Outcome, Money | None]:
    """Return what is wrong with a notice, or the money it speaks of."""
    if not gateway.is_signed(body, signature):
        return Outcome.BAD_SIGNATURE, None
    try:
        return Outcome.SETTLED, gateway.read_notice(body)
    except gateway.NoticeUnreadable:
        return Outcome.UNREADABLE, None


def _keep_notice(digest: str, outcome: Outcome, money: Money | None, now: datetime) -> None:
    if GatewayNotice.objects.filter(digest=digest).update(times=F("times") + 1):
        return
    if outcome in REFUSED:
        lately = GatewayNotice.objects.filter(outcome__in=REFUSED, received_at__gt=now - timedelta(hours=1))
        if lately.count() >= UNBELIEVED_AN_HOUR:
            return
        amount = money.amount_vnd if money else None
        record(NoticeAnswered(outcome=outcome, order=None, amount_vnd=amount), at=now, actor=GATEWAY)
    GatewayNotice.objects.get_or_create(digest=digest, defaults={"outcome": outcome, "received_at": now})


@transaction.atomic(durable=True)
def check_order(order_id: uuid.UUID, *, money: Money | None, now: datetime) -> Outcome | None:
    """Count what the gateway answered about an order; None when it received nothing.

    Safe to repeat: hearing again what is known leaves no act, however often a payer asks.
    """
    if money is None or money.order != order_id:
        return None
    if Payment.objects.filter(transaction=money.transaction).exists():
        return Outcome.REPEATED
    return _settle(money, now)


def ask_gateway(order_id: uuid.UUID, *, now: datetime) -> Outcome | None:
    """Ask the gateway whether an order is paid and count it; raises GatewayUnavailable."""
    return check_order(order_id, money=gateway.payment_of(order_id), now=now)


def _settle(money: Money, now: datetime) -> Outcome:
    """Count money once, inside the caller's transaction; every outcome leaves one act."""
    order = PaymentOrder.objects.filter(id=money.order).first()
    if order is None:
        return Outcome.UNKNOWN_ORDER
    charge = lock_charge(order.charge_id)
    order.refresh_from_db(fields=["state"])
    if Payment.objects.filter(transaction=money.transaction).exists():
        outcome = Outcome.REPEATED
    elif money.amount_vnd != order.amount_vnd or money.amount_vnd != charge.amount_vnd:
        outcome = Outcome.WRONG_AMOUNT
    else:
        outcome = Outcome.SETTLED if charge.is_open else Outcome.SURPLUS
    if outcome is Outcome.SETTLED:
        payment = _payment(charge, money, order, Standing.SETTLED, now)
        _set_state(order, OrderState.PAID)
        _finish(charge, payment, now=now, actor=GATEWAY)
        return outcome
    if outcome is not Outcome.REPEATED:
        _payment(charge, money, order, Standing(outcome.value), now)
        _set_state(order, OrderState.CLOSED)
    note(charge, NoticeAnswered(outcome=outcome, order=order.id, amount_vnd=money.amount_vnd), now=now, actor=GATEWAY)
    return outcome


def _set_state(order: PaymentOrder, state: OrderState) -> None:
    if order.state != OrderState.PAID:
        PaymentOrder.objects.filter(id=order.id).update(state=state)


def _payment(charge: Charge, money: Money, order: PaymentOrder, standing: Standing, now: datetime) -> Payment:
    return Payment.objects.create(
        charge=charge,
        order=order,
        channel=PayChannel.GATEWAY,
        transaction=money.transaction,
        amount_vnd=money.amount_vnd,
        standing=standing,
        paid_at=money.paid_at,
        recorded_at=now,
    )


def _finish(charge: Charge, payment: Payment, *, now: datetime, actor: Actor) -> None:
    """Mark the charge paid, draw its receipt, say so to whoever waits for it.

    What is paid into the state budget has the treasury's receipt and gets none of ours.
    """
    charge.settled_at = now
    charge.save(update_fields=["settled_at"])
    close_orders(charge)
    receipt = payment.transaction if charge.kind == DUTY_KIND else _receipt(charge, payment, now).number
    payload = PaymentSettled(
        dossier=charge.dossier_id,
        charge=charge.id,
        payment=payment.id,
        amount_vnd=payment.amount_vnd,
        channel=payment.channel,
        receipt=receipt,
    )
    note(charge, payload, now=now, actor=actor)


def _receipt(charge: Charge, payment: Payment, now: datetime) -> FeeReceipt:
    unit_id, year = charge.dossier.receiving_unit_id, timezone.localtime(now).year
    serial = next_number(f"{unit_id}:{SERIES}", year)
    return FeeReceipt.objects.create(
        payment=payment, unit_id=unit_id, year=year, serial=serial, number=f"{serial:06d}/{SERIES}", issued_at=now
    )


def settle_by_treasury(charge: Charge, *, receipt: str, taken_by: uuid.UUID, now: datetime, actor: Actor) -> None:
    """Count money that was paid into the budget elsewhere, by its receipt.

    Inside the transaction that locked the charge. Raises Refused when the receipt was used before.
    """
    number = f"CT-{receipt}"
    if Payment.objects.filter(transaction=number).exists():
        raise Refused(f"Chứng từ số {receipt} đã được ghi cho một khoản nộp khác. Hãy kiểm tra lại số chứng từ.")
    payment = Payment.objects.create(
        charge=charge,
        channel=PayChannel.TREASURY,
        transaction=number,
        amount_vnd=charge.amount_vnd or 0,
        standing=Standing.SETTLED,
        paid_at=now,
        recorded_at=now,
        taken_by_id=taken_by,
    )
    _finish(charge, payment, now=now, actor=actor)


@transaction.atomic(durable=True)
def take_cash(charge_id: uuid.UUID, *, amount_vnd: int, viewer: Viewer, now: datetime) -> FeeReceipt:
    """Take the whole amount in cash at the counter and return the receipt.

    amount_vnd: what the officer's page showed; raises NothingDue when it is not what is due now.
    """
    charge = lock_charge(charge_id)
    seat = check_cashier(viewer, charge.dossier)
    check_ours(charge)
    if not charge.is_payable or amount_vnd != charge.amount_vnd:
        raise NothingDue("Khoản này đã thu, đã miễn hoặc số tiền đã đổi. Hãy tải lại trang trước khi thu.")
    payment_id = uuid7()
    payment = Payment.objects.create(
        id=payment_id,
        charge=charge,
        channel=PayChannel.CASH,
        transaction=f"TM-{payment_id}",
        amount_vnd=amount_vnd,
        standing=Standing.SETTLED,
        paid_at=now,
        recorded_at=now,
        taken_by_id=viewer.as_officer,
    )
    _finish(charge, payment, now=now, actor=viewer.actor(seat))
    return payment.receipt
