# SPDX-License-Identifier: EUPL-1.2
"""Documents sent to other agencies, and what they said of them."""

from django.db import models

from tinhso.kernel.documents.models import Document
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop.edxml.types import STATES
from tinhso.modules.onestop.models.dossiers import Dossier


class DocumentPacket(models.Model):
    """Văn bản điện tử đã gửi: one signed document of a dossier to one agency."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="packets")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    document_id_there = models.CharField(max_length=200, unique=True, help_text="OrganId,yyyy/MM/dd,number of edXML")
    receiver_code = models.CharField(max_length=35)
    receiver_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the packet, hex")
    state = models.CharField(max_length=2, choices=[(one, one) for one in STATES])
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=60)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["document", "receiver_code"], name="document_packet_once"),)


class DocumentStatus(models.Model):
    """Trạng thái văn bản: one status the receiver told, kept once."""

    packet = models.ForeignKey(DocumentPacket, on_delete=models.PROTECT, related_name="statuses")
    code = models.CharField(max_length=2)
    at = models.DateTimeField()
    description = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["packet", "code", "at"], name="document_status_once"),)
