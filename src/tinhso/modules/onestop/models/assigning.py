# SPDX-License-Identifier: EUPL-1.2
"""Rules by which received dossiers are assigned; a changed rule is a new row, so that acts can cite the one of then."""

from django.db import models
from django.db.models import Q

from tinhso.kernel.identity.models import Officer
from tinhso.kernel.registry.models import Unit
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop.assigning.types import Way


class AssignmentRule(models.Model):
    """Quy tắc phân công: for one field or one procedure of a unit, whom its head wants dossiers to go to."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sector = models.CharField(max_length=40, blank=True)
    procedure = models.ForeignKey("onestop.Procedure", on_delete=models.PROTECT, null=True, related_name="+")
    way = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Way])
    officers = models.ManyToManyField(Officer, related_name="+")
    set_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(procedure=None) & ~Q(sector="") | Q(procedure__isnull=False, sector=""),
                name="assignment_rule_for_one_thing",
            ),
            models.UniqueConstraint(
                fields=["unit", "sector", "procedure"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="assignment_rule_once",
            ),
        )
