# SPDX-License-Identifier: EUPL-1.2
"""Find out on the spot what papers cannot tell: the clock runs on, a record is kept."""

import uuid
from datetime import datetime

from django.db import transaction

from tinhso.db import rows
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop.actions.dossiers import lock_for, step
from tinhso.modules.onestop.models import Verification
from tinhso.modules.onestop.policies import check_step
from tinhso.modules.onestop.rules import SHORTEST_REASON
from tinhso.modules.onestop.types import VerificationBegun, VerificationClosed


@transaction.atomic(durable=True)
def verify(
    dossier_id: uuid.UUID, *, matter: str, viewer: Viewer, now: datetime, expected_version: int | None = None
) -> Verification:
    """Begin to verify; matter: what is to be found out, where and with whom. Raises Refused when it says too little.

    Source: 61/2018/NĐ-CP: a record is kept, a meeting with the applicant is recorded.
    """
    if len(matter.strip()) < SHORTEST_REASON:
        raise Refused(f"Hãy ghi rõ nội dung cần xác minh (ít nhất {SHORTEST_REASON} ký tự).")
    dossier = lock_for("verify", dossier_id, now=now, expected_version=expected_version)
    seat = check_step(viewer, dossier, "verify")
    begun = Verification(
        id=uuid7(), dossier=dossier, matter=matter.strip(), begun_at=now, begun_by_id=viewer.as_officer
    )
    step(
        dossier,
        "verify",
        payload=VerificationBegun(verification=begun.id),
        now=now,
        actor=viewer.actor(seat),
        holder_id=viewer.as_officer,
    )
    return rows.insert(begun)


@transaction.atomic(durable=True)
def close_verification(
    dossier_id: uuid.UUID,
    *,
    record: str,
    confirmed: bool,
    viewer: Viewer,
    now: datetime,
    expected_version: int | None = None,
) -> Verification:
    """End the verification with its record; confirmed: whether what was declared proved true."""
    if len(record.strip()) < SHORTEST_REASON:
        raise Refused(f"Hãy ghi lại kết quả xác minh (ít nhất {SHORTEST_REASON} ký tự); biên bản là căn cứ giải quyết.")
    dossier = lock_for("close_verification", dossier_id, now=now, expected_version=expected_version)
    seat = check_step(viewer, dossier, "close_verification")
    found = Verification.objects.get(dossier=dossier, closed_at=None)
    step(
        dossier,
        "close_verification",
        payload=VerificationClosed(verification=found.id, confirmed=confirmed),
        now=now,
        actor=viewer.actor(seat),
        holder_id=viewer.as_officer,
    )
    found.record, found.confirmed, found.closed_at = record.strip(), confirmed, now
    rows.update(found, "record", "confirmed", "closed_at")
    return found
