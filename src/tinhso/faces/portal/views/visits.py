# SPDX-License-Identifier: EUPL-1.2
"""Appointments: choose a desk, what for, a working day and an hour; one's own with code and a way to give them up."""

import uuid
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.faces.portal.picking import address, chosen_codes, picker
from tinhso.faces.portal.queueing import visit_words
from tinhso.faces.portal.reading import read_text
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import citizen_required, public
from tinhso.faces.ui.words import moment_words
from tinhso.kernel.events.errors import Conflict, Refused
from tinhso.lib.vntext import search_key
from tinhso.modules.onestop.actions.visits import book_visit, cancel_visit
from tinhso.modules.onestop.queries import queue as queries
from tinhso.modules.onestop.queries import visits as visits_queries

MOST_PLACES = 40


@public
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """List the desks that take appointments, searched without diacritics, and one's own appointments."""
    viewer, typed = request.viewer, read_text(request.GET, "q").strip()  # type: ignore[attr-defined]
    offering = [one for one in queries.places(timezone.localdate()) if one.slot_capacity > 0]
    words = search_key(typed).split()
    found = [one for one in offering if all(word in one.unit.search_key for word in words)]
    own = visits_queries.visits_of(viewer.person_id) if viewer.person_id else []
    context = {
        "found": found[:MOST_PLACES],
        "more": len(found) - MOST_PLACES,
        "offering": offering,
        "typed": typed,
        "own": [(one, *visit_words(one.state)) for one in own],
        "is_citizen": viewer.person_id is not None,
    }
    return render(request, "portal/queue/places.html", context)


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponse:
    """Choose procedures, day and hour; what is refused comes back with the choice."""
    place = queries.place(unit_id)
    if request.method != "POST":
        return _page(request, place)
    slot_at = _instant(read_text(request.POST, "gio", longest=40))
    if slot_at is None:
        return _page(request, place, {"gio": _("Hãy chọn giờ đến.")})
    viewer = request.viewer  # type: ignore[attr-defined]
    try:
        visit = book_visit(unit_id, slot_at, chosen_codes(request.POST), viewer=viewer, now=timezone.now())
    except (Refused, Conflict) as refusal:
        return _page(request, place, {"gio": refusal.sentence}, status=status_of(refusal))
    words = _("Đã đặt lịch lúc %(when)s, mã hẹn %(code)s. Hãy giữ mã này để nhập ở máy lấy số.")
    messages.success(request, words % {"when": moment_words(visit.slot_at), "code": visit.code})
    return redirect("portal:visits")


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _day(text: str, offered: list[date]) -> date:
    """Return the day in the address if it is offered, else the first one."""
    return next((one for one in offered if one.isoformat() == text), offered[0])


def _page(request: HttpRequest, place: Any, errors: dict[str, str] | None = None, *, status: int = 422) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    offered = visits_queries.days_offered(place, now)
    day = _day(read_text(request.GET, "ngay", longest=10), offered)
    pick, chosen = picker(request, ngay=day.isoformat()), visits_queries.hours_of(place, day)
    hours = [
        (one.at.isoformat(), f"{timezone.localtime(one.at):%H:%M}", _left(one.left)) for one in chosen.hours if one.left
    ]
    context = {
        "place": place,
        "unit": place.unit,
        "pick": pick,
        "sectors": queries.sectors_of(place.unit_id),
        "days": [(one, address(pick.codes, ngay=one.isoformat()), one == day) for one in offered],
        "day": day,
        "hours": hours if place.slot_capacity else [],
        "standing": visits_queries.open_visit(viewer.person_id, place.unit_id),
        "errors": errors,
        "values": request.POST.dict(),
    }
    return render(request, "portal/queue/book.html", context, status=status if errors else 200)


def _left(count: int) -> str:
    return _("còn %(count)s chỗ") % {"count": count}


@citizen_required
@require_POST
def cancel(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    """Give up one's own appointment."""
    viewer = request.viewer  # type: ignore[attr-defined]
    visit = cancel_visit(visit_id, viewer=viewer, now=timezone.now())
    messages.success(request, _("Đã hủy lịch %(code)s. Chỗ này nhường cho người khác.") % {"code": visit.code})
    return redirect("portal:visits")
