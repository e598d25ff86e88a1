# SPDX-License-Identifier: EUPL-1.2
"""Model questions and answers about a procedure."""

from django.db import models
from django.db.models import Q

from tinhso.kernel.identity.models import Officer
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop.models.dossiers import Procedure


class SampleQuestion(models.Model):
    """Câu hỏi mẫu: what people ask about a procedure and the answer everybody may read."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="sample_questions")
    question = models.CharField(max_length=300)
    answer = models.TextField()
    search_key = models.TextField(help_text="question and answer without diacritics")
    revision = models.IntegerField(default=1)
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["procedure", "question"], condition=Q(withdrawn_at=None), name="sample_question_once"
            ),
        )
