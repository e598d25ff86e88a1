# SPDX-License-Identifier: EUPL-1.2
"""The incidents an officer may see."""

import uuid

from django.db.models import QuerySet

from tinhso.kernel.identity.types import Viewer
from tinhso.lib.vntext import search_key
from tinhso.modules.security import policies
from tinhso.modules.security.models import Alert, Incident, IncidentEvidence, IncidentWord

OVER = ("closed", "unfounded", "merged")


def _seen(viewer: Viewer) -> QuerySet[Incident]:
    found = Incident.objects.select_related("case__unit", "opened_by", "merged_into__case")
    return found if policies.sees_everything(viewer) else found.filter(case__unit_id__in=policies.units_seen(viewer))


def incidents_for(viewer: Viewer, *, text: str = "", state: str = "open", category: str = "") -> QuerySet[Incident]:
    """Return incidents, those whose duty is due first on top. state: "open", "over" or "all"."""
    found = _seen(viewer)
    for word in search_key(text).split():
        found = found.filter(case__search_key__contains=word)
    if state == "open":
        found = found.filter(case__closed_at=None)
    elif state == "over":
        found = found.filter(case__closed_at__isnull=False)
    if category:
        found = found.filter(category=category)
    return found.order_by("case__closed_at", "case__due_at", "severity", "-detected_at", "case_id")


def incident_for(viewer: Viewer, incident_id: uuid.UUID) -> Incident:
    """Return an incident; raises Incident.DoesNotExist also for one of a unit the officer does not see."""
    return _seen(viewer).get(case_id=incident_id)


def alerts_of(incident: Incident) -> list[Alert]:
    """Return the alerts of an incident and of those merged into it."""
    ids = [incident.case_id, *incident.merged.values_list("case_id", flat=True)]
    return list(Alert.objects.select_related("unit").filter(incident_id__in=ids).order_by("first_at", "id"))


def timeline(incident_ids: list[uuid.UUID]) -> list[IncidentWord]:
    """Return what was written under incidents, the latest first."""
    found = IncidentWord.objects.select_related("officer", "incident__case").filter(incident_id__in=incident_ids)
    return list(found.order_by("-happened_at", "-at", "id"))


def evidence_of(incident: Incident) -> list[IncidentEvidence]:
    found = incident.evidence.select_related("document", "kept_by").prefetch_related("hands__by")
    return list(found.order_by("kept_at", "id"))


def evidence(viewer: Viewer, evidence_id: uuid.UUID) -> IncidentEvidence:
    """Return one piece of evidence of an incident the officer sees; raises Incident.DoesNotExist otherwise."""
    found = IncidentEvidence.objects.select_related("document", "incident").get(id=evidence_id)
    incident_for(viewer, found.incident_id)
    return found


def open_ones(viewer: Viewer) -> list[tuple[str, str]]:
    """Return id and name of incidents that are open, for choosing one."""
    found = incidents_for(viewer)[:200]
    return [(str(one.case_id), f"{one.case.number} {one.case.title}"[:120]) for one in found]
