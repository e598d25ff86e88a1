# SPDX-License-Identifier: EUPL-1.2
"""Keep the register of information systems: put one on it, change it, take it off, count its users, name its inputs."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry.queries import units_as_of
from tinhso.lib.vntext import search_key, sort_key
from tinhso.modules.security import policies
from tinhso.modules.security.errors import OffRegister, RegisterIncomplete
from tinhso.modules.security.models import InformationSystem, LevelDossier, Machine, Source, SystemInput, UserCount
from tinhso.modules.security.types import (
    InputKind,
    InputNamed,
    InputRemoved,
    SystemChanged,
    SystemRegistered,
    SystemTold,
    SystemWithdrawn,
    UsersCounted,
)

LONGEST_NAME, LONGEST_TEXT, LARGEST_COUNT = 300, 4000, 1_000_000_000


def subject_of(system_id: uuid.UUID) -> str:
    return f"information_system:{system_id}"


@transaction.atomic(durable=True)
def register_system(system_id: uuid.UUID, told: SystemTold, *, viewer: Viewer, now: datetime) -> InformationSystem:
    """Put a system on the register under the id of its form; the same form again gives the first.

    Raises NotYourSystem, or RegisterIncomplete naming the box of what lacks.
    """
    seat = policies.check_keep_register(viewer, told.focal_id, told.owner_id)
    before = InformationSystem.objects.filter(id=system_id).first()
    if before is not None:
        policies.check_keep_register(viewer, before.focal_id, before.owner_id)
        return before
    _check(told, timezone.localdate(now))
    system = InformationSystem.objects.create(
        id=system_id, **_fields(told), registered_by_id=viewer.as_officer, registered_at=now
    )
    payload = SystemRegistered(system.kind, system.owner_id, system.focal_id)
    record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(system.id), unit_id=system.focal_id)
    return system


@transaction.atomic(durable=True)
def change_system(system_id: uuid.UUID, told: SystemTold, *, viewer: Viewer, now: datetime) -> InformationSystem:
    """Change what the register says of a system; nothing is recorded when nothing changed."""
    system = locked(system_id)
    seat = policies.check_keep_register(viewer, system.focal_id, system.owner_id)
    _check(told, timezone.localdate(now), before=system)
    fields = _fields(told)
    changed = tuple(sorted(name for name, value in fields.items() if getattr(system, name) != value))
    if changed:
        InformationSystem.objects.filter(id=system.id).update(**fields)
        told_fields = tuple(one for one in changed if one not in ("sort_key", "words"))
        payload = SystemChanged(told_fields)
        record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(system.id), unit_id=system.focal_id)
    return InformationSystem.objects.get(id=system.id)


@transaction.atomic(durable=True)
def withdraw_system(system_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> None:
    """Take a system off the register; its machines stay on it without a system, its dossiers stay.

    Raises RegisterIncomplete while a dossier of it is on its way.
    """
    system = locked(system_id)
    seat = policies.check_keep_register(viewer, system.focal_id, system.owner_id)
    if LevelDossier.objects.filter(system=system, approved_at=None, dropped_at=None).exists():
        raise RegisterIncomplete("Hệ thống đang có hồ sơ đề xuất cấp độ chưa xong. Hãy bỏ hồ sơ đó trước.")
    machines = Machine.objects.filter(system=system, withdrawn_at=None).update(system=None)
    SystemInput.objects.filter(system=system, removed_at=None).update(removed_at=now)
    InformationSystem.objects.filter(id=system.id).update(withdrawn_at=now)
    payload = SystemWithdrawn(machines)
    record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(system.id), unit_id=system.focal_id)


@transaction.atomic(durable=True)
def count_users(system_id: uuid.UUID, users: int, on: date, *, viewer: Viewer, now: datetime) -> UserCount:
    """Write down how many users a system had on a day; the number watched against 10.000 is the newest by day."""
    system = locked(system_id)
    seat = policies.check_keep_register(viewer, system.focal_id, system.owner_id)
    if not 0 <= users <= LARGEST_COUNT:
        raise RegisterIncomplete("Số người dùng phải từ 0 đến 1.000.000.000.", code="users")
    if on > timezone.localdate(now):
        raise RegisterIncomplete("Ngày đếm không thể ở tương lai.", code="on")
    made = UserCount.objects.create(system=system, on=on, users=users, told_by_id=viewer.as_officer, told_at=now)
    payload = UsersCounted(users, on, fed=False)
    record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(system.id), unit_id=system.focal_id)
    return made


@transaction.atomic(durable=True)
def name_input(
    system_id: uuid.UUID, kind: InputKind, source_id: uuid.UUID, *, viewer: Viewer, now: datetime
) -> SystemInput:
    """Say that a source gives a system one of its three minimum inputs; the same again gives the first."""
    system = locked(system_id)
    seat = policies.check_keep_register(viewer, system.focal_id, system.owner_id)
    source = Source.objects.filter(id=source_id, withdrawn_at=None).first()
    if source is None or not (policies.sees_everything(viewer) or source.unit_id in policies.units_seen(viewer)):
        raise RegisterIncomplete("Hãy chọn một nguồn sự kiện đang đăng ký của đơn vị bạn.", code="source")
    named, is_new = SystemInput.objects.get_or_create(
        system=system, kind=kind.value, source=source, removed_at=None, defaults={"named_at": now}
    )
    if is_new:
        payload = InputNamed(kind.value, source.id)
        record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(system.id), unit_id=system.focal_id)
    return named


@transaction.atomic(durable=True)
def remove_input(input_id: int, *, viewer: Viewer, now: datetime) -> None:
    """Say that a source no longer gives a system an input."""
    named = SystemInput.objects.select_for_update(of=("self",)).select_related("system").get(id=input_id)
    system = named.system
    seat = policies.check_keep_register(viewer, system.focal_id, system.owner_id)
    if named.removed_at is None:
        SystemInput.objects.filter(id=named.id).update(removed_at=now)
        payload = InputRemoved(named.kind, named.source_id)
        record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(system.id), unit_id=system.focal_id)


def locked(system_id: uuid.UUID) -> InformationSystem:
    """Return a system of the register locked; raises OffRegister for one taken off."""
    system = InformationSystem.objects.select_for_update(of=("self",)).get(id=system_id)
    if system.withdrawn_at is not None:
        raise OffRegister("Hệ thống này đã được gỡ khỏi sổ. Hãy đăng ký lại nếu hệ thống còn hoạt động.")
    return system


def _check(told: SystemTold, today: date, before: InformationSystem | None = None) -> None:
    name = " ".join(told.name.split())
    if not name or len(name) > LONGEST_NAME:
        raise RegisterIncomplete("Hãy ghi tên hệ thống, không quá 300 ký tự.", code="name")
    if not told.information:
        raise RegisterIncomplete("Hãy chọn ít nhất một loại thông tin hệ thống xử lý.", code="information")
    units = {"owner": told.owner_id, "focal": told.focal_id, "security_unit": told.security_unit_id}
    in_force = set(units_as_of(today).values_list("id", flat=True))
    for box, unit_id in units.items():
        if unit_id not in in_force:
            raise RegisterIncomplete("Đơn vị được chọn không còn hoạt động. Hãy chọn đơn vị khác.", code=box)
    if not set(told.operators) <= in_force:
        raise RegisterIncomplete("Có đơn vị vận hành không còn hoạt động. Hãy chọn lại.", code="operators")
    if told.since and told.since > today:
        raise RegisterIncomplete("Ngày đưa vào vận hành chưa tới. Để trống nếu hệ thống chưa vận hành.", code="since")
    if max(len(told.components), len(told.supplier)) > LONGEST_TEXT or len(told.supplier) > LONGEST_NAME:
        raise RegisterIncomplete("Nội dung quá dài: thành phần tối đa 4.000, nhà cung cấp 300 ký tự.", code="supplier")
    same = InformationSystem.objects.filter(name__iexact=name, focal_id=told.focal_id, withdrawn_at=None)
    if before is not None:
        same = same.exclude(id=before.id)
    if same.exists():
        raise RegisterIncomplete("Đơn vị này đã có hệ thống cùng tên trong sổ.", code="name")


def _fields(told: SystemTold) -> dict[str, object]:
    name = " ".join(told.name.split())
    operators = sorted({one for one in told.operators if one != told.focal_id}, key=str)
    return {
        "name": name,
        "sort_key": sort_key(name),
        "words": search_key(f"{name} {told.components} {told.supplier}"),
        "kind": told.kind.value,
        "information": sorted({one.value for one in told.information}),
        "owner_id": told.owner_id,
        "focal_id": told.focal_id,
        "operators": operators,
        "security_unit_id": told.security_unit_id,
        "supplier": " ".join(told.supplier.split()),
        "components": told.components.strip(),
        "since": told.since,
    }
