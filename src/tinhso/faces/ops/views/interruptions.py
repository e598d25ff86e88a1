# SPDX-License-Identifier: EUPL-1.2
"""Planned interruptions of the online services: announce one, withdraw it, see all."""

import uuid
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import Refused
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.queries import interruptions as queries


@officer_required("operator", "auditor")
@require_http_methods(["GET", "HEAD", "POST"])
def interruptions(request: HttpRequest) -> HttpResponse:
    """List what was announced; the operator announces another, which every public page then shows."""
    if request.method != "POST":
        return _page(request)
    try:
        begins, ends = _moment(request.POST, "begins"), _moment(request.POST, "ends")
    except ValueError:
        sentence = _("Hãy nhập đủ ngày và giờ, ví dụ 27 3 2026 và 20:00.")
        return _page(request, {"begins": sentence}, status=422)
    said = {name: request.POST.get(name, "") for name in ("reason", "force_majeure")}
    viewer = request.viewer  # type: ignore[attr-defined]
    try:
        actions.announce_interruption(begins, ends, viewer=viewer, now=timezone.now(), **said)
    except Refused as refusal:
        return _page(request, {"": refusal.sentence}, status=status_of(refusal))
    messages.success(request, _("Đã thông báo; mọi trang của cổng hiện thông báo này đến khi hết giờ."))
    return redirect("ops:interruptions")


def _moment(sent: QueryDict, name: str) -> datetime:
    """Return the local instant in four boxes; raises ValueError when there is none such."""
    year, month, day = (int(sent.get(f"{name}-{box}", "")) for box in ("year", "month", "day"))
    hour, minute = (int(part) for part in sent.get(f"{name}_time", "").split(":"))
    return datetime(year, month, day, hour, minute, tzinfo=timezone.get_current_timezone())


@officer_required("operator")
@require_POST
def withdraw(request: HttpRequest, interruption_id: uuid.UUID) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    actions.withdraw_interruption(interruption_id, viewer=viewer, now=timezone.now())
    messages.success(request, _("Đã bỏ thông báo."))
    return redirect("ops:interruptions")


def _page(request: HttpRequest, errors: dict[str, str] | None = None, *, status: int = 200) -> HttpResponse:
    context = {"rows": queries.interruptions_announced(), "now": timezone.now(), "notice": queries.notice_days()}
    context |= {"errors": errors, "values": request.POST.dict()}
    return render(request, "ops/interruptions.html", context, status=status)
