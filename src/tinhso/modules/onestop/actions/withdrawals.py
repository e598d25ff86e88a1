# SPDX-License-Identifier: EUPL-1.2
"""The applicant takes a dossier back before a decision; the desk checks and stops it with a notice (F07)."""

import uuid
from datetime import datetime

from django.db import transaction

from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop import rules
from tinhso.modules.onestop.actions.consultations import lapse_all
from tinhso.modules.onestop.actions.dossiers import lock, lock_for, note_paper, paper_number, step
from tinhso.modules.onestop.models import Dossier
from tinhso.modules.onestop.policies import check_applicant, check_step
from tinhso.modules.onestop.types import DossierStopped, PaperForm, WithdrawalRequested


@transaction.atomic(durable=True)
def request_withdrawal(
    dossier_id: uuid.UUID, *, viewer: Viewer, now: datetime, expected_version: int | None = None
) -> Dossier:
    """Ask to withdraw; not possible once a decision exists. The desk that received it has the turn.

    Source: 118/2025/NĐ-CP, Điều 21.
    """
    dossier = lock(dossier_id)
    check_applicant(viewer, dossier)
    step(
        dossier,
        "request_withdrawal",
        payload=WithdrawalRequested(channel="truc_tuyen"),
        now=now,
        actor=viewer.actor(),
        expected_version=expected_version,
        unit_id=dossier.receiving_unit_id,
    )
    return dossier


@transaction.atomic(durable=True)
def confirm_stop(
    dossier_id: uuid.UUID,
    *,
    viewer: Viewer,
    reason: str,
    now: datetime,
    expected_version: int | None = None,
) -> Dossier:
    """Stop a dossier its applicant withdrew, with the notice of 03/2025/TT-VPCP Điều 7."""
    rules.check_ground("stop", "theo_yeu_cau", reason)
    dossier = lock_for("stop", dossier_id, now=now, expected_version=expected_version)
    seat = check_step(viewer, dossier, "stop")
    number = paper_number(PaperForm.STOP_NOTICE, dossier.receiving_unit_id, now)
    actor = viewer.actor(seat)
    seq = step(
        dossier,
        "stop",
        payload=DossierStopped(ground="theo_yeu_cau", paper=number),
        now=now,
        actor=actor,
        expected_version=expected_version,
        outcome="stopped",
    )
    lapse_all(dossier, now=now)
    dossier.finished_at = now
    dossier.save(update_fields=["finished_at"])
    note_paper(
        dossier,
        PaperForm.STOP_NOTICE,
        number,
        unit_id=dossier.receiving_unit_id,
        seq=seq,
        signer=actor,
        now=now,
        reason=reason,
        ground="theo_yeu_cau",
    )
    return dossier
