# SPDX-License-Identifier: EUPL-1.2
"""Plans the operator files for each year."""

from django.db import models

from tinhso.kernel.documents.models import Document
from tinhso.kernel.identity.models import Officer
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop.types import ServicePlanKind


class ServicePlan(models.Model):
    """Kế hoạch hằng năm: one filed version of a plan of a year; the newest of its kind counts."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    year = models.IntegerField()
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ServicePlanKind])
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["year", "kind"], name="service_plan_of_year"),)
