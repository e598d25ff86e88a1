# SPDX-License-Identifier: EUPL-1.2
"""Officers: find one, close the account of one who left."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity import actions, queries

SHORTEST_REASON = 10
SHOWN = 100


@officer_required("operator", "auditor")
@require_safe
def officers(request: HttpRequest) -> HttpResponse:
    """List officers in Vietnamese order, narrowed by words without diacritics."""
    found = queries.list_officers(text=request.GET.get("q", ""), limit=SHOWN)
    return render(request, "ops/officers.html", {"officers": found, "limit": SHOWN})


@officer_required("operator")
@require_http_methods(["GET", "HEAD", "POST"])
def disable(request: HttpRequest, officer_id: uuid.UUID) -> HttpResponse:
    """Close an account with a reason; what the officer did keeps the name."""
    officer, viewer = queries.officer(officer_id), request.viewer  # type: ignore[attr-defined]
    reason = request.POST.get("reason", "").strip()
    context = {"officer": officer, "posts": queries.assignments_of(officer_id), "values": request.POST.dict()}
    if request.method != "POST":
        return render(request, "ops/disable.html", context)
    if officer_id == viewer.officer_id:
        raise Refused(_("Không thể tự khóa tài khoản của mình. Hãy nhờ quản trị viên khác."))
    if len(reason) < SHORTEST_REASON:
        context["errors"] = {"reason": _("Hãy ghi rõ lý do, ít nhất 10 ký tự.")}
        return render(request, "ops/disable.html", context, status=422)
    actions.disable_account(officer, reason=reason, now=timezone.now(), by=viewer.actor())
    messages.success(request, _("Đã khóa tài khoản của %(name)s.") % {"name": officer.full_name})
    return redirect("ops:officers")
