# SPDX-License-Identifier: EUPL-1.2
"""Linked work of a dossier: what each body does of it, and the bundle it belongs to."""

from django.db import models
from django.db.models import Q

from tinhso.kernel.casework.models import Case
from tinhso.kernel.identity.models import Officer
from tinhso.modules.onestop.linked.types import Way


class LinkedPart(models.Model):
    """Phần việc liên thông: a child case at another body, with its own clock and the answer of that body."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="linked_part")
    dossier = models.ForeignKey("onestop.Dossier", on_delete=models.PROTECT, related_name="parts")
    way = models.CharField(max_length=6, choices=[(one.value, one.value) for one in Way])
    component = models.CharField(max_length=40, blank=True, help_text="key in the bundle, empty for a forward")
    round = models.IntegerField(help_text="which forward of the dossier, from 1")
    place = models.IntegerField(help_text="same place: at once; the next place begins when this one has ended")
    leads = models.BooleanField(default=False)
    duty = models.TextField()
    limit_days = models.IntegerField(null=True, help_text="working days; null where no time is published")
    given = models.JSONField(default=dict, help_text="result data of earlier components, passed on")
    sent_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    acknowledge_by = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    alerted_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    fulfilled = models.BooleanField(null=True)
    produced = models.JSONField(default=dict, help_text="result data of this component")
    answered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_at=None, fulfilled=None) | Q(answered_at__isnull=False, fulfilled__isnull=False),
                name="part_answer_whole",
            ),
            models.CheckConstraint(condition=Q(place__gte=1, round__gte=1), name="part_place_from_one"),
            models.CheckConstraint(condition=Q(limit_days=None) | Q(limit_days__gte=1), name="part_limit_positive"),
            models.UniqueConstraint(
                fields=["dossier", "component"], condition=~Q(component=""), name="part_component_once"
            ),
        )
        indexes = (
            models.Index(
                fields=["acknowledge_by"],
                condition=Q(acknowledged_at=None, alerted_at=None, acknowledge_by__isnull=False),
                name="part_unacknowledged",
            ),
        )


class Bundle(models.Model):
    """Nhóm thủ tục liên thông: the definition frozen at reception and what the leading component has yielded."""

    dossier = models.OneToOneField("onestop.Dossier", on_delete=models.PROTECT, primary_key=True, related_name="bundle")
    key = models.CharField(max_length=40)
    definition = models.JSONField()
    produced = models.JSONField(default=dict, help_text="result data of the leading component")
    registered_at = models.DateTimeField(null=True)
    registered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(registered_at=None, registered_by=None)
                | Q(registered_at__isnull=False, registered_by__isnull=False),
                name="bundle_registered_by",
            ),
        )
