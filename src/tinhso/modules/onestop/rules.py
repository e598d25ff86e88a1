# SPDX-License-Identifier: EUPL-1.2
"""Rules of the one-stop as pure functions: grounds, limits, on-time of two kinds. No clock, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from tinhso.kernel.calendar.types import TIMEZONE, WorkCalendar
from tinhso.kernel.casework.types import Limit
from tinhso.modules.onestop.errors import GroundMissing

GROUNDS: Mapping[str, Mapping[str, str]] = {
    "supplement": {
        "thieu_thanh_phan": "Thiếu thành phần hồ sơ theo quy định",
        "khong_hop_le": "Thành phần hồ sơ không hợp lệ, không rõ hoặc hết giá trị",
        "ke_khai_sai": "Nội dung kê khai chưa đầy đủ, chưa chính xác",
        "du_lieu_khong_co": "Không khai thác được dữ liệu thay thế giấy tờ",
    },
    "refusal": {
        "khong_du_dieu_kien": "Không đủ điều kiện giải quyết theo quy định của pháp luật",
        "khong_thuoc_tham_quyen": "Không thuộc phạm vi tiếp nhận, thẩm quyền giải quyết",
        "khong_bo_sung": "Không bổ sung hồ sơ trong thời hạn",
        "trung_lap": "Hồ sơ trùng lặp với hồ sơ đã nộp",
    },
    "stop": {
        "theo_yeu_cau": "Tổ chức, cá nhân yêu cầu rút hồ sơ",
        "qua_han_bo_sung": "Quá thời hạn bổ sung theo pháp luật chuyên ngành",
    },
}
"""Reasons to pick from; a text always goes with them (invariant 3: no refusal, supplement or stop without both)."""

SHORTEST_REASON = 10
AT_ONCE = frozenset({"same_day", "minute"})


def check_ground(kind: str, ground: str, reason: str) -> None:
    """Raise GroundMissing unless the ground is in the catalogue and the text says something.

    Source: Nghị định 61/2018/NĐ-CP; a reason typed alone is not enough.
    """
    if ground not in GROUNDS[kind]:
        raise GroundMissing("Hãy chọn một lý do trong danh mục trước khi gửi.", source="61/2018/NĐ-CP")
    if len(reason.strip()) < SHORTEST_REASON:
        raise GroundMissing(
            f"Hãy ghi rõ lý do và cách khắc phục (ít nhất {SHORTEST_REASON} ký tự) để người dân hiểu phải làm gì.",
            source="61/2018/NĐ-CP",
        )


def check_items(items: Sequence[str]) -> None:
    """Raise GroundMissing unless the request lists at least one thing, each in words.

    Source: Nghị định 61/2018/NĐ-CP: one request that lists everything.
    """
    if not items or any(len(item.strip()) < 3 for item in items):
        raise GroundMissing(
            "Hãy liệt kê từng giấy tờ hoặc nội dung cần bổ sung, mỗi dòng một mục.", source="61/2018/NĐ-CP"
        )


def limit_of(definition: Mapping[str, Any]) -> Limit:
    """Return the published time of a procedure; value None with empty unit when none is confirmed.

    The 15:00 rule applies only where the procedure says so (`time.after_15h`).
    """
    time = definition.get("time") or {}
    unit = time.get("unit") or ""
    value = time.get("value")
    late = time.get("after_15h") == "next_working_day"
    if unit == "same_day":
        return Limit(None, unit, late)
    return Limit(value, unit, late) if value and unit else Limit(None, "", late)


def is_same_day(definition: Mapping[str, Any]) -> bool:
    """Whether a procedure is settled while the applicant waits or on the same day (giải quyết ngay trong ngày).

    Such a dossier stands in the book, but has a receipt only when the applicant asks for one.
    Source: Nghị định 61/2018/NĐ-CP.
    """
    return limit_of(definition).unit in AT_ONCE


@dataclass(frozen=True)
class Supplement:
    """One supplement after reception: when asked, when answered."""

    requested_at: datetime
    answered_at: datetime | None


def is_on_time(finished_at: datetime, due_at: datetime | None) -> bool:
    """Whether a dossier was finished by its due date in force; one without a published time is never late."""
    return due_at is None or finished_at <= due_at


def is_on_time_766(finished_at: datetime, promised_at: datetime | None, supplements: Sequence[Supplement]) -> bool:
    """Whether a dossier is on time as the national index computes it.

    More than one supplement request makes it late; the time between request and answer is subtracted; the date
    compared is the one promised on the receipt, whatever was agreed later.
    Source: Quyết định 766/QĐ-TTg, nhóm tiến độ giải quyết.
    """
    if len(supplements) > 1:
        return False
    if promised_at is None:
        return True
    waited = sum(
        ((one.answered_at or finished_at) - one.requested_at for one in supplements),
        start=finished_at - finished_at,
    )
    return finished_at - waited <= promised_at


def promise_766(promised_at: datetime | None, supplements: Sequence[Supplement]) -> datetime | None:
    """Return the instant after which an open dossier is overdue for the index; None when none is running.

    Every answered wait moves the promise. While a request is unanswered the request is what is compared: asked in
    time, the dossier cannot become overdue by waiting; asked late, it is and stays so. More than one request makes
    the dossier late from the second one on.
    Source: Quyết định 766/QĐ-TTg, nhóm tiến độ giải quyết.

    >>> promise_766(None, []) is None
    True
    """
    if promised_at is None:
        return None
    if len(supplements) > 1:
        return min(promised_at, sorted(one.requested_at for one in supplements)[1])
    for one in supplements:
        if one.answered_at is not None:
            return promised_at + (one.answered_at - one.requested_at)
        return promised_at if one.requested_at > promised_at else None
    return promised_at


def day_of(at: datetime | None) -> date | None:
    """Return the local day of an instant that carries its zone; None for none."""
    return None if at is None else at.astimezone(TIMEZONE).date()


ORIGINALS_LATE = time(15)


def originals_due(received: datetime, calendar: WorkCalendar) -> datetime:
    """Return by when paper originals are at the body that decides.

    The end of the working day on which they were received, or the start of the next one when that was after 15:00 or
    outside working days (61/2018/NĐ-CP; 15:00 as practised).
    """
    local = received.astimezone(TIMEZONE)
    today = list(calendar.sessions_on(local.date()))
    if today and local.time() <= ORIGINALS_LATE:
        return today[-1][1]
    day = local.date()
    while True:
        day += timedelta(days=1)
        if sessions := list(calendar.sessions_on(day)):
            return sessions[0][0]
