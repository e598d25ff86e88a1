# SPDX-License-Identifier: EUPL-1.2
"""What the periodic reports of the monitoring say, folded from alerts, incidents and sources of a period."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from tinhso.kernel.events.models import Act
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.security import policies
from tinhso.modules.security.detection.techniques import techniques_in
from tinhso.modules.security.models import Alert, HourCount, Incident, IncidentDuty, Source

MOST_ROWS = 200


@dataclass(frozen=True)
class Attacked:
    """One machine that alerts were about: when first and last, by what, how often."""

    host: str
    unit: str
    first_at: datetime
    last_at: datetime
    titles: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class Watched:
    """A period as it was watched. events: received in it; duties: (kind, on time?, how many); changes: acts on sources.

    levels, outcomes, categories, techniques: counts of alerts raised and incidents detected in the period.
    """

    since: datetime
    until: datetime
    events: int
    levels: dict[str, int]
    outcomes: dict[str, int]
    techniques: list[tuple[str, int]]
    attacked: list[Attacked]
    addresses: list[tuple[str, int]]
    incidents: list[Incident]
    duties: dict[tuple[str, bool | None], int]
    changes: dict[str, int]
    sources: int
    silent: int


def watched(viewer: Viewer, since: datetime, until: datetime) -> Watched:
    """Return what was watched from `since` to before `until`, of the machines the officer sees."""
    alerts = list(_alerts(viewer).filter(raised_at__gte=since, raised_at__lt=until).select_related("unit"))
    techniques: Counter[str] = Counter()
    for one in alerts:
        techniques.update(set(techniques_in(one.tags)))
    incidents = list(
        _incidents(viewer).filter(detected_at__gte=since, detected_at__lt=until).order_by("detected_at", "case_id")
    )
    sources = _sources(viewer)
    return Watched(
        since=since,
        until=until,
        events=_events(sources, since, until),
        levels=dict(Counter(one.level for one in alerts)),
        outcomes=dict(Counter(one.reason or one.state for one in alerts)),
        techniques=techniques.most_common(),
        attacked=_attacked(alerts),
        addresses=Counter(one.about for one in alerts if one.about and one.about != one.host).most_common(20),
        incidents=incidents,
        duties=_duties(incidents),
        changes=_changes(viewer, since, until),
        sources=sources.filter(withdrawn_at=None).count(),
        silent=sources.filter(withdrawn_at=None, silent_since__isnull=False).count(),
    )


def _alerts(viewer: Viewer) -> QuerySet[Alert]:
    """Return the alerts that count: those of an exercise (diễn tập) belong to its incident and to no figure."""
    found = Alert.objects.exclude(incident__incident__is_drill=True)
    return found if policies.sees_everything(viewer) else found.filter(unit_id__in=policies.units_seen(viewer))


def _incidents(viewer: Viewer) -> QuerySet[Incident]:
    found = Incident.objects.select_related("case__unit").filter(is_drill=False)
    return found if policies.sees_everything(viewer) else found.filter(case__unit_id__in=policies.units_seen(viewer))


def _sources(viewer: Viewer) -> QuerySet[Source]:
    everything = policies.sees_everything(viewer)
    return Source.objects.all() if everything else Source.objects.filter(unit_id__in=policies.units_seen(viewer))


def _events(sources: QuerySet[Source], since: datetime, until: datetime) -> int:
    """Return how many events came, by whole hours: the ledger counts minutes, reports begin with a day."""
    hours = HourCount.objects.filter(source__in=sources, hour__gte=since, hour__lt=until)
    return sum(sum(minutes) for minutes in hours.values_list("minutes", flat=True))


def _attacked(alerts: list[Alert]) -> list[Attacked]:
    by_host: dict[str, list[Alert]] = {}
    for one in alerts:
        if one.host:
            by_host.setdefault(one.host, []).append(one)
    found = [
        Attacked(
            host,
            some[0].unit.name if some[0].unit else "",
            min(one.first_at for one in some),
            max(one.last_at for one in some),
            tuple(dict.fromkeys(one.title for one in some)),
            sum(one.count for one in some),
        )
        for host, some in by_host.items()
    ]
    return sorted(found, key=lambda one: (-one.count, one.host))[:MOST_ROWS]


def _duties(incidents: list[Incident]) -> dict[tuple[str, bool | None], int]:
    found: Counter[tuple[str, bool | None]] = Counter()
    for one in IncidentDuty.objects.filter(incident__in=incidents):
        found[one.kind, None if one.done_at is None else one.done_at <= one.due_at] += 1
    return dict(found)


def _changes(viewer: Viewer, since: datetime, until: datetime) -> dict[str, int]:
    verbs = ("event_source:registered", "event_source:withdrawn", "event_source:fell_silent", "detection_rule:switched")
    acts = Act.objects.filter(verb__in=verbs, at__gte=since, at__lt=until)
    if not policies.sees_everything(viewer):
        acts = acts.filter(unit_id__in=policies.units_seen(viewer))
    return dict(Counter(acts.values_list("verb", flat=True)))
