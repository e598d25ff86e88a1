# SPDX-License-Identifier: EUPL-1.2
"""Open a round of assessment with all its components, assign them to units, close it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from tinhso.kernel.casework.actions import check_possible, open_case
from tinhso.kernel.casework.models import Case
from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.queries import sits_in
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.kernel.registry.queries import units_as_of
from tinhso.lib.uuid7 import uuid7
from tinhso.lib.vntext import search_key
from tinhso.modules.scorecards import policies
from tinhso.modules.scorecards.actions.stepping import (
    RELATED,
    check_due,
    check_open,
    hand_on,
    last_instant,
    step,
    subject_of,
)
from tinhso.modules.scorecards.declaring.types import (
    AssessmentClosed,
    AssessmentOpened,
    DeclarationAssigned,
    DeclarationLapsed,
    DeclarationOpened,
    RoundState,
)
from tinhso.modules.scorecards.dti.reading import edition
from tinhso.modules.scorecards.dti.types import Part
from tinhso.modules.scorecards.errors import AssessmentChangedMeanwhile, AssessmentNotOpen, DeclarationIncomplete
from tinhso.modules.scorecards.models import Assessment, Declaration
from tinhso.modules.scorecards.workflow import DECLARATION

FIRST_YEAR, LAST_YEAR = 2018, 2100
LONGEST_NOTE = 500
STALE = "Kỳ đánh giá vừa được người khác sửa sau khi bạn mở trang. Hãy tải lại trang; việc của bạn chưa được ghi."


@dataclass(frozen=True)
class RoundTold:
    """What the form of a round says. edition: code of the index; note: the paper it rests on, as quoted."""

    edition: str
    year: int
    first_on: date
    last_on: date
    due_on: date
    note: str = ""


@dataclass(frozen=True)
class Work:
    """What is assigned: which declarations, each with the version the page showed; to whom, until when."""

    versions: Mapping[uuid.UUID, int]
    unit_id: uuid.UUID
    due_on: date
    officer_id: uuid.UUID | None = None


@transaction.atomic(durable=True)
def open_assessment(assessment_id: uuid.UUID, told: RoundTold, *, viewer: Viewer, now: datetime) -> Assessment:
    """Open a round under the id of its form, a declaration for each component; the same form again gives the first.

    Raises DeclarationIncomplete naming the box, AssessmentNotOpen while another round of edition and year is open.
    """
    seat = policies.check_open(viewer)
    before = Assessment.objects.filter(id=assessment_id).first()
    if before is not None:
        policies.check_keep(viewer, before)
        return before
    _check(told)
    try:
        with transaction.atomic():
            assessment = Assessment.objects.create(
                id=assessment_id,
                edition=told.edition,
                year=told.year,
                office_id=seat.unit_id,
                keeper_id=viewer.as_officer,
                first_on=told.first_on,
                last_on=told.last_on,
                due_on=told.due_on,
                note=told.note.strip()[:LONGEST_NOTE],
                opened_at=now,
            )
    except IntegrityError as error:
        meanwhile = Assessment.objects.filter(id=assessment_id).first()
        if meanwhile is not None:
            return meanwhile
        raise AssessmentNotOpen(
            f"Đang có một kỳ đánh giá năm {told.year} của bộ chỉ số này chưa đóng. Hãy đóng kỳ đó trước.", code="year"
        ) from error
    parts = edition(told.edition).parts()
    for position, part in enumerate(parts, start=1):
        _declaration(assessment, part, position, viewer, seat, now)
    payload = AssessmentOpened(told.edition, told.year, told.first_on, told.last_on, told.due_on, len(parts))
    record(payload, at=now, actor=viewer.actor(seat), subject=f"assessment:{assessment_id}", unit_id=seat.unit_id)
    return assessment


def _check(told: RoundTold) -> None:
    edition(told.edition)
    if not FIRST_YEAR <= told.year <= LAST_YEAR:
        raise DeclarationIncomplete(f"Năm đánh giá phải từ {FIRST_YEAR} đến {LAST_YEAR}.", code="year")
    if told.last_on < told.first_on:
        raise DeclarationIncomplete("Ngày cuối của kỳ phải sau ngày đầu.", code="last_on")
    if not told.first_on <= told.due_on <= told.last_on:
        raise DeclarationIncomplete("Hạn kê khai phải nằm giữa ngày đầu và ngày cuối của kỳ.", code="due_on")


def _declaration(
    assessment: Assessment, part: Part, position: int, viewer: Viewer, seat: Seat, now: datetime
) -> Declaration:
    case_id, title = uuid7(), f"{part.code} {part.title or part.working}"
    case = open_case(
        kind=DECLARATION.kind,
        title=title,
        unit_id=assessment.office_id,
        search_key=search_key(f"{title} kê khai {assessment.year}")[:1000],
        now=now,
        payload=DeclarationOpened(assessment=assessment.id, component=part.code, due=assessment.due_on),
        actor=viewer.actor(seat),
        subject=subject_of(case_id),
        case_id=case_id,
    )
    return Declaration.objects.create(
        case=case, assessment=assessment, component=part.code, position=position, due_on=assessment.due_on
    )


@transaction.atomic(durable=True)
def assign(assessment_id: uuid.UUID, work: Work, *, viewer: Viewer, now: datetime) -> list[Declaration]:
    """Give declarations to a unit and, if named, a person, all or none; one given before is given anew.

    Raises SomeoneWasFaster for a page older than one of them, StepImpossible for one that was declared already.
    """
    assessment = _lock(assessment_id)
    seat = policies.check_keep(viewer, assessment)
    check_open(assessment)
    today = timezone.localdate(now)
    if not work.versions:
        raise DeclarationIncomplete("Hãy chọn ít nhất một chỉ số thành phần.", code="component")
    if not units_as_of(today).filter(id=work.unit_id).exists():
        raise DeclarationIncomplete("Đơn vị này không còn hoạt động. Hãy chọn đơn vị khác.", code="unit")
    if work.officer_id and not sits_in(work.officer_id, work.unit_id, today):
        raise DeclarationIncomplete("Người được chọn không giữ chức vụ ở đơn vị này. Hãy chọn lại.", code="officer")
    check_due(assessment, work.due_on, today)
    found = _locked(assessment, list(work.versions))
    if len(found) != len(work.versions):
        raise DeclarationIncomplete("Có chỉ số không thuộc kỳ đánh giá này. Hãy tải lại trang.", code="component")
    for one in found:
        check_possible(one.case, "assign", now=now, expected_version=work.versions[one.case_id])
        _give(one, work, viewer, seat, now)
    return found


def _give(one: Declaration, work: Work, viewer: Viewer, seat: Seat, now: datetime) -> None:
    Declaration.objects.filter(case_id=one.case_id).update(
        unit_id=work.unit_id, officer_id=work.officer_id, due_on=work.due_on
    )
    one.unit_id, one.officer_id, one.due_on = work.unit_id, work.officer_id, work.due_on
    one.case.due_at = last_instant(work.due_on)
    payload = DeclarationAssigned(declarer=work.unit_id, component=one.component, due=work.due_on)
    step(one, "assign", payload, viewer, seat, now, unit_id=work.unit_id)
    hand_on(one, viewer, seat, now)


@transaction.atomic(durable=True)
def close_assessment(assessment_id: uuid.UUID, *, viewer: Viewer, now: datetime, expected_version: int) -> Assessment:
    """Close a round: what was not accepted ends with it; scores and questions can still be entered."""
    assessment = _lock(assessment_id)
    seat = policies.check_keep(viewer, assessment)
    check_open(assessment)
    if assessment.version != expected_version:
        raise AssessmentChangedMeanwhile(STALE)
    owed = _locked(assessment, None)
    for one in owed:
        step(one, "lapse", DeclarationLapsed(component=one.component), viewer, seat, now)
    accepted = Declaration.objects.filter(assessment=assessment, case__state="accepted").count()
    Assessment.objects.filter(id=assessment_id).update(
        state=RoundState.CLOSED, closed_at=now, version=assessment.version + 1
    )
    assessment.refresh_from_db()
    payload = AssessmentClosed(accepted=accepted, lapsed=len(owed))
    record(
        payload, at=now, actor=viewer.actor(seat), subject=f"assessment:{assessment_id}", unit_id=assessment.office_id
    )
    return assessment


def _lock(assessment_id: uuid.UUID) -> Assessment:
    return Assessment.objects.select_for_update(of=("self",)).select_related("office").get(id=assessment_id)


def _locked(assessment: Assessment, ids: Sequence[uuid.UUID] | None) -> list[Declaration]:
    """Return declarations of a round with their cases locked in order; all that are not over when no ids are given."""
    found = Declaration.objects.filter(assessment=assessment)
    found = found.filter(case__closed_at=None) if ids is None else found.filter(case_id__in=ids)
    by_id = {one.case_id: one for one in found.select_related(*RELATED)}
    still: list[Declaration] = []
    for case in Case.objects.select_for_update(of=("self",)).filter(id__in=by_id).order_by("id"):
        by_id[case.id].case = case
        if ids is not None or case.closed_at is None:
            still.append(by_id[case.id])
    return sorted(still, key=lambda one: one.position)
