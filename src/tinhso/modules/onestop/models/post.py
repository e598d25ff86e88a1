# SPDX-License-Identifier: EUPL-1.2
"""Orders to the post and the events it told."""

from django.db import models
from django.db.models import Q

from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop.models.dossiers import Dossier
from tinhso.modules.onestop.post.types import PostKind, PostState


class PostalOrder(models.Model):
    """Đơn bưu chính: papers to fetch or a result to bring, and where it stands as the post says."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    number = models.CharField(max_length=40, unique=True, help_text="what the post calls it towards us")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="postal_orders")
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in PostKind])
    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=20)
    place = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in PostState])
    tracking = models.CharField(max_length=60, blank=True)
    cost_vnd = models.BigIntegerField(null=True, help_text="as the post says; empty: it said nothing")
    placed_at = models.DateTimeField()
    placed_by = models.CharField(max_length=60)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["dossier", "kind"],
                condition=Q(state__in=["placed", "taken", "moving"]),
                name="postal_order_open_once",
            ),
        )


class PostalEvent(models.Model):
    """Sự kiện bưu chính: one thing the post told, kept once by its identifier."""

    order = models.ForeignKey(PostalOrder, on_delete=models.PROTECT, related_name="events")
    their_id = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in PostState])
    at = models.DateTimeField()
    cost_vnd = models.BigIntegerField(null=True)
    tracking = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=300, blank=True)
    told_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["order", "their_id"], name="postal_event_once"),)
