# SPDX-License-Identifier: EUPL-1.2
"""A dossier that ends without a decision: taken back by its applicant, or its supplement never came (F07)."""

import uuid
from datetime import datetime

from django.db import transaction

from tinhso.db import rows
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop import rules
from tinhso.modules.onestop.actions.consultations import lapse_all
from tinhso.modules.onestop.actions.dossiers import lock, lock_for, note_paper, paper_number, step
from tinhso.modules.onestop.actions.measures import measure
from tinhso.modules.onestop.actions.parts import recall_all
from tinhso.modules.onestop.models import Dossier
from tinhso.modules.onestop.policies import check_applicant, check_step
from tinhso.modules.onestop.types import DossierStopped, PaperForm, WithdrawalRequested

STOPPED_WHOLE = "Hồ sơ đã dừng giải quyết."


@transaction.atomic(durable=True)
def request_withdrawal(
    dossier_id: uuid.UUID, *, viewer: Viewer, now: datetime, expected_version: int | None = None
) -> Dossier:
    """Ask to withdraw; not possible once a decision exists. The desk that received it has the turn.

    Source: 118/2025/NĐ-CP, Điều 21.
    """
    dossier = lock(dossier_id)
    check_applicant(viewer, dossier)
    ask_to_withdraw(dossier, viewer=viewer, now=now, expected_version=expected_version)
    return dossier


def ask_to_withdraw(dossier: Dossier, *, viewer: Viewer, now: datetime, expected_version: int | None = None) -> None:
    """Take the step of withdrawal on a locked dossier, inside the caller's transaction."""
    step(
        dossier,
        "request_withdrawal",
        payload=WithdrawalRequested(channel="truc_tuyen"),
        now=now,
        actor=viewer.actor(),
        expected_version=expected_version,
        unit_id=dossier.receiving_unit_id,
    )


@transaction.atomic(durable=True)
def confirm_stop(
    dossier_id: uuid.UUID, *, viewer: Viewer, reason: str, now: datetime, expected_version: int | None = None
) -> Dossier:
    """Stop a dossier its applicant withdrew, with the notice of 03/2025/TT-VPCP Điều 7."""
    rules.check_ground("stop", "theo_yeu_cau", reason)
    dossier = lock_for("stop", dossier_id, now=now, expected_version=expected_version)
    return _stop(dossier, "stop", "theo_yeu_cau", reason, viewer, now)


@transaction.atomic(durable=True)
def stop_unanswered(
    dossier_id: uuid.UUID, *, viewer: Viewer, reason: str, now: datetime, expected_version: int | None = None
) -> Dossier:
    """Stop a dossier whose supplement never came, with a notice; never silently (F07).

    How long to wait is set by sector law and is not confirmed here: the head decides and gives the reason.
    """
    rules.check_ground("stop", "qua_han_bo_sung", reason)
    dossier = lock_for("stop_unanswered", dossier_id, now=now, expected_version=expected_version)
    return _stop(dossier, "stop_unanswered", "qua_han_bo_sung", reason, viewer, now)


def _stop(dossier: Dossier, step_name: str, ground: str, reason: str, viewer: Viewer, now: datetime) -> Dossier:
    """Take the step, end what still waits, and write down the notice of the unit the dossier is at."""
    unit_id = dossier.case.unit_id
    actor = viewer.actor(check_step(viewer, dossier, step_name))
    number = paper_number(PaperForm.STOP_NOTICE, unit_id, now)
    payload = _stopped(dossier, ground, number, now)
    seq = step(dossier, step_name, payload=payload, now=now, actor=actor, outcome="stopped")
    lapse_all(dossier, now=now)
    recall_all(dossier, reason=STOPPED_WHOLE, actor=actor, now=now)
    dossier.finished_at = now
    rows.update(dossier, "finished_at")
    words = {"reason": reason, "ground": ground}
    note_paper(dossier, PaperForm.STOP_NOTICE, number, unit_id=unit_id, seq=seq, signer=actor, now=now, **words)
    return dossier


def _stopped(dossier: Dossier, ground: str, paper: str, now: datetime) -> DossierStopped:
    measured = measure(dossier)
    return DossierStopped(
        ground=ground,
        paper=paper,
        on_time_766=measured.on_time_766(now),
        resolving=measured.resolving,
        procedure=measured.procedure,
        channel=measured.channel,
        promise=measured.promise,
        contacts=measured.contacts,
    )
