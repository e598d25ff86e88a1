# SPDX-License-Identifier: EUPL-1.2
"""Sign the book F06 of a period; take signed papers."""

import uuid
from datetime import date
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import reading
from tinhso.faces.ui.exports import attachment
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.documents import actions as documents
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.kernel.registry import queries as registry
from tinhso.modules.onestop import actions, policies
from tinhso.modules.onestop.queries import books


@officer_required("reception", "head", "leader")
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_book(request: HttpRequest, unit_id: uuid.UUID, field: str, year: int) -> HttpResponse:
    """Ask for the period and sign; what is refused comes back with what was typed."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    policies.check_book(viewer, unit_id)
    if request.method != "POST":
        return _form(request, unit_id, field, year)
    try:
        since, until = (reading.required_day(request.POST, name) for name in ("tu", "den"))
        period = actions.Period(field, year, since, until)
        made = actions.sign_book(unit_id, period, viewer=viewer, now=now)
    except reading.FormFault as fault:
        return _form(request, unit_id, field, year, fault.errors, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        return _form(request, unit_id, field, year, {"": refusal.sentence}, status=status_of(refusal))
    said = _("Đã ký sổ từ dòng %(first)s đến dòng %(last)s.")
    messages.success(request, said % {"first": made.first, "last": made.last})
    return redirect("desk:book", unit_id, field, year)


def _form(
    request: HttpRequest,
    unit_id: uuid.UUID,
    field: str,
    year: int,
    errors: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"unit": registry.unit(unit_id), "field": field, "year": year, "errors": errors or {}}
    context["values"] = request.POST.dict() or _usual(year, timezone.localdate())
    return render(request, "desk/book_sign.html", context, status=status)


def _usual(year: int, today: date) -> dict[str, int]:
    """Offer the whole year so far, or the whole of a year that is over."""
    last = today if today.year == year else date(year, 12, 31)
    days = {"tu": date(year, 1, 1), "den": last}
    parts = ((name, part, getattr(day, part)) for name, day in days.items() for part in ("day", "month", "year"))
    return {f"{name}-{part}": value for name, part, value in parts}


@officer_required()
@require_safe
def book_paper(request: HttpRequest, paper_id: uuid.UUID) -> HttpResponse:
    """Hand out a signed paper; who took it is recorded."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = books.book_paper(viewer, paper_id)
    purpose = f"Tra cứu sổ theo dõi {found.field}/{found.year}"
    opened = documents.download(found.document_id, purpose=purpose, now=now, by=viewer.actor())
    return attachment(opened.data, filename=opened.filename, media_type=opened.media_type)
