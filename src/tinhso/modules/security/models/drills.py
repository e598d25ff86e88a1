# SPDX-License-Identifier: EUPL-1.2
"""Exercises: their scenario, who takes part, what is put in, what was answered and how it was judged."""

from django.db import models
from django.db.models import Q

from tinhso.kernel.identity.models import Officer
from tinhso.kernel.registry.models import Unit
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.security.drill_rules import LONGEST_MINUTE, Pause
from tinhso.modules.security.models.incidents import Incident
from tinhso.modules.security.types.drills import DrillState, Verdict
from tinhso.modules.security.types.incidents import Category


class Drill(models.Model):
    """Diễn tập ứng cứu sự cố: a scenario, and from its start the incident that is played.

    unit: whose incident is played. starter: key of the scenario that came along and was taken; copied_from: the
    exercise whose scenario was.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    title = models.CharField(max_length=280)
    purpose = models.TextField()
    search_key = models.CharField(max_length=400)
    category = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Category])
    severity = models.SmallIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    system_name = models.CharField(max_length=300)
    planned_at = models.DateTimeField()
    starter = models.CharField(max_length=40, blank=True)
    copied_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    prepared_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    incident = models.OneToOneField(Incident, on_delete=models.PROTECT, null=True, related_name="drill")
    started_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    lessons = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(severity__gte=1, severity__lte=4), name="drill_severity"),
            models.CheckConstraint(
                condition=Q(started_at=None, started_by=None, incident=None, ended_at=None)
                | Q(started_at__isnull=False, started_by__isnull=False, incident__isnull=False, cancelled_at=None),
                name="drill_started_with_incident",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("started_at")), name="drill_forward"
            ),
        )
        indexes = (models.Index(fields=["-planned_at"], name="drill_planned"),)

    def stood(self) -> list[Pause]:
        return [Pause(one.began_at, one.ended_at) for one in self.pauses.all()]

    @property
    def state(self) -> DrillState:
        if self.cancelled_at is not None:
            return DrillState.CANCELLED
        if self.started_at is None:
            return DrillState.PREPARED
        if self.ended_at is not None:
            return DrillState.ENDED
        return DrillState.PAUSED if any(one.ended_at is None for one in self.pauses.all()) else DrillState.RUNNING


class DrillPause(models.Model):
    """Tạm dừng: from an instant up to another; one at a time."""

    drill = models.ForeignKey(Drill, on_delete=models.PROTECT, related_name="pauses")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["drill"], condition=Q(ended_at=None), name="drill_pause_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("began_at")), name="drill_pause_forward"
            ),
        )


class DrillMember(models.Model):
    """Người tham gia: an officer of a unit, or everybody of the unit who handles incidents (officer empty)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    drill = models.ForeignKey(Drill, on_delete=models.PROTECT, related_name="members")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["drill", "officer"], name="drill_member_once"),
            models.UniqueConstraint(fields=["drill", "unit"], condition=Q(officer=None), name="drill_member_unit_once"),
        )


class DrillInject(models.Model):
    """Tình huống đưa vào: planned for a minute of the exercise's clock, released by a person or skipped for a reason.

    member: empty for everybody who takes part.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    drill = models.ForeignKey(Drill, on_delete=models.PROTECT, related_name="injects")
    minute = models.IntegerField()
    member = models.ForeignKey(DrillMember, on_delete=models.PROTECT, null=True, related_name="injects")
    text = models.TextField()
    expected = models.TextField()
    released_at = models.DateTimeField(null=True)
    skipped_at = models.DateTimeField(null=True)
    skipped_why = models.TextField(blank=True)
    verdict = models.CharField(max_length=16, blank=True, choices=[(one.value, one.value) for one in Verdict])
    remark = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(minute__gte=0, minute__lte=LONGEST_MINUTE), name="drill_inject_minute"),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(skipped_at=None), name="drill_inject_released_or_skipped"
            ),
            models.CheckConstraint(
                condition=Q(verdict="") | Q(released_at__isnull=False), name="drill_inject_judged_when_released"
            ),
        )


class DrillAnswer(models.Model):
    """Trả lời: what a participant did; never changed. told_at: when it was done, as told."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    inject = models.ForeignKey(DrillInject, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField()
    told_at = models.DateTimeField()
    at = models.DateTimeField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
