# SPDX-License-Identifier: EUPL-1.2
"""Set and end rules of assignment as head of a unit; assign a received dossier by the rule that fits it."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.casework.errors import SomeoneWasFaster
from tinhso.kernel.casework.queries import load_by_holder
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.types import SYSTEM
from tinhso.kernel.identity.models import Officer
from tinhso.kernel.identity.queries import lent_away, officers_in
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.modules.onestop import rules
from tinhso.modules.onestop.actions.dossiers import step, subject_of
from tinhso.modules.onestop.assigning.rules import choose
from tinhso.modules.onestop.assigning.types import (
    Absence,
    AssignmentLeft,
    AssignmentRuleEnded,
    AssignmentRuleSet,
    Candidate,
    Choice,
    Way,
)
from tinhso.modules.onestop.errors import NotYourUnit
from tinhso.modules.onestop.models import AssignmentRule, Dossier, Procedure
from tinhso.modules.onestop.types import Channel, DossierAssigned

FEWEST_TO_COMPARE = 2


@transaction.atomic(durable=True)
def set_assignment_rule(
    unit_id: uuid.UUID,
    *,
    sector: str,
    procedure: str,
    way: Way,
    officers: Sequence[uuid.UUID],
    viewer: Viewer,
    now: datetime,
    replaces: uuid.UUID | None = None,
) -> AssignmentRule:
    """Say who gets the dossiers of a field or of a procedure from now on.

    replaces: the rule the page showed for the same field or procedure. Raises SomeoneWasFaster when it is another.
    """
    seat = check_head(viewer, unit_id)
    _check_subject(sector, procedure)
    people = _checked_people(unit_id, way, officers, timezone.localdate(now))
    standing = AssignmentRule.objects.select_for_update().filter(
        unit_id=unit_id, sector=sector, procedure_id=procedure or None, ended_at=None
    )
    before = standing.first()
    if (before.id if before else None) != replaces:
        raise SomeoneWasFaster("Quy tắc này vừa được đặt hoặc đổi. Hãy tải lại trang để xem quy tắc mới.")
    if before is not None:
        _end(before, viewer, seat, now)
    made = AssignmentRule.objects.create(
        unit_id=unit_id,
        sector=sector,
        procedure_id=procedure or None,
        way=way,
        set_by_id=viewer.as_officer,
        set_at=now,
    )
    made.officers.set(Officer.objects.filter(id__in=people))
    payload = AssignmentRuleSet(rule=made.id, sector=sector, procedure=procedure, way=way, officers=tuple(people))
    record(payload, at=now, actor=viewer.actor(seat), subject=f"assignment_rule:{made.id}", unit_id=unit_id)
    return made


@transaction.atomic(durable=True)
def end_assignment_rule(rule_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> AssignmentRule:
    """Let a rule be over; pressed twice it is over once."""
    found = AssignmentRule.objects.select_for_update().get(id=rule_id)
    seat = check_head(viewer, found.unit_id)
    if found.ended_at is None:
        _end(found, viewer, seat, now)
    return found


def check_head(viewer: Viewer, unit_id: uuid.UUID) -> Seat:
    """Return the seat from which rules of a unit are set: its head or leader."""
    seat = viewer.seat_in(unit_id, "head", "leader")
    if seat is None:
        raise NotYourUnit("Quy tắc phân công do người phụ trách hoặc lãnh đạo của đơn vị đặt.")
    return seat


def assign_by_rule(dossier: Dossier, *, now: datetime, paper_here: bool = False) -> None:
    """Give a locked dossier that was just received to whom the rule of its unit says; nothing where there is none.

    Left to the head: what the counter settles on the same day, what a bundle has sent on, what waits for its paper.
    paper_here: the paper taken in elsewhere has arrived.
    """
    is_elsewhere = dossier.receiving_unit_id != dossier.case.unit_id and dossier.channel != Channel.ONLINE
    waits = is_elsewhere and not paper_here
    if dossier.case.state != "received" or waits or rules.is_same_day(dossier.version.definition):
        return
    rule = _rule_for(dossier)
    if rule is None:
        return
    choice = choose(Way(rule.way), _candidates(rule, timezone.localdate(now)))
    if choice.officer_id is None:
        _leave(dossier, rule, choice, now)
        return
    payload = DossierAssigned(
        holder=choice.officer_id, rule=rule.id, load=choice.load, among=choice.among, absences=choice.absences
    )
    step(dossier, "assign", payload=payload, now=now, actor=SYSTEM, holder_id=choice.officer_id, reason="Theo quy tắc")


def _rule_for(dossier: Dossier) -> AssignmentRule | None:
    """Return the rule of the procedure, else that of its field, locked: the next dossier waits and counts this one."""
    standing = AssignmentRule.objects.select_for_update().filter(unit_id=dossier.case.unit_id, ended_at=None)
    sector = dossier.version.definition["sector"]
    of_procedure = standing.filter(procedure_id=dossier.version.procedure_id)
    return of_procedure.first() or standing.filter(sector=sector).first()


def _candidates(rule: AssignmentRule, on: date) -> list[Candidate]:
    seated = {one.id for one in officers_in(rule.unit_id, on, "specialist")}
    lent, loads = lent_away(rule.unit_id, on), load_by_holder(rule.unit_id)
    people = rule.officers.order_by("sort_key", "id").values_list("id", flat=True)
    return [Candidate(one, place, loads.get(one, 0), _absence(one, seated, lent)) for place, one in enumerate(people)]


def _absence(officer_id: uuid.UUID, seated: set[uuid.UUID], lent: set[uuid.UUID]) -> Absence | None:
    if officer_id not in seated:
        return Absence.NO_POST
    return Absence.LENT if officer_id in lent else None


def _leave(dossier: Dossier, rule: AssignmentRule, choice: Choice, now: datetime) -> None:
    record(
        AssignmentLeft(rule=rule.id, absences=choice.absences),
        at=now,
        actor=SYSTEM,
        subject=subject_of(dossier.case_id),
        case_id=dossier.case_id,
        unit_id=dossier.case.unit_id,
        area=dossier.case.area_code,
    )


def _end(found: AssignmentRule, viewer: Viewer, seat: Seat, now: datetime) -> None:
    found.ended_at = now
    found.save(update_fields=["ended_at"])
    payload = AssignmentRuleEnded(rule=found.id)
    subject = f"assignment_rule:{found.id}"
    record(payload, at=now, actor=viewer.actor(seat), subject=subject, unit_id=found.unit_id)


def _check_subject(sector: str, procedure: str) -> None:
    if bool(sector) == bool(procedure):
        raise Refused("Hãy chọn một lĩnh vực, hoặc ghi mã một thủ tục; không cả hai.")
    if procedure and not Procedure.objects.filter(code=procedure).exists():
        raise Refused(f"Không có thủ tục mang mã {procedure[:20]}. Hãy xem lại mã ở trang dịch vụ công.")
    if sector and not Procedure.objects.filter(sector=sector).exists():
        raise Refused("Không có lĩnh vực này. Hãy chọn trong danh sách.")


def _checked_people(unit_id: uuid.UUID, way: Way, officers: Sequence[uuid.UUID], on: date) -> list[uuid.UUID]:
    people = list(dict.fromkeys(officers))
    seated = {one.id for one in officers_in(unit_id, on, "specialist")}
    if not set(people) <= seated:
        raise Refused("Có người được chọn không còn là chuyên viên của đơn vị. Hãy tải lại trang và chọn lại.")
    if way is Way.NAMED and len(people) != 1:
        raise Refused("Giao cho một người: hãy chọn đúng một chuyên viên.")
    if way is Way.LEAST and len(people) < FEWEST_TO_COMPARE:
        raise Refused("Giao cho người ít việc nhất: hãy chọn ít nhất hai chuyên viên.")
    return people
