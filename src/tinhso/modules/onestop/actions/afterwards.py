# SPDX-License-Identifier: EUPL-1.2
"""After the decision: a result nobody fetches, and the dossier that goes to the archive."""

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from tinhso.kernel.casework.models import Case
from tinhso.kernel.documents.actions import begin_retention
from tinhso.kernel.events.types import SYSTEM
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.actions.dossiers import lock, lock_for, step
from tinhso.modules.onestop.models import Component, Dossier, Paper
from tinhso.modules.onestop.policies import check_step
from tinhso.modules.onestop.types import DossierArchived, ResultUnclaimed


def mark_unclaimed(*, now: datetime, limit: int = 200) -> int:
    """Note which results lie past their appointment at a desk; return how many were noted.

    A result handed over electronically never waits for anyone.
    """
    waiting = Case.objects.filter(kind="dossier", state="completed").filter(
        Q(due_at__lt=now) & ~Q(dossier__return_method="dien_tu")
    )
    found = list(waiting.order_by("due_at").values_list("id", flat=True)[:limit])
    return sum(_mark(case_id, now) for case_id in found)


@transaction.atomic(durable=True)
def _mark(dossier_id: uuid.UUID, now: datetime) -> bool:
    dossier = lock(dossier_id)
    if dossier.case.state != "completed":
        return False
    step(dossier, "mark_unclaimed", payload=ResultUnclaimed(code=dossier.code or ""), now=now, actor=SYSTEM)
    return True


@transaction.atomic(durable=True)
def archive(dossier_id: uuid.UUID, *, viewer: Viewer, now: datetime, expected_version: int | None = None) -> Dossier:
    """Hand a finished dossier to the archive; the retention period of its documents begins on this day.

    Source: Thông tư 13/2023/TT-BNV (hồ sơ điện tử nộp lưu).
    """
    dossier = lock_for("archive", dossier_id, now=now, expected_version=expected_version)
    seat = check_step(viewer, dossier, "archive")
    documents = _documents_of(dossier)
    begin_retention(documents, on=timezone.localtime(now).date())
    step(dossier, "archive", payload=DossierArchived(documents=len(documents)), now=now, actor=viewer.actor(seat))
    return dossier


def _documents_of(dossier: Dossier) -> set[uuid.UUID]:
    papers = Paper.objects.filter(dossier=dossier, document__isnull=False).values_list("document_id", flat=True)
    handed_in = Component.objects.filter(dossier=dossier, document__isnull=False).values_list("document_id", flat=True)
    return {one for one in [*papers, *handed_in, dossier.result_id] if one is not None}
