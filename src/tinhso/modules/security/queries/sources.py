# SPDX-License-Identifier: EUPL-1.2
"""The sources an officer may see, what came from them, what is missing; the tokens the collector accepts."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Count, F, QuerySet

from tinhso.config import env
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry.models import Unit
from tinhso.kernel.registry.queries import units_as_of
from tinhso.lib.vntext import search_key
from tinhso.modules.security import policies
from tinhso.modules.security.configurations import Place
from tinhso.modules.security.models import HourCount, LedgerPlace, SequenceRange, Source, Stranger

STATES = ("silent", "heard", "never", "withdrawn")


@dataclass(frozen=True)
class Gap:
    """Numbers that did not come between two that did; since: when the later one came."""

    stream: str
    low: int
    high: int
    since: datetime


def tokens() -> list[tuple[uuid.UUID, str]]:
    """Return source and digest of the token of every source on the register."""
    return list(Source.objects.filter(withdrawn_at=None).values_list("id", "token_digest"))


def source(source_id: uuid.UUID) -> Source | None:
    return Source.objects.select_related("unit", "registered_by").filter(id=source_id).first()


def all_sources() -> list[Source]:
    """Return every source on the register, the silent ones first."""
    return list(_ordered(Source.objects.filter(withdrawn_at=None)))


def sources_for(
    viewer: Viewer, *, text: str = "", unit_id: uuid.UUID | None = None, state: str = ""
) -> QuerySet[Source]:
    """Return the sources an officer may see, the longest silence on top. Words without diacritics."""
    found = Source.objects.all()
    if not policies.sees_everything(viewer):
        found = found.filter(unit_id__in=policies.units_seen(viewer))
    for word in search_key(text).split():
        found = found.filter(search_key__contains=word)
    if unit_id is not None:
        found = found.filter(unit_id=unit_id)
    found = found.filter(withdrawn_at__isnull=state != "withdrawn")
    if state == "silent":
        found = found.filter(silent_since__isnull=False)
    if state == "heard":
        found = found.filter(silent_since=None, last_heard_at__isnull=False)
    if state == "never":
        found = found.filter(last_heard_at=None)
    return _ordered(found)


def counts_for(viewer: Viewer) -> dict[str, int]:
    """Return how many sources on the register the officer sees, and how many of them are silent."""
    found = Source.objects.filter(withdrawn_at=None)
    if not policies.sees_everything(viewer):
        found = found.filter(unit_id__in=policies.units_seen(viewer))
    return found.aggregate(total=Count("id"), silent=Count("silent_since"))


def units_with_sources(viewer: Viewer) -> list[tuple[str, str]]:
    """Return id and name of the units whose sources the officer sees, in Vietnamese order."""
    found = Unit.objects.filter(id__in=Source.objects.values("unit_id"))
    if not policies.sees_everything(viewer):
        found = found.filter(id__in=policies.units_seen(viewer))
    return [(str(one.id), one.name) for one in found.order_by("sort_key")]


def _ordered(found: QuerySet[Source]) -> QuerySet[Source]:
    ranges = Count("ranges") - Count("ranges__stream", distinct=True)
    order = (F("silent_since").asc(nulls_last=True), "unit__sort_key", "host", "id")
    return found.select_related("unit").annotate(gaps=ranges).order_by(*order)


def source_for(viewer: Viewer, source_id: uuid.UUID) -> Source:
    """Return a source with its unit; raises Source.DoesNotExist also for one of a unit the officer does not see."""
    found = Source.objects.select_related("unit", "registered_by")
    if not policies.sees_everything(viewer):
        found = found.filter(unit_id__in=policies.units_seen(viewer))
    return found.get(id=source_id)


def gaps_of(source_id: uuid.UUID) -> list[Gap]:
    """Return what is missing of a source, the newest first."""
    found: list[Gap] = []
    before: SequenceRange | None = None
    for one in SequenceRange.objects.filter(source_id=source_id).order_by("stream", "low"):
        if before is not None and before.stream == one.stream:
            found.append(Gap(one.stream, before.high + 1, one.low - 1, one.last_at))
        before = one
    return sorted(found, key=lambda gap: gap.since, reverse=True)


def minutes_of(source_id: uuid.UUID, until: datetime, hours: int = 24) -> list[tuple[datetime, int]]:
    """Return how many events came in each of the last hours, the newest first; hours without any are noughts."""
    top = until.replace(minute=0, second=0, microsecond=0)
    counted = HourCount.objects.filter(source_id=source_id, hour__gt=top - timedelta(hours=hours))
    sums = {one.hour: sum(one.minutes) for one in counted}
    return [(top - timedelta(hours=back), sums.get(top - timedelta(hours=back), 0)) for back in range(hours)]


def strangers(limit: int = 50) -> list[Stranger]:
    """Return who speaks and is not on the register, the last heard first."""
    return list(Stranger.objects.order_by("-last_at", "id")[:limit])


def place() -> LedgerPlace | None:
    return LedgerPlace.objects.filter(id=1).first()


def units_to_keep(viewer: Viewer, today: Any) -> list[Unit]:
    """Return the units for which an officer may register sources, in Vietnamese order."""
    found = units_as_of(today)
    if not any(seat.role == "operator" for seat in viewer.seats):
        found = found.filter(id__in=[seat.unit_id for seat in viewer.seats if seat.role in policies.KEEPERS])
    return list(found.order_by("sort_key"))


def collector_place() -> Place:
    """Return where senders find the collector, for the configurations they are given."""
    anywhere = env.COLLECT_HOST in {"0.0.0.0", "::"}  # noqa: S104 - compared only
    host = (urlsplit(env.BASE_URL).hostname or "") if anywhere else env.COLLECT_HOST
    return Place(host, env.COLLECT_TCP, env.COLLECT_TLS, env.COLLECT_HTTP, bool(env.COLLECT_CERTIFICATE))


def told_of(one: Source) -> dict[str, Any]:
    """Return a source as plain values for programs."""
    moments = {"last_heard_at": one.last_heard_at, "silent_since": one.silent_since}
    told = {"id": str(one.id), "host": one.host, "kind": one.kind, "unit": one.unit.name, "received": one.received}
    return told | {name: at.isoformat() if at else None for name, at in moments.items()}
