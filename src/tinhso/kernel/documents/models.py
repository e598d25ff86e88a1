# SPDX-License-Identifier: EUPL-1.2
"""Documents, their versions, the stored bytes and the signatures on them."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models

from tinhso.kernel.documents.types import DocumentKind, Retention, SignatureRole
from tinhso.lib.uuid7 import uuid7


class Blob(models.Model):
    """Bytes in the store, known by their SHA-256 (hex): the same file is kept once."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size_bytes = models.BigIntegerField()
    stored_at = models.DateTimeField()


class Unseen(models.Model):
    """Tệp chờ quét mã độc: bytes the scanner could not look at yet, or found malware in (`found`); never opened."""

    blob = models.OneToOneField(Blob, on_delete=models.CASCADE, primary_key=True, related_name="unseen")
    since = models.DateTimeField()
    found = models.CharField(max_length=200, blank=True)


class Document(models.Model):
    """Văn bản, tài liệu: an identity that versions hang on. `owner` is the key of whom it belongs to."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in DocumentKind])
    title = models.CharField(max_length=300)
    owner = models.CharField(max_length=60)
    case_id = models.UUIDField(null=True)
    retention = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Retention])
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60)
    retain_from = models.DateField(null=True, help_text="day the retention period begins; null while in use")

    class Meta:
        indexes = (
            models.Index(fields=["case_id"], condition=models.Q(case_id__isnull=False), name="document_case"),
            models.Index(fields=["owner", "-created_at"], name="document_owner"),
        )


class Version(models.Model):
    """Phiên bản: one state of a document's bytes; never replaced, only followed by the next."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="versions")
    filename = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    pages = models.IntegerField(null=True)
    text = models.TextField(blank=True, help_text="text found in the file, for search")
    words = models.TextField(blank=True, help_text="title, file name and text without marks, as typed in a hurry")
    search = models.GeneratedField(
        expression=SearchVector("words", config="simple"), output_field=SearchVectorField(), db_persist=True
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["document", "number"], name="version_once"),)
        indexes = (GinIndex(fields=["search"], name="version_search"),)


class Signature(models.Model):
    """Chữ ký số on one version: who, in which role, with which certificate, when, at which level."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="signatures")
    role = models.CharField(max_length=8, choices=[(role.value, role.value) for role in SignatureRole])
    signer = models.CharField(max_length=60, help_text="key of the officer or unit")
    signer_name = models.CharField(max_length=200)
    certificate = models.CharField(max_length=64, help_text="serial number, hex")
    level = models.CharField(max_length=8, help_text="B-B | B-T | B-LT | B-LTA")
    signed_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["version", "signed_at"], name="signature_order"),)


class PaperNumber(models.Model):
    """Dãy số văn bản: the last number drawn in one series of one year; drawn under a row lock, so without gaps."""

    series = models.CharField(max_length=120)
    year = models.IntegerField()
    last = models.IntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["series", "year"], name="paper_number_series"),)
