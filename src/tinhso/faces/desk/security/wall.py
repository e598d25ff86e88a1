# SPDX-License-Identifier: EUPL-1.2
"""The panel on the wall of the security centre: large, dark, read from across the room, renewed by itself."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.desk.security import alert_words, duty_words, incident_words
from tinhso.faces.ui.components.blocks import deadline
from tinhso.faces.ui.signin import officer_required
from tinhso.lib.vntext import format_percent
from tinhso.modules.security import policies
from tinhso.modules.security.queries.wall import wall as gathered
from tinhso.modules.security.types.incidents import DutyKind

REFRESH_SECONDS = 30


@officer_required(*policies.EVERYWHERE)
@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """Show the panel. Figures only: no machine, account, address or words of an alert's events.

    It renews itself by a header, which needs no script; `?dung=1` lets it stand still, for who reads slowly (WCAG 2.2).
    """
    stands = request.GET.get("dung") == "1"
    now = timezone.now()
    told = gathered(request.viewer, now, timezone.localdate(now))  # type: ignore[attr-defined]
    oldest = told.oldest
    whole = told.coverage
    context = {
        "seconds": REFRESH_SECONDS,
        "stands": stands,
        "at": told.at,
        "levels": [
            {"word": alert_words.LEVELS[level], "level": level, "open": count, "lately": lately}
            for level, count, lately in told.levels
        ],
        "untaken": told.untaken,
        "oldest": {
            "title": oldest.title, "level": alert_words.LEVELS[oldest.level], "age": age_words(oldest.raised_at, now),
            "unit": oldest.unit.name if oldest.unit else "",
        } if oldest else None,
        "incidents": told.incidents,
        "clocks": [_clock(one, now) for one in told.clocks],
        "parts": [(duty_words.PARTS[one], told.watch.wrong.get(one, "")) for one in duty_words.RUNNING],
        "watched": told.watch.told,
        "behind_bytes": told.watch.told.detector_behind if told.watch.told else 0,
        "delay": round(told.watch.told.delay_seconds) if told.watch.told else 0,
        "sources": told.total,
        "silent": told.silent,
        "covered": whole.heard,
        "expected": whole.expected,
        "share": format_percent(Decimal(whole.heard * 100) / whole.expected, 1) if whole.expected else "",
        "on_duty": duty_words.on_duty_lines(told.on_duty),
    }  # fmt: skip
    response = render(request, "desk/security/wall.html", context)
    response.headers["Cache-Control"] = "no-store"
    if not stands:
        response.headers["Refresh"] = str(REFRESH_SECONDS)
    return response


def age_words(since: datetime, now: datetime) -> str:
    """Return how long ago something was, in its largest unit and the next: "3 giờ 20 phút"."""
    minutes = max(0, int((now - since).total_seconds()) // 60)
    days, hours = divmod(minutes // 60, 24)
    if days:
        return " ".join((_days(days), _hours(hours)))
    if hours:
        return " ".join((_hours(hours), _minutes(minutes % 60)))
    return _minutes(minutes)


def _days(count: int) -> str:
    return _("%(count)s ngày") % {"count": count}


def _hours(count: int) -> str:
    return _("%(count)s giờ") % {"count": count}


def _minutes(count: int) -> str:
    return _("%(count)s phút") % {"count": count}


def _clock(one: Any, now: datetime) -> dict[str, Any]:
    left = deadline(one.due_at, now)
    return {
        "number": one.incident.case.number,
        "what": incident_words.DUTIES[DutyKind(one.kind)],
        "severity": incident_words.SEVERITIES[one.incident.severity],
        "left": left["words"],
        "is_late": one.due_at < now,
    }
