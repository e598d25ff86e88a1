# SPDX-License-Identifier: EUPL-1.2
"""Dossiers that came from the national public-service portal."""

from django.db import models

from tinhso.modules.onestop.models.dossiers import Dossier


class PortalFiling(models.Model):
    """Hồ sơ nộp trên Cổng Dịch vụ công quốc gia: the number the portal gave, kept for life and told back to it."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, primary_key=True, related_name="portal_filing")
    number = models.CharField(max_length=50, unique=True)
    message = models.UUIDField(help_text="the received message that filed it")
    filed_at = models.DateTimeField(help_text="when the applicant filed on the portal, as the portal says")
