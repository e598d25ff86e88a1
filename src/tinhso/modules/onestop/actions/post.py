# SPDX-License-Identifier: EUPL-1.2
"""Order the post for a dossier; take in what the post says of it."""

import uuid
from datetime import datetime

from django.db import transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Conflict, Refused
from tinhso.kernel.events.types import Actor
from tinhso.kernel.exchange.actions import queue_for_partner
from tinhso.kernel.exchange.queries import partner
from tinhso.kernel.exchange.types import Arrived
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop.actions.dossiers import lock
from tinhso.modules.onestop.models import Dossier, PostalEvent, PostalOrder
from tinhso.modules.onestop.policies import check_postal_desk
from tinhso.modules.onestop.post.rules import OPEN_FOR, checked, latest, price, read_event
from tinhso.modules.onestop.post.types import (
    OVER,
    PARTNER,
    Address,
    PostalOrderPlaced,
    PostalOrderReported,
    PostEvent,
    PostKind,
    PostState,
)

POST = Actor("system:post")


class OrderedBefore(Conflict):
    """There is an order of this kind on the way already."""


class UnknownOrder(Refused):
    """An event about an order nobody placed."""


@transaction.atomic(durable=True)
def place_postal_order(
    dossier_id: uuid.UUID, *, kind: PostKind, address: Address, viewer: Viewer, now: datetime
) -> PostalOrder:
    """Ask the post to fetch papers or bring the result; the message goes out with the order or not at all.

    Raises NotYourDesk, AddressMissing, OrderedBefore (also for the second press), Refused when the post is not
    connected or the dossier is in no state for it. Source: 61/2018/NĐ-CP (receipt and return by post).
    """
    dossier = lock(dossier_id)
    seat = check_postal_desk(viewer, dossier)
    if partner(PARTNER) is None:
        raise Refused("Chưa kết nối bưu chính nên chưa đặt được. Hãy báo người vận hành, hoặc gửi theo cách thường.")
    if dossier.case.state not in OPEN_FOR[kind]:
        raise Refused("Hồ sơ không ở trạng thái có giấy tờ để bưu chính nhận hoặc trả. Chưa đặt gì.")
    if kind is PostKind.DELIVER and dossier.is_revoked:
        raise Refused("Kết quả của hồ sơ này đã bị thu hồi nên không giao qua bưu chính. Chưa đặt gì.")
    if PostalOrder.objects.filter(dossier=dossier, kind=kind).exclude(state__in=OVER).exists():
        raise OrderedBefore("Đã có đơn bưu chính loại này đang thực hiện. Hãy xem tình trạng của đơn đó.")
    where, order_id = checked(address), uuid7()
    order = PostalOrder.objects.create(
        id=order_id,
        number=f"BC-{order_id.hex[-12:].upper()}",
        dossier=dossier,
        kind=kind,
        name=where.name[:100],
        phone=where.phone[:20],
        place=where.place[:300],
        state=PostState.PLACED,
        placed_at=now,
        placed_by=viewer.key,
    )
    payload = PostalOrderPlaced(order=order.id, kind=kind)
    _record(order, payload, viewer.actor(seat), now)
    _tell(order, dossier, now)
    return order


def _tell(order: PostalOrder, dossier: Dossier, now: datetime) -> None:
    body = {
        "MaDon": order.number,
        "LoaiDon": order.kind,
        "MaHoSo": dossier.code or dossier.provisional,
        "HoTen": order.name,
        "SoDienThoai": order.phone,
        "DiaChi": order.place,
        "NoiNhanTra": dossier.receiving_unit.name,
    }
    queue_for_partner(
        PARTNER,
        key=f"post:{order.id}",
        stream="",
        subject=f"Bưu chính: {order.number}",
        body=body,
        now=now,
        case_id=order.dossier_id,
    )


class FromPost:
    """Handles the messages of the post: each one event, in whatever order they come."""

    def prepare(self, message: Arrived) -> PostEvent:
        """Read the message; raises UnreadableEvent."""
        return read_event(message.body)

    def handle(self, message: Arrived, prepared: PostEvent, now: datetime) -> str:
        """Keep the event once and let the latest by the post's own clock say where the order stands."""
        order = PostalOrder.objects.select_for_update().filter(number=prepared.order).first()
        if order is None:
            raise UnknownOrder(f"Không có đơn {prepared.order} ở đây.")
        _, is_new = PostalEvent.objects.get_or_create(
            order=order,
            their_id=prepared.their_id,
            defaults={
                "state": prepared.state,
                "at": prepared.at,
                "cost_vnd": prepared.cost_vnd,
                "tracking": prepared.tracking,
                "note": prepared.note,
                "told_at": now,
            },
        )
        if is_new:
            _stand(order)
            _record(order, PostalOrderReported(order=order.id, state=prepared.state), POST, now)
        return f"{order.number} {prepared.state}"

    def refuse(self, message: Arrived, code: str, sentence: str, now: datetime) -> None:
        """Tell the post that a message was not taken, and why."""
        queue_for_partner(
            PARTNER,
            key=f"post:in:{message.id}:{now:%Y%m%d%H%M%S%f}",
            stream="",
            subject="Bưu chính: trả lời",
            body={"MaBanTin": message.their_id, "KetQua": "0", "MaLoi": code, "NoiDung": sentence[:1000]},
            now=now,
        )


HANDLER = FromPost()


def _stand(order: PostalOrder) -> None:
    events = [
        PostEvent(order.number, one.their_id, PostState(one.state), one.at, one.cost_vnd, one.tracking, one.note)
        for one in order.events.all()
    ]
    order.state, order.cost_vnd = latest(events).state, price(events)
    order.tracking = next((one.tracking for one in events if one.tracking), "")
    order.save(update_fields=["state", "cost_vnd", "tracking"])


def _record(order: PostalOrder, payload: object, actor: Actor, now: datetime) -> None:
    subject = f"postal_order:{order.id}"
    record(
        payload, at=now, actor=actor, subject=subject, case_id=order.dossier_id, unit_id=order.dossier.receiving_unit_id
    )
