# SPDX-License-Identifier: EUPL-1.2
"""Keep the register of machines: one by a form, many from a list, taken off; who the national centre sees."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.uuid7 import uuid7
from tinhso.lib.vntext import search_key
from tinhso.modules.security import policies
from tinhso.modules.security.errors import OffRegister, RegisterIncomplete
from tinhso.modules.security.machine_rules import LONGEST_PRODUCT, fault_of, ip_of
from tinhso.modules.security.models import InformationSystem, Machine
from tinhso.modules.security.types import (
    Antimalware,
    MachineChanged,
    MachineRegistered,
    MachinesReportedByAntimalware,
    MachinesSeenByNation,
    MachineTold,
    MachineWithdrawn,
)

MOST_AT_ONCE = 5_000


def subject_of(machine_id: uuid.UUID) -> str:
    return f"machine:{machine_id}"


@transaction.atomic(durable=True)
def register_machine(machine_id: uuid.UUID, told: MachineTold, *, viewer: Viewer, now: datetime) -> Machine:
    """Put a machine on the register under the id of its form; the same form again gives the first."""
    before = Machine.objects.filter(id=machine_id).first()
    if before is not None:
        policies.check_keep_register(viewer, before.unit_id)
        return before
    return _put(machine_id, told, viewer=viewer, now=now, imported=False)


@transaction.atomic(durable=True)
def take_machines(many: Sequence[MachineTold], *, viewer: Viewer, now: datetime) -> list[Machine]:
    """Put the machines of a list on the register, all or none; one already there by its name is passed over.

    Raises RegisterIncomplete with the line for one that cannot be.
    """
    if len(many) > MOST_AT_ONCE:
        raise RegisterIncomplete(f"Mỗi lần nhập nhiều nhất {MOST_AT_ONCE} máy. Hãy chia tệp.", code="list")
    there = set(Machine.objects.filter(withdrawn_at=None).values_list("host", flat=True))
    known, made = {one.lower() for one in there}, []
    for told in many:
        if told.host.strip().lower() not in known:
            known.add(told.host.strip().lower())
            made.append(_put(uuid7(), told, viewer=viewer, now=now, imported=True))
    return made


def _put(machine_id: uuid.UUID, told: MachineTold, *, viewer: Viewer, now: datetime, imported: bool) -> Machine:
    seat = policies.check_keep_register(viewer, told.unit_id)
    _check(told, now)
    machine = Machine.objects.create(
        id=machine_id, **_fields(told), registered_by_id=viewer.as_officer, registered_at=now
    )
    payload = MachineRegistered(machine.kind, imported)
    record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(machine.id), unit_id=machine.unit_id)
    return machine


@transaction.atomic(durable=True)
def change_machine(machine_id: uuid.UUID, told: MachineTold, *, viewer: Viewer, now: datetime) -> Machine:
    """Change what the register says of a machine; to another unit only by who keeps both."""
    machine = _locked(machine_id)
    policies.check_keep_register(viewer, machine.unit_id)
    seat = policies.check_keep_register(viewer, told.unit_id)
    _check(told, now, before=machine)
    fields = _fields(told)
    changed = tuple(sorted(name for name, value in fields.items() if getattr(machine, name) != value))
    if changed:
        Machine.objects.filter(id=machine.id).update(**fields)
        payload = MachineChanged(tuple(one for one in changed if one != "words"))
        record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(machine.id), unit_id=told.unit_id)
    return Machine.objects.get(id=machine.id)


@transaction.atomic(durable=True)
def withdraw_machine(machine_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> None:
    """Take a machine off the register: coverage no longer counts it."""
    machine = _locked(machine_id)
    seat = policies.check_keep_register(viewer, machine.unit_id)
    Machine.objects.filter(id=machine.id).update(withdrawn_at=now)
    payload = MachineWithdrawn(machine.kind)
    record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(machine.id), unit_id=machine.unit_id)


@transaction.atomic(durable=True)
def note_seen_by_nation(named: Sequence[str], on: date, *, viewer: Viewer, now: datetime) -> tuple[int, list[str]]:
    """Write down which machines the national centre reports on a day, by host or address.

    Return how many of the register it sees, and the names that belong to no machine of it. An older day takes no
    newer one back.
    """
    seat = policies.check_province(viewer)
    if on > timezone.localdate(now):
        raise RegisterIncomplete("Ngày của danh sách không thể ở tương lai.", code="on")
    seen, unknown = _found(named, Machine.objects.filter(withdrawn_at=None))
    older = Machine.objects.filter(id__in=seen).exclude(national_seen_on__gt=on)
    older.update(national_seen_on=on)
    payload = MachinesSeenByNation(on, len(seen), len(unknown))
    record(payload, at=now, actor=viewer.actor(seat), subject="machine:register", unit_id=seat.unit_id)
    return len(seen), unknown


@transaction.atomic(durable=True)
def note_antimalware(
    named: Sequence[str], product: str, on: date, *, viewer: Viewer, now: datetime
) -> tuple[int, list[str]]:
    """Write down which machines the central management of an anti-malware product reports on a day (2290/BTTTT-CATTT).

    Return how many of those the officer keeps it names, and the names that belong to none of them. An older day
    takes no newer one back; a machine that is not named stays as it was.
    """
    kept = Machine.objects.filter(withdrawn_at=None)
    if not policies.runs_centre(viewer):
        kept = kept.filter(unit_id__in=[seat.unit_id for seat in viewer.seats if seat.role in policies.KEEPERS])
    seat = policies.check_keep_register(viewer, *(one.unit_id for one in viewer.seats))
    if not 0 < len(product.strip()) <= LONGEST_PRODUCT:
        sentence = f"Hãy ghi tên phần mềm phòng chống mã độc, nhiều nhất {LONGEST_PRODUCT} ký tự."
        raise RegisterIncomplete(sentence, code="product")
    if on > timezone.localdate(now):
        raise RegisterIncomplete("Ngày của danh sách không thể ở tương lai.", code="reported_on")
    seen, unknown = _found(named, kept)
    if not seen:
        raise RegisterIncomplete("Không tên, địa chỉ nào trong danh sách là máy bạn giữ sổ.", code="reported")
    older = Machine.objects.filter(id__in=seen).exclude(antimalware_seen_on__gt=on)
    older.update(antimalware=Antimalware.PRESENT, antimalware_product=product.strip(), antimalware_seen_on=on)
    payload = MachinesReportedByAntimalware(product.strip(), on, len(seen), len(unknown))
    record(payload, at=now, actor=viewer.actor(seat), subject="machine:register", unit_id=seat.unit_id)
    return len(seen), unknown


def _found(named: Sequence[str], machines: QuerySet[Machine]) -> tuple[set[uuid.UUID], list[str]]:
    """Return the machines that are named by host or address, and the names that belong to none."""
    by_name: dict[str, uuid.UUID] = {}
    for machine in machines:
        by_name |= {machine.host.lower(): machine.id} | dict.fromkeys(machine.addresses, machine.id)
    wanted = list(dict.fromkeys(one.strip() for one in named if one.strip()))
    unknown = [one for one in wanted if _named(one) not in by_name]
    return {by_name[_named(one)] for one in wanted if _named(one) in by_name}, unknown


def _named(text: str) -> str:
    return ip_of(text) or text.lower()


def _locked(machine_id: uuid.UUID) -> Machine:
    machine = Machine.objects.select_for_update(of=("self",)).get(id=machine_id)
    if machine.withdrawn_at is not None:
        raise OffRegister("Máy này đã được gỡ khỏi sổ. Hãy đăng ký lại nếu máy còn dùng.")
    return machine


def _check(told: MachineTold, now: datetime, before: Machine | None = None) -> None:
    if fault := fault_of(told, timezone.localdate(now)):
        raise RegisterIncomplete(fault[1], code=fault[0])
    same = Machine.objects.filter(host__iexact=told.host.strip(), withdrawn_at=None)
    if before is not None:
        same = same.exclude(id=before.id)
    if same.exists():
        raise RegisterIncomplete(f"Máy {told.host.strip()} đã có trong sổ. Mỗi máy đăng ký một lần.", code="host")
    if told.system_id and not InformationSystem.objects.filter(id=told.system_id, withdrawn_at=None).exists():
        raise RegisterIncomplete("Hệ thống được chọn không còn trong sổ. Hãy chọn lại.", code="system")


def _fields(told: MachineTold) -> dict[str, object]:
    addresses = [address for one in told.addresses if (address := ip_of(one))]
    return {
        "host": told.host.strip(),
        "kind": told.kind.value,
        "addresses": addresses,
        "unit_id": told.unit_id,
        "system_id": told.system_id,
        "agent_expected": told.agent_expected,
        "asset_number": told.asset_number.strip(),
        "antimalware": told.protection.state.value,
        "antimalware_product": told.protection.product.strip(),
        "antimalware_seen_on": told.protection.seen_on,
        "words": search_key(f"{told.host} {' '.join(addresses)} {told.asset_number}"),
    }
