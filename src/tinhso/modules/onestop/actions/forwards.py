# SPDX-License-Identifier: EUPL-1.2
"""Forward a dossier: to several bodies of the same level, at once or one after another, or to a higher authority."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.queries import officers_in
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.models import Unit
from tinhso.modules.onestop.actions.dossiers import lock_for, note_paper, paper_number, step
from tinhso.modules.onestop.actions.parts import (
    OUT,
    SHORTEST_TEXT,
    begin_part,
    close,
    lapse,
    last_round,
    open_part,
    parts_for_update,
    recall_all,
)
from tinhso.modules.onestop.errors import NoBodyResponsible, StillOut
from tinhso.modules.onestop.linked.levels import LAW, check_way
from tinhso.modules.onestop.linked.types import ForwardedToPeers, ForwardedUp, PartOrder, Way
from tinhso.modules.onestop.models import Dossier, LinkedPart
from tinhso.modules.onestop.policies import check_step
from tinhso.modules.onestop.types import PaperForm

MOST_BODIES, MOST_DAYS = 8, 250
NOT_REACHED = "Kết thúc liên thông trước khi đến lượt cơ quan này."


@transaction.atomic(durable=True)
def forward_peer(
    dossier_id: uuid.UUID,
    *,
    orders: Sequence[PartOrder],
    in_sequence: bool,
    viewer: Viewer,
    now: datetime,
    expected_version: int | None = None,
) -> list[LinkedPart]:
    """Send a dossier to bodies of the same level, each with its duty and its time; return their parts in order.

    Electronically all at once, one of them leading; on paper (`in_sequence`) in the order given, with a control slip
    (F05) that shows the time of each, and the next begins when one has ended. The dossier's own clock runs on.
    Raises Refused, WrongLevel, NoBodyResponsible with a sentence. Source: 61/2018/NĐ-CP.
    """
    _check_orders(orders)
    dossier = lock_for("forward_peer", dossier_id, now=now, expected_version=expected_version)
    actor = viewer.actor(check_step(viewer, dossier, "forward_peer"))
    units = _bodies(dossier, orders, Way.PEER, now)
    slip = paper_number(PaperForm.CONTROL_SLIP, dossier.case.unit_id, now) if in_sequence else ""
    payload = ForwardedToPeers(bodies=len(orders), in_sequence=in_sequence, slip=slip)
    unit_id = dossier.case.unit_id
    seq = _step(dossier, "forward_peer", payload, viewer, actor, now, expected_version)
    parts, number = [], last_round(dossier) + 1
    for place, one in enumerate(orders, start=1):
        part = _planned(dossier, Way.PEER, one, viewer, number, place=place if in_sequence else 1)
        parts.append(open_part(part, unit_id=one.unit_id, title="Phối hợp giải quyết", actor=actor, now=now))
    for part in parts:
        if part.place == 1:
            begin_part(part, now=now)
    if slip:
        lines = [f"{number}. {_line(units[one.unit_id], one)}" for number, one in enumerate(orders, start=1)]
        note_paper(dossier, PaperForm.CONTROL_SLIP, slip, unit_id=unit_id, seq=seq, signer=actor, now=now, items=lines)
    return parts


def _line(unit: Unit, order: PartOrder) -> str:
    leads = " (chủ trì)" if order.leads else ""
    return f"{unit.name}{leads}: {order.duty.strip()} – {order.limit_working_days} ngày làm việc"


@transaction.atomic(durable=True)
def forward_up(
    dossier_id: uuid.UUID,
    *,
    order: PartOrder,
    viewer: Viewer,
    now: datetime,
    expected_version: int | None = None,
) -> LinkedPart:
    """Send a dossier to a higher authority; its result comes back to the unit that received the dossier.

    Raises Refused, WrongLevel, NoBodyResponsible with a sentence. Source: 61/2018/NĐ-CP.
    """
    _check_order(order)
    dossier = lock_for("forward_up", dossier_id, now=now, expected_version=expected_version)
    actor = viewer.actor(check_step(viewer, dossier, "forward_up"))
    unit = _bodies(dossier, [order], Way.UP, now)[order.unit_id]
    part = _planned(dossier, Way.UP, order, viewer, last_round(dossier) + 1)
    open_part(part, unit_id=unit.id, title="Giải quyết", actor=actor, now=now)
    payload = ForwardedUp(part=part.case_id, unit=unit.id)
    _step(dossier, "forward_up", payload, viewer, actor, now, expected_version)
    begin_part(part, now=now)
    return part


def _step(
    dossier: Dossier,
    name: str,
    payload: object,
    viewer: Viewer,
    actor: Actor,
    now: datetime,
    expected_version: int | None,
) -> int:
    return step(
        dossier,
        name,
        payload=payload,
        now=now,
        actor=actor,
        expected_version=expected_version,
        holder_id=viewer.as_officer,
    )


def _planned(
    dossier: Dossier, way: Way, order: PartOrder, viewer: Viewer, number: int, *, place: int = 1
) -> LinkedPart:
    return LinkedPart(
        dossier=dossier,
        way=way,
        round=number,
        place=place,
        leads=order.leads,
        duty=order.duty.strip(),
        limit_days=order.limit_working_days,
        sent_by_id=viewer.as_officer,
    )


def _check_orders(orders: Sequence[PartOrder]) -> None:
    if not orders:
        raise Refused("Hãy chọn ít nhất một cơ quan phối hợp.")
    if len(orders) > MOST_BODIES:
        raise Refused(f"Một lần chuyển nhiều nhất {MOST_BODIES} cơ quan. Hãy chia thành nhiều lần.")
    if len({one.unit_id for one in orders}) < len(orders):
        raise Refused("Một cơ quan được chọn hai lần. Hãy gộp nhiệm vụ của cơ quan đó vào một dòng.")
    if sum(one.leads for one in orders) != 1:
        raise Refused("Hãy chọn đúng một cơ quan chủ trì trong các cơ quan được gửi.", source=LAW)
    for one in orders:
        _check_order(one)


def _check_order(order: PartOrder) -> None:
    if len(order.duty.strip()) < SHORTEST_TEXT:
        raise Refused(f"Hãy ghi rõ nhiệm vụ của từng cơ quan (ít nhất {SHORTEST_TEXT} ký tự).")
    if not 1 <= order.limit_working_days <= MOST_DAYS:
        raise Refused(f"Thời hạn của từng cơ quan là số ngày làm việc từ 1 đến {MOST_DAYS}. Hãy nhập lại.")


def _bodies(dossier: Dossier, orders: Sequence[PartOrder], way: Way, now: datetime) -> dict[uuid.UUID, Unit]:
    """Return the bodies by identifier, each in force today, of the right level, with someone to receive the work."""
    today = timezone.localtime(now).date()
    own = registry.unit(dossier.case.unit_id)
    found = {unit.id: unit for unit in registry.units_as_of(today).filter(id__in=[one.unit_id for one in orders])}
    for one in orders:
        unit = found.get(one.unit_id)
        if unit is None:
            raise NoBodyResponsible("Cơ quan đã chọn không còn hoạt động. Hãy tải lại trang và chọn cơ quan khác.")
        if unit.id == own.id:
            raise Refused("Hãy chọn cơ quan khác: hồ sơ đang ở chính đơn vị này.")
        check_way(way, own, unit)
        if not officers_in(unit.id, today, "reception", "specialist", "head", "leader"):
            raise NoBodyResponsible(
                f"{unit.name} chưa có cán bộ nào trên hệ thống nên không nhận được phần việc. "
                "Hãy gửi văn bản giấy hoặc đề nghị quản trị viên bố trí cán bộ."
            )
    return found


@transaction.atomic(durable=True)
def close_forward(
    dossier_id: uuid.UUID, *, viewer: Viewer, now: datetime, expected_version: int | None = None
) -> Dossier:
    """Go on without the bodies that stayed silent past their deadline; their silence stays in their own cases.

    Raises StillOut while an answer may still come in time. A component of a bundle has no deadline of its own and is
    never passed over: it is taken back with a reason instead.
    """
    dossier = lock_for("close_forward", dossier_id, now=now, expected_version=expected_version)
    actor = viewer.actor(check_step(viewer, dossier, "close_forward"))
    out = parts_for_update(dossier, *OUT)
    if any(part.limit_days is None or part.case.due_at is None or part.case.due_at > now for part in out):
        raise StillOut(
            "Chưa hết thời hạn của cơ quan phối hợp. Hãy chờ đến hạn, hoặc rút lại phần việc đó kèm lý do.",
            source=LAW,
        )
    lapse(out, now)
    recall_all(dossier, reason=NOT_REACHED, actor=actor, now=now)
    close(dossier, now=now, actor=actor, holder_id=viewer.as_officer, expected_version=expected_version)
    return dossier
