# SPDX-License-Identifier: EUPL-1.2
"""What every write on a declaration shares: lock it, take a step of the table, give it to its unit and person."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time

from django.utils import timezone

from tinhso.kernel.casework.actions import take_step
from tinhso.kernel.casework.models import Case
from tinhso.kernel.identity.queries import sits_in
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.modules.scorecards.declaring.types import DeclarationPassedOn, RoundState
from tinhso.modules.scorecards.errors import AssessmentNotOpen, DeclarationIncomplete
from tinhso.modules.scorecards.models import Assessment, Declaration

RELATED = ("case__unit", "assessment__office", "assessment__keeper", "unit", "officer", "declarer")
SHORTEST_TEXT = 10


def subject_of(declaration_id: uuid.UUID) -> str:
    return f"declaration:{declaration_id}"


def last_instant(day: date) -> datetime:
    """Return the end of a day, which stands for the 24:00 of the law."""
    return timezone.make_aware(datetime.combine(day, time.max))


def read(declaration_id: uuid.UUID) -> Declaration:
    return Declaration.objects.select_related(*RELATED).get(case_id=declaration_id)


def lock(declaration_id: uuid.UUID) -> Declaration:
    """Return a declaration with its case locked; what it says is read after the wait."""
    case = Case.objects.select_for_update(of=("self",)).select_related("unit").get(id=declaration_id)
    found = read(declaration_id)
    found.case = case
    return found


def check_open(assessment: Assessment) -> None:
    if assessment.state != RoundState.OPEN:
        raise AssessmentNotOpen("Kỳ đánh giá đã đóng nên không giao, không kê khai được nữa. Hãy tải lại trang.")


def step(
    declaration: Declaration,
    name: str,
    payload: object,
    viewer: Viewer,
    seat: Seat,
    now: datetime,
    *,
    expected_version: int | None = None,
    unit_id: uuid.UUID | None = None,
    holder_id: uuid.UUID | None = None,
    evidence: Sequence[str] = (),
) -> None:
    """Take one step on a locked declaration; raises what `take_step` raises."""
    take_step(
        declaration.case,
        name,
        payload=payload,
        now=now,
        actor=viewer.actor(seat),
        subject=subject_of(declaration.case_id),
        expected_version=expected_version,
        unit_id=unit_id,
        holder_id=holder_id,
        evidence=evidence,
    )


def hand_on(declaration: Declaration, viewer: Viewer, seat: Seat, now: datetime) -> None:
    """Give a declaration that its unit owes on to the person named, if still there; else nobody is named."""
    if declaration.officer_id is None or declaration.unit_id is None:
        return
    if not sits_in(declaration.officer_id, declaration.unit_id, timezone.localdate(now)):
        Declaration.objects.filter(case_id=declaration.case_id).update(officer=None)
        declaration.officer = None
        return
    payload = DeclarationPassedOn(officer=declaration.officer_id)
    step(declaration, "pass_on", payload, viewer, seat, now, holder_id=declaration.officer_id)


def checked(text: str, what: str, box: str = "text") -> str:
    """Return words that say something; raises DeclarationIncomplete naming the box."""
    if len(text.strip()) < SHORTEST_TEXT:
        raise DeclarationIncomplete(f"Hãy ghi rõ {what} (ít nhất {SHORTEST_TEXT} ký tự).", code=box)
    return text.strip()


def check_due(assessment: Assessment, due_on: date, today: date) -> None:
    """Raise DeclarationIncomplete for a due day outside the round or over."""
    if not assessment.first_on <= due_on <= assessment.last_on:
        raise DeclarationIncomplete(
            f"Hạn kê khai phải trong kỳ đánh giá, từ {assessment.first_on:%d/%m/%Y} đến {assessment.last_on:%d/%m/%Y}.",
            code="due_on",
        )
    if due_on < today:
        raise DeclarationIncomplete("Hạn kê khai đã qua. Hãy chọn ngày khác.", code="due_on")
