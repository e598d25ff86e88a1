# SPDX-License-Identifier: EUPL-1.2
"""Register a source, renew its token, take it off; find who fell silent."""

import secrets
import uuid
from datetime import datetime

from django.db import transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import SYSTEM
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry.models import Unit
from tinhso.lib.vntext import search_key
from tinhso.modules.security import policies, rules
from tinhso.modules.security.collect.ndjson import digest
from tinhso.modules.security.errors import SourceIncomplete, SourceWithdrawnAlready
from tinhso.modules.security.models import Source
from tinhso.modules.security.types import (
    SourceFellSilent,
    SourceKeyRenewed,
    SourceRegistered,
    SourceTold,
    SourceWithdrawn,
)

LONGEST_HOST = 255
MOST_AT_ONCE = 1_000
"""Sources found silent in one transaction; the rest a minute later."""


def subject_of(source_id: uuid.UUID) -> str:
    return f"event_source:{source_id}"


@transaction.atomic(durable=True)
def register_source(source_id: uuid.UUID, told: SourceTold, *, viewer: Viewer, now: datetime) -> tuple[Source, str]:
    """Put a source on the register under the id of its form; return it with its token, which is kept nowhere.

    The same form sent again gives the source back with an empty token. Raises NotYourSource, SourceIncomplete.
    """
    seat = policies.check_keep(viewer, told.unit_id)
    before = Source.objects.filter(id=source_id).first()
    if before is not None:
        policies.check_keep(viewer, before.unit_id)
        return before, ""
    _check(told)
    token = secrets.token_urlsafe(32)
    unit = Unit.objects.get(id=told.unit_id)
    source = Source.objects.create(
        id=source_id,
        unit=unit,
        host=told.host.strip(),
        kind=told.kind.value,
        addresses=list(told.addresses),
        token_digest=digest(token),
        interval_seconds=told.interval_seconds,
        asset_number=told.asset_number.strip(),
        search_key=search_key(f"{told.host} {told.asset_number} {unit.name} {' '.join(told.addresses)}"),
        registered_by_id=viewer.as_officer,
        registered_at=now,
    )
    payload = SourceRegistered(source.kind, source.interval_seconds)
    record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(source.id), unit_id=unit.id)
    return source, token


@transaction.atomic(durable=True)
def renew_key(source_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> str:
    """Give a source another token and return it; the one before is refused within seconds."""
    source = _locked(source_id)
    seat = policies.check_keep(viewer, source.unit_id)
    token = secrets.token_urlsafe(32)
    Source.objects.filter(id=source.id).update(token_digest=digest(token))
    record(SourceKeyRenewed(), at=now, actor=viewer.actor(seat), subject=subject_of(source.id), unit_id=source.unit_id)
    return token


@transaction.atomic(durable=True)
def withdraw_source(source_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> None:
    """Take a source off the register: its token is refused, nobody waits for it, what it sent stays."""
    source = _locked(source_id)
    seat = policies.check_keep(viewer, source.unit_id)
    Source.objects.filter(id=source.id).update(withdrawn_at=now, silent_since=None)
    payload = SourceWithdrawn(source.received)
    record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(source.id), unit_id=source.unit_id)


@transaction.atomic(durable=True)
def note_silent(*, now: datetime, collecting_since: datetime) -> int:
    """Note which sources have been silent for longer than their interval; return how many fell silent now."""
    fallen = 0
    waiting = Source.objects.select_for_update(of=("self",)).filter(withdrawn_at=None, silent_since=None)
    for source in waiting.order_by("last_heard_at", "id"):
        due = rules.silent_at(source.last_heard_at, source.registered_at, collecting_since, source.interval_seconds)
        if due > now:
            continue
        Source.objects.filter(id=source.id).update(silent_since=now)
        payload = SourceFellSilent(source.last_heard_at, source.interval_seconds)
        record(payload, at=now, actor=SYSTEM, subject=subject_of(source.id), unit_id=source.unit_id)
        fallen += 1
        if fallen == MOST_AT_ONCE:
            break
    return fallen


def _locked(source_id: uuid.UUID) -> Source:
    source = Source.objects.select_for_update(of=("self",)).get(id=source_id)
    if source.withdrawn_at is not None:
        raise SourceWithdrawnAlready("Nguồn này đã được gỡ. Hãy đăng ký lại nếu cần.")
    return source


def _check(told: SourceTold) -> None:
    host = told.host.strip()
    if not host or len(host) > LONGEST_HOST or any(one.isspace() or not one.isprintable() for one in host):
        raise SourceIncomplete("Hãy ghi tên máy như máy tự ghi trong nhật ký, không có dấu cách.", code="host")
    if not rules.SHORTEST_INTERVAL <= told.interval_seconds <= rules.LONGEST_INTERVAL:
        raise SourceIncomplete("Thời gian chờ phải từ 1 phút đến 31 ngày.", code="interval")
    if len(told.asset_number.strip()) > 60:
        raise SourceIncomplete("Số tài sản dài quá 60 ký tự.", code="asset_number")
    wrong = next((one for one in told.addresses if len(one) > 255 or not rules.is_address(one)), None)
    if wrong is not None or len(told.addresses) > 50:
        sentence = "Mỗi dòng là một địa chỉ IP, một mạng (10.1.0.0/16) hoặc đường dẫn tệp; tối đa 50 dòng."
        raise SourceIncomplete(sentence, code="addresses")
    if Source.objects.filter(host__iexact=host, withdrawn_at=None).exists():
        raise SourceIncomplete("Tên máy này đã có trong danh sách. Mỗi máy đăng ký một lần.", code="host")
