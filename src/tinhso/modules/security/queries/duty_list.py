# SPDX-License-Identifier: EUPL-1.2
"""What hinders a shift, said in one sentence; lists of shifts from Excel or CSV, line by line."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from tinhso.lib.vntext import search_key
from tinhso.modules.security.duty_rules import FURTHEST_AHEAD, LONGEST_SHIFT
from tinhso.modules.security.machine_list import Line, Shape
from tinhso.modules.security.models import DutyShift
from tinhso.modules.security.queries.duty import may_be_on_duty, officers_called
from tinhso.modules.security.types.duty import DutyRole, ShiftTold

SHAPE = Shape(
    columns={
        "officer": ("nguoi truc", "ho va ten", "ho ten", "can bo", "officer"),
        "account": ("tai khoan", "ten dang nhap", "account", "username"),
        "role": ("vai tro", "vai tro trong ca", "role"),
        "begins_at": ("tu", "bat dau", "from", "begins"),
        "ends_at": ("den", "ket thuc", "to", "ends"),
    },
    needed=frozenset({"role", "begins_at", "ends_at"}),
    empty="Tệp trống. Hãy chọn tệp Excel (.xlsx) hoặc CSV có danh sách ca trực.",
    headless="Không thấy dòng tiêu đề có cột “Vai trò”, “Từ” và “Đến”. Hãy tải mẫu, điền theo mẫu rồi thử lại.",
)
ROLES = {
    "truc giam sat": DutyRole.WATCH, "giam sat": DutyRole.WATCH, "phan tich": DutyRole.ANALYSIS,
    "ung cuu": DutyRole.RESPONSE, "san tim nguy co": DutyRole.HUNTING, "san tim": DutyRole.HUNTING,
    "quan ly ca": DutyRole.MANAGEMENT, "truong ca": DutyRole.MANAGEMENT,
} | {one.value: one for one in DutyRole}  # fmt: skip
MOMENTS = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%H:%M %d/%m/%Y",
)  # fmt: skip


@dataclass(frozen=True)
class Read:
    """A line of a list with the shift it would become, or one sentence about why it cannot."""

    line: Line
    told: ShiftTold | None
    problem: str = ""


def read_lines(lines: Iterable[Line], now: datetime) -> list[Read]:
    """Return every line of a list with its shift or its fault; shifts of the list are held against each other too."""
    found: list[Read] = []
    good: list[ShiftTold] = []
    for line in lines:
        read = _read(line, now, good)
        if read.told is not None:
            good.append(read.told)
        found.append(read)
    return found


def _read(line: Line, now: datetime, before: Sequence[ShiftTold]) -> Read:
    role = ROLES.get(search_key(line.get("role")))
    if role is None:
        names = "trực giám sát, phân tích, ứng cứu, săn tìm nguy cơ, quản lý ca"
        return Read(line, None, f"Vai trò phải là một trong: {names}.")
    begins, ends = moment(line.get("begins_at")), moment(line.get("ends_at"))
    if begins is None or ends is None:
        return Read(line, None, "Giờ bắt đầu, kết thúc ghi như 02/03/2026 07:00 hoặc 2026-03-02 07:00.")
    officer_id, problem = _officer(line, timezone.localdate(begins))
    if officer_id is None:
        return Read(line, None, problem)
    told = ShiftTold(officer_id, role, begins, ends)
    if is_there(told):
        return Read(line, None, "Ca này đã có trong lịch, được bỏ qua.")
    fault = fault_of(told, now, before)
    return Read(line, None, fault[1]) if fault else Read(line, told)


def _officer(line: Line, on: date) -> tuple[uuid.UUID | None, str]:
    said = line.get("account") or line.get("officer")
    if not said:
        return None, "Dòng này chưa ghi người trực. Hãy điền cột “Tài khoản” hoặc “Người trực”."
    found = officers_called(said, on)
    if len(found) == 1:
        return found[0].id, ""
    if found:
        return None, f"Có nhiều người tên “{said[:80]}”. Hãy ghi tên tài khoản vào cột “Tài khoản”."
    return None, f"Không có ai tên “{said[:80]}” giữ chức vụ quản trị vận hành vào ngày đó."


def moment(said: str) -> datetime | None:
    """Return an instant of local time as a list writes it; None for anything else."""
    for form in MOMENTS:
        try:
            return timezone.make_aware(datetime.strptime(said.strip(), form))  # noqa: DTZ007 - made aware here
        except (ValueError, OverflowError):
            continue
    return None


def is_there(told: ShiftTold) -> bool:
    same = DutyShift.objects.filter(officer_id=told.officer_id, role=told.role, withdrawn_at=None)
    return same.filter(begins_at=told.begins_at, ends_at=told.ends_at).exists()


def fault_of(told: ShiftTold, now: datetime, beside: Sequence[ShiftTold] = ()) -> tuple[str, str] | None:
    """Return what hinders a shift as (box, sentence), None when it can be. beside: of the same list before it."""
    if told.ends_at <= told.begins_at:
        return "ends_at", "Giờ kết thúc phải sau giờ bắt đầu. Ca qua đêm kết thúc vào ngày hôm sau."
    if told.ends_at - told.begins_at > LONGEST_SHIFT:
        return "ends_at", "Một ca dài nhất 24 giờ. Hãy xếp thành nhiều ca."
    if told.ends_at <= now:
        return "begins_at", "Ca này đã qua. Chỉ xếp được ca chưa kết thúc."
    if told.begins_at > now + FURTHEST_AHEAD:
        return "begins_at", "Chỉ xếp được ca trong vòng một năm tới."
    if not may_be_on_duty(told.officer_id, timezone.localdate(told.begins_at)):
        return (
            "officer",
            "Ngày đó người này không giữ chức vụ quản trị vận hành nên không trực được. Hãy chọn người khác.",
        )
    if clash := _clash(told, beside):
        return (
            "officer",
            f"Người này đã có ca {clash}. Một người không trực hai ca cùng lúc; hãy đổi giờ hoặc đổi người.",
        )
    return None


def _clash(told: ShiftTold, beside: Sequence[ShiftTold]) -> str:
    other = DutyShift.objects.filter(
        Q(officer_id=told.officer_id, withdrawn_at=None),
        begins_at__lt=told.ends_at,
        ends_at__gt=told.begins_at,
    ).order_by("begins_at").first()  # fmt: skip
    if other is not None:
        return words_of(replace(told, begins_at=other.begins_at, ends_at=other.ends_at))
    mine = (one for one in beside if one.officer_id == told.officer_id)
    near = next((one for one in mine if one.begins_at < told.ends_at and one.ends_at > told.begins_at), None)
    return words_of(near) if near else ""


def words_of(told: ShiftTold) -> str:
    begins, ends = timezone.localtime(told.begins_at), timezone.localtime(told.ends_at)
    return f"từ {begins:%H:%M %d/%m/%Y} đến {ends:%H:%M %d/%m/%Y}"
