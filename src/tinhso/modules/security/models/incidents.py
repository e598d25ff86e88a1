# SPDX-License-Identifier: EUPL-1.2
"""Incidents as cases, with what the law asks for, the tasks of their playbook, evidence and words."""

from django.db import models
from django.db.models import Q

from tinhso.kernel.casework.models import Case
from tinhso.kernel.documents.models import Document
from tinhso.kernel.identity.models import Officer
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.security.types.incidents import Category, DutyKind, TaskState


class Incident(models.Model):
    """Sự cố an toàn thông tin mạng: the fields of the notice and of Forms 03 and 04 (Thông tư 20/2017/TT-BTTTT).

    severity: 1 (gravest) to 4, the local scale; is_severe: in the sense of Decision 05/2017. merged_into: what it was
    merged into stays there, and everything of it stays here, so that it can be taken apart again.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="incident")
    category = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Category])
    severity = models.SmallIntegerField()
    system_name = models.CharField(max_length=300)
    system_level = models.SmallIntegerField(null=True)
    addresses = models.CharField(max_length=500, blank=True)
    is_archive = models.BooleanField(default=False)
    is_drill = models.BooleanField(default=False)
    is_listed = models.BooleanField(default=False)
    harms = models.CharField(max_length=60, blank=True, help_text="words of rules.HARMS")
    beyond_ability = models.BooleanField(default=False)
    is_severe = models.BooleanField(default=False)
    detected_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    description = models.TextField()
    effect = models.TextField(blank=True)
    measures = models.TextField(blank=True)
    helpers = models.TextField(blank=True)
    proposals = models.TextField(blank=True)
    root_cause = models.TextField(blank=True)
    lesson = models.TextField(blank=True)
    opened_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(severity__gte=1, severity__lte=4), name="incident_severity"),
            models.CheckConstraint(
                condition=Q(system_level=None) | Q(system_level__gte=1, system_level__lte=5), name="incident_level"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=models.F("case")), name="incident_not_into_itself"
            ),
        )
        indexes = (models.Index(fields=["detected_at"], name="incident_detected"),)


class IncidentDuty(models.Model):
    """Nghĩa vụ báo cáo: one thing that has to be told, by when, and the signed paper with which it was."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="duties")
    kind = models.CharField(max_length=8, choices=[(one.value, one.value) for one in DutyKind])
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["incident", "kind"], name="incident_duty_once"),)


class IncidentTask(models.Model):
    """Việc của kịch bản: done by a person, after approval where it stops work or cannot be undone."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="tasks")
    place = models.SmallIntegerField()
    key = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    about = models.CharField(max_length=300, blank=True)
    needs_approval = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=[(one.value, one.value) for one in TaskState])
    approved_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    done_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    words = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["incident", "key"], name="incident_task_once"),
            models.CheckConstraint(
                condition=~Q(state="done", needs_approval=True, approved_by=None), name="incident_task_approved"
            ),
        )


class IncidentWord(models.Model):
    """Diễn biến: what was seen or done, when, by whom; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="words")
    step = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    happened_at = models.DateTimeField()
    at = models.DateTimeField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")


class IncidentEvidence(models.Model):
    """Chứng cứ: a file with its hash, where it is from, and everybody who had it since."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="evidence")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    origin = models.CharField(max_length=300)
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")


class Custody(models.Model):
    """Bàn giao chứng cứ: from whose hands to whose, when and why."""

    evidence = models.ForeignKey(IncidentEvidence, on_delete=models.PROTECT, related_name="hands")
    to = models.CharField(max_length=200)
    why = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
