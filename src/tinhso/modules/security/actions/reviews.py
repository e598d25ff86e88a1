# SPDX-License-Identifier: EUPL-1.2
"""Write down that the centre went over a week, a month or a half-year."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.security import policies
from tinhso.modules.security.errors import DutyImpossible
from tinhso.modules.security.models import DutyReview
from tinhso.modules.security.queries.reviews import reviews_due
from tinhso.modules.security.types.duty import ReviewDone, ReviewKind

SHORTEST_WORDS = 10


@transaction.atomic(durable=True)
def record_review(kind: ReviewKind, first: date, words: str, *, viewer: Viewer, now: datetime) -> DutyReview:
    """Write down what a review brought; the same period twice keeps the first.

    Raises NotYourCentre; DutyImpossible without words of ten characters, or for a period that is not due.
    """
    seat = policies.check_centre(viewer)
    before = DutyReview.objects.filter(kind=kind, first=first).first()
    if before is not None:
        return before
    said = words.strip()
    if len(said) < SHORTEST_WORDS:
        raise DutyImpossible(f"Hãy ghi đã rà soát gì, kết quả thế nào (ít nhất {SHORTEST_WORDS} ký tự).", code="words")
    if not any((one.kind, one.first) == (kind, first) for one in reviews_due(timezone.localdate(now))):
        raise DutyImpossible("Kỳ này chưa kết thúc hoặc không còn chờ rà soát. Hãy tải lại trang.", code="words")
    made = DutyReview.objects.create(
        kind=kind, first=first, words=said[:8000], done_by_id=viewer.as_officer, done_at=now
    )
    payload = ReviewDone(kind, first)
    record(payload, at=now, actor=viewer.actor(seat), subject=f"duty_review:{made.id}", unit_id=seat.unit_id)
    return made
