# SPDX-License-Identifier: EUPL-1.2
"""What the detector found: rules in use, alerts, what is hidden for a while, and how far it has read."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tinhso.kernel.casework.models import Case
from tinhso.kernel.identity.models import Officer
from tinhso.kernel.registry.models import Unit
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.security.models.sources import Source
from tinhso.modules.security.types.alerts import AlertState, CloseReason


class DetectionRule(models.Model):
    """Luật phát hiện: one rule as the detector loaded it last, with what every alert must show (DRL 1.1).

    sentence: why it is set aside; empty for a rule in use. is_on: a person may switch it off, the file stays.
    """

    key = models.CharField(max_length=200, primary_key=True)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, help_text="rule, or the type of a correlation")
    author = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    level = models.CharField(max_length=16)
    status = models.CharField(max_length=20, blank=True)
    logsource = models.CharField(max_length=200, blank=True)
    tags = ArrayField(models.CharField(max_length=120), default=list)
    description = models.TextField(blank=True)
    falsepositives = models.TextField(blank=True)
    references = models.TextField(blank=True)
    file = models.CharField(max_length=300)
    sentence = models.TextField(blank=True)
    is_on = models.BooleanField(default=True)
    switched_why = models.CharField(max_length=300, blank=True)
    is_loaded = models.BooleanField(default=True, help_text="still among the files at the last load")
    search_key = models.TextField()

    class Meta:
        indexes = (models.Index(fields=["level", "title"], name="detection_rule_level"),)


class Alert(models.Model):
    """Cảnh báo: a rule matched on a machine; further matches are counted here until somebody closes it.

    about: values by which a correlation grouped, else empty. first_at, last_at: times of the events;
    evidence: up to five of them as {id, at, host, raw}, kept when the store has given them up.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    rule_key = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    author = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    level = models.CharField(max_length=16)
    level_rank = models.SmallIntegerField()
    tags = ArrayField(models.CharField(max_length=120), default=list)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="+")
    host = models.CharField(max_length=255)
    about = models.CharField(max_length=300, blank=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    count = models.BigIntegerField()
    evidence = models.JSONField()
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in AlertState])
    taken_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=16, blank=True, choices=[(one.value, one.value) for one in CloseReason])
    words = models.TextField(blank=True)
    closed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    incident = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+")
    search_key = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["rule_key", "host", "about"], condition=~Q(state="closed"), name="alert_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at=None)),
                name="alert_closed_with_time",
            ),
            models.CheckConstraint(condition=Q(last_at__gte=models.F("first_at")), name="alert_forward"),
        )
        indexes = (
            models.Index(fields=["state", "level_rank", "-last_at"], name="alert_queue"),
            models.Index(fields=["unit", "-last_at"], name="alert_unit"),
            models.Index(fields=["raised_at"], name="alert_raised"),
            models.Index(fields=["incident"], condition=Q(incident__isnull=False), name="alert_incident"),
        )


class Suppression(models.Model):
    """Tạm ẩn: matches of a rule (empty: any) on a machine (empty: any) raise nothing until its end; they are counted.

    unit: whose machines it concerns, None for all of the province.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    rule_key = models.CharField(max_length=200, blank=True)
    host = models.CharField(max_length=255, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    until = models.DateTimeField()
    reason = models.CharField(max_length=300)
    made_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    hidden = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(rule_key="", host=""), name="suppression_names_something"),
            models.CheckConstraint(condition=Q(until__gt=models.F("made_at")), name="suppression_ends_later"),
        )


class Counted(models.Model):
    """Matches of one batch that correlations count, kept as long as a window may need them; the detector begins there.

    entries: lists of rule key, id of the event, seconds since 1970, fields (folded names to lists of values).
    """

    id = models.BigAutoField(primary_key=True)
    last_at = models.DateTimeField(help_text="of the latest match in it")
    entries = models.JSONField()

    class Meta:
        indexes = (models.Index(fields=["last_at"], name="counted_last_at"),)


class DetectorPlace(models.Model):
    """How far the spool was evaluated: one row, changed in the transaction of the alerts it stands for.

    spool: number of the spool, drawn when it was first read; segment, offset: all before is stored and evaluated;
    from_segment, from_offset: where reading begins again, earlier when lines of one event wait for the rest.
    """

    id = models.IntegerField(primary_key=True, default=1)
    spool = models.BigIntegerField(default=0)
    segment = models.BigIntegerField(default=0)
    offset = models.BigIntegerField(default=0)
    from_segment = models.BigIntegerField(default=0)
    from_offset = models.BigIntegerField(default=0)
    events = models.BigIntegerField(default=0)
    unreadable = models.BigIntegerField(default=0)
    matches = models.BigIntegerField(default=0)
    damaged_bytes = models.BigIntegerField(default=0)
    skipped_segments = models.BigIntegerField(default=0)
    rules = models.IntegerField(default=0)
    rules_version = models.BigIntegerField(default=0, help_text="counts changes of rules made by people")
    evaluated_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True, help_text="arrival of the last event evaluated")
