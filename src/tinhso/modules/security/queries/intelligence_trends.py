# SPDX-License-Identifier: EUPL-1.2
"""How threat intelligence goes month by month: indicators that came, that ended and why, that were met on machines."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, DateTimeField, F, QuerySet, Sum, When
from django.db.models.functions import Greatest, TruncMonth
from django.utils import timezone

from tinhso.kernel.identity.types import Viewer
from tinhso.modules.security import policies
from tinhso.modules.security.levels.duties import add_months
from tinhso.modules.security.models import Sighting
from tinhso.modules.security.queries.intelligence import with_standing
from tinhso.modules.security.types import Standing

ENDS = (Standing.REVOKED, Standing.EXPIRED, Standing.DECAYED)
Key = tuple[date, str, str]


@dataclass
class Trend:
    """added: indicators that came; revoked, expired, decayed: that ended, by why; met: times one was met on a machine;
    seen: how many different ones were met in a month (of several months: each month counted for itself).
    """

    added: int = 0
    revoked: int = 0
    expired: int = 0
    decayed: int = 0
    met: int = 0
    seen: int = 0

    @property
    def ended(self) -> int:
        return self.revoked + self.expired + self.decayed

    def take(self, other: "Trend") -> None:
        for name in ("added", "revoked", "expired", "decayed", "met", "seen"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def months_back(now: datetime, count: int) -> list[date]:
    """Return the first days of the last months, this one last."""
    first = timezone.localdate(now).replace(day=1)
    return [add_months(first, -back) for back in range(count - 1, -1, -1)]


def trends(viewer: Viewer, now: datetime, months: list[date], *, kind: str = "", origin: str = "") -> dict[Key, Trend]:
    """Return what happened by month, kind and origin. Ends are those of the register as it stands today.

    What came already ended counts in the month it came. Sightings are those on machines the officer sees.
    """
    found: dict[Key, Trend] = {}
    since = months[0]
    held = _narrowed(with_standing(now), "", kind, origin)
    for row in _by(held.annotate(month=TruncMonth("added_at")), "").annotate(n=Count("id")):
        _at(found, row).added += row["n"]
    for row in _by(_ended(held), "", "standing").annotate(n=Count("id")):
        trend = _at(found, row)
        setattr(trend, row["standing"], getattr(trend, row["standing"]) + row["n"])
    met = _narrowed(_sightings(viewer).filter(day__gte=since), "indicator__", kind, origin)
    totals = {"n": Sum("count"), "seen": Count("indicator_id", distinct=True)}
    for row in _by(met.annotate(month=TruncMonth("day")), "indicator__").annotate(**totals):
        trend = _at(found, row)
        trend.met, trend.seen = trend.met + row["n"], trend.seen + row["seen"]
    return {key: trend for key, trend in found.items() if key[0] >= since}


def folded(found: Iterable[tuple[Key, Trend]], by: Callable[[Key], Any]) -> dict[Any, Trend]:
    """Return the sums of what a part of the key has in common."""
    sums: dict[Any, Trend] = {}
    for key, trend in found:
        sums.setdefault(by(key), Trend()).take(trend)
    return sums


def _narrowed(found: Any, prefix: str, kind: str, origin: str) -> Any:
    if kind:
        found = found.filter(**{f"{prefix}kind": kind})
    if origin:
        found = found.filter(**{f"{prefix}origin_title": origin})
    return found


def _ended(held: Any) -> Any:
    """Return the indicators that are over, each with the month it ended in, no earlier than it came."""
    ends = Case(
        When(standing=Standing.REVOKED.value, then=F("revoked_at")),
        When(standing=Standing.EXPIRED.value, then=F("valid_until")),
        default=F("decays_at"),
        output_field=DateTimeField(),
    )
    over = held.filter(standing__in=[one.value for one in ENDS])
    return over.annotate(month=TruncMonth(Greatest(ends, F("added_at"))))


def _sightings(viewer: Viewer) -> QuerySet[Sighting]:
    found = Sighting.objects.all()
    if not policies.sees_everything(viewer):
        found = found.filter(source__unit_id__in=policies.units_seen(viewer))
    return found


def _by(found: Any, prefix: str, *more: str) -> Any:
    kind, origin = F(f"{prefix}kind"), F(f"{prefix}origin_title")
    return found.order_by().annotate(of_kind=kind, of_origin=origin).values("month", "of_kind", "of_origin", *more)


def _at(found: dict[Key, Trend], row: dict[str, Any]) -> Trend:
    month = row["month"]
    first = timezone.localdate(month) if isinstance(month, datetime) else month
    return found.setdefault((first, row["of_kind"], row["of_origin"]), Trend())
