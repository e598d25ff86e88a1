# SPDX-License-Identifier: EUPL-1.2
"""Who is on duty at the security centre, how many must be, and what one shift hands to the next."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Func, Q

from tinhso.kernel.identity.models import Officer
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.security.types.duty import DutyRole, ReviewKind

ROLES = [(one.value, one.value) for one in DutyRole]


class TsTzRange(Func):
    """The span of a shift as the database compares spans."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class DutyShift(models.Model):
    """Ca trực: one officer in one role from an instant up to another; nobody stands in two shifts at once."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=ROLES)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    planned_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("begins_at")), name="duty_shift_forward"),
            ExclusionConstraint(
                name="duty_shift_once_at_a_time",
                expressions=[
                    ("officer", RangeOperators.EQUAL),
                    (TsTzRange("begins_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_at=None),
            ),
        )
        indexes = (models.Index(fields=["ends_at"], condition=Q(withdrawn_at=None), name="duty_shift_ends"),)


class DutyStaffing(models.Model):
    """Số người trực tối thiểu: how many of a role must be there at any time, as the operator told."""

    role = models.CharField(max_length=12, choices=ROLES, primary_key=True)
    least = models.SmallIntegerField()
    told_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(least__gte=0, least__lte=99), name="duty_staffing_least"),)


class HandOver(models.Model):
    """Biên bản bàn giao ca: what the leaving analyst wrote, and what the system found open at that moment.

    gathered: as queries.handover.gathered returns it, kept as it was. since: when the hand-over before was written.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    words = models.TextField()
    gathered = models.JSONField()
    since = models.DateTimeField(null=True)
    written_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    accepted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    remark = models.TextField(blank=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(accepted_by=None, accepted_at=None)
                | Q(accepted_by__isnull=False, accepted_at__isnull=False, taken_back_at=None),
                name="handover_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by=None) | ~Q(accepted_by=models.F("written_by")), name="handover_by_two"
            ),
            models.UniqueConstraint(
                fields=["written_by"],
                condition=Q(accepted_at=None, taken_back_at=None),
                name="handover_one_waits",
            ),
        )
        indexes = (models.Index(fields=["-written_at"], name="handover_written"),)


class DutyReview(models.Model):
    """Rà soát định kỳ: that a week, a month or a half-year was gone over, with what came out of it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in ReviewKind])
    first = models.DateField(help_text="first day of the period")
    words = models.TextField()
    done_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "first"], name="duty_review_once"),)
