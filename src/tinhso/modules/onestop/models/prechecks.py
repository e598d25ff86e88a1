# SPDX-License-Identifier: EUPL-1.2
"""Drafts that applicants let a desk look at before they file."""

from django.db import models
from django.db.models import Q

from tinhso.kernel.casework.models import Case
from tinhso.kernel.identity.models import Officer, Person
from tinhso.modules.onestop.models.dossiers import ProcedureVersion


class Precheck(models.Model):
    """Kiểm tra trước: what a draft said when its owner asked, and what the desk found; what it said goes at the end."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="precheck")
    draft_id = models.UUIDField(help_text="the draft, which may be filed or deleted meanwhile")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="prechecks")
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT)
    answers = models.JSONField(default=dict, help_text="the declaration as asked about; emptied when the case ends")
    documents = models.JSONField(default=dict, help_text="component key → document id; emptied when the case ends")
    remarks = models.JSONField(default=list, help_text="what to mend, one sentence each")
    good = models.BooleanField(null=True)
    answered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, good=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False, good__isnull=False),
                name="precheck_answer_whole",
            ),
            models.CheckConstraint(condition=~Q(good=False, remarks=[]), name="precheck_says_what_to_mend"),
        )
        indexes = (models.Index(fields=["draft_id"], name="precheck_draft"),)
