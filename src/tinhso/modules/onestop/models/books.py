# SPDX-License-Identifier: EUPL-1.2
"""The book F06 as signed papers, a period each."""

from django.db import models
from django.db.models import F, Q

from tinhso.kernel.documents.models import Document
from tinhso.kernel.identity.models import Officer
from tinhso.kernel.registry.models import Unit
from tinhso.lib.uuid7 import uuid7


class BookPaper(models.Model):
    """Sổ theo dõi hồ sơ đã ký (F06): its lines of a period, as they stood at the signature."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=40)
    year = models.IntegerField()
    since = models.DateField()
    until = models.DateField()
    first = models.IntegerField(help_text="number of the first line")
    last = models.IntegerField(help_text="number of the last line")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the lines")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["unit", "field", "year", "since", "until", "digest"], name="book_paper_once"
            ),
            models.CheckConstraint(condition=Q(until__gte=F("since"), last__gte=F("first")), name="book_paper_forward"),
        )
