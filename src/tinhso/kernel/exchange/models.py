# SPDX-License-Identifier: EUPL-1.2
"""Partners; what is to go out and every attempt made; what came in; where the books of both sides differ."""

from django.db import models
from django.db.models import Q

from tinhso.kernel.exchange.types import DifferenceKind, InState, MessageState
from tinhso.lib.uuid7 import uuid7

HOLDING = Q(state__in=["queued", "dead"])
"""A message in one of these states holds the later ones of its stream."""


class Partner(models.Model):
    """Đối tác liên thông: a system outside with its endpoint, the channel that speaks its language, and its health."""

    key = models.CharField(max_length=40, primary_key=True)
    title = models.CharField(max_length=200)
    channel = models.CharField(max_length=20)
    endpoint = models.CharField(max_length=254, help_text="where its channel reaches it")
    public_key = models.CharField(max_length=64, blank=True, help_text="Ed25519, raw, hex; empty: sends us nothing")
    registered_at = models.DateTimeField()
    suspended_at = models.DateTimeField(null=True)
    suspended_reason = models.CharField(max_length=300, blank=True)
    failures = models.IntegerField(default=0, help_text="temporary failures in a row")
    probe_at = models.DateTimeField(null=True, help_text="when the next message may try a partner that does not answer")
    last_sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(suspended_at=None, suspended_reason="")
                | (Q(suspended_at__isnull=False) & ~Q(suspended_reason="")),
                name="partner_suspended_with_reason",
            ),
        )

    def __str__(self) -> str:
        return self.title


class TheirName(models.Model):
    """Mã do đối tác cấp: what a partner calls something of ours, drawn before the partner is told of it."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="names")
    ours = models.CharField(max_length=100)
    theirs = models.CharField(max_length=100)
    given_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["partner", "ours"], name="their_name_once"),
            models.UniqueConstraint(fields=["partner", "theirs"], name="their_name_of_one"),
        )


class Message(models.Model):
    """Bản tin: one message to one recipient over one channel, written in the transaction that caused it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    key = models.CharField(max_length=200, unique=True, help_text="same cause, same key: queued twice, sent once")
    channel = models.CharField(max_length=20)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, related_name="messages")
    stream = models.CharField(max_length=100, blank=True, help_text="what must stay in order, empty for nothing")
    sequence = models.IntegerField(default=0, help_text="place in the stream, from 1; 0 outside a stream")
    recipient = models.CharField(max_length=254)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the canonical body, hex")
    signature = models.CharField(max_length=128, blank=True, help_text="Ed25519 over envelope and digest, hex")
    key_id = models.CharField(max_length=16, blank=True)
    revision = models.IntegerField(default=0, help_text="how often a person corrected the body")
    case_id = models.UUIDField(null=True)
    state = models.CharField(max_length=8, choices=[(state.value, state.value) for state in MessageState])
    attempts = models.IntegerField(default=0)
    next_at = models.DateTimeField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=500, blank=True)
    note = models.CharField(max_length=300, blank=True, help_text="why a person set it aside")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["partner", "stream", "sequence"], condition=~Q(stream=""), name="message_place_once"
            ),
        )
        indexes = (
            models.Index(fields=["next_at"], condition=Q(state="queued"), name="message_due"),
            models.Index(fields=["partner", "stream", "sequence"], condition=HOLDING, name="message_holding"),
            models.Index(fields=["state", "-created_at"], name="message_by_state"),
            models.Index(fields=["case_id"], condition=Q(case_id__isnull=False), name="message_case"),
        )


class Attempt(models.Model):
    """One try: when, whether it worked, what the other side said."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    succeeded = models.BooleanField()
    answer = models.CharField(max_length=500)


class TextPart(models.Model):
    """Phần tin nhắn: one part of a short message by the identifier of the SMS centre, and what became of it.

    Without a message: a report that came before its message was marked as sent, or of an earlier sending.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, related_name="parts")
    place = models.IntegerField(default=0, help_text="from 1")
    remote_id = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=7, blank=True, help_text="as SMPP names it; empty: not heard yet")
    reported_at = models.DateTimeField(null=True)


class InMessage(models.Model):
    """Bản tin đến: kept once per identifier of the partner, with the answer that was given.

    One that came by the address of the partner is stored first (`taken`) and handled by the worker in the order of
    its stream; one that a caller handled in the same transaction is `done` from the start.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="received")
    their_id = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    body = models.TextField()
    received_at = models.DateTimeField()
    answer = models.TextField()
    repeats = models.IntegerField(default=0)
    stream = models.CharField(max_length=100, blank=True, help_text="what must stay in order, empty for nothing")
    sequence = models.IntegerField(default=0, help_text="the partner's place in the stream, from 1; 0 outside one")
    signature = models.CharField(max_length=128, blank=True, help_text="Ed25519 of the partner, hex")
    key_id = models.CharField(max_length=16, blank=True)
    state = models.CharField(max_length=8, choices=[(one.value, one.value) for one in InState], default=InState.DONE)
    attempts = models.IntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=500, blank=True, help_text="what came of it, or why it waits")
    refused_digest = models.CharField(max_length=64, blank=True, help_text="another content under the same identifier")
    refused_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["partner", "their_id"], name="in_message_once"),
            models.UniqueConstraint(
                fields=["partner", "stream", "sequence"], condition=~Q(stream=""), name="in_message_place_once"
            ),
        )
        indexes = (
            models.Index(fields=["next_at"], condition=Q(state="taken"), name="in_message_due"),
            models.Index(fields=["state", "-received_at"], name="in_message_by_state"),
            models.Index(fields=["-refused_at"], condition=Q(refused_at__isnull=False), name="in_message_refused"),
        )


class Reconciliation(models.Model):
    """Đối soát: the books of one day compared with those of a partner; `fault` when the partner did not answer."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="reconciliations")
    day = models.DateField()
    made_at = models.DateTimeField()
    checked = models.IntegerField()
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (models.Index(fields=["partner", "-day", "-made_at"], name="reconciliation_day"),)


class Difference(models.Model):
    """Chênh lệch: one line on which the two books differ."""

    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.CASCADE, related_name="differences")
    kind = models.CharField(max_length=14, choices=[(one.value, one.value) for one in DifferenceKind])
    number = models.CharField(max_length=60)
    subject = models.CharField(max_length=60, blank=True)
    ours = models.CharField(max_length=200, blank=True)
    theirs = models.CharField(max_length=200, blank=True)
    waiting = models.IntegerField(default=0)
