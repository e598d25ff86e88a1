# SPDX-License-Identifier: EUPL-1.2
"""Running numbers that a desk took along for the time it is cut off from the network."""

from django.db import models
from django.db.models import F, Q

from tinhso.kernel.identity.models import Officer
from tinhso.kernel.registry.models import Unit
from tinhso.lib.uuid7 import uuid7


class NumberBlock(models.Model):
    """Dải số dự trữ: numbers of dossier codes of one desk and one day; each of them gets one fate."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    agency = models.CharField(max_length=40, help_text="identifier of the agency as in the codes")
    day = models.DateField()
    first = models.IntegerField()
    last = models.IntegerField()
    reason = models.CharField(max_length=300)
    reserved_at = models.DateTimeField()
    reserved_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(first__gte=1, last__gte=F("first")), name="number_block_forward"),
            models.UniqueConstraint(fields=["agency", "day", "first"], name="number_block_once"),
        )
        indexes = (models.Index(fields=["unit", "-reserved_at"], name="number_block_unit"),)


class NumberFate(models.Model):
    """What became of a reserved number: the dossier that bears it, or why none does."""

    block = models.ForeignKey(NumberBlock, on_delete=models.PROTECT, related_name="fates")
    number = models.IntegerField()
    dossier = models.OneToOneField("onestop.Dossier", on_delete=models.PROTECT, null=True, related_name="number_fate")
    void = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["block", "number"], name="number_fate_once"),
            models.CheckConstraint(
                condition=(Q(dossier=None) & ~Q(void="")) | Q(dossier__isnull=False, void=""), name="number_fate_one"
            ),
        )
