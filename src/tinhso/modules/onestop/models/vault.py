# SPDX-License-Identifier: EUPL-1.2
"""The personal store: what was taken back, what its owner shares. The items themselves are results and components."""

from django.db import models

from tinhso.kernel.documents.models import Document
from tinhso.kernel.identity.models import Officer, Person
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop.vault.types import REVOKE_GROUNDS


class Revocation(models.Model):
    """Thu hồi kết quả: a signed result that no longer counts, without another in its place."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, primary_key=True, related_name="+")
    dossier = models.ForeignKey("onestop.Dossier", on_delete=models.PROTECT, related_name="revocations")
    ground = models.CharField(max_length=30, choices=[(key, key) for key in REVOKE_GROUNDS])
    reason = models.TextField()
    revoked_at = models.DateTimeField()
    revoked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")


class VaultShare(models.Model):
    """Chia sẻ giấy tờ: one item behind a link nobody can guess, for a purpose, until an instant."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="shares")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the secret in the link")
    purpose = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("created_at")), name="share_ends_later"),
        )
        indexes = (models.Index(fields=["person", "-created_at"], name="share_owner"),)
