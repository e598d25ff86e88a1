# SPDX-License-Identifier: EUPL-1.2
"""Numbers reserved for the time the desk has no network: take some along, see their fates, void the rest."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.faces.desk.reading import FormFault, required_day
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.actions.number_blocks import MOST_NUMBERS
from tinhso.modules.onestop.queries import number_blocks as queries

ROLES = ("reception", "head")


@officer_required(*ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def number_blocks(request: HttpRequest) -> HttpResponse:
    """List the reserved numbers of the own desk, made to be printed; reserve more."""
    if request.method != "POST":
        return _page(request)
    viewer, typed = request.viewer, request.POST.get("count", "").strip()  # type: ignore[attr-defined]
    try:
        if not (typed.isascii() and typed.isdigit() and len(typed) <= 4):
            raise FormFault({"count": _("Hãy ghi số lượng bằng chữ số, ví dụ 20.")})
        day, reason = required_day(request.POST, "day"), request.POST.get("reason", "")
        block = actions.reserve_numbers(
            _desk(viewer), day=day, count=int(typed), reason=reason, viewer=viewer, now=timezone.now()
        )
    except FormFault as fault:
        return _page(request, fault.errors)
    except Refused as refusal:
        return _page(request, {"": refusal.sentence}, status=status_of(refusal))
    messages.success(request, _("Đã dự trữ %(count)s số. Hãy in danh sách mang theo.") % {"count": typed})
    return redirect(f"{request.path}#dai-{block.id}")


@officer_required(*ROLES)
@require_POST
def void(request: HttpRequest, block_id: uuid.UUID) -> HttpResponse:
    viewer, reason = request.viewer, request.POST.get("reason", "")  # type: ignore[attr-defined]
    try:
        count = actions.void_rest(block_id, reason=reason, viewer=viewer, now=timezone.now())
    except Refused as refusal:
        return _page(request, {"": refusal.sentence}, status=status_of(refusal))
    messages.success(request, _("Đã hủy %(count)s số chưa dùng.") % {"count": count})
    return redirect("desk:number_blocks")


def _desk(viewer: Viewer) -> uuid.UUID:
    return next(seat.unit_id for seat in viewer.seats if seat.role in ROLES)


def _page(request: HttpRequest, errors: dict[str, str] | None = None, *, status: int = 422) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "lines": queries.blocks_of({seat.unit_id for seat in viewer.seats if seat.role in ROLES})
    }
    context |= {"errors": errors, "values": request.POST.dict(), "most": MOST_NUMBERS}
    return render(request, "desk/number_blocks.html", context, status=status if errors else 200)
