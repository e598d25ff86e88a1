# SPDX-License-Identifier: EUPL-1.2
"""How the connection to the national centre stands: what the four-layer model reads, and the pages show."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from tinhso.kernel.exchange.models import HOLDING, Attempt, Message, Partner
from tinhso.kernel.exchange.types import MessageState
from tinhso.modules.security.types import PacketKind

KEY = "ncsc"
LAYERS = {
    "antimalware": (PacketKind.MALWARE_STATUS,),
    "monitoring": (PacketKind.INCIDENT_NOTICE, PacketKind.INCIDENT_REPORT, PacketKind.INDICATORS),
}
"""Which packets prove which of the two layers that are connected to the centre."""


@dataclass(frozen=True)
class ConnectionRecord:
    """One layer of the connection. adapter: the channel in use; last_error: empty when the last try was accepted."""

    system: str
    layer: str
    adapter: str
    last_accepted: datetime | None
    last_error: str
    waiting: int
    given_up: int


def centre() -> Partner | None:
    return Partner.objects.filter(key=KEY).first()


def connection_records() -> list[ConnectionRecord]:
    """Return how each layer is connected; none while the centre is not known."""
    held = centre()
    return [] if held is None else [_layer(held, layer, kinds) for layer, kinds in LAYERS.items()]


def _layer(held: Partner, layer: str, kinds: tuple[PacketKind, ...]) -> ConnectionRecord:
    found = _of_kinds(kinds)
    accepted = found.filter(state=MessageState.SENT).order_by("-sent_at").first()
    last = Attempt.objects.filter(message__in=found).order_by("-at", "-id").first()
    states = dict(found.filter(HOLDING).order_by().values_list("state").annotate(n=Count("id")))
    return ConnectionRecord(
        system=held.title,
        layer=layer,
        adapter=held.channel,
        last_accepted=accepted.sent_at if accepted is not None else None,
        last_error="" if last is None or last.succeeded else last.answer,
        waiting=states.get(MessageState.QUEUED.value, 0),
        given_up=states.get(MessageState.DEAD.value, 0),
    )


def _of_kinds(kinds: tuple[PacketKind, ...]) -> QuerySet[Message]:
    found = Message.objects.none()
    for kind in kinds:
        found |= Message.objects.filter(partner_id=KEY, stream__startswith=f"{kind.value}:")
    return found


def packets(state: str = "") -> QuerySet[Message]:
    """Return what was queued for the centre, the newest first, with every try."""
    found = Message.objects.filter(partner_id=KEY).prefetch_related("tries").order_by("-created_at", "-id")
    return found.filter(state=state) if state else found


def told_of(one: Message) -> dict[str, Any]:
    """Return a packet's kind and what it is about."""
    kind, _, reference = one.subject.partition(": ")
    return {"kind": kind, "reference": reference}
