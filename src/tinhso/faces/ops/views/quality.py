# SPDX-License-Identifier: EUPL-1.2
"""How often the address answered, by month and day; the yearly report on the quality of the services."""

from datetime import date, datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tinhso.config import env
from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.registry import queries as registry
from tinhso.modules.onestop.quality_paper import render_quality
from tinhso.modules.onestop.queries.quality import availability_of, quality_of
from tinhso.runtime import probes

MONTHS = 13
FIRST_YEAR = 2018


@officer_required("operator", "auditor")
@require_safe
def availability(request: HttpRequest) -> HttpResponse:
    """Show the availability of the last months, and of the days of one (`?thang=2026-11`), the newest first."""
    now = timezone.now()
    today = timezone.localdate(now)
    month = _month(request.GET.get("thang", ""), today)
    days = [month + timedelta(days=ahead) for ahead in range(31)]
    context = {
        "months": _rows([(one, _next(one)) for one in probes.months_back(today, MONTHS)], now),
        "month": month,
        "days": _rows([(one, one + timedelta(days=1)) for one in reversed(days) if one.month == month.month], now),
        "years": [today.year, today.year - 1],
    }
    return render(request, "ops/availability.html", context)


def _rows(spans: list[tuple[date, date]], now: datetime) -> list[tuple[date, probes.Availability]]:
    """Return the spans in which something was measured."""
    found = [(first, availability_of(env.VAR, first, after, now)[0]) for first, after in spans]
    return [(first, counted) for first, counted in found if counted.minutes]


def _month(raw: str, today: date) -> date:
    try:
        return date.fromisoformat(f"{raw}-01")
    except ValueError:
        return today.replace(day=1)


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


@officer_required("operator", "auditor")
@require_safe
def yearly_report(request: HttpRequest, year: int) -> HttpResponse:
    """Hand out the report of a year as a PDF, up to now for the year that runs."""
    now = timezone.now()
    if not FIRST_YEAR <= year <= timezone.localdate(now).year:
        raise Http404
    pdf = render_quality(registry.territory().root, quality_of(year, var=env.VAR, now=now), now=now)
    return exports.attachment(pdf, filename=f"chat-luong-dich-vu-{year}.pdf", media_type="application/pdf")
