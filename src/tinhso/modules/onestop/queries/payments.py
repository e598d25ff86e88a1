# SPDX-License-Identifier: EUPL-1.2
"""Money of a dossier as pages ask for it: what is due, what was paid, how to pay, what the statement disputes."""

import uuid

from django.db.models import QuerySet

from tinhso.kernel.identity.types import Viewer
from tinhso.lib.vietqr import Transfer, VietQRError, vietqr_payload
from tinhso.modules.onestop import policies
from tinhso.modules.onestop.models import Charge, Difference, Dossier, FeeReceipt, Payment, PaymentOrder
from tinhso.modules.onestop.payments import gateway
from tinhso.modules.onestop.payments.types import OrderState


def charges_of(dossier: Dossier) -> list[Charge]:
    """Return what the dossier costs, with payments, receipts and refunds."""
    found = Charge.objects.filter(dossier=dossier).order_by("raised_at", "id")
    return list(found.prefetch_related("payments__receipt", "payments__refund", "orders"))


def charge_of(dossier: Dossier, charge_id: uuid.UUID) -> Charge:
    return Charge.objects.get(id=charge_id, dossier=dossier)


def payment_of(dossier: Dossier, payment_id: uuid.UUID) -> Payment:
    return Payment.objects.get(id=payment_id, charge__dossier=dossier)


def order_for_applicant(viewer: Viewer, dossier_id: uuid.UUID, order_id: uuid.UUID) -> PaymentOrder:
    """Return an order of one's own dossier; raises NotYourDossier."""
    related = ("charge__dossier__version__procedure",)
    order = PaymentOrder.objects.select_related(*related).get(id=order_id, charge__dossier_id=dossier_id)
    policies.check_applicant(viewer, order.charge.dossier)
    return order


def open_order_of(charge: Charge) -> PaymentOrder | None:
    return PaymentOrder.objects.filter(charge=charge, state=OrderState.OPEN).first()


def beneficiary() -> tuple[str, str]:
    """Return bank (BIN) and account that fees go to."""
    return gateway.beneficiary()


def transfer_code(order: PaymentOrder) -> str:
    """Return the VietQR text of an open order; empty when it is closed or no account is declared."""
    bank_bin, account = gateway.beneficiary()
    if order.state != OrderState.OPEN or not order.charge.is_open:
        return ""
    try:
        return vietqr_payload(Transfer(bank_bin, account, order.amount_vnd, order.reference))
    except VietQRError:
        return ""


def receipt_of(dossier: Dossier, payment_id: uuid.UUID) -> FeeReceipt:
    """Return the receipt of a payment of this dossier."""
    related = ("payment__charge", "unit", "payment__taken_by")
    return FeeReceipt.objects.select_related(*related).get(payment_id=payment_id, payment__charge__dossier=dossier)


def differences(*, only_open: bool = False) -> QuerySet[Difference]:
    """Return what statements and payments disagreed about, newest day first."""
    found = Difference.objects.order_by("-day", "transaction")
    return found.filter(settled_at=None) if only_open else found
