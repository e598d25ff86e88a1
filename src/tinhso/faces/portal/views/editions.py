# SPDX-License-Identifier: EUPL-1.2
"""The index the ranking rests on, for everybody: its editions side by side, the components of the one with names."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tinhso.faces.portal import editions as shown
from tinhso.faces.portal import ranking
from tinhso.faces.portal.edition_files import edition_file
from tinhso.faces.ui.signin import public
from tinhso.modules.scorecards.dti import frames, reading


@public
@require_safe
def edition(request: HttpRequest) -> HttpResponse:
    """Show every edition beside the others, what two years allow, the formula of 2020, components with their names."""
    found = reading.edition(ranking.DTI)
    file = edition_file(request.GET.get("bang", ""), request.GET.get("dang", ""), found)
    if file is not None:
        return file
    today = timezone.localdate()
    answer, values, errors = shown.compared(request.GET, today.year)
    tried = shown.formula(request.GET)
    counts = {"named": sum(one.title is not None for one in found.parts()), "all": len(found.parts())}
    context = {"edition": found, "counts": counts, "answer": answer, "tried": tried.sentences}
    context |= {"values": values | tried.values, "errors": errors | tried.errors, "pillars": shown.PILLARS}
    context |= {"frames": [(one, shown.life_of(one)) for one in frames.frames()], "rows": shown.rows()}
    context |= {"years": shown.years(today.year), "newest": shown.on(today), "today": today}
    return render(request, "portal/ranking_edition.html", context, status=422 if context["errors"] else 200)
