# SPDX-License-Identifier: EUPL-1.2
"""The head sets up a place: settings, counters, keys of kiosks and screens."""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.errors import CounterBusy
from tinhso.modules.onestop.models import QueueCounter, QueueDevice, QueuePlace
from tinhso.modules.onestop.queries.queue import digest_of_key, sectors_here
from tinhso.modules.onestop.queue.policies import check_head
from tinhso.modules.onestop.queue.types import (
    CounterSet,
    DeviceIssued,
    DeviceKind,
    DeviceWithdrawn,
    QueueSet,
)

KEY_BYTES = 18


@dataclass(frozen=True)
class Settings:
    """What a place decides; see `QueuePlace`. groups: keys of the list of the house."""

    groups: Sequence[str]
    favoured_in_row: int = 2
    grace_minutes: int = 15
    slot_minutes: int = 30
    slot_capacity: int = 0
    days_ahead: int = 10

    def faults(self) -> dict[str, str]:
        """Return what is out of bounds, a sentence for each setting."""
        bounds = {
            "favoured_in_row": (1, 9),
            "grace_minutes": (0, 120),
            "slot_minutes": (5, 240),
            "slot_capacity": (0, 99),
            "days_ahead": (1, 60),
        }
        return {
            name: f"Hãy nhập một số từ {least} đến {most}."
            for name, (least, most) in bounds.items()
            if not least <= getattr(self, name) <= most
        }


USUAL = Settings(groups=[one.key for one in definitions.queue_priority() if one.usual])


@transaction.atomic(durable=True)
def set_place(unit_id: uuid.UUID, settings: Settings, *, viewer: Viewer, now: datetime) -> QueuePlace:
    """Make the place of a unit or change its settings; nothing changed is no act. Raises NotYourQueue, Refused."""
    seat = check_head(viewer, unit_id)
    faults = settings.faults()
    known = [one.key for one in definitions.queue_priority() if one.key in set(settings.groups)]
    if faults:
        raise Refused(next(iter(faults.values())))
    values = {
        "priority_groups": known,
        "favoured_in_row": settings.favoured_in_row,
        "grace_minutes": settings.grace_minutes,
        "slot_minutes": settings.slot_minutes,
        "slot_capacity": settings.slot_capacity,
        "days_ahead": settings.days_ahead,
    }
    place = QueuePlace.objects.select_for_update(of=("self",)).filter(unit_id=unit_id).first()
    if place is not None and all(getattr(place, name) == value for name, value in values.items()):
        return place
    place, _ = QueuePlace.objects.update_or_create(unit_id=unit_id, defaults=values | {"changed_at": now})
    payload = QueueSet(groups=tuple(known), **{name: values[name] for name in list(values)[1:]})  # type: ignore[arg-type]
    _note(place, payload, viewer.actor(seat), now)
    return place


@transaction.atomic(durable=True)
def set_counter(
    unit_id: uuid.UUID,
    number: int,
    *,
    sectors: Sequence[str],
    in_use: bool = True,
    viewer: Viewer,
    now: datetime,
) -> QueueCounter:
    """Make a counter or change which fields it serves; raises CounterBusy for taking an open one out of use."""
    seat = check_head(viewer, unit_id)
    if not 1 <= number <= 99:
        raise Refused("Số quầy từ 1 đến 99.")
    place = QueuePlace.objects.select_for_update(of=("self",)).select_related("unit").get(unit_id=unit_id)
    known = sorted({key for key, _ in sectors_here()} & set(sectors))
    counter = QueueCounter.objects.select_for_update().filter(place=place, number=number).first()
    if counter is not None and (counter.sectors, counter.in_use) == (known, in_use):
        return counter
    if counter is not None and counter.officer_id is not None and not in_use:
        raise CounterBusy(f"Quầy {number} đang mở. Hãy đóng quầy trước khi ngừng dùng.")
    defaults = {"sectors": known, "in_use": in_use}
    counter, _ = QueueCounter.objects.update_or_create(place=place, number=number, defaults=defaults)
    payload = CounterSet(counter=number, sectors=tuple(known), in_use=in_use)
    _note(place, payload, viewer.actor(seat), now)
    return counter


@transaction.atomic(durable=True)
def issue_device(
    unit_id: uuid.UUID, kind: DeviceKind, label: str, *, viewer: Viewer, now: datetime
) -> tuple[QueueDevice, str]:
    """Return a new device and its key, which is shown once and not kept."""
    seat = check_head(viewer, unit_id)
    place = QueuePlace.objects.select_related("unit").get(unit_id=unit_id)
    if not label.strip():
        raise Refused("Hãy đặt tên cho thiết bị, ví dụ “Máy ở sảnh”, để sau này biết thu hồi đúng máy.")
    key = secrets.token_urlsafe(KEY_BYTES)
    device = QueueDevice.objects.create(
        place=place,
        kind=kind,
        label=label.strip()[:60],
        token_digest=digest_of_key(key),
        issued_at=now,
        issued_by_id=viewer.as_officer,
    )
    _note(place, DeviceIssued(device=device.id, kind=kind.value), viewer.actor(seat), now)
    return device, key


@transaction.atomic(durable=True)
def withdraw_device(device_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> None:
    """Close the address of a device at once; withdrawn twice it is withdrawn once."""
    device = QueueDevice.objects.select_for_update(of=("self",)).select_related("place__unit").get(id=device_id)
    seat = check_head(viewer, device.place_id)
    if device.withdrawn_at is None:
        device.withdrawn_at = now
        device.save(update_fields=["withdrawn_at"])
        _note(device.place, DeviceWithdrawn(device=device.id), viewer.actor(seat), now)


def _note(place: QueuePlace, payload: object, actor: Actor, now: datetime) -> None:
    unit = place.unit
    record(payload, at=now, actor=actor, subject=f"queue:{unit.id}", unit_id=unit.id, area=unit.area_code)
