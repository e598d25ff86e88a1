# SPDX-License-Identifier: EUPL-1.2
"""Scans of components on their way from the scanner to a signed file, and their pages."""

from django.db import models
from django.db.models import Q

from tinhso.kernel.documents.models import Blob, Document
from tinhso.kernel.identity.models import Officer, Person
from tinhso.kernel.registry.models import Unit
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop.models.dossiers import Dossier, Procedure
from tinhso.modules.onestop.scanning.types import Purpose, ScanState


class Scan(models.Model):
    """Bản quét (số hóa) một thành phần hồ sơ: begun at the counter before there is a dossier, kept with it after.

    Its document holds the files as they came (versions 1 to `files`), then the searchable PDF/A, then the signed one.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in Purpose], default=Purpose.INTAKE
    )
    key = models.CharField(max_length=60)
    name = models.CharField(max_length=400)
    sitting = models.CharField(max_length=64, help_text="client key of the filing it is made for")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, null=True, related_name="scans")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    clerk = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    files = models.IntegerField()
    state = models.CharField(max_length=8, choices=[(one.value, one.value) for one in ScanState])
    revision = models.IntegerField(default=0, help_text="grows with each change of files or pages")
    made_version = models.IntegerField(null=True, help_text="version that holds these pages in this order")
    trouble = models.CharField(max_length=500, blank=True)
    retry_at = models.DateTimeField(null=True)
    sheets = models.IntegerField(null=True)
    two_sided = models.BooleanField(default=False)
    paper_number = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["sitting", "key"], condition=~Q(state="dropped"), name="scan_once_in_a_sitting"
            ),
        )
        indexes = (
            models.Index(fields=["unit", "created_at"], condition=Q(state__in=["waiting", "ready"]), name="scan_open"),
        )


class ScanPage(models.Model):
    """Trang bản quét: one page of one of the files; `place` is its order, a removed page stays to be restored."""

    scan = models.ForeignKey(Scan, on_delete=models.PROTECT, related_name="pages")
    place = models.IntegerField()
    file = models.IntegerField(help_text="number of the version it came in")
    page = models.IntegerField(help_text="from 0 within that file")
    turn = models.IntegerField(null=True, help_text="degrees clockwise; null until read")
    turned_by_hand = models.BooleanField(default=False)
    picture = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, related_name="+")
    width = models.IntegerField(default=0)
    height = models.IntegerField(default=0)
    blank = models.BooleanField(default=False)
    note = models.BooleanField(default=False)
    removed = models.BooleanField(default=False)
    confidence = models.FloatField(default=0)
    lines = models.JSONField(default=list, help_text="[text, left, top, width, height] in pixels")
    trouble = models.CharField(max_length=300, blank=True)
    attempts = models.IntegerField(default=0)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["scan", "file", "page"], name="scan_page_once"),)
        indexes = (models.Index(fields=["place", "id"], condition=Q(read_at=None), name="scan_page_to_read"),)
