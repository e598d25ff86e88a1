# SPDX-License-Identifier: EUPL-1.2
"""Who looked into the logs, how long each class of source is kept, what was purged, which part of the watch stopped."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tinhso.kernel.identity.models import Officer
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.security.models.incidents import Incident
from tinhso.modules.security.types.keeping import LookupKind, PurgeCause, WatchedPart


class LogLookup(models.Model):
    """Lượt tra nhật ký: one question to the store of events, one event opened, one file taken away (SOC-70).

    The ledger holds the act with a digest of salt and question; the words stand here only, so that they can be given
    up when their time is over and the act still proves that there was one. span: hours back from `at`, 0 for two
    moments somebody typed. rows: how many the question found (of an export: how many left).
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    kind = models.CharField(max_length=8, choices=[(one.value, one.value) for one in LookupKind])
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    question = models.TextField(blank=True)
    salt = models.CharField(max_length=32)
    span_hours = models.IntegerField(default=0)
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    is_personal = models.BooleanField(default=False)
    purpose = models.CharField(max_length=300, blank=True)
    rows = models.BigIntegerField(default=0)
    search_key = models.TextField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(is_personal=False) | ~Q(purpose=""), name="log_lookup_purpose_told"),
        )
        indexes = (models.Index(fields=["officer", "-at"], name="log_lookup_officer"),)


class KeepTerm(models.Model):
    """Thời hạn lưu nhật ký: how many days events of a class are kept from now on; the newest row of a class counts."""

    id = models.BigAutoField(primary_key=True)
    keep_class = models.CharField(max_length=20)
    days = models.IntegerField()
    why = models.CharField(max_length=300)
    told_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(days__gt=0, days__lte=36_500), name="keep_term_days"),)


class LogHold(models.Model):
    """Giữ nhật ký theo sự cố: events of a machine in a span, or single ones by id, that no purge removes."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="log_holds")
    host = models.CharField(max_length=255, blank=True)
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    events = ArrayField(models.CharField(max_length=60), default=list)
    why = models.CharField(max_length=300)
    told_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(since=None, until=None) | Q(since__lt=models.F("until")), name="log_hold_span"
            ),
            models.CheckConstraint(condition=~Q(events=[]) | Q(since__isnull=False), name="log_hold_of_something"),
        )


class LogPurge(models.Model):
    """Lượt xóa nhật ký: one day of one class; written down before it is removed, so that a kill leaves it to be ended.

    keep: how the store names the class (`store.classes`); held: rows that stay for an incident.
    """

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()
    keep = models.IntegerField()
    keep_class = models.CharField(max_length=20)
    rows = models.BigIntegerField()
    held = models.BigIntegerField(default=0)
    cause = models.CharField(max_length=8, choices=[(one.value, one.value) for one in PurgeCause])
    why = models.CharField(max_length=300, blank=True)
    told_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    planned_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["day", "keep"], condition=Q(done_at=None), name="log_purge_planned_once"),
        )


class Outage(models.Model):
    """Sự cố của hệ thống giám sát: a part of the watch that stopped, or a bound that was passed; open until it ended.

    seen_at: last look at which it was bad; good_since: since when it looks well again, before it counts as over.
    """

    id = models.BigAutoField(primary_key=True)
    part = models.CharField(max_length=12, choices=[(one.value, one.value) for one in WatchedPart])
    sentence = models.CharField(max_length=300)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    good_since = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["part"], condition=Q(ended_at=None), name="outage_open_once"),)
        indexes = (models.Index(fields=["-began_at"], name="outage_began"),)


class ClockMark(models.Model):
    """What the clock said against the time since the machine was started: one row; a step shows in the difference."""

    id = models.IntegerField(primary_key=True, default=1)
    boot = models.CharField(max_length=36)
    offset_seconds = models.FloatField()
    at = models.DateTimeField()
