# SPDX-License-Identifier: EUPL-1.2
"""The public page of one ticket: how many before me, about how long, who was called earlier and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tinhso.faces.portal.queueing import position_context
from tinhso.faces.ui.rate_limits import per_minute
from tinhso.faces.ui.signin import public
from tinhso.modules.onestop.queries.tickets import position, ticket_by_code

MOST = 600
"""Pages one address may ask for in a minute: the phones of a whole hall may stand behind one."""


@public
@never_cache
@per_minute(MOST)
@require_safe
def ticket(request: HttpRequest, code: str) -> HttpResponse:
    """Show one ticket to whoever holds its address; nobody's name is on it."""
    context = position_context(position(ticket_by_code(code), timezone.now()))
    context["now"] = timezone.now()
    template = "portal/queue/_position.html" if request.GET.get("phan") == "cho" else "portal/queue/ticket.html"
    response = render(request, template, context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
