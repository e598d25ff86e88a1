# SPDX-License-Identifier: EUPL-1.2
"""The Case and what happens to its clock and holder; every row has a beginning, an end and a reason."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from tinhso.kernel.casework.types import Phase
from tinhso.kernel.identity.models import Officer
from tinhso.kernel.registry.models import Unit
from tinhso.lib.uuid7 import uuid7

LIVING = Q(phase__in=["open", "working", "waiting"])


class Case(models.Model):
    """Hồ sơ công việc: a unit is responsible, a date binds it, someone may ask for its outcome."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    kind = models.CharField(max_length=30)
    number = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=300)
    search_key = models.TextField(help_text="number, title and names without diacritics")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cases")
    area_code = models.CharField(max_length=10, blank=True)
    holder = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="held_cases")
    state = models.CharField(max_length=30)
    phase = models.CharField(max_length=8, choices=[(phase.value, phase.value) for phase in Phase])
    turn = models.CharField(max_length=20)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    confidential = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    clock_from = models.DateTimeField(null=True)
    limit_value = models.IntegerField(null=True)
    limit_unit = models.CharField(max_length=16, blank=True)
    late_rule = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True)
    due_provisional = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=30, blank=True)
    changed_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=(LIVING & Q(closed_at=None)) | (~LIVING & Q(closed_at__isnull=False)),
                name="case_closed_when_over",
            ),
            models.UniqueConstraint(fields=["kind", "number"], condition=~Q(number=""), name="case_number_once"),
        )
        indexes = (
            models.Index(fields=["unit", "turn", "due_at", "id"], condition=LIVING, name="case_inbox_unit"),
            models.Index(fields=["holder", "turn", "due_at", "id"], condition=LIVING, name="case_inbox_holder"),
            models.Index(fields=["due_at"], condition=LIVING, name="case_due"),
            models.Index(fields=["unit", "-opened_at", "id"], name="case_unit_opened"),
            models.Index(fields=["-opened_at", "id"], name="case_opened"),
            models.Index(fields=["parent"], condition=Q(parent__isnull=False), name="case_parent"),
            GinIndex(OpClass("search_key", name="gin_trgm_ops"), name="case_search"),
        )

    def __str__(self) -> str:
        return self.number or self.title


class Pause(models.Model):
    """Tạm dừng tính thời hạn: the legal clock stands still from `begins_at` to `ends_at`."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="pauses")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=60)
    resets = models.BooleanField(default=False, help_text="the limit begins anew after this pause")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=models.F("begins_at")), name="pause_forward"
            ),
            models.UniqueConstraint(fields=["case"], condition=Q(ends_at=None), name="pause_open_once"),
        )


class Extension(models.Model):
    """Gia hạn: a new last instant decided by someone entitled to, with the reason told to the applicant."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="extensions")
    until = models.DateTimeField()
    before = models.DateTimeField(null=True)
    reason = models.TextField()
    decided_at = models.DateTimeField()


class Holding(models.Model):
    """Phân công, chuyển giao: who held the case from when to when, and why it came."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="holdings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    turn = models.CharField(max_length=20)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (models.Index(fields=["case", "begins_at"], name="holding_case"),)
        constraints = (models.UniqueConstraint(fields=["case"], condition=Q(ends_at=None), name="holding_open_once"),)


class Reminder(models.Model):
    """Nhắc việc: one rung of the escalation ladder climbed for one due date, once."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reminders")
    rung = models.CharField(max_length=20)
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "rung", "due_at"], name="reminder_once"),)
