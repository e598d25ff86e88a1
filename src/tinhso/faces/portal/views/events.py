# SPDX-License-Identifier: EUPL-1.2
"""Services by what happens in a life: a child, a wedding, a house, a shop."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from tinhso.faces.ui.signin import public
from tinhso.modules.onestop.queries import events as queries


@public
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """List all events with a line about each."""
    context = {"events": queries.life_events(), "language": get_language()}
    return render(request, "portal/events.html", context)


@public
@require_safe
def event(request: HttpRequest, key: str) -> HttpResponse:
    """List the services of one event in the order they are done."""
    found, steps = queries.life_event(key, timezone.localdate())
    context = {"event": found, "steps": steps, "language": get_language()}
    return render(request, "portal/event.html", context)
