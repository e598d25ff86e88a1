# SPDX-License-Identifier: EUPL-1.2
"""Data instead of paper: what a database was asked for a dossier and told, papers asked all the same."""

from django.db import models
from django.db.models import Q

from tinhso.kernel.identity.models import Officer
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop.registers.types import DESPITE_GROUNDS, Answer, Register


class RegisterQuery(models.Model):
    """Lần tra cứu cơ sở dữ liệu: question and answer, kept on the dossier as evidence with source and time."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    dossier = models.ForeignKey("onestop.Dossier", on_delete=models.PROTECT, related_name="register_queries")
    component_key = models.CharField(max_length=60)
    register = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Register])
    fields = models.JSONField()
    purpose = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=16, blank=True, choices=[(one.value, one.value) for one in Answer])
    content = models.JSONField(default=dict, help_text="field → value as the database told it")
    missing = models.JSONField(default=list)
    note = models.CharField(max_length=300, blank=True)
    reference = models.CharField(max_length=60, blank=True, help_text="number of the answer at the database")
    data_as_of = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=300, blank=True, help_text="why there is no answer yet, in words")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="register_answer_with_instant",
            ),
            models.UniqueConstraint(
                fields=["dossier", "component_key"], condition=Q(answered_at=None), name="register_query_open_once"
            ),
        )
        indexes = (models.Index(fields=["dossier", "asked_at"], name="register_query_order"),)


class PaperAsked(models.Model):
    """Giấy tờ vẫn phải nộp dù đã có dữ liệu: why, until when it could be asked, where the data are put right."""

    dossier = models.ForeignKey("onestop.Dossier", on_delete=models.PROTECT, related_name="papers_asked")
    component_key = models.CharField(max_length=60)
    name = models.CharField(max_length=400)
    ground = models.CharField(max_length=12, choices=[(key, key) for key in DESPITE_GROUNDS])
    reason = models.TextField()
    correct_at = models.CharField(max_length=200, blank=True)
    query = models.ForeignKey(RegisterQuery, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    ask_by = models.DateTimeField()
    in_time = models.BooleanField()
