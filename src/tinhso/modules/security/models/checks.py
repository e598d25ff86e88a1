# SPDX-License-Identifier: EUPL-1.2
"""Scans, penetration tests and exercises of a system: one planned of a kind at a time, those done with evidence."""

from django.db import models
from django.db.models import F, Q

from tinhso.kernel.documents.models import Document
from tinhso.kernel.identity.models import Officer
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.security.models.drills import Drill
from tinhso.modules.security.models.systems import InformationSystem
from tinhso.modules.security.types.checks import CheckKind

OPEN = Q(done_on=None, dropped_at=None)


class SystemCheck(models.Model):
    """Lần quét lỗ hổng, kiểm thử xâm nhập, diễn tập của một hệ thống.

    due_on: the latest day by its rhythm; planned_on: the day it is meant for. rule: of the text its rhythm is of,
    empty: its keeper's own, named by basis. months: until the next one, None: once.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    system = models.ForeignKey(InformationSystem, on_delete=models.PROTECT, related_name="checks")
    kind = models.CharField(max_length=8, choices=[(one.value, one.value) for one in CheckKind])
    rule = models.CharField(max_length=30, blank=True)
    months = models.SmallIntegerField(null=True)
    basis = models.CharField(max_length=300, blank=True)
    due_on = models.DateField()
    planned_on = models.DateField()
    planned_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    done_on = models.DateField(null=True)
    on_time = models.BooleanField(null=True)
    doer = models.CharField(max_length=300, blank=True)
    paper = models.CharField(max_length=200, blank=True, help_text="number and day of the report")
    findings = models.IntegerField(null=True)
    findings_open = models.IntegerField(null=True)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    drill = models.ForeignKey(Drill, on_delete=models.PROTECT, null=True, related_name="+")
    told_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["system", "kind"], condition=OPEN, name="one_open_check_of_a_kind"),
            models.CheckConstraint(condition=Q(months=None) | Q(months__gte=1), name="check_months_above_nought"),
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(document__isnull=False) | Q(drill__isnull=False),
                name="check_done_with_evidence",
            ),
            models.CheckConstraint(
                condition=Q(findings_open=None) | Q(findings__gte=F("findings_open"), findings_open__gte=0),
                name="check_open_findings_among_all",
            ),
        )
        indexes = (models.Index(fields=["system", "kind", "-done_on"], name="check_of_system"),)
