# SPDX-License-Identifier: EUPL-1.2
"""Terms of keeping in force, what stays for incidents, what was purged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, timedelta

from django.db.models import F, QuerySet

from tinhso.config import env
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.security import policies
from tinhso.modules.security.models import Alert, Incident, KeepTerm, LogHold, LogPurge, Source
from tinhso.modules.security.store import classes, connecting, keeping
from tinhso.modules.security.store.classes import HELD, KeepClass, Minimum
from tinhso.modules.security.store.keeping import Holds, Partition, Span

MOST_INCIDENTS = 200


@dataclass(frozen=True)
class ClassLine:
    """One class as it stands: its term, what the law asks, and what lies in the store (None: it does not answer)."""

    keep_class: KeepClass
    days: int
    minimum: Minimum
    shortest: int
    sources: int
    rows: int | None
    oldest: date | None


def terms() -> dict[str, int]:
    """Return how many days each class is kept: what was set last, else the term of the installation."""
    told = dict(KeepTerm.objects.order_by("id").values_list("keep_class", "days"))
    return {code: told.get(code, env.EVENTS_DAYS) for code in classes.classes()}


def class_lines(today: date, stored: Iterable[Partition] | None) -> list[ClassLine]:
    """Return the classes with what lies in the store of each, rows of the time before classes under the general one."""
    in_force, rows = terms(), dict.fromkeys(classes.classes(), 0)
    oldest: dict[str, date] = {}
    for one in stored or ():
        if one.keep == HELD:
            continue
        code = classes.class_of(one.keep).code
        rows[code] += one.rows
        oldest[code] = min(one.day, oldest.get(code, one.day))
    sources = list(Source.objects.filter(withdrawn_at=None).values_list("keep_class", flat=True))
    return [
        ClassLine(
            one, in_force[code], classes.minimum_of(one, today), classes.shortest_days(one, today),
            sources.count(code), rows[code] if stored is not None else None, oldest.get(code),
        )
        for code, one in classes.classes().items()
    ]  # fmt: skip


def stored() -> list[Partition]:
    """Return what lies in the store. Raises StoreAway, StoreRefused."""
    return keeping.partitions(connecting.store())


def holds() -> Holds:
    """Return what no purge may remove: what people hold, and the evidence of alerts that belong to an incident."""
    spans, ids = [], set()
    told = list(LogHold.objects.filter(ended_at=None))
    names = {one.host.lower() for one in told if one.host}
    by_name = {source.host.lower(): str(source.id) for source in Source.objects.all() if source.host.lower() in names}
    for one in told:
        ids.update(one.events)
        if one.since is not None and one.until is not None:
            hosts = (one.host,) if one.host else ()
            sources = (by_name[one.host.lower()],) if one.host.lower() in by_name else ()
            spans.append(Span(hosts, sources, one.since.astimezone(UTC), one.until.astimezone(UTC)))
    for evidence in Alert.objects.filter(incident__isnull=False).values_list("evidence", flat=True).iterator():
        ids.update(str(one["id"]) for one in evidence if one.get("id"))
    return Holds(tuple(spans), tuple(sorted(ids)))


def earliest_left(code: str, today: date) -> date:
    """Return the first day of a class that the law still holds today: what came before it may be removed by hand."""
    number, day = classes.number_of(code), today
    while classes.legal_until(number, day - timedelta(days=1)) >= today:
        day -= timedelta(days=1)
    return day


def holds_for(viewer: Viewer) -> QuerySet[LogHold]:
    """Return what is held for incidents the officer sees, what still holds first."""
    found = LogHold.objects.select_related("incident__case", "told_by", "ended_by")
    if not policies.sees_everything(viewer):
        found = found.filter(incident__case__unit_id__in=policies.units_seen(viewer))
    return found.order_by(F("ended_at").desc(nulls_first=True), "-told_at", "id")


def incidents_to_name(viewer: Viewer) -> list[tuple[str, str]]:
    """Return id and words of the newest incidents the officer sees."""
    found = Incident.objects.select_related("case").order_by("-detected_at", "case_id")
    if not policies.sees_everything(viewer):
        found = found.filter(case__unit_id__in=policies.units_seen(viewer))
    return [(str(one.pk), f"{one.case.number} · {one.case.title}") for one in found[:MOST_INCIDENTS]]


def purges(*, text: str = "", code: str = "") -> QuerySet[LogPurge]:
    """Return what was removed, the latest first. Words: of the reason or the day (YYYY-MM-DD)."""
    found = LogPurge.objects.select_related("told_by").order_by("-planned_at", "-id")
    if code in classes.classes():
        found = found.filter(keep_class=code)
    for word in text.split():
        day = _day(word)
        found = found.filter(day=day) if day else found.filter(why__icontains=word)
    return found


def _day(word: str) -> date | None:
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None
