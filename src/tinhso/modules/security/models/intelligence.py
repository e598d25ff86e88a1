# SPDX-License-Identifier: EUPL-1.2
"""Threat intelligence: STIX objects in collections, who shares them, indicators, feeds, infected machines."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from tinhso.kernel.casework.models import Case
from tinhso.kernel.identity.models import Officer
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.security.models.sources import Source
from tinhso.modules.security.types import FeedKind, IndicatorKind, Tlp


def _choices(words: Any) -> list[tuple[Any, str]]:
    return [(one.value, str(one.value)) for one in words]


class SharingPartner(models.Model):
    """Đối tác chia sẻ: who reads and writes over TAXII, with a secret of its own and the highest mark it may read."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    title = models.CharField(max_length=200)
    login = models.CharField(max_length=60, unique=True)
    secret_digest = models.CharField(max_length=64, help_text="SHA-256; the secret itself is not kept")
    tlp = models.SmallIntegerField(choices=_choices(Tlp))
    registered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    last_read_at = models.DateTimeField(null=True)
    objects_read = models.BigIntegerField(default=0)
    objects_sent = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(tlp__lt=int(Tlp.RED)), name="sharing_partner_never_red"),)


class Collection(models.Model):
    """Bộ sưu tập: objects that are shared together. tlp: the mark of objects that bear none.

    last_added_at is moved by whoever adds objects, under a lock on this row: arrivals are committed in their order.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    alias = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    description = models.CharField(max_length=500, blank=True)
    tlp = models.SmallIntegerField(choices=_choices(Tlp))
    opened_at = models.DateTimeField()
    last_added_at = models.DateTimeField(null=True)
    derived_upto = models.BigIntegerField(default=0, help_text="objects up to here were looked at for indicators")


class CollectionGrant(models.Model):
    """Quyền trên bộ sưu tập: a partner reads it, and may send to it."""

    partner = models.ForeignKey(SharingPartner, on_delete=models.CASCADE, related_name="grants")
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="grants")
    may_write = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["partner", "collection"], name="grant_once"),)


class StixObject(models.Model):
    """Đối tượng STIX, one version of it, as sent. `id` grows with `added_at`, which no two of a collection share."""

    id = models.BigAutoField(primary_key=True)
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="objects_held", db_index=False)
    stix_id = models.CharField(max_length=300, db_collation="C")
    type = models.CharField(max_length=250, db_collation="C")
    version = models.DateTimeField(null=True, help_text="modified, else created; none for objects without versions")
    is_first = models.BooleanField(default=True)
    is_last = models.BooleanField(default=True)
    tlp = models.SmallIntegerField(choices=_choices(Tlp))
    added_at = models.DateTimeField()
    sender = models.ForeignKey(SharingPartner, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    body = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["collection", "stix_id", "version"], name="stix_version_once", nulls_distinct=False
            ),
            models.UniqueConstraint(fields=["collection", "added_at"], name="stix_arrival_once"),
        )
        indexes = (
            models.Index(fields=["collection", "id"], name="stix_arrival"),
            models.Index(fields=["collection", "type", "id"], name="stix_by_type"),
        )


class TaxiiStatus(models.Model):
    """Kết quả một lần gửi của đối tác: what became of the objects it sent."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    partner = models.ForeignKey(SharingPartner, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    body = models.JSONField()


class Feed(models.Model):
    """Nguồn tin nguy cơ: a TAXII collection or a MISP feed that is read by the clock. Its secret lies in a file."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    kind = models.CharField(max_length=10, choices=_choices(FeedKind))
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=500, help_text="address of the collection, or address or folder of the feed")
    login = models.CharField(max_length=120, blank=True)
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="feeds")
    confidence = models.SmallIntegerField(null=True, help_text="of indicators that state none; 0 to 100")
    interval_minutes = models.IntegerField()
    registered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField()
    added_after = models.CharField(max_length=40, blank=True, help_text="all that arrived there until then is here")
    round_top = models.CharField(max_length=40, blank=True, help_text="the newest arrival seen in the round under way")
    next_page = models.TextField(blank=True, help_text="the other side's cursor of the round under way")
    last_read_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    failures = models.IntegerField(default=0)
    taken = models.BigIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=["next_at"], condition=Q(stopped_at=None), name="feed_due"),)


class FeedEvent(models.Model):
    """Sự kiện MISP đã lấy: its time stamp as the manifest said it, so that only newer ones are read again."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="events")
    event = models.UUIDField()
    stamp = models.BigIntegerField()
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["feed", "event"], name="feed_event_once"),)


