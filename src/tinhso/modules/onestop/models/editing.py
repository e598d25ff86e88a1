# SPDX-License-Identifier: EUPL-1.2
"""Working copies of definitions and the states they were in before each change."""

from django.db import models
from django.db.models import Q

from tinhso.kernel.identity.models import Officer
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop.editing.types import CopyState
from tinhso.modules.onestop.models.dossiers import ProcedureVersion


class WorkingCopy(models.Model):
    """Bản làm việc của thủ tục: what controllers change together before it is published as a version."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    code = models.CharField(max_length=12, help_text="code of the procedure it is to become a version of")
    based_on = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, null=True, related_name="+")
    definition = models.JSONField()
    form = models.JSONField(null=True)
    revision = models.IntegerField(default=1, help_text="grows with each change; a page of an older one is refused")
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in CopyState])
    version = models.OneToOneField(ProcedureVersion, on_delete=models.PROTECT, null=True, related_name="working_copy")
    begun_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    saved_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["code"], condition=Q(state="open"), name="working_copy_open_once"),
            models.CheckConstraint(
                condition=Q(state="published", version__isnull=False) | Q(~Q(state="published"), version=None),
                name="working_copy_published_with_version",
            ),
        )


class EditStep(models.Model):
    """Một lần sửa: what the working copy held before a change, so that the change can be taken back."""

    copy = models.ForeignKey(WorkingCopy, on_delete=models.CASCADE, related_name="steps")
    revision = models.IntegerField(help_text="of the copy after the change")
    what = models.CharField(max_length=200)
    definition = models.JSONField()
    form = models.JSONField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["copy", "revision"], name="edit_step_once"),)
