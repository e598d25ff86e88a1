# SPDX-License-Identifier: EUPL-1.2
"""What every verb on a dossier does first and last: lock it, take the step, name the papers."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from tinhso.db import rows
from tinhso.kernel.casework import actions as casework
from tinhso.kernel.documents.actions import next_number
from tinhso.kernel.events.types import Actor
from tinhso.modules.onestop.errors import KeptByMinistry
from tinhso.modules.onestop.models import Dossier, MinistryDossier, Paper
from tinhso.modules.onestop.queries.catalogue import frozen_version
from tinhso.modules.onestop.types import PaperForm

SERIES = {
    PaperForm.RECEIPT: "TNHS",
    PaperForm.SUPPLEMENT: "PBS",
    PaperForm.REFUSAL: "PTC",
    PaperForm.APOLOGY: "PXL",
    PaperForm.CONTROL_SLIP: "PKS",
    PaperForm.STOP_NOTICE: "TBD",
}
"""Marks of the number series (Thông tư 01/2018/TT-VPCP, 03/2025/TT-VPCP; TNHS and TBD are ours, not confirmed)."""


def subject_of(case_id: uuid.UUID) -> str:
    return f"dossier:{case_id}"


def lock(dossier_id: uuid.UUID) -> Dossier:
    """Return the dossier with its case locked for this transaction."""
    # Both rows: a row that is joined but not locked would be the one from before the wait.
    return _found(rows.fetch_with(Dossier, "case", "WHERE t.case_id = %s FOR UPDATE", dossier_id), dossier_id)


def read(dossier_id: uuid.UUID) -> Dossier:
    """Return the dossier with its case as they stand, for work that must not hold a lock."""
    return _found(rows.fetch_with(Dossier, "case", "WHERE t.case_id = %s", dossier_id), dossier_id)


def _found(found: list[Dossier], dossier_id: uuid.UUID) -> Dossier:
    if not found:
        if MinistryDossier.objects.filter(id=dossier_id).exists():
            raise KeptByMinistry(
                "Hồ sơ này do hệ thống của bộ giải quyết; ở đây chỉ xem và tính số liệu. Hãy xử lý trên hệ thống đó."
            )
        raise Dossier.DoesNotExist(f"no dossier {dossier_id}")
    dossier = found[0]
    dossier.version = frozen_version(dossier.version_id)
    return dossier


def lock_for(step_name: str, dossier_id: uuid.UUID, *, now: datetime, expected_version: int | None = None) -> Dossier:
    """Return the locked dossier when the table allows the step from its state, before anything else is written.

    Raises SomeoneWasFaster, StepImpossible, ClockWentBack.
    """
    dossier = lock(dossier_id)
    casework.check_possible(dossier.case, step_name, now=now, expected_version=expected_version)
    return dossier


def step(
    dossier: Dossier,
    name: str,
    *,
    payload: object,
    now: datetime,
    actor: Actor,
    expected_version: int | None = None,
    unit_id: uuid.UUID | None = None,
    holder_id: uuid.UUID | None = None,
    outcome: str = "",
    reason: str = "",
    evidence: Sequence[str] = (),
) -> int:
    """Take a step of the table on a locked dossier; return the act's sequence number."""
    return casework.take_step(
        dossier.case,
        name,
        payload=payload,
        now=now,
        actor=actor,
        subject=subject_of(dossier.case_id),
        expected_version=expected_version,
        unit_id=unit_id,
        holder_id=holder_id,
        outcome=outcome,
        reason=reason,
        evidence=evidence,
    )


def paper_number(form: PaperForm, unit_id: uuid.UUID, now: datetime) -> str:
    """Draw the next number of a paper in its unit's series of the year, for example `0012/PBS`."""
    year = timezone.localtime(now).year
    return f"{next_number(f'{unit_id}:{form}', year):04d}/{SERIES[form]}"


def note_paper(
    dossier: Dossier,
    form: PaperForm,
    number: str,
    *,
    unit_id: uuid.UUID,
    seq: int,
    signer: Actor,
    now: datetime,
    **data: object,
) -> Paper:
    """Write down that an act calls for a paper; the worker makes and signs its PDF once the act is sealed."""
    paper = Paper(
        dossier=dossier,
        form=form,
        number=number,
        unit_id=unit_id,
        act_seq=seq,
        data=data,
        signer=signer.key,
        created_at=now,
    )
    return rows.insert(paper)
