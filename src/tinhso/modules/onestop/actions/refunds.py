# SPDX-License-Identifier: EUPL-1.2
"""Money goes back: one officer asks for it with a reason, another confirms it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.actions.charges import lock_charge, note
from tinhso.modules.onestop.errors import FourEyes, GroundMissing, RefundImpossible
from tinhso.modules.onestop.models import Payment, Refund
from tinhso.modules.onestop.payments import gateway
from tinhso.modules.onestop.payments.types import PayChannel, RefundPaid, RefundRequested
from tinhso.modules.onestop.policies import check_cashier
from tinhso.modules.onestop.rules import SHORTEST_REASON


@transaction.atomic(durable=True)
def request_refund(payment_id: UUID, *, reason: str, viewer: Viewer, now: datetime) -> Refund:
    """Ask that a payment be paid back whole; raises GroundMissing without a reason, RefundImpossible when repeated."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise GroundMissing(f"Hãy ghi rõ lý do hoàn trả (ít nhất {SHORTEST_REASON} ký tự).")
    payment = Payment.objects.get(id=payment_id)
    charge = lock_charge(payment.charge_id)
    seat = check_cashier(viewer, charge.dossier)
    if Refund.objects.filter(payment=payment).exists():
        raise RefundImpossible("Khoản nộp này đã có đề nghị hoàn trả. Hãy tải lại trang.")
    refund = Refund.objects.create(
        payment=payment,
        amount_vnd=payment.amount_vnd,
        reason=reason.strip()[:2000],
        requested_by_id=viewer.as_officer,
        requested_at=now,
    )
    payload = RefundRequested(payment=payment.id, amount_vnd=payment.amount_vnd)
    note(charge, payload, now=now, actor=viewer.actor(seat))
    return refund


def confirm_refund(payment_id: UUID, *, viewer: Viewer, now: datetime) -> Refund:
    """Pay money back: by the gateway when it came that way, over the counter otherwise.

    The gateway is asked before the transaction and pays a transaction back once however often it is asked.
    Raises FourEyes for the requester, RefundImpossible when it is done, GatewayUnavailable.
    """
    refund = Refund.objects.select_related("payment__charge__dossier").get(payment_id=payment_id)
    _check(refund, viewer)
    if refund.payment.channel == PayChannel.GATEWAY:
        gateway.refund(refund.payment.transaction, amount_vnd=refund.amount_vnd)
    return _keep(refund, viewer, now)


def _check(refund: Refund, viewer: Viewer) -> None:
    check_cashier(viewer, refund.payment.charge.dossier)
    if refund.requested_by_id == viewer.officer_id:
        raise FourEyes("Bạn là người đề nghị hoàn trả nên không thể tự xác nhận. Hãy nhờ người khác xác nhận.")
    if refund.paid_at is not None:
        raise RefundImpossible("Khoản này đã được hoàn trả. Hãy tải lại trang.")


@transaction.atomic(durable=True)
def _keep(refund: Refund, viewer: Viewer, now: datetime) -> Refund:
    charge = lock_charge(refund.payment.charge_id)
    refund.refresh_from_db(fields=["paid_at"])
    _check(refund, viewer)
    refund.paid_at, refund.confirmed_by_id = now, viewer.as_officer
    refund.save(update_fields=["paid_at", "confirmed_by"])
    seat = check_cashier(viewer, charge.dossier)
    payload = RefundPaid(payment=refund.payment_id, amount_vnd=refund.amount_vnd)
    note(charge, payload, now=now, actor=viewer.actor(seat))
    return refund
