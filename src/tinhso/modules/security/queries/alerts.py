# SPDX-License-Identifier: EUPL-1.2
"""The alerts an officer may see and the rules behind them."""

import uuid
from collections import Counter
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum

from tinhso.kernel.identity.types import Viewer
from tinhso.lib.vntext import search_key
from tinhso.modules.security import policies
from tinhso.modules.security.detection.techniques import techniques_in
from tinhso.modules.security.models import Alert, DetectionRule, Suppression
from tinhso.modules.security.types.alerts import AlertState

OPEN = (AlertState.NEW, AlertState.TAKEN)


def _seen(viewer: Viewer) -> QuerySet[Alert]:
    found = Alert.objects.select_related("unit", "source", "taken_by", "closed_by", "incident")
    return found if policies.sees_everything(viewer) else found.filter(unit_id__in=policies.units_seen(viewer))


def alerts_for(
    viewer: Viewer,
    *,
    text: str = "",
    state: str = "open",
    level: str = "",
    unit_id: uuid.UUID | None = None,
    since: datetime | None = None,
) -> QuerySet[Alert]:
    """Return the alerts an officer sees, the gravest and latest first. state: "open", "all" or an AlertState."""
    found = _seen(viewer)
    for word in search_key(text).split():
        found = found.filter(search_key__contains=word)
    if state == "open":
        found = found.filter(state__in=OPEN)
    elif state != "all":
        found = found.filter(state=state)
    if level:
        found = found.filter(level=level)
    if unit_id is not None:
        found = found.filter(unit_id=unit_id)
    if since is not None:
        found = found.filter(last_at__gte=since)
    return found.order_by("level_rank", "-last_at", "id")


def alert_for(viewer: Viewer, alert_id: uuid.UUID) -> Alert:
    """Return an alert; raises Alert.DoesNotExist also for one of a unit the officer does not see."""
    return _seen(viewer).get(id=alert_id)


def counts_for(viewer: Viewer) -> dict[str, int]:
    """Return how many alerts are open by level, and how many nobody took."""
    found = _seen(viewer).filter(state__in=OPEN)
    levels = dict(found.order_by().values_list("level").annotate(Count("id")))
    return levels | {"untaken": found.filter(state=AlertState.NEW).count()}


def units_with_alerts(viewer: Viewer) -> list[tuple[str, str]]:
    found = _seen(viewer).exclude(unit=None).order_by("unit__sort_key").values_list("unit_id", "unit__name").distinct()
    return [(str(unit_id), name) for unit_id, name in found]


def same_machine(viewer: Viewer, alert: Alert, limit: int = 10) -> list[Alert]:
    """Return other alerts of the machine, the latest first."""
    if not alert.host:
        return []
    return list(_seen(viewer).filter(host=alert.host).exclude(id=alert.id).order_by("-last_at")[:limit])


def suppressions_for(viewer: Viewer, now: datetime) -> list[Suppression]:
    """Return what is hidden now, of units the officer sees, with the end that comes first on top."""
    found = Suppression.objects.select_related("unit", "made_by").filter(until__gt=now, ended_at=None)
    if not policies.sees_everything(viewer):
        found = found.filter(Q(unit=None) | Q(unit_id__in=policies.units_seen(viewer)))
    return list(found.order_by("until", "id"))


def rule(key: str) -> DetectionRule | None:
    return DetectionRule.objects.filter(key=key).first()


def rules_for(*, text: str = "", state: str = "") -> QuerySet[DetectionRule]:
    """Return rules by title. state: "" in use, "off" switched off, "aside" set aside."""
    found = DetectionRule.objects.filter(is_loaded=True)
    found = found.exclude(sentence="") if state == "aside" else found.filter(sentence="", is_on=state != "off")
    for word in search_key(text).split():
        found = found.filter(search_key__contains=word)
    return found.order_by("title", "key")


def matches_by_rule(keys: list[str], since: datetime) -> dict[str, int]:
    """Return how many matches alerts of these rules counted, of those that matched since then."""
    found = Alert.objects.filter(rule_key__in=keys, last_at__gte=since).order_by()
    return dict(found.values_list("rule_key").annotate(Sum("count")))


def techniques(limit: int = 40) -> list[tuple[str, int]]:
    """Return the ATT&CK techniques that rules in use name, with how many rules do, the most covered first."""
    counted: Counter[str] = Counter()
    for tags in DetectionRule.objects.filter(is_loaded=True, is_on=True, sentence="").values_list("tags", flat=True):
        counted.update(set(techniques_in(tags)))
    return counted.most_common(limit)
