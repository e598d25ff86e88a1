# SPDX-License-Identifier: EUPL-1.2
"""Announce a planned interruption of the online services in time; withdraw it."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.calendar.queries import work_calendar
from tinhso.kernel.calendar.rules import working_days_between
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.models import Interruption
from tinhso.modules.onestop.policies import check_operator
from tinhso.modules.onestop.types import InterruptionAnnounced, InterruptionWithdrawn

SHORTEST_REASON = 10


@transaction.atomic(durable=True)
def announce_interruption(
    begins: datetime, ends: datetime, *, reason: str, force_majeure: str = "", viewer: Viewer, now: datetime
) -> Interruption:
    """Tell everybody that the services stop from `begins` to `ends`.

    Raises Refused when the time runs backwards or is over, when the reason says too little, and when it is announced
    too late without saying which force majeure made it so. Source: 224/2026/NĐ-CP, data/interruptions.yaml.
    """
    check_operator(viewer)
    if ends <= begins or ends <= now:
        raise Refused("Lúc kết thúc phải sau lúc bắt đầu và sau bây giờ. Hãy kiểm tra ngày giờ.")
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(f"Hãy ghi rõ lý do tạm ngừng (ít nhất {SHORTEST_REASON} ký tự).")
    days = _notice_days(begins, now)
    least = definitions.interruption_notice()["value"]
    if days < least and len(force_majeure.strip()) < SHORTEST_REASON:
        raise Refused(
            f"Phải thông báo trước ít nhất {least} ngày làm việc, ở đây chỉ có {days}. "
            "Hãy chọn ngày khác; nếu do sự kiện bất khả kháng thì ghi rõ sự kiện đó.",
            source="224/2026/NĐ-CP",
        )
    made = Interruption.objects.create(
        begins_at=begins,
        ends_at=ends,
        reason=reason.strip()[:300],
        force_majeure=force_majeure.strip()[:300] if days < least else "",
        announced_at=now,
    )
    payload = InterruptionAnnounced(begins=begins, ends=ends, notice_days=days, urgent=days < least)
    record(payload, at=now, actor=viewer.actor(), subject=f"interruption:{made.id}", rule="224/2026/NĐ-CP")
    return made


def _notice_days(begins: datetime, now: datetime) -> int:
    """Return the working days after today and before the day it begins."""
    today, first = timezone.localtime(now).date(), timezone.localtime(begins).date()
    calendar = work_calendar()
    days = working_days_between(today, first, calendar)
    return max(days - calendar.is_working_day(first), 0)


@transaction.atomic(durable=True)
def withdraw_interruption(interruption_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> Interruption:
    """Say that the services go on; pressing twice is one act. Raises Refused once its time is over."""
    check_operator(viewer)
    found = Interruption.objects.select_for_update().get(id=interruption_id)
    if found.withdrawn_at is not None:
        return found
    if found.ends_at <= now:
        raise Refused("Đợt tạm ngừng này đã hết giờ nên không cần bỏ thông báo.")
    found.withdrawn_at = now
    found.save(update_fields=["withdrawn_at"])
    payload = InterruptionWithdrawn(early=found.begins_at <= now)
    record(payload, at=now, actor=viewer.actor(), subject=f"interruption:{found.id}", rule="224/2026/NĐ-CP")
    return found
