# SPDX-License-Identifier: EUPL-1.2
"""The register of sources and the ledger of what each of them sent."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from tinhso.kernel.identity.models import Officer
from tinhso.kernel.registry.models import Unit
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.security.types import SourceKind


class Source(models.Model):
    """Nguồn sự kiện: one machine or program of a unit that is expected to speak.

    Kept so that a register of assets can take it over: it knows its asset by number only, nothing points at it but
    the ledger below.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    host = models.CharField(max_length=255, help_text="as it names itself in its messages, or in its certificate")
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in SourceKind])
    addresses = ArrayField(models.CharField(max_length=255), default=list, help_text="networks or files; none: any")
    token_digest = models.CharField(max_length=64, unique=True, help_text="SHA-256; the token itself is not kept")
    interval_seconds = models.IntegerField()
    asset_number = models.CharField(max_length=60, blank=True)
    keep_class = models.CharField(max_length=20, default="general", help_text="of how long its events are kept")
    search_key = models.TextField()
    registered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    last_heard_at = models.DateTimeField(null=True)
    silent_since = models.DateTimeField(null=True)
    received = models.BigIntegerField(default=0)
    unreadable = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(Lower("host"), condition=Q(withdrawn_at=None), name="source_host_once"),
            models.CheckConstraint(condition=Q(interval_seconds__gt=0), name="source_interval_above_nought"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(silent_since=None), name="source_withdrawn_not_silent"
            ),
        )
        indexes = (models.Index(fields=["unit"], name="source_unit"),)


class SequenceRange(models.Model):
    """Dải số thứ tự đã nhận: numbers of one stream that came, both ends included; between two of them is a gap."""

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="ranges")
    stream = models.CharField(max_length=64, blank=True)
    low = models.BigIntegerField()
    high = models.BigIntegerField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["source", "stream", "low"], name="range_once"),
            models.CheckConstraint(condition=Q(high__gte=models.F("low")), name="range_forward"),
        )


class HourCount(models.Model):
    """Số sự kiện theo phút: what came from a source in one hour, minute by minute."""

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="hours")
    hour = models.DateTimeField()
    minutes = ArrayField(models.IntegerField(), size=60)
    size_bytes = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["source", "hour"], name="hour_of_source_once"),)


class Stranger(models.Model):
    """Nơi gửi chưa đăng ký: an address and a host name that speak and belong to no source."""

    id = models.BigAutoField(primary_key=True)
    peer = models.CharField(max_length=255)
    host = models.CharField(max_length=255, blank=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    received = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["peer", "host"], name="stranger_once"),)


class LedgerPlace(models.Model):
    """How far the spool was counted, and what was lost on the way: one row, changed with the counts it stands for."""

    id = models.IntegerField(primary_key=True, default=1)
    segment = models.BigIntegerField(default=0)
    offset = models.BigIntegerField(default=0)
    damaged_bytes = models.BigIntegerField(default=0)
    skipped_segments = models.BigIntegerField(default=0)
    udp_dropped = models.BigIntegerField(default=0)
    counted_at = models.DateTimeField(null=True)
