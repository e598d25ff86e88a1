# SPDX-License-Identifier: EUPL-1.2
"""Electronic copies of papers: a result that was issued on paper, an original certified after it was shown."""

from django.db import models
from django.db.models import Q

from tinhso.kernel.documents.models import Document
from tinhso.kernel.identity.models import Officer
from tinhso.kernel.registry.models import Unit
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop.models.dossiers import Dossier
from tinhso.modules.onestop.models.scans import Scan
from tinhso.modules.onestop.scanning.types import CopyKind


class DigitalCopy(models.Model):
    """Bản điện tử từ bản giấy: what a signed scan counts as in the store of its owner.

    A certified one is a line of its book as soon as it has a number; it counts from its signature on.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in CopyKind])
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="digital_copies")
    scan = models.OneToOneField(Scan, on_delete=models.PROTECT, related_name="copy")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    result = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, related_name="+", help_text="result that stood when it was made"
    )
    difference = models.CharField(max_length=500, blank=True, help_text="why scan and statement differ")
    year = models.IntegerField(null=True)
    number = models.IntegerField(null=True)
    numbered_at = models.DateTimeField(null=True)
    pages = models.IntegerField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["unit", "year", "number"], name="certified_copy_number_once"),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(kind="result", replaced_at=None), name="result_copy_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="certified", year__isnull=False, number__isnull=False, numbered_at__isnull=False)
                | Q(kind="result", year=None, number=None, numbered_at=None),
                name="certified_copy_has_number",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None) | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="digital_copy_signed_by_someone",
            ),
        )
