# SPDX-License-Identifier: EUPL-1.2
"""Inside the resolving unit: assign, start."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity.queries import sits_in
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.actions.dossiers import lock_for, step
from tinhso.modules.onestop.models import Dossier
from tinhso.modules.onestop.policies import check_step
from tinhso.modules.onestop.types import DossierAssigned, DossierStarted


@transaction.atomic(durable=True)
def assign(
    dossier_id: uuid.UUID,
    *,
    holder_id: uuid.UUID,
    viewer: Viewer,
    now: datetime,
    reason: str = "",
    expected_version: int | None = None,
) -> Dossier:
    """Give a dossier to a specialist of the unit, or to another one later; every holder leaves a trace."""
    dossier = lock_for("assign", dossier_id, now=now, expected_version=expected_version)
    seat = check_step(viewer, dossier, "assign")
    if not sits_in(holder_id, dossier.case.unit_id, timezone.localtime(now).date()):
        raise Refused("Cán bộ được chọn không còn giữ chức vụ ở đơn vị này. Hãy chọn người khác.")
    step(
        dossier,
        "assign",
        payload=DossierAssigned(holder=holder_id),
        now=now,
        actor=viewer.actor(seat),
        expected_version=expected_version,
        holder_id=holder_id,
        reason=reason,
    )
    return dossier


@transaction.atomic(durable=True)
def start_work(dossier_id: uuid.UUID, *, viewer: Viewer, now: datetime, expected_version: int | None = None) -> Dossier:
    """Begin the examination of an assigned dossier."""
    dossier = lock_for("start", dossier_id, now=now, expected_version=expected_version)
    seat = check_step(viewer, dossier, "start")
    step(
        dossier,
        "start",
        payload=DossierStarted(code=dossier.code or ""),
        now=now,
        actor=viewer.actor(seat),
        expected_version=expected_version,
        holder_id=viewer.as_officer,
    )
    return dossier