class DecayRule(models.Model):
    """Thời gian bán rã do đơn vị đặt: takes the place of our default for one kind of indicator."""

    kind = models.CharField(max_length=10, choices=_choices(IndicatorKind), primary_key=True)
    half_life_days = models.IntegerField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(half_life_days=None) | Q(half_life_days__gt=0), name="half_life_above_nought"
            ),
        )


class Indicator(models.Model):
    """Dấu hiệu nhận biết: one value from one origin.

    origin: `hand`, `list:<title>`, `stix:<collection>:<object id>`.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=10, choices=_choices(IndicatorKind))
    value = models.CharField(max_length=2048)
    origin = models.CharField(max_length=400)
    origin_title = models.CharField(max_length=200)
    label = models.CharField(max_length=250, blank=True, help_text="what its origin calls it")
    confidence = models.SmallIntegerField(null=True)
    tlp = models.SmallIntegerField(choices=_choices(Tlp))
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(help_text="ageing counts from here: last said by its origin, or seen by us")
    decays_at = models.DateTimeField(null=True, help_text="when it has aged too far to be watched; none: never")
    revoked_at = models.DateTimeField(null=True)
    listed_by = models.CharField(max_length=200, blank=True, help_text="the warning list that holds it")
    added_at = models.DateTimeField()
    sightings = models.IntegerField(default=0)
    last_seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "value", "origin"], name="indicator_once"),
            models.CheckConstraint(
                condition=Q(confidence=None) | Q(confidence__range=(0, 100)), name="indicator_confidence_percent"
            ),
        )
        indexes = (
            models.Index(fields=["origin"], name="indicator_origin"),
            models.Index(fields=["-added_at", "id"], name="indicator_newest"),
            models.Index(fields=["-last_seen_at"], condition=Q(sightings__gt=0), name="indicator_seen"),
            GinIndex(OpClass("value", name="gin_trgm_ops"), name="indicator_search"),
        )


class Sighting(models.Model):
    """Lần phát hiện: an indicator met in an event of one machine, counted by day."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="seen")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    count = models.IntegerField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["indicator", "source", "day"], name="sighting_day_once", nulls_distinct=False
            ),
        )


class InfectedMachine(models.Model):
    """Máy nhiễm mã độc: one living case for each machine, however often it is reported.

    machine_key: `source:<id>` of the register, or `address:<address>` when no machine of the unit could be told.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="infected_machine")
    machine_key = models.CharField(max_length=80)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="infections")
    host = models.CharField(max_length=255, blank=True)
    at_address = models.CharField(max_length=64, blank=True)
    malware = models.CharField(max_length=200, blank=True, help_text="as the reporter calls it")
    is_open = models.BooleanField(default=True)
    reports = models.IntegerField(default=1)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    notes = models.JSONField(default=list, help_text="what was written at each step: [{at, step, by, text}]")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["machine_key"], condition=Q(is_open=True), name="infected_machine_once"),
        )


class Blacklist(models.Model):
    """Danh sách địa chỉ botnet, DDoS đã nhận: one file or message, once.

    is_ours: its addresses are of machines of the province that are infected; else they are to be watched for.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    is_ours = models.BooleanField()
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of what came")
    origin = models.CharField(max_length=200)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    rows = models.IntegerField()
    ours = models.IntegerField()
    unreadable = ArrayField(models.IntegerField(), default=list, help_text="numbers of lines, at most 100 of them")
    unreadable_count = models.IntegerField(default=0)
    unplaced = ArrayField(models.CharField(max_length=64), default=list, help_text="at which no machine is known")
