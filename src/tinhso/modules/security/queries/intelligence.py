# SPDX-License-Identifier: EUPL-1.2
"""Indicators and why each is watched or not, partners, collections, feeds, infected machines."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from tinhso.kernel.identity.types import Viewer
from tinhso.lib.vntext import search_key
from tinhso.modules.security import listing, policies
from tinhso.modules.security.intelligence.warninglists import BUILT_IN, facts
from tinhso.modules.security.intelligence.watching import Watched
from tinhso.modules.security.models import (
    Blacklist,
    Collection,
    Feed,
    Indicator,
    InfectedMachine,
    SharingPartner,
    Sighting,
    StixObject,
)
from tinhso.modules.security.types import WATCHABLE, IndicatorKind, Standing, Tlp

ORDERS: dict[str, tuple[Any, ...]] = {
    "moi": ("-added_at", "-id"),
    "gap": (F("last_seen_at").asc(nulls_last=True), "id"),
    "-gap": (F("last_seen_at").desc(nulls_last=True), "-id"),
    "gia_tri": ("value", "id"),
    "-gia_tri": ("-value", "-id"),
    "tin_cay": (F("confidence").asc(nulls_last=True), "id"),
    "-tin_cay": (F("confidence").desc(nulls_last=True), "-id"),
}


def _standings(now: datetime) -> dict[Standing, Q]:
    """Return the conditions of `decay.standing`, in its order; a test holds the two against each other."""
    return {
        Standing.NOT_WATCHABLE: ~Q(kind__in=WATCHABLE),
        Standing.REVOKED: Q(revoked_at__isnull=False),
        Standing.LISTED: ~Q(listed_by=""),
        Standing.NOT_YET: Q(valid_from__gt=now),
        Standing.EXPIRED: Q(valid_until__lte=now),
        Standing.DECAYED: Q(decays_at__lte=now),
    }


def with_standing(now: datetime) -> Any:
    """Return all indicators, each with its `standing` now."""
    reasons = [When(holds, then=Value(reason.value)) for reason, holds in _standings(now).items()]
    said = Case(*reasons, default=Value(Standing.WATCHED.value), output_field=CharField())
    return Indicator.objects.annotate(standing=said)


def indicators_for(
    *, now: datetime, text: str = "", kind: str = "", standing: str = "", origin: str = "", order: str = "moi"
) -> Any:
    """Return indicators that hold a text in value, label or origin, narrowed and ordered."""
    found = with_standing(now)
    for word in text.split():
        found = found.filter(Q(value__icontains=word) | Q(label__icontains=word) | Q(origin_title__icontains=word))
    if kind:
        found = found.filter(kind=kind)
    if standing:
        found = found.filter(standing=standing)
    if origin:
        found = found.filter(origin_title=origin)
    return found.order_by(*ORDERS.get(order, ORDERS["moi"]))


def watched(now: datetime) -> Iterator[Watched]:
    """Yield what the detector watches for now, for `Watchlist`."""
    found = with_standing(now).filter(standing=Standing.WATCHED).values_list("id", "kind", "value")
    for row_id, kind, value in found.iterator(chunk_size=10_000):
        yield Watched(row_id, IndicatorKind(kind), value)


def counts(now: datetime) -> dict[str, int]:
    """Return how many indicators stand how."""
    rows = with_standing(now).order_by().values("standing").annotate(n=Count("id"))
    return {row["standing"]: row["n"] for row in rows}


def origins() -> list[str]:
    return list(Indicator.objects.order_by("origin_title").values_list("origin_title", flat=True).distinct()[:200])


def indicator(indicator_id: int, now: datetime) -> Any:
    return with_standing(now).get(id=indicator_id)


def same_value(one: Indicator, now: datetime) -> list[Any]:
    """Return what other origins say of the same value."""
    return list(with_standing(now).filter(kind=one.kind, value=one.value).exclude(id=one.id).order_by("id")[:50])


def sightings_of(indicator_id: int, viewer: Viewer, limit: int = 50) -> list[Sighting]:
    """Return on which machines an indicator was met, the last first; of the units an officer sees."""
    found = Sighting.objects.filter(indicator_id=indicator_id).select_related("source", "source__unit")
    if not policies.sees_everything(viewer):
        found = found.filter(source__unit_id__in=policies.units_seen(viewer))
    return list(found.order_by("-last_at")[:limit])


def warning_lists() -> listing.Lists:
    return listing.in_force()


def sizes_of(lists: listing.Lists) -> list[dict[str, Any]]:
    """Return title and size of every warning list in force, and those that are rules of ours."""
    ruled = [
        {"title": title, "size": None} for key, title in BUILT_IN.items() if key in ("private", "empty", "trivial")
    ]
    return [*ruled, *(facts(one) for one in lists.lists)]


def shareable(ids: list[int]) -> list[Indicator]:
    """Return indicators that may be shared upwards: those that can be watched, whose mark is not red."""
    found = Indicator.objects.filter(id__in=ids, kind__in=WATCHABLE, tlp__lt=int(Tlp.RED), listed_by="")
    return list(found.order_by("id"))


def collections() -> list[Collection]:
    """Return every collection with how many objects it holds and how many partners see it."""
    found = list(Collection.objects.order_by("alias"))
    held = dict(StixObject.objects.order_by().values_list("collection_id").annotate(n=Count("id")))
    seen = dict(
        Collection.objects.filter(grants__partner__withdrawn_at=None).values_list("id").annotate(n=Count("grants"))
    )
    for one in found:
        one.size, one.partners = held.get(one.id, 0), seen.get(one.id, 0)  # type: ignore[attr-defined]
    return found


def partners() -> list[SharingPartner]:
    """Return every partner with its grants, those shared with before those that ended."""
    found = SharingPartner.objects.prefetch_related("grants__collection")
    return list(found.order_by(F("withdrawn_at").asc(nulls_first=True), "title"))


def partner(partner_id: uuid.UUID) -> SharingPartner:
    found = SharingPartner.objects.select_related("registered_by").prefetch_related("grants__collection")
    return found.get(id=partner_id)


def feeds() -> list[Feed]:
    found = Feed.objects.select_related("collection", "registered_by")
    return list(found.order_by(F("stopped_at").asc(nulls_first=True), "title"))


def blacklists_taken(limit: int = 20) -> list[Blacklist]:
    return list(Blacklist.objects.select_related("taken_by").order_by("-taken_at")[:limit])


def machines_for(viewer: Viewer, *, text: str = "", state: str = "") -> QuerySet[InfectedMachine]:
    """Return infected machines of the units an officer sees, the open ones first. state: of the case, or `open`."""
    found = InfectedMachine.objects.select_related("case", "case__unit")
    if not policies.sees_everything(viewer):
        found = found.filter(case__unit_id__in=policies.units_seen(viewer))
    for word in search_key(text).split():
        found = found.filter(case__search_key__contains=word)
    if state == "open":
        found = found.filter(is_open=True)
    elif state:
        found = found.filter(case__state=state)
    return found.order_by("-is_open", "-last_seen_at", "case_id")


def machine_for(viewer: Viewer, case_id: uuid.UUID) -> InfectedMachine:
    """Return one machine; raises InfectedMachine.DoesNotExist for one of a unit the officer does not see."""
    return machines_for(viewer).get(case_id=case_id)
