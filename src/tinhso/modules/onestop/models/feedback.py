# SPDX-License-Identifier: EUPL-1.2
"""Feedback of the public on how its matters are handled."""

from django.db import models
from django.db.models import Q

from tinhso.kernel.casework.models import Case
from tinhso.kernel.identity.models import Officer, Person


class Feedback(models.Model):
    """Phản ánh, kiến nghị: a case of the unit it is about, its answer, and what of both everybody may read."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="feedback")
    client_key = models.CharField(max_length=64, unique=True, help_text="the same form sent twice is one feedback")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="feedback", help_text="empty: filed elsewhere"
    )
    dossier = models.ForeignKey("onestop.Dossier", on_delete=models.PROTECT, null=True, related_name="feedback")
    topic = models.CharField(max_length=20)
    text = models.TextField()
    refuse_by = models.DateTimeField(help_text="after this instant the unit must answer")
    ask_by = models.DateTimeField(help_text="until this instant the unit asks for more in time")
    asked = models.TextField(blank=True, help_text="what the sender was asked to say more clearly")
    told = models.TextField(blank=True)
    answer = models.TextField(blank=True, help_text="the answer, or why it was refused")
    answered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    publish_by = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    public_text = models.TextField(blank=True, help_text="the feedback as everybody reads it, without personal data")
    public_answer = models.TextField(blank=True)
    withheld = models.TextField(blank=True, help_text="why the answer is not published")
    satisfied = models.BooleanField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="feedback_answer_whole",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, public_text="", public_answer="")
                | (Q(published_at__isnull=False, withheld="") & ~Q(public_text="") & ~Q(public_answer="")),
                name="feedback_published_whole",
            ),
        )
        indexes = (
            models.Index(fields=["person"], name="feedback_person"),
            models.Index(fields=["-published_at"], condition=Q(published_at__isnull=False), name="feedback_published"),
        )
