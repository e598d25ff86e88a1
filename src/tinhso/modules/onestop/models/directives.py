# SPDX-License-Identifier: EUPL-1.2
"""Directives on dossiers and what was written under them."""

from django.db import models

from tinhso.kernel.casework.models import Case
from tinhso.kernel.identity.models import Officer
from tinhso.kernel.registry.models import Unit
from tinhso.modules.onestop.directives.types import Word


class Directive(models.Model):
    """Ý kiến chỉ đạo: a case of the unit told to, later of the one that told, beside the dossier it is about."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="directive")
    client_key = models.CharField(max_length=64, unique=True, help_text="the same form sent twice is one directive")
    dossier = models.ForeignKey("onestop.Dossier", on_delete=models.PROTECT, related_name="directives")
    giver = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    giver_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    reporter = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField()
    answer_by = models.DateTimeField()
    in_time = models.BooleanField(null=True, help_text="whether the last report came in time")


class DirectiveWord(models.Model):
    """Trao đổi về ý kiến chỉ đạo: a report, why it was sent back, taken back or confirmed."""

    id = models.BigAutoField(primary_key=True)
    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="words")
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Word])
    text = models.TextField(blank=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
