# SPDX-License-Identifier: EUPL-1.2
"""Who may file one dossier for another person, by what right, until it is taken back."""

from django.db import models
from django.db.models import F, Q

from tinhso.kernel.identity.models import Person
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop.mandates.types import Ground, MandateKind


class Mandate(models.Model):
    """Việc nộp hộ: one person, one filer, one procedure, one dossier; asked, granted, used or taken back."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    helper = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="helping")
    procedure = models.ForeignKey("onestop.Procedure", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in MandateKind])
    ground = models.CharField(max_length=10, blank=True, choices=[(one.value, one.value) for one in Ground if one])
    code_digest = models.CharField(max_length=64, blank=True)
    tries = models.SmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    granted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(person=F("helper")), name="mandate_for_another"),
            models.CheckConstraint(
                condition=Q(granted_at=None, ground="") | (Q(granted_at__isnull=False) & ~Q(ground="")),
                name="mandate_granted_by_right",
            ),
        )
        indexes = (
            models.Index(fields=["person", "-asked_at"], name="mandate_person"),
            models.Index(fields=["helper", "-asked_at"], name="mandate_helper"),
        )

    @property
    def stands(self) -> bool:
        """Whether the filer may work on the draft: granted, and not taken back."""
        return self.granted_at is not None and self.revoked_at is None
