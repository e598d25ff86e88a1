# SPDX-License-Identifier: EUPL-1.2
"""A dossier of a ministry's system is stored as it was told; nobody here changes it."""

from datetime import datetime

from django.utils import timezone

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.types import Actor
from tinhso.kernel.exchange.actions import queue_for_partner
from tinhso.kernel.exchange.types import Arrived
from tinhso.kernel.registry.models import Unit
from tinhso.kernel.registry.queries import unit_by_code
from tinhso.lib.vntext import search_key
from tinhso.modules.onestop.ministry.rules import is_on_time, read_dossier
from tinhso.modules.onestop.ministry.types import (
    PARTNER,
    MinistryDossierChanged,
    MinistryDossierFinished,
    MinistryDossierReceived,
    MinistryRecord,
)
from tinhso.modules.onestop.models import MinistryDossier

MINISTRY = Actor("system:ministry")


class EndedBefore(Refused):
    """A dossier that ended is told as open again, or as ended otherwise than before."""


class FromMinistry:
    """Handles the messages of a ministry's system."""

    def prepare(self, message: Arrived) -> MinistryRecord:
        """Read the message; raises UnreadableDossier."""
        return read_dossier(message.body)

    def handle(self, message: Arrived, prepared: MinistryRecord, now: datetime) -> str:
        """Keep the record inside the caller's transaction and write what is new as acts."""
        told = prepared
        known = MinistryDossier.objects.select_for_update().filter(system=told.system, number=told.number).first()
        unit = unit_by_code(told.unit, timezone.localtime(told.received_at).date())
        if known is None:
            dossier = _keep(MinistryDossier(system=told.system, number=told.number), told, unit, now)
            payload = MinistryDossierReceived(number=told.number, system=told.system, procedure=told.procedure)
            _record(dossier, payload, now)
        else:
            if known.finished_at is not None:
                _check_same_end(known, told, unit)
                return f"{told.number} {told.state}"
            state = known.state
            dossier = _keep(known, told, unit, now)
            if state == told.state and told.finished_at is None:
                return f"{told.number} {told.state}"
        if told.finished_at is not None:
            on_time = bool(dossier.on_time)
            _record(dossier, MinistryDossierFinished(number=told.number, state=told.state, on_time=on_time), now)
        elif known is not None:
            _record(dossier, MinistryDossierChanged(number=told.number, state=told.state), now)
        return f"{told.number} {told.state}"

    def refuse(self, message: Arrived, code: str, sentence: str, now: datetime) -> None:
        """Tell the ministry's system that a message was not taken, and why."""
        queue_for_partner(
            PARTNER,
            key=f"ministry:in:{message.id}:{now:%Y%m%d%H%M%S%f}",
            stream="",
            subject=f"Hệ thống của bộ, trả lời: {message.stream}",
            body={"MaBanTin": message.their_id, "KetQua": "0", "MaLoi": code, "NoiDung": sentence[:1000]},
            now=now,
        )


HANDLER = FromMinistry()


def _check_same_end(known: MinistryDossier, told: MinistryRecord, unit: Unit) -> None:
    """Raise EndedBefore unless an ended dossier is told exactly as before: its figures were counted once."""
    if told.finished_at is None:
        raise EndedBefore("Hồ sơ này đã được báo là xong nên không nhận trạng thái đang giải quyết.")
    before = (known.state, known.unit_id, known.received_at, known.promised_at, known.finished_at)
    if before != (told.state, unit.id, told.received_at, told.promised_at, told.finished_at):
        raise EndedBefore(
            "Hồ sơ này đã được báo là xong với nội dung khác nên không nhận. Hãy đối chiếu lần báo trước."
        )


def _keep(dossier: MinistryDossier, told: MinistryRecord, unit: Unit, now: datetime) -> MinistryDossier:
    dossier.procedure, dossier.title, dossier.unit, dossier.state = told.procedure, told.title, unit, told.state
    dossier.received_at, dossier.promised_at, dossier.finished_at = told.received_at, told.promised_at, told.finished_at
    dossier.on_time = None if told.finished_at is None else is_on_time(told.finished_at, told.promised_at)
    dossier.told_at = now
    dossier.search_key = search_key(f"{told.number} {told.procedure} {told.title} {told.system}")
    dossier.save()
    return dossier


def _record(dossier: MinistryDossier, payload: object, now: datetime) -> None:
    record(payload, at=now, actor=MINISTRY, subject=f"ministry_dossier:{dossier.id}", unit_id=dossier.unit_id)
