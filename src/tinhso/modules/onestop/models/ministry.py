# SPDX-License-Identifier: EUPL-1.2
"""Dossiers that run on a ministry's system."""

from django.db import models
from django.db.models import Q

from tinhso.kernel.registry.models import Unit
from tinhso.lib.uuid7 import uuid7


class MinistryDossier(models.Model):
    """Hồ sơ trên hệ thống của bộ: what that system told last; nothing here changes it but its own messages."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    system = models.CharField(max_length=100)
    number = models.CharField(max_length=60)
    procedure = models.CharField(max_length=12, help_text="code in the national list")
    title = models.CharField(max_length=300)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=2, help_text="code 1–10 of the national portal")
    received_at = models.DateTimeField()
    promised_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    on_time = models.BooleanField(null=True)
    told_at = models.DateTimeField(help_text="when the system told it last")
    search_key = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["system", "number"], name="ministry_dossier_once"),
            models.CheckConstraint(
                condition=Q(finished_at=None, on_time=None) | Q(finished_at__isnull=False, on_time__isnull=False),
                name="ministry_dossier_ended_whole",
            ),
        )
        indexes = (models.Index(fields=["unit", "-received_at"], name="ministry_dossier_unit"),)
