# SPDX-License-Identifier: EUPL-1.2
"""The desk receives a filing or refuses it; what is missing is asked for in supplements.py."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tinhso.db import rows
from tinhso.kernel.casework.actions import reword, start_clock
from tinhso.kernel.documents.actions import next_number
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry.queries import code_of
from tinhso.lib.dossier_code import format_dossier_code
from tinhso.lib.vntext import search_key
from tinhso.modules.onestop import rules
from tinhso.modules.onestop.actions.assigning import assign_by_rule
from tinhso.modules.onestop.actions.bundles import open_bundle
from tinhso.modules.onestop.actions.dossiers import lock_for, note_paper, paper_number, step
from tinhso.modules.onestop.actions.measures import parts_of
from tinhso.modules.onestop.actions.number_blocks import LateEntry, check_late, code_from_block
from tinhso.modules.onestop.models import BookLine, Dossier
from tinhso.modules.onestop.policies import check_step
from tinhso.modules.onestop.types import DossierReceived, IntakeRefused, PaperForm


@transaction.atomic(durable=True)
def receive(
    dossier_id: uuid.UUID,
    *,
    viewer: Viewer,
    now: datetime,
    receipt_wanted: bool = True,
    late: LateEntry | None = None,
    expected_version: int | None = None,
) -> Dossier:
    """Accept a dossier: code, line in the book, receipt with appointment; the legal clock starts.

    receipt_wanted: only a procedure of the same day can go without a receipt. late: the papers came while the desk
    had no network; the dossier bears the reserved number and everything counts from when they came.
    Source: 118/2025/NĐ-CP Điều 17; code 03/2025/TT-VPCP Điều 13; book 01/2018/TT-VPCP Điều 10; 61/2018/NĐ-CP.
    """
    if late is not None:
        check_late(late, now)
        now = late.received_at
    dossier = lock_for("receive", dossier_id, now=now, expected_version=expected_version)
    seat = check_step(viewer, dossier, "receive")
    case = dossier.case
    code = code_from_block(late, dossier, now) if late else _next_code(dossier, now)
    line = _enter_in_book(dossier, now)
    receipt = ""
    if receipt_wanted or not rules.is_same_day(dossier.version.definition):
        receipt = paper_number(PaperForm.RECEIPT, dossier.receiving_unit_id, now)
    start_clock(case, rules.limit_of(dossier.version.definition), at=now)
    case.number = code
    reword(case, title=case.title, search_key=f"{search_key(code)} {case.search_key}")
    payload = _received(dossier, code, line, receipt, now, late_entry=late is not None)
    actor = viewer.actor(seat)
    seq = step(
        dossier,
        "receive",
        payload=payload,
        now=now,
        actor=actor,
        expected_version=expected_version,
        unit_id=dossier.resolving_unit_id,
    )
    dossier.code, dossier.received_at, dossier.promised_at = code, now, case.due_at
    rows.update(dossier, "code", "received_at", "promised_at")
    if receipt:
        unit_id = dossier.receiving_unit_id
        note_paper(dossier, PaperForm.RECEIPT, receipt, unit_id=unit_id, seq=seq, signer=actor, now=now)
    open_bundle(dossier, now=now, actor=actor)
    assign_by_rule(dossier, now=now)
    return dossier


def _received(
    dossier: Dossier, code: str, line: BookLine, receipt: str, now: datetime, *, late_entry: bool
) -> DossierReceived:
    digitised, reused = parts_of(dossier)
    return DossierReceived(
        code=code,
        procedure=dossier.version.procedure_id,
        channel=dossier.channel,
        resolving=dossier.resolving_unit_id,
        receipt=receipt,
        book_line=f"{line.number:04d}/{line.year}",
        promised=dossier.case.due_at,
        minutes=int((now - dossier.submitted_at).total_seconds() // 60),
        digitised=digitised,
        reused=reused,
        late_entry=late_entry,
    )


def _next_code(dossier: Dossier, now: datetime) -> str:
    """Return the next dossier code of the receiving agency's day: `H07.31.01-261121-0001`, growing past 9999."""
    day = timezone.localtime(now).date()
    agency = code_of(dossier.receiving_unit_id, day)
    number = next_number(f"dossier:{agency}:{day:%m%d}", day.year)
    return format_dossier_code(agency, day, number)


def _enter_in_book(dossier: Dossier, now: datetime) -> BookLine:
    year = timezone.localtime(now).year
    sector = dossier.version.definition["sector"]
    number = next_number(f"book:{dossier.receiving_unit_id}:{sector}", year)
    line = BookLine(dossier=dossier, unit_id=dossier.receiving_unit_id, field=sector, year=year, number=number)
    return rows.insert(line)


@transaction.atomic(durable=True)
def refuse_intake(
    dossier_id: uuid.UUID,
    *,
    viewer: Viewer,
    ground: str,
    reason: str,
    now: datetime,
    expected_version: int | None = None,
) -> Dossier:
    """Refuse to accept a dossier with a legal ground from the catalogue and a text (F03)."""
    rules.check_ground("refusal", ground, reason)
    dossier = lock_for("refuse_intake", dossier_id, now=now, expected_version=expected_version)
    seat = check_step(viewer, dossier, "refuse_intake")
    number = paper_number(PaperForm.REFUSAL, dossier.receiving_unit_id, now)
    actor = viewer.actor(seat)
    seq = step(
        dossier,
        "refuse_intake",
        payload=IntakeRefused(ground=ground, paper=number),
        now=now,
        actor=actor,
        expected_version=expected_version,
        outcome="intake_refused",
    )
    note_paper(
        dossier,
        PaperForm.REFUSAL,
        number,
        unit_id=dossier.receiving_unit_id,
        seq=seq,
        signer=actor,
        now=now,
        reason=reason,
        ground=ground,
    )
    return dossier
