# SPDX-License-Identifier: EUPL-1.2
"""What stands open when a shift ends, gathered by itself; the hand-overs that were written, and who took them."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet

from tinhso.modules.security.models import Alert, HandOver, Incident, IncidentDuty, InfectedMachine, Source
from tinhso.modules.security.queries.alerts import OPEN
from tinhso.modules.security.types.keeping import WatchedPart

MOST_LISTED = 50
"""Of each kind; how many there are altogether is always said."""

WAITS_TOO_LONG = timedelta(minutes=30)
"""Ours: after this an unaccepted hand-over is shown as forgotten."""


def last_written() -> HandOver | None:
    """Return the hand-over before, also one nobody accepted yet; those taken back do not count."""
    return HandOver.objects.filter(taken_back_at=None).order_by("-written_at").first()


def waiting() -> list[HandOver]:
    """Return the hand-overs nobody accepted yet, the oldest first."""
    found = HandOver.objects.select_related("written_by").filter(accepted_at=None, taken_back_at=None)
    return list(found.order_by("written_at", "id"))


def handovers() -> QuerySet[HandOver]:
    return HandOver.objects.select_related("written_by", "accepted_by").order_by("-written_at", "id")


def handover(handover_id: uuid.UUID) -> HandOver:
    """Return one; raises HandOver.DoesNotExist."""
    return handovers().get(id=handover_id)


def gathered(since: datetime | None, now: datetime, wrong: Mapping[WatchedPart, str]) -> dict[str, Any]:
    """Return what is open in the whole province as plain values, fit to be kept as it was.

    alerts, incidents, clocks, machines, silent: {"total", "rows"}; parts: {"part", "sentence"} of what is wrong.
    Instants are ISO text. since: of the hand-over before, None for the first: what is newer carries "is_new".
    wrong: parts of the watch, as watching.standing_now tells them.
    """
    return {
        "alerts": _alerts(since),
        "incidents": _incidents(since),
        "clocks": _clocks(now),
        "machines": _machines(now),
        "parts": [{"part": part.value, "sentence": sentence} for part, sentence in wrong.items()],
        "silent": _silent(since),
    }


def _alerts(since: datetime | None) -> dict[str, Any]:
    found = Alert.objects.filter(state__in=OPEN)
    levels = dict(found.order_by().values_list("level").annotate(Count("id")))
    rows = [
        {
            "id": str(one.id),
            "title": one.title,
            "level": one.level,
            "host": one.host or one.about,
            "unit": one.unit.name if one.unit else "",
            "raised_at": one.raised_at.isoformat(),
            "taken_by": one.taken_by.full_name if one.taken_by else "",
            "is_new": since is None or one.raised_at >= since,
        }
        for one in found.select_related("unit", "taken_by").order_by("level_rank", "raised_at", "id")[:MOST_LISTED]
    ]
    return {"total": sum(levels.values()), "levels": levels, "rows": rows}


def _incidents(since: datetime | None) -> dict[str, Any]:
    found = Incident.objects.filter(case__closed_at=None)
    rows = [
        {
            "id": str(one.case_id),
            "number": one.case.number,
            "title": one.case.title,
            "state": one.case.state,
            "severity": one.severity,
            "unit": one.case.unit.name,
            "is_drill": one.is_drill,
            "is_new": since is None or one.case.opened_at >= since,
        }
        for one in found.select_related("case__unit").order_by("severity", "detected_at", "case_id")[:MOST_LISTED]
    ]
    return {"total": found.count(), "rows": rows}


def _clocks(now: datetime) -> dict[str, Any]:
    """Return reports of incidents that are due and not made, the first end on top."""
    found = IncidentDuty.objects.filter(done_at=None, incident__case__closed_at=None)
    rows = [
        {
            "id": str(one.incident_id),
            "number": one.incident.case.number,
            "kind": one.kind,
            "due_at": one.due_at.isoformat(),
            "is_late": one.due_at < now,
            "is_drill": one.incident.is_drill,
        }
        for one in found.select_related("incident__case").order_by("due_at", "id")[:MOST_LISTED]
    ]
    return {"total": found.count(), "rows": rows}


def _machines(now: datetime) -> dict[str, Any]:
    found = InfectedMachine.objects.filter(is_open=True)
    rows = [
        {
            "id": str(one.case_id),
            "host": one.host or one.at_address,
            "malware": one.malware,
            "unit": one.case.unit.name,
            "due_at": one.case.due_at.isoformat() if one.case.due_at else None,
            "is_late": one.case.due_at is not None and one.case.due_at < now,
        }
        for one in found.select_related("case__unit").order_by("case__due_at", "case_id")[:MOST_LISTED]
    ]
    return {"total": found.count(), "rows": rows}


def _silent(since: datetime | None) -> dict[str, Any]:
    """Return sources that are silent, those that fell silent since the last hand-over on top."""
    found = Source.objects.filter(withdrawn_at=None, silent_since__isnull=False)
    rows = [
        {
            "id": str(one.id),
            "host": one.host,
            "unit": one.unit.name,
            "silent_since": one.silent_since.isoformat() if one.silent_since else None,
            "is_new": since is None or (one.silent_since is not None and one.silent_since >= since),
        }
        for one in found.select_related("unit").order_by("-silent_since", "id")[:MOST_LISTED]
    ]
    fresh = found.filter(silent_since__gte=since).count() if since else found.count()
    return {"total": found.count(), "new": fresh, "rows": rows}
