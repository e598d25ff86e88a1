# SPDX-License-Identifier: EUPL-1.2
"""Periodic reports sent to the national reporting system."""

from django.db import models

from tinhso.lib.uuid7 import uuid7


class NationalReport(models.Model):
    """Báo cáo định kỳ đã gửi: the figures of one period as they were sent, each time they were."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    period = models.CharField(max_length=8, help_text="2026-11 or 2026-Q4")
    until = models.DateField(help_text="last day of the period")
    revision = models.IntegerField(help_text="from 1")
    figures = models.JSONField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the figures, hex")
    message_key = models.CharField(max_length=60, unique=True)
    queued_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["period", "revision"], name="national_report_once"),)
