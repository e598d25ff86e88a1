# SPDX-License-Identifier: EUPL-1.2
"""The first page: search, events of a life, popular services, fields, look-up, today's figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from tinhso.faces.portal.figures import cards, year_to_date
from tinhso.faces.ui.signin import public
from tinhso.modules.onestop.queries import catalogue
from tinhso.modules.onestop.queries import portal as queries
from tinhso.modules.onestop.queries.events import life_events

STRIP = ("onestop.submitted", "onestop.finished", "onestop.on_time", "onestop.online")


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show where to begin; three clicks from here lead into any service."""
    today = timezone.localdate()
    scope = year_to_date(today)
    context = {
        "popular": queries.popular_procedures(timezone.now()),
        "events": life_events(),
        "language": get_language(),
        "fields": catalogue.fields(),
        "figures": [card for card in cards(scope) if card.code in STRIP],
        "scope": scope,
    }
    return render(request, "portal/home.html", context)
