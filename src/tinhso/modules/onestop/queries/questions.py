# SPDX-License-Identifier: EUPL-1.2
"""Model questions: those everybody may read, by word without diacritics; those the controller edits."""

import uuid

from django.db.models import Q, QuerySet

from tinhso.kernel.identity.types import Viewer
from tinhso.lib.vntext import search_key
from tinhso.modules.onestop.models import Procedure, SampleQuestion
from tinhso.modules.onestop.policies import check_controller


def questions(text: str = "", *, code: str = "") -> QuerySet[SampleQuestion]:
    """Return the questions that stand and hold every word, by procedure in Vietnamese order, then as they were added.

    A word may also stand in the name of the procedure. code: only of this procedure. Signs alone find nothing.
    """
    found = SampleQuestion.objects.filter(withdrawn_at=None).select_related("procedure", "changed_by")
    if code:
        found = found.filter(procedure_id=code)
    words = search_key(text).split()
    if text.strip() and not words:
        return found.none()
    for word in words:
        found = found.filter(Q(search_key__contains=word) | Q(procedure__search_key__contains=word))
    return found.order_by("procedure__sort_key", "procedure_id", "added_at", "id")


def question_for(viewer: Viewer, question_id: uuid.UUID) -> SampleQuestion:
    """Return a question, withdrawn ones too, to the controller; raises NotYourCatalogue for anybody else."""
    check_controller(viewer)
    return SampleQuestion.objects.select_related("procedure", "changed_by").get(id=question_id)


def procedure_choices() -> list[tuple[str, str]]:
    """Return code and name of every procedure in Vietnamese order."""
    rows = Procedure.objects.order_by("sort_key", "code").values_list("code", "short_name")
    return [(code, f"{name} ({code})") for code, name in rows]
