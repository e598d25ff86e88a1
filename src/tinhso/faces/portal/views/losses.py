# SPDX-License-Identifier: EUPL-1.2
"""Where a province lost its points: tables for everybody, the same as charts on a page of their own."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tinhso.faces.portal import losses as shown
from tinhso.faces.portal.ranking import DTI
from tinhso.faces.portal.views.ranking import own_of
from tinhso.faces.ui.signin import public
from tinhso.modules.scorecards.dti import reading


@public
@require_safe
def losses(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Show where points were lost and how the province stands beside the others, as tables."""
    return render(request, "portal/ranking_losses.html", _context(year, slug))


@public
@require_safe
def charts(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Show the same with charts: heavy, so they stand on a page of their own."""
    return render(request, "portal/ranking_charts.html", _context(year, slug))


def _context(year: int, slug: str) -> dict[str, Any]:
    found, own = own_of(year, slug)
    return {"own": own, "slug": slug, "year": year, "shown": shown.shown(reading.edition(DTI), found, own)}
