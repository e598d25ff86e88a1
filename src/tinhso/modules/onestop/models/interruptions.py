# SPDX-License-Identifier: EUPL-1.2
"""Announced interruptions of the online services."""

from django.db import models
from django.db.models import F, Q

from tinhso.lib.uuid7 import uuid7


class Interruption(models.Model):
    """Tạm ngừng cung cấp dịch vụ: from when to when, why, announced when; everybody sees it until it is over."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="when the services are expected back")
    reason = models.CharField(max_length=300)
    force_majeure = models.CharField(max_length=300, blank=True, help_text="why it could not be announced in time")
    announced_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="interruption_forward"),)
        indexes = (models.Index(fields=["ends_at"], condition=Q(withdrawn_at=None), name="interruption_ahead"),)
