# SPDX-License-Identifier: EUPL-1.2
"""What the unit does: name the person, declare a component with its evidence."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.casework.actions import check_possible
from tinhso.kernel.documents import actions as documents
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.types import DocumentKind, Retention
from tinhso.kernel.identity.queries import sits_in
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.scorecards import policies
from tinhso.modules.scorecards.actions.stepping import check_open, lock, read, step
from tinhso.modules.scorecards.declaring import rules
from tinhso.modules.scorecards.declaring.types import DeclarationDeclared, DeclarationPassedOn, Form
from tinhso.modules.scorecards.errors import DeclarationIncomplete
from tinhso.modules.scorecards.models import Declaration, Statement

MOST_FILES = 10
LONGEST_NOTE, LONGEST_PAPER, LONGEST_UNIT = 4000, 200, 60


@dataclass(frozen=True)
class Told:
    """What is declared. claimed: share of one that goes with a number, None when nobody says one.

    as_of: the day the numbers are of; valid_until: the last day they hold, None for the whole round.
    """

    form: Form
    as_of: date
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    answer: bool | None = None
    number: Decimal | None = None
    unit_of_measure: str = ""
    claimed: Decimal | None = None
    valid_until: date | None = None
    note: str = ""
    paper: str = ""
    files: tuple[tuple[str, bytes], ...] = ()


def pass_on(
    declaration_id: uuid.UUID, *, officer_id: uuid.UUID, viewer: Viewer, now: datetime, expected_version: int
) -> Declaration:
    """Name the one person of the unit who declares, or another one later."""
    with transaction.atomic(durable=True):
        found = lock(declaration_id)
        seat = policies.check_pass_on(viewer, found)
        check_possible(found.case, "pass_on", now=now, expected_version=expected_version)
        if found.unit_id is None or not sits_in(officer_id, found.unit_id, timezone.localdate(now)):
            raise DeclarationIncomplete(
                "Người được chọn không giữ chức vụ ở đơn vị kê khai. Hãy chọn lại.", code="officer"
            )
        payload = DeclarationPassedOn(officer=officer_id)
        step(found, "pass_on", payload, viewer, seat, now, holder_id=officer_id)
        Declaration.objects.filter(case_id=declaration_id).update(officer_id=officer_id)
        return found


def declare(
    declaration_id: uuid.UUID, told: Told, *, viewer: Viewer, now: datetime, expected_version: int
) -> Declaration:
    """Declare a component; the standing office has the turn then. What was declared before stays to be read.

    Raises DeclarationIncomplete naming the box; FileRefused for a file that cannot be taken; SomeoneWasFaster.
    """
    today = timezone.localdate(now)
    _check(told, today)
    found = read(declaration_id)
    seat = policies.check_declare(viewer, found)
    check_open(found.assessment)
    check_possible(found.case, "declare", now=now, expected_version=expected_version)
    kept = _keep(told, found, viewer, seat, now)
    with transaction.atomic(durable=True):
        found = lock(declaration_id)
        check_possible(found.case, "declare", now=now, expected_version=expected_version)
        statement = _statement(found, told, kept, viewer, now)
        _submit(found, statement, kept, viewer, seat, now)
        Declaration.objects.filter(case_id=declaration_id).update(
            declarer_id=viewer.as_officer, declared_on=found.declared_on or today
        )
        return found


def _submit(
    found: Declaration, statement: Statement, kept: list[Document], viewer: Viewer, seat: Seat, now: datetime
) -> None:
    """Record the act and give the turn to the keeper of the round, unless the keeper declared."""
    today, office, keeper = timezone.localdate(now), found.assessment.office_id, found.assessment.keeper_id
    payload = DeclarationDeclared(
        declarer=seat.unit_id,
        component=found.component,
        statement=statement.id,
        first=found.declared_on is None,
        on_time=today <= found.due_on,
        files=len(kept),
    )
    holder = keeper if sits_in(keeper, office, today) and keeper != viewer.as_officer else None
    evidence = [str(one.id) for one in kept]
    step(found, "declare", payload, viewer, seat, now, unit_id=office, holder_id=holder, evidence=evidence)


def _statement(found: Declaration, told: Told, kept: list[Document], viewer: Viewer, now: datetime) -> Statement:
    is_ratio, is_number = told.form is Form.RATIO, told.form is Form.NUMBER
    made = Statement.objects.create(
        id=uuid7(),
        declaration=found,
        form=told.form.value,
        numerator=told.numerator if is_ratio else None,
        denominator=told.denominator if is_ratio else None,
        answer=told.answer if told.form is Form.YES_NO else None,
        number=told.number if is_number else None,
        unit_of_measure=told.unit_of_measure.strip()[:LONGEST_UNIT],
        claimed=told.claimed if is_number else None,
        as_of=told.as_of,
        valid_until=told.valid_until,
        note=told.note.strip()[:LONGEST_NOTE],
        paper=told.paper.strip()[:LONGEST_PAPER],
        has_files=bool(kept),
        officer_id=viewer.as_officer,
        at=now,
    )
    made.files.set(kept)
    return made


def _check(told: Told, today: date) -> None:
    problem = _problem(told)
    if problem is not None:
        box, sentence = problem
        raise DeclarationIncomplete(sentence, code=box)
    if told.as_of > today:
        raise DeclarationIncomplete("Ngày chốt số liệu chưa đến. Hãy ghi ngày số liệu có thật.", code="as_of")
    if told.valid_until is not None and told.valid_until < max(told.as_of, today):
        raise DeclarationIncomplete(
            "Ngày hết giá trị đã qua. Hãy xem lại ngày hoặc kê khai số mới.", code="valid_until"
        )
    if len(told.files) > MOST_FILES:
        raise DeclarationIncomplete(f"Mỗi lần đính kèm nhiều nhất {MOST_FILES} tệp. Hãy gộp bớt.", code="files")


def _problem(told: Told) -> tuple[str, str] | None:
    if told.form is Form.RATIO:
        return rules.ratio_problem(told.numerator, told.denominator)
    if told.form is Form.YES_NO:
        return None if told.answer is not None else ("answer", "Hãy chọn có hoặc không.")
    if told.number is None:
        return "number", "Hãy ghi con số, ví dụ 12."
    if not told.unit_of_measure.strip():
        return "unit_of_measure", "Hãy ghi đơn vị tính, ví dụ cuộc họp, triệu đồng."
    return rules.number_problem("number", told.number) or rules.share_problem("claimed", told.claimed)


def _keep(told: Told, found: Declaration, viewer: Viewer, seat: Seat, now: datetime) -> list[Document]:
    """Keep the files of evidence before the step, each in its own transaction; a refused one stops the rest."""
    return [
        documents.store_upload(
            data,
            filename=name,
            title=name,
            kind=DocumentKind.ATTACHMENT,
            owner=f"unit:{found.unit_id}",
            retention=Retention.PERMANENT,
            now=now,
            by=viewer.actor(seat),
            case_id=found.case_id,
        )
        for name, data in told.files
    ]
