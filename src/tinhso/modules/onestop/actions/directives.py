# SPDX-License-Identifier: EUPL-1.2
"""Give a directive on a dossier, pass it on, report, confirm, send back, take back."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.casework.actions import check_possible, open_case, take_step
from tinhso.kernel.casework.models import Case
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity.queries import sits_in
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.lib.uuid7 import uuid7
from tinhso.lib.vntext import search_key
from tinhso.modules.onestop import policies_of_directives as policies
from tinhso.modules.onestop.actions.dossiers import lock as lock_dossier
from tinhso.modules.onestop.directives.types import (
    DirectiveConfirmed,
    DirectiveGiven,
    DirectivePassedOn,
    DirectiveReported,
    DirectiveSentBack,
    DirectiveTakenBack,
    Word,
)
from tinhso.modules.onestop.models import Directive, DirectiveWord, Dossier
from tinhso.modules.onestop.side_workflows import DIRECTIVE

SHORTEST_TEXT = 10
RELATED = ("giver", "officer", "dossier")


@dataclass(frozen=True)
class Order:
    """What a giver says. officer_id: whom, None for the unit as such; client_key: the form sent once."""

    client_key: str
    unit_id: uuid.UUID
    officer_id: uuid.UUID | None
    text: str
    answer_by: datetime


@transaction.atomic(durable=True)
def give_directive(dossier_id: uuid.UUID, order: Order, *, viewer: Viewer, now: datetime) -> Directive:
    """Tell a unit or an officer what to do about a dossier, by when; the same form sent again gives the first back.

    Raises Refused for who cannot be told, a day gone by, a dossier nobody works on any more.
    """
    dossier = lock_dossier(dossier_id)
    seat = policies.check_give(viewer, dossier)
    first = Directive.objects.filter(client_key=order.client_key, giver_id=viewer.officer_id).first()
    if first is not None:
        return first
    text = _checked(order.text, "nội dung chỉ đạo")
    _check_day(order.answer_by, now)
    _check_addressee(order, dossier, viewer, seat, now)
    if not dossier.case.turn:
        raise Refused("Hồ sơ đã kết thúc nên không còn việc để chỉ đạo.")
    found = _opened(order, text, dossier, viewer, seat, now)
    if order.officer_id is not None:
        _address(found, order.officer_id, viewer, seat, now)
    return found


def _opened(order: Order, text: str, dossier: Dossier, viewer: Viewer, seat: Seat, now: datetime) -> Directive:
    case_id = uuid7()
    number = dossier.code or dossier.provisional
    payload = DirectiveGiven(
        dossier=dossier.case_id, unit=order.unit_id, officer=order.officer_id, answer_by=order.answer_by
    )
    case = open_case(
        kind=DIRECTIVE.kind,
        title=f"Chỉ đạo về hồ sơ {number}",
        unit_id=order.unit_id,
        area_code=dossier.case.area_code,
        search_key=search_key(f"{number} {text}")[:500],
        now=now,
        payload=payload,
        actor=viewer.actor(seat),
        subject=subject_of(case_id),
        parent=dossier.case,
        case_id=case_id,
    )
    case.due_at = order.answer_by
    case.save(update_fields=["due_at"])
    return Directive.objects.create(
        case=case,
        client_key=order.client_key,
        dossier=dossier,
        giver_id=viewer.as_officer,
        giver_unit_id=seat.unit_id,
        unit_id=order.unit_id,
        officer_id=order.officer_id,
        text=text,
        answer_by=order.answer_by,
    )


@transaction.atomic(durable=True)
def pass_on_directive(
    directive_id: uuid.UUID, *, officer_id: uuid.UUID, viewer: Viewer, now: datetime, expected_version: int
) -> Directive:
    """Name who of the unit carries a directive out, or another one later."""
    found = _lock(directive_id)
    seat = policies.check_pass_on(viewer, found)
    check_possible(found.case, "pass_on", now=now, expected_version=expected_version)
    _check_sits(officer_id, found.unit_id, now)
    if officer_id == found.giver_id:
        raise Refused("Người cho ý kiến chỉ đạo không thể là người thực hiện. Hãy chọn người khác.")
    _address(found, officer_id, viewer, seat, now)
    return found


@transaction.atomic(durable=True)
def report_directive(
    directive_id: uuid.UUID, *, text: str, viewer: Viewer, now: datetime, expected_version: int
) -> Directive:
    """Say what was done; the giver has the turn, without a day of its own."""
    found = _lock(directive_id)
    check_possible(found.case, "report", now=now, expected_version=expected_version)
    seat = policies.check_carry(viewer, found)
    words = _checked(text, "kết quả thực hiện")
    found.in_time, found.reporter_id = now <= found.answer_by, viewer.as_officer
    found.case.due_at = None
    payload = DirectiveReported(on_time=found.in_time)
    _step(found, "report", payload, viewer, seat, now, unit_id=found.giver_unit_id, holder_id=found.giver_id)
    found.save(update_fields=["in_time", "reporter"])
    _write(found, Word.REPORTED, words, viewer, now)
    return found


@transaction.atomic(durable=True)
def confirm_directive(
    directive_id: uuid.UUID, *, text: str, viewer: Viewer, now: datetime, expected_version: int
) -> Directive:
    """Say that it is done; words are free to be left out."""
    found = _lock(directive_id)
    check_possible(found.case, "confirm", now=now, expected_version=expected_version)
    seat = policies.check_judge(viewer, found)
    payload = DirectiveConfirmed(on_time=bool(found.in_time))
    _step(found, "confirm", payload, viewer, seat, now)
    _write(found, Word.CONFIRMED, text.strip(), viewer, now)
    return found


@transaction.atomic(durable=True)
def send_directive_back(
    directive_id: uuid.UUID, *, text: str, answer_by: datetime, viewer: Viewer, now: datetime, expected_version: int
) -> Directive:
    """Ask who reported to do it again, saying why and by when."""
    found = _lock(directive_id)
    check_possible(found.case, "send_back", now=now, expected_version=expected_version)
    seat = policies.check_judge(viewer, found)
    words = _checked(text, "điều cần làm lại")
    _check_day(answer_by, now)
    found.answer_by, found.case.due_at, found.officer_id = answer_by, answer_by, found.reporter_id
    payload = DirectiveSentBack(answer_by=answer_by)
    _step(found, "send_back", payload, viewer, seat, now, unit_id=found.unit_id, holder_id=found.reporter_id)
    found.save(update_fields=["answer_by", "officer"])
    _write(found, Word.SENT_BACK, words, viewer, now)
    return found


@transaction.atomic(durable=True)
def take_directive_back(
    directive_id: uuid.UUID, *, text: str, viewer: Viewer, now: datetime, expected_version: int
) -> Directive:
    """Take a directive back that is not confirmed yet, saying why."""
    found = _lock(directive_id)
    check_possible(found.case, "take_back", now=now, expected_version=expected_version)
    seat = policies.check_judge(viewer, found)
    words = _checked(text, "lý do rút")
    _step(found, "take_back", DirectiveTakenBack(), viewer, seat, now)
    _write(found, Word.TAKEN_BACK, words, viewer, now)
    return found


def subject_of(case_id: uuid.UUID) -> str:
    return f"directive:{case_id}"


def _lock(directive_id: uuid.UUID) -> Directive:
    """Return a directive with its case locked; what it says is read after the wait."""
    case = Case.objects.select_for_update(of=("self",)).select_related("unit").get(id=directive_id)
    found = Directive.objects.select_related(*RELATED).get(case_id=directive_id)
    found.case = case
    return found


def _address(found: Directive, officer_id: uuid.UUID, viewer: Viewer, seat: Seat, now: datetime) -> None:
    payload = DirectivePassedOn(officer=officer_id)
    _step(found, "pass_on", payload, viewer, seat, now, holder_id=officer_id)
    found.officer_id = officer_id
    found.save(update_fields=["officer"])


def _step(
    found: Directive,
    name: str,
    payload: object,
    viewer: Viewer,
    seat: Seat,
    now: datetime,
    *,
    unit_id: uuid.UUID | None = None,
    holder_id: uuid.UUID | None = None,
) -> None:
    actor, subject = viewer.actor(seat), subject_of(found.case_id)
    take_step(
        found.case, name, payload=payload, now=now, actor=actor, subject=subject, unit_id=unit_id, holder_id=holder_id
    )


def _write(found: Directive, kind: Word, text: str, viewer: Viewer, now: datetime) -> None:
    DirectiveWord.objects.create(directive=found, kind=kind, text=text, officer_id=viewer.as_officer, at=now)


def _check_addressee(order: Order, dossier: Dossier, viewer: Viewer, seat: Seat, now: datetime) -> None:
    if order.unit_id not in policies.units_of(dossier):
        raise Refused("Đơn vị được chọn không liên quan đến hồ sơ này. Hãy chọn đơn vị đang giữ hoặc giải quyết.")
    if order.officer_id is None:
        if seat.unit_id == order.unit_id and seat.role == "head":
            raise Refused("Bạn phụ trách chính đơn vị này. Hãy chọn một người của đơn vị.")
        return
    if order.officer_id == viewer.officer_id:
        raise Refused("Không thể tự giao chỉ đạo cho chính mình. Hãy chọn người khác.")
    _check_sits(order.officer_id, order.unit_id, now)


def _check_sits(officer_id: uuid.UUID, unit_id: uuid.UUID, now: datetime) -> None:
    if not sits_in(officer_id, unit_id, timezone.localtime(now).date()):
        raise Refused("Cán bộ được chọn không còn giữ chức vụ ở đơn vị này. Hãy chọn người khác.")


def _check_day(answer_by: datetime, now: datetime) -> None:
    if answer_by <= now:
        raise Refused("Hạn báo cáo phải sau thời điểm hiện tại. Hãy chọn ngày khác.")


def _checked(text: str, what: str) -> str:
    if len(text.strip()) < SHORTEST_TEXT:
        raise Refused(f"Hãy ghi rõ {what} (ít nhất {SHORTEST_TEXT} ký tự).")
    return text.strip()
