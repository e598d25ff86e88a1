# SPDX-License-Identifier: EUPL-1.2
"""What is to go out, and every attempt made."""

from django.db import models
from django.db.models import Q

from tinhso.kernel.exchange.types import MessageState
from tinhso.lib.uuid7 import uuid7


class Message(models.Model):
    """Bản tin: one message to one recipient over one channel, written in the transaction that caused it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    key = models.CharField(max_length=200, unique=True, help_text="same cause, same key: queued twice, sent once")
    channel = models.CharField(max_length=20)
    recipient = models.CharField(max_length=254)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    case_id = models.UUIDField(null=True)
    state = models.CharField(max_length=8, choices=[(state.value, state.value) for state in MessageState])
    attempts = models.IntegerField(default=0)
    next_at = models.DateTimeField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["next_at"], condition=Q(state="queued"), name="message_due"),
            models.Index(fields=["state", "-created_at"], name="message_by_state"),
            models.Index(fields=["case_id"], condition=Q(case_id__isnull=False), name="message_case"),
        )


class Attempt(models.Model):
    """One try: when, whether it worked, what the other side said."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    succeeded = models.BooleanField()
    answer = models.CharField(max_length=500)
