# SPDX-License-Identifier: EUPL-1.2
"""Keep the register of Internet links and the sensors that watch them (Thông tư 31/2017/TT-BTTTT)."""

import ipaddress
import uuid
from datetime import datetime

from django.db import transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.security import policies
from tinhso.modules.security.errors import OffRegister, RegisterIncomplete
from tinhso.modules.security.models import InternetLink, LinkSensor, Source
from tinhso.modules.security.types import LinkRegistered, LinkTold, LinkWithdrawn, SensorPlaced, SensorRemoved


def subject_of(link_id: uuid.UUID) -> str:
    return f"internet_link:{link_id}"


@transaction.atomic(durable=True)
def register_link(link_id: uuid.UUID, told: LinkTold, *, viewer: Viewer, now: datetime) -> InternetLink:
    """Put an Internet link on the register under the id of its form; the same form again gives the first."""
    seat = policies.check_keep_register(viewer, told.unit_id)
    before = InternetLink.objects.filter(id=link_id).first()
    if before is not None:
        return before
    _check(told)
    link = InternetLink.objects.create(
        id=link_id,
        unit_id=told.unit_id,
        label=" ".join(told.label.split()),
        carrier=" ".join(told.carrier.split()),
        networks=list(told.networks),
        https_plan=told.https_plan.strip(),
        registered_by_id=viewer.as_officer,
        registered_at=now,
    )
    payload = LinkRegistered(len(link.networks))
    record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(link.id), unit_id=link.unit_id)
    return link


@transaction.atomic(durable=True)
def withdraw_link(link_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> None:
    """Take a link off the register with its sensors."""
    link = _locked(link_id)
    seat = policies.check_keep_register(viewer, link.unit_id)
    LinkSensor.objects.filter(link=link, removed_at=None).update(removed_at=now)
    InternetLink.objects.filter(id=link.id).update(withdrawn_at=now)
    record(LinkWithdrawn(), at=now, actor=viewer.actor(seat), subject=subject_of(link.id), unit_id=link.unit_id)


@transaction.atomic(durable=True)
def place_sensor(link_id: uuid.UUID, source_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> LinkSensor:
    """Say that a source of events watches a link; the same again gives the first."""
    link = _locked(link_id)
    seat = policies.check_keep_register(viewer, link.unit_id)
    source = Source.objects.filter(id=source_id, withdrawn_at=None).first()
    if source is None or not (policies.sees_everything(viewer) or source.unit_id in policies.units_seen(viewer)):
        raise RegisterIncomplete("Hãy chọn một nguồn sự kiện đang đăng ký của đơn vị bạn.", code="source")
    sensor, is_new = LinkSensor.objects.get_or_create(
        link=link, source=source, removed_at=None, defaults={"placed_at": now}
    )
    if is_new:
        payload = SensorPlaced(source.id)
        record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(link.id), unit_id=link.unit_id)
    return sensor


@transaction.atomic(durable=True)
def remove_sensor(sensor_id: int, *, viewer: Viewer, now: datetime) -> None:
    """Say that a source no longer watches a link."""
    sensor = LinkSensor.objects.select_for_update(of=("self",)).select_related("link").get(id=sensor_id)
    seat = policies.check_keep_register(viewer, sensor.link.unit_id)
    if sensor.removed_at is None:
        LinkSensor.objects.filter(id=sensor.id).update(removed_at=now)
        payload, subject = SensorRemoved(sensor.source_id), subject_of(sensor.link_id)
        record(payload, at=now, actor=viewer.actor(seat), subject=subject, unit_id=sensor.link.unit_id)


def _locked(link_id: uuid.UUID) -> InternetLink:
    link = InternetLink.objects.select_for_update(of=("self",)).get(id=link_id)
    if link.withdrawn_at is not None:
        raise OffRegister("Đường truyền này đã được gỡ khỏi sổ.")
    return link


def _check(told: LinkTold) -> None:
    if not told.label.strip() or len(told.label) > 200 or len(told.carrier) > 200:
        raise RegisterIncomplete("Hãy ghi tên đường truyền và nhà mạng, mỗi ô không quá 200 ký tự.", code="label")
    if len(told.networks) > 50:
        raise RegisterIncomplete("Một đường truyền có nhiều nhất 50 mạng.", code="networks")
    for one in told.networks:
        try:
            ipaddress.ip_network(one, strict=False)
        except ValueError as error:
            sentence = f"“{one[:60]}” không phải địa chỉ hay mạng. Ghi như 203.0.113.0/24, mỗi dòng một mạng."
            raise RegisterIncomplete(sentence, code="networks") from error
    if len(told.https_plan) > 4000:
        raise RegisterIncomplete("Phương án với lưu lượng mã hóa dài quá 4.000 ký tự.", code="https_plan")
