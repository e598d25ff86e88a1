# SPDX-License-Identifier: EUPL-1.2
"""Money of a dossier: what is due, attempts to pay it, what came in, receipts, refunds, what a statement disputes."""

from django.db import models
from django.db.models import Q

from tinhso.kernel.identity.models import Officer
from tinhso.kernel.registry.models import Unit
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop.payments.types import DifferenceKind, OrderState, Outcome, PayChannel, Standing


class Charge(models.Model):
    """Khoản phí, lệ phí: frozen on the dossier at filing; amount_vnd None is not known, never zero."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    dossier = models.ForeignKey("onestop.Dossier", on_delete=models.PROTECT, related_name="charges")
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    amount_vnd = models.BigIntegerField(null=True)
    why = models.CharField(max_length=500, blank=True)
    legal_source = models.CharField(max_length=300, blank=True)
    raised_at = models.DateTimeField()
    stated_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    exempted_at = models.DateTimeField(null=True)
    exempted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    exempt_ground = models.CharField(max_length=40, blank=True)
    exempt_reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount_vnd=None) | Q(amount_vnd__gt=0), name="charge_amount_positive"),
            models.CheckConstraint(condition=Q(settled_at=None) | Q(exempted_at=None), name="charge_one_end"),
            models.CheckConstraint(
                condition=Q(settled_at=None) | Q(amount_vnd__isnull=False), name="charge_settled_has_amount"
            ),
            models.CheckConstraint(
                condition=Q(exempted_at=None, exempted_by=None)
                | Q(exempted_at__isnull=False, exempted_by__isnull=False),
                name="charge_exempted_by_someone",
            ),
        )

    @property
    def is_open(self) -> bool:
        """Whether something is still to be paid or worked out."""
        return self.settled_at is None and self.exempted_at is None

    @property
    def is_payable(self) -> bool:
        return self.is_open and self.amount_vnd is not None


class PaymentOrder(models.Model):
    """Lệnh nộp phí: one attempt with the gateway; its identifier is the key that makes a repeat harmless."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="orders")
    reference = models.CharField(max_length=25, unique=True, help_text="content of the transfer, plain letters")
    amount_vnd = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=[(one.value, one.value) for one in OrderState])
    gateway_url = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["charge"], condition=Q(state="open"), name="one_open_order_per_charge"),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="order_amount_positive"),
        )


class Payment(models.Model):
    """Khoản nộp: money that really came, whatever it is to its charge; a transaction is counted once."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="payments")
    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, null=True, related_name="payments")
    channel = models.CharField(max_length=12, choices=[(one.value, one.value) for one in PayChannel])
    transaction = models.CharField(max_length=64, unique=True)
    amount_vnd = models.BigIntegerField()
    standing = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Standing])
    paid_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    taken_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["charge"], condition=Q(standing="settled"), name="charge_settled_once"),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="payment_amount_positive"),
        )
        indexes = (models.Index(fields=["channel", "paid_at"], name="payment_day"),)


class FeeReceipt(models.Model):
    """Biên lai thu phí, lệ phí: numbered without gaps per unit and year; its PDF is drawn when asked for."""

    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, primary_key=True, related_name="receipt")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.IntegerField()
    serial = models.IntegerField()
    number = models.CharField(max_length=20)
    issued_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["unit", "year", "serial"], name="fee_receipt_number_once"),)


class Refund(models.Model):
    """Hoàn trả phí: asked for by one officer, confirmed by another."""

    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="refund")
    amount_vnd = models.BigIntegerField()
    reason = models.TextField()
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    paid_at = models.DateTimeField(null=True)


class GatewayNotice(models.Model):
    """Thông báo của cổng thanh toán: each different message once, with what it led to and how often it came."""

    digest = models.CharField(max_length=64, primary_key=True)
    outcome = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Outcome])
    received_at = models.DateTimeField()
    times = models.IntegerField(default=1)

    class Meta:
        indexes = (models.Index(fields=["outcome", "received_at"], name="notice_outcome"),)


class Difference(models.Model):
    """Chênh lệch đối soát: one transaction on which the bank's statement of a day and our payments disagree."""

    day = models.DateField()
    transaction = models.CharField(max_length=64)
    reference = models.CharField(max_length=25, blank=True)
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in DifferenceKind])
    there_vnd = models.BigIntegerField(null=True)
    here_vnd = models.BigIntegerField(null=True)
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, help_text="when the query of the order put it right")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["day", "transaction"], name="difference_once"),)
