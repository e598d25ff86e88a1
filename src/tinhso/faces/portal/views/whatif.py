# SPDX-License-Identifier: EUPL-1.2
"""What a province would reach if some shares were others: a form that anybody may fill and share by its address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tinhso.faces.portal import whatif as shown
from tinhso.faces.portal.ranking import DTI
from tinhso.faces.portal.views.ranking import own_of
from tinhso.faces.ui.signin import public
from tinhso.modules.scorecards.dti import reading


@public
@require_safe
def whatif(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Show the boxes and, when something is supposed, what follows; empty boxes leave the address."""
    found, own = own_of(year, slug)
    edition = reading.edition(DTI)
    asked = shown.read(request.GET, edition, timezone.localdate())
    if asked.filled and asked.has_empty and "" not in asked.errors:
        return redirect(f"{request.path}?{asked.query}")
    answer = None
    if asked.supposed and not asked.errors:
        answer = shown.answer(edition, found, own, asked.supposed)
    context = {"own": own, "slug": slug, "year": year, "edition": edition, "count": len(found), "answer": answer}
    context |= {"groups": shown.groups(edition, own, asked), "values": asked.values, "errors": asked.errors}
    context["unscored"] = [main for main in edition.main if not main.scored]
    return render(request, "portal/ranking_whatif.html", context, status=422 if asked.errors else 200)
