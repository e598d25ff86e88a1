# SPDX-License-Identifier: EUPL-1.2
"""Report templates and their versions; a published version never changes."""

from django.db import models

from tinhso.kernel.identity.models import Officer
from tinhso.lib.uuid7 import uuid7


class Report(models.Model):
    """Mẫu báo cáo: known by its newest version; ended, it is no longer offered."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    title = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=1000, db_collation="C")
    ended_at = models.DateTimeField(null=True)


class ReportVersion(models.Model):
    """Phiên bản mẫu báo cáo: what is counted and how it is headed."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    shape = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["report", "number"], name="report_version_once"),)
