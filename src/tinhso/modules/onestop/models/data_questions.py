# SPDX-License-Identifier: EUPL-1.2
"""Questions of citizens about who has read their data."""

from django.db import models
from django.db.models import Q

from tinhso.kernel.casework.models import Case
from tinhso.kernel.identity.models import Officer, Person


class DataQuestion(models.Model):
    """Câu hỏi về một lần xem dữ liệu: a case of the unit that looked; one for each reading."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="data_question")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="data_questions")
    reading_seq = models.BigIntegerField(unique=True, help_text="number of the act of reading in the ledger")
    question = models.TextField()
    refuse_by = models.DateTimeField(help_text="after this instant the unit must answer")
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="data_question_answer_whole",
            ),
        )
