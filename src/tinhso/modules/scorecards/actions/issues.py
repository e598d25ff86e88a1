# SPDX-License-Identifier: EUPL-1.2
"""Note what was issued under a duty of a year, with its number, day, plan or file; take a note back, saying why."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from tinhso.kernel.documents import actions as documents
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.types import DocumentKind, Retention
from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.modules.scorecards import policies, yearly
from tinhso.modules.scorecards.errors import AssessmentChangedMeanwhile, IssueIncomplete
from tinhso.modules.scorecards.models import Issue
from tinhso.modules.scorecards.yearly import YearlyIssueNoted, YearlyIssueTakenBack

FIRST_YEAR, LAST_YEAR = 2018, 2100
LONGEST_NUMBER, LONGEST_WHY, SHORTEST_WHY = 60, 500, 10
TAKEN = "Văn bản này của năm đó vừa được ghi rồi. Hãy tải lại trang; nếu ghi sai, hãy bỏ ghi trước khi ghi lại."


@dataclass(frozen=True)
class IssueTold:
    """What the form says. plan: id of a plan of the house that is the paper; file: its name and bytes."""

    duty: str
    year: int
    number: str
    issued_on: date
    plan: uuid.UUID | None = None
    file: tuple[str, bytes] | None = None


def note_issue(issue_id: uuid.UUID, told: IssueTold, *, viewer: Viewer, now: datetime) -> Issue:
    """Note a paper as issued under the id of its form; the same form again gives the first.

    Raises IssueIncomplete naming the box, UnknownDuty, AssessmentChangedMeanwhile when one was noted before.
    """
    seat = policies.check_note_issue(viewer)
    before = Issue.objects.filter(id=issue_id).first()
    if before is not None:
        return before
    number = _checked(told, timezone.localdate(now))
    if Issue.objects.filter(duty=told.duty, year=told.year, taken_back_at=None).exists():
        raise AssessmentChangedMeanwhile(TAKEN)
    kept = _keep(told, viewer, seat, now)
    with transaction.atomic(durable=True):
        try:
            with transaction.atomic():
                issue = Issue.objects.create(
                    id=issue_id,
                    duty=told.duty,
                    year=told.year,
                    office_id=seat.unit_id,
                    number=number,
                    issued_on=told.issued_on,
                    plan=told.plan,
                    file=kept,
                    officer_id=viewer.as_officer,
                    at=now,
                )
        except IntegrityError as error:
            raise AssessmentChangedMeanwhile(TAKEN) from error
        plan = "" if told.plan is None else str(told.plan)
        payload = YearlyIssueNoted(told.duty, told.year, number, told.issued_on, plan, files=int(kept is not None))
        evidence = [str(kept.id)] if kept else []
        record(
            payload,
            at=now,
            actor=viewer.actor(seat),
            subject=_subject(issue_id),
            unit_id=seat.unit_id,
            evidence=evidence,
        )
        return issue


def _subject(issue_id: uuid.UUID) -> str:
    return f"yearly_issue:{issue_id}"


def _checked(told: IssueTold, today: date) -> str:
    """Return the number of the paper; raises IssueIncomplete naming what lacks."""
    yearly.duty(told.duty)
    number = " ".join(told.number.split())
    if not FIRST_YEAR <= told.year <= LAST_YEAR:
        raise IssueIncomplete(f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.", code="year")
    if not number:
        raise IssueIncomplete("Hãy ghi số, ký hiệu văn bản, ví dụ 15/KH-UBND.", code="number")
    if len(number) > LONGEST_NUMBER:
        raise IssueIncomplete(f"Số, ký hiệu dài quá {LONGEST_NUMBER} ký tự. Hãy xem lại.", code="number")
    if told.issued_on > today:
        raise IssueIncomplete("Ngày ban hành không thể sau hôm nay.", code="issued_on")
    if abs(told.issued_on.year - told.year) > 1:
        raise IssueIncomplete(
            f"Ngày ban hành cách năm {told.year} hơn một năm. Hãy xem lại ngày hoặc chọn đúng năm.", code="issued_on"
        )
    return number


def _keep(told: IssueTold, viewer: Viewer, seat: Seat, now: datetime) -> Document | None:
    """Keep the file before the note, in its own transaction; a refused one stops the rest."""
    if told.file is None:
        return None
    name, data = told.file
    return documents.store_upload(
        data,
        filename=name,
        title=name,
        kind=DocumentKind.ATTACHMENT,
        owner=f"unit:{seat.unit_id}",
        retention=Retention.PERMANENT,
        now=now,
        by=viewer.actor(seat),
    )


@transaction.atomic(durable=True)
def take_back_issue(issue_id: uuid.UUID, *, why: str, viewer: Viewer, now: datetime) -> Issue:
    """Take a note back, saying why; taken back before, nothing changes. The row and its file stay to be read."""
    found = Issue.objects.select_for_update(of=("self",)).get(id=issue_id)
    seat = policies.check_take_back_issue(viewer, found)
    if found.taken_back_at is not None:
        return found
    words = why.strip()[:LONGEST_WHY]
    if len(words) < SHORTEST_WHY:
        raise IssueIncomplete("Hãy ghi rõ vì sao bỏ ghi (ít nhất 10 ký tự).", code="why")
    Issue.objects.filter(id=issue_id).update(taken_back_at=now, taken_back_by_id=viewer.as_officer, why=words)
    found.refresh_from_db()
    payload = YearlyIssueTakenBack(found.duty, found.year, found.number)
    record(payload, at=now, actor=viewer.actor(seat), subject=_subject(issue_id), unit_id=found.office_id)
    return found
