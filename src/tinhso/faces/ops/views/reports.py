# SPDX-License-Identifier: EUPL-1.2
"""Figures of months and quarters sent to the national reporting system, and how they were received."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import NotAllowed, Refused
from tinhso.kernel.exchange.queries import partner
from tinhso.modules.onestop.actions import reporting as actions
from tinhso.modules.onestop.queries import reporting as queries
from tinhso.modules.onestop.reporting.types import PARTNER


@officer_required("operator", "auditor", "controller")
@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: HttpRequest) -> HttpResponse:
    """Show what was sent; the operator lets changed figures go at once."""
    viewer = request.viewer  # type: ignore[attr-defined]
    if request.method == "POST":
        return _send(request)
    context = {
        "rows": queries.sent_reports(),
        "connected": partner(PARTNER),
        "may_act": "operator" in viewer.roles(),
        "states": {
            "queued": (_("Chờ gửi"), "waiting"),
            "sent": (_("Đã nhận"), "done"),
            "dead": (_("Bị từ chối"), "dropped"),
            "aside": (_("Đã bỏ qua"), "dropped"),
        },
    }
    return render(request, "ops/reports.html", context)


def _send(request: HttpRequest) -> HttpResponse:
    try:
        made = actions.ask_for_reports(viewer=request.viewer, now=timezone.now())  # type: ignore[attr-defined]
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("ops:reports")
    if made:
        messages.success(request, _("Đã xếp %(n)s báo cáo vào hàng gửi.") % {"n": len(made)})
    else:
        messages.info(request, _("Số liệu các kỳ đã gửi không thay đổi nên không gửi lại."))
    return redirect("ops:reports")
