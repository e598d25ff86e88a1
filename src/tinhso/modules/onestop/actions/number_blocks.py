# SPDX-License-Identifier: EUPL-1.2
"""Reserve running numbers for a desk that will be cut off, give each a fate afterwards."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.documents.actions import next_numbers
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import NotAllowed, Refused
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.kernel.registry.queries import code_of
from tinhso.lib.dossier_code import format_dossier_code
from tinhso.modules.onestop.models import Dossier, NumberBlock, NumberFate
from tinhso.modules.onestop.types import NumbersReserved, NumbersVoided

MOST_NUMBERS = 200
FARTHEST = timedelta(days=14)
"""House rules: a sheet that a desk can keep track of, a day that is near."""
SHORTEST_REASON = 10
LONGEST_LATE = timedelta(days=14)
"""House rule: later than this a receipt written by hand is entered with a word from the operator, not here."""


@dataclass(frozen=True)
class LateEntry:
    """A receipt that was written by hand: from which block, its number, when the desk took the papers in."""

    block_id: uuid.UUID
    number: int
    received_at: datetime


@transaction.atomic(durable=True)
def reserve_numbers(
    unit_id: uuid.UUID, *, day: date, count: int, reason: str, viewer: Viewer, now: datetime
) -> NumberBlock:
    """Draw `count` numbers of dossier codes of a desk and day; codes made on line that day go on after them.

    Raises NotAllowed for who is not of that desk, Refused for a count, a day or a reason that cannot be.
    Source: 03/2025/TT-VPCP, Điều 13; 01/2018/TT-VPCP, Điều 10 khoản 2 (no double number).
    """
    seat = _desk_seat(viewer, unit_id)
    today = timezone.localtime(now).date()
    if not 1 <= count <= MOST_NUMBERS:
        raise Refused(f"Mỗi lần dự trữ từ 1 đến {MOST_NUMBERS} số.")
    if not today <= day <= today + FARTHEST:
        raise Refused(f"Chỉ dự trữ số cho hôm nay và {FARTHEST.days} ngày tới.")
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(f"Hãy ghi vì sao cần dự trữ số (ít nhất {SHORTEST_REASON} ký tự).")
    agency = code_of(unit_id, day)
    first = next_numbers(f"dossier:{agency}:{day:%m%d}", day.year, count)
    block = NumberBlock.objects.create(
        unit_id=unit_id,
        agency=agency,
        day=day,
        first=first,
        last=first + count - 1,
        reason=reason.strip()[:300],
        reserved_at=now,
        reserved_by_id=viewer.as_officer,
    )
    _record(block, NumbersReserved(day=day, first=first, last=block.last), viewer, seat, now)
    return block


@transaction.atomic(durable=True)
def void_rest(block_id: uuid.UUID, *, reason: str, viewer: Viewer, now: datetime) -> int:
    """Declare every number without a fate void and return how many; none left is no act.

    Raises NotAllowed, Refused when the reason says too little or the day of the block is still ahead.
    """
    block = NumberBlock.objects.select_for_update().get(id=block_id)
    seat = _desk_seat(viewer, block.unit_id)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(f"Hãy ghi vì sao các số còn lại không dùng (ít nhất {SHORTEST_REASON} ký tự).")
    decided = set(block.fates.values_list("number", flat=True))
    rest = [number for number in range(block.first, block.last + 1) if number not in decided]
    NumberFate.objects.bulk_create(
        NumberFate(block=block, number=number, void=reason.strip()[:300], decided_at=now) for number in rest
    )
    if rest:
        _record(block, NumbersVoided(count=len(rest)), viewer, seat, now)
    return len(rest)


def code_from_block(entry: LateEntry, dossier: Dossier, now: datetime) -> str:
    """Give a reserved number to a dossier and return the code; inside the transaction that receives it.

    Raises Refused when the number is not of the block, has a fate already, or the papers cannot have come then.
    """
    block = NumberBlock.objects.select_for_update().filter(id=entry.block_id).first()
    if block is None or block.unit_id != dossier.receiving_unit_id or not block.first <= entry.number <= block.last:
        raise Refused("Số này không thuộc dải số dự trữ của bộ phận Một cửa này. Hãy xem lại giấy tiếp nhận viết tay.")
    if block.fates.filter(number=entry.number).exists():
        raise Refused("Số này đã dùng cho hồ sơ khác hoặc đã hủy. Hãy xem lại giấy tiếp nhận viết tay.")
    NumberFate.objects.create(block=block, number=entry.number, dossier=dossier, decided_at=now)
    return format_dossier_code(block.agency, block.day, entry.number)


def check_late(entry: LateEntry, now: datetime) -> None:
    """Raise Refused unless the papers came on the day of the block, not in the future, not too long ago."""
    block = NumberBlock.objects.filter(id=entry.block_id).first()
    if block is None or timezone.localtime(entry.received_at).date() != block.day:
        raise Refused("Ngày nhận trên giấy phải là ngày của dải số. Hãy kiểm tra ngày giờ và số.")
    if entry.received_at > now:
        raise Refused("Lúc nhận trên giấy ở tương lai. Hãy kiểm tra ngày giờ.")
    if now - entry.received_at > LONGEST_LATE:
        raise Refused(f"Giấy tiếp nhận viết tay đã quá {LONGEST_LATE.days} ngày. Hãy báo quản trị hệ thống.")


def _desk_seat(viewer: Viewer, unit_id: uuid.UUID) -> Seat:
    seat = viewer.seat_in(unit_id, "reception", "head")
    if seat is None:
        raise NotAllowed("Việc dự trữ số do bộ phận Một cửa hoặc thủ trưởng của chính đơn vị thực hiện.")
    return seat


def _record(block: NumberBlock, payload: object, viewer: Viewer, seat: Seat, now: datetime) -> None:
    record(
        payload,
        at=now,
        actor=viewer.actor(seat),
        subject=f"number_block:{block.id}",
        unit_id=block.unit_id,
        rule="03/2025/TT-VPCP, Điều 13",
    )
