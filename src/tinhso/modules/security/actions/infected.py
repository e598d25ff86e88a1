# SPDX-License-Identifier: EUPL-1.2
"""Infected machines: one living case for each, told to its unit, worked on step by step, begun anew when seen again."""

import uuid
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from tinhso.kernel.casework import workflow
from tinhso.kernel.casework.actions import open_case, take_step
from tinhso.kernel.casework.actions.cases import lock
from tinhso.kernel.events.types import SYSTEM, Actor
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.vntext import search_key
from tinhso.modules.security import policies
from tinhso.modules.security.errors import MachineIncomplete, NotYourSource
from tinhso.modules.security.models import InfectedMachine
from tinhso.modules.security.queries.machines import Machine
from tinhso.modules.security.types import (
    MachineCleaned,
    MachineClosed,
    MachineDismissed,
    MachineIsolated,
    MachineNotified,
    MachineRechecked,
    MachineSeenAgain,
)

KIND = "infected_machine"
SHORTEST_WORDS, LONGEST_WORDS = 10, 2_000


def subject_of(case_id: uuid.UUID) -> str:
    return f"infected_machine:{case_id}"


def report_infected(
    machine: Machine, *, malware: str, seen_at: datetime, now: datetime, by: Actor = SYSTEM
) -> InfectedMachine:
    """Open the case of a machine that was seen infected, or count the report on its living one.

    Inside the caller's transaction. A sighting from after the unit had begun to work throws its case back to the
    beginning; one from before only counts. malware: as the reporter calls it, empty when it does not.
    """
    with connection.cursor() as cursor:
        # Two reports of one machine in the same instant: the second waits and finds the case of the first.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"infected:{machine.key}"])
    living = InfectedMachine.objects.filter(machine_key=machine.key, is_open=True).first()
    if living is None:
        return _open(machine, malware, seen_at, now, by)
    living = InfectedMachine.objects.select_for_update(of=("self",)).get(case_id=living.case_id)
    case = lock(living.case_id)
    if seen_at > case.changed_at and "see_again" in _steps(case):
        payload = MachineSeenAgain(case.state)
        take_step(case, "see_again", payload=payload, now=now, actor=by, subject=subject_of(case.id))
    living.reports += 1
    living.first_seen_at = min(living.first_seen_at, seen_at)
    living.last_seen_at = max(living.last_seen_at, seen_at)
    living.malware = living.malware or malware[:200]
    living.at_address = living.at_address or machine.address
    living.save()
    return living


def _steps(case: Any) -> set[str]:
    return {step.name for step in workflow.workflow(KIND).steps_from(case.state)}


def _open(machine: Machine, malware: str, seen_at: datetime, now: datetime, by: Actor) -> InfectedMachine:
    called = machine.host or machine.address
    title = f"Máy {called} có dấu hiệu nhiễm mã độc" + (f" ({malware})" if malware else "")
    case_id = uuid.uuid4()
    case = open_case(
        kind=KIND,
        title=title,
        unit_id=machine.unit_id,
        search_key=search_key(f"{called} {machine.address} {malware}"),
        now=now,
        payload=MachineNotified(machine.source_id),
        actor=by,
        subject=subject_of(case_id),
        case_id=case_id,
        confidential=True,
    )
    return InfectedMachine.objects.create(
        case=case,
        machine_key=machine.key,
        source_id=machine.source_id,
        host=machine.host,
        at_address=machine.address,
        malware=malware[:200],
        first_seen_at=seen_at,
        last_seen_at=seen_at,
    )


@transaction.atomic(durable=True)
def handle_machine(
    case_id: uuid.UUID, step: str, *, text: str, viewer: Viewer, now: datetime, expected_version: int
) -> InfectedMachine:
    """Take one step of an infected machine, with words that say what was done.

    Raises MachineIncomplete without words, NotYourSource for another unit, StepImpossible, SomeoneWasFaster.
    """
    machine = InfectedMachine.objects.select_for_update(of=("self",)).get(case_id=case_id)
    case = lock(case_id)
    table = workflow.workflow(KIND).steps
    if step not in table or step == "see_again":
        raise MachineIncomplete("Hãy chọn việc cần ghi.", code="step")
    seat = policies.step_seat(viewer, case.unit_id, table[step].roles)
    if seat is None:
        raise NotYourSource("Máy này của đơn vị khác, hoặc việc này không thuộc chức vụ của bạn.")
    if not SHORTEST_WORDS <= len(text.strip()) <= LONGEST_WORDS:
        raise MachineIncomplete("Hãy ghi đã làm gì, từ 10 đến 2.000 ký tự.", code="text")
    payload = _payload(step, machine)
    take_step(
        case,
        step,
        payload=payload,
        now=now,
        actor=viewer.actor(seat),
        subject=subject_of(case_id),
        expected_version=expected_version,
    )
    machine.is_open = step not in ("close", "dismiss")
    machine.notes = [*machine.notes, {"at": now.isoformat(), "step": step, "by": viewer.name, "text": text.strip()}]
    machine.save(update_fields=["is_open", "notes"])
    return machine


def _payload(step: str, machine: InfectedMachine) -> object:
    match step:
        case "isolate":
            return MachineIsolated()
        case "clean":
            return MachineCleaned()
        case "recheck":
            return MachineRechecked()
        case "close":
            return MachineClosed(machine.reports)
    return MachineDismissed(machine.reports)
