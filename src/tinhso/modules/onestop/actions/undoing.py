# SPDX-License-Identifier: EUPL-1.2
"""Take one's own last step on a dossier back, as an act of its own."""

import uuid
from datetime import datetime

from django.db import transaction

from tinhso.kernel.casework import queries as casework
from tinhso.kernel.casework.errors import SomeoneWasFaster
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.actions.dossiers import lock, step
from tinhso.modules.onestop.models import Dossier
from tinhso.modules.onestop.queries.undoing import OpenUndo, open_undo
from tinhso.modules.onestop.undoing.types import AssignmentUndone, StepUndone


@transaction.atomic(durable=True)
def undo_step(
    dossier_id: uuid.UUID, *, act: int, viewer: Viewer, now: datetime, expected_version: int | None = None
) -> Dossier:
    """Take back the act with this number when it is one's own, the last on the dossier, and not older than ten minutes.

    The dossier goes back to who held it before; a draft stays with its drafter. Raises SomeoneWasFaster when somebody
    went on from it or the time is over.
    Source: 224/2026/NĐ-CP, Điều 23 khoản 6; ADR 0035.
    """
    dossier = lock(dossier_id)
    found = open_undo(viewer, dossier, now)
    if found is None or found.act.seq != act:
        raise SomeoneWasFaster(
            "Không hoàn tác được nữa: đã có người làm bước tiếp theo, hoặc đã quá 10 phút. Hãy tải lại trang hồ sơ."
        )
    step(
        dossier,
        found.undo.step,
        payload=_payload(found),
        now=now,
        actor=viewer.actor(found.seat),
        expected_version=expected_version,
        holder_id=_holder_before(dossier, found),
        reason=f"Hoàn tác {found.undo.title}",
    )
    return dossier


def _payload(found: OpenUndo) -> AssignmentUndone | StepUndone:
    if found.undo.step == "take_back_assignment":
        return AssignmentUndone(found.act.at)
    return StepUndone(found.act.verb, found.act.at)


def _holder_before(dossier: Dossier, found: OpenUndo) -> uuid.UUID | None:
    """Return who held the dossier when the step was taken."""
    holdings = casework.holdings_of(dossier.case_id)
    before = [one for one in holdings if one.begins_at < found.act.at or one.ends_at == found.act.at]
    return before[-1].officer_id if before else None
