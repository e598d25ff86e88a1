# SPDX-License-Identifier: EUPL-1.2
"""The kiosk: choose what for, take a number, print it. Nobody signs in; the address holds the key of the device."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.portal.picking import chosen_codes, picker
from tinhso.faces.portal.queueing import position_context, ticket_address, ticket_qr
from tinhso.faces.portal.reading import read_text
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.rate_limits import per_minute
from tinhso.faces.ui.signin import public
from tinhso.kernel.events.errors import HouseError
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop.actions.queue_tickets import Wish, take_at_kiosk
from tinhso.modules.onestop.actions.visits import arrive_at_kiosk
from tinhso.modules.onestop.errors import DeviceUnknown
from tinhso.modules.onestop.queries import queue as queries
from tinhso.modules.onestop.queries.tickets import last_of_device, position, ticket_by_code
from tinhso.modules.onestop.queue.types import DeviceKind

MOST = 120
"""Pages one address may ask for in a minute; several kiosks of a hall may stand behind one."""


@public
@never_cache
@per_minute(MOST)
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk(request: HttpRequest, key: str) -> HttpResponse:
    """Show what can be chosen; the press of a large button takes the number, a second press the same one."""
    now = timezone.now()
    device = queries.device_by_key(key, DeviceKind.KIOSK)
    if request.method != "POST":
        return _page(request, device)
    try:
        if "hen" in request.POST:
            ticket = arrive_at_kiosk(key, read_text(request.POST, "ma-hen", longest=20), now=now)
        else:
            ticket = take_at_kiosk(key, _wish(request), now=now)
    except DeviceUnknown:
        raise
    except HouseError as refusal:
        return _page(request, device, refusal)
    return redirect(f"{_ticket_page(key, ticket.code)}?in=1")


def _wish(request: HttpRequest) -> Wish:
    key = read_text(request.POST, "client_key", longest=40) or str(uuid7())
    return Wish(key, chosen_codes(request.POST), request.POST.get("uu-tien") == "1")


def _ticket_page(key: str, code: str) -> str:
    return redirect("portal:kiosk_ticket", key, code).url


def _page(request: HttpRequest, device: Any, refusal: HouseError | None = None) -> HttpResponse:
    last = last_of_device(device, timezone.now())
    context = {
        "device": device,
        "unit": device.place.unit,
        "key": request.resolver_match.kwargs["key"] if request.resolver_match else "",
        "pick": picker(request),
        "sectors": queries.sectors_of(device.place_id),
        "groups": queries.priority_groups(device.place),
        "books": device.place.slot_capacity > 0,
        "client_key": str(uuid7()),
        "last": last,
        "problem": refusal.sentence if refusal else "",
    }
    response = render(request, "portal/queue/kiosk.html", context, status=status_of(refusal) if refusal else 200)
    return _private(response)


@public
@never_cache
@per_minute(MOST)
@require_safe
def kiosk_ticket(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Show and print the ticket just taken; it can be printed again from here and from the first page."""
    device = queries.device_by_key(key, DeviceKind.KIOSK)
    ticket = ticket_by_code(code)
    if ticket.place_id != device.place_id:
        raise DeviceUnknown(_("Phiếu này không phải của nơi đây."))
    context = position_context(position(ticket, timezone.now()))
    context |= {"key": key, "qr": ticket_qr(code), "address": ticket_address(code)}
    context["print_now"] = request.GET.get("in") == "1"
    return _private(render(request, "portal/queue/kiosk_ticket.html", context))


@public
@never_cache
@per_minute(MOST)
@require_safe
def screen(request: HttpRequest, key: str) -> HttpResponse:
    """Show the numbers at the counters; the page asks for itself again every few seconds."""
    device = queries.device_by_key(key, DeviceKind.SCREEN)
    now = timezone.now()
    board = queries.board(device.place_id, now)
    template = "portal/queue/_board.html" if request.GET.get("phan") == "bang" else "portal/queue/screen.html"
    context = {"device": device, "unit": device.place.unit, "board": board, "now": now}
    return _private(render(request, template, context))


def _private(response: HttpResponse) -> HttpResponse:
    """Keep the key in the address out of the lists of search engines and of other sites."""
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
