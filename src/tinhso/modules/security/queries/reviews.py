# SPDX-License-Identifier: EUPL-1.2
"""What the security centre has to go over again: the last whole week, month and half-year that nobody wrote down."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Min, QuerySet
from django.utils import timezone

from tinhso.modules.security.duty_rules import last_whole
from tinhso.modules.security.models import DutyReview, Source
from tinhso.modules.security.types.duty import ReviewKind


@dataclass(frozen=True)
class ReviewDue:
    """A period that is over and was not gone over. first, last: its days, both included."""

    kind: ReviewKind
    first: date
    last: date


def reviews_due(today: date) -> list[ReviewDue]:
    """Return the periods to go over; none before the first source was registered: there was nothing to watch."""
    began = Source.objects.aggregate(at=Min("registered_at"))["at"]
    if began is None:
        return []
    since = timezone.localdate(began)
    found = [ReviewDue(kind, *last_whole(kind, today)) for kind in ReviewKind]
    done = set(DutyReview.objects.values_list("kind", "first"))
    return [one for one in found if one.last >= since and (one.kind.value, one.first) not in done]


def reviews() -> QuerySet[DutyReview]:
    return DutyReview.objects.select_related("done_by").order_by("-done_at", "id")
