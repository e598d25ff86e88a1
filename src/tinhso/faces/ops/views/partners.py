# SPDX-License-Identifier: EUPL-1.2
"""Partners of the exchange: how they do, suspend and resume; what the books differ in; tell a day anew."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import HouseError
from tinhso.kernel.exchange import actions, queries
from tinhso.modules.onestop.national import reconciliation


@officer_required("operator", "auditor", "controller")
@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """Show partners, the newest comparison of each day, and messages that contradict themselves."""
    context = {
        "partners": queries.partners(),
        "made": queries.reconciliations(),
        "contradictions": queries.contradictions(),
        "kinds": {
            "missing_there": _("Đối tác chưa có"),
            "other_state": _("Khác trạng thái"),
            "other_date": _("Khác ngày"),
            "unknown_here": _("Ở đây không có"),
        },
        "may_act": "operator" in request.viewer.roles(),  # type: ignore[attr-defined]
    }
    return render(request, "ops/partners.html", context)


@officer_required("operator")
@require_POST
def suspend(request: HttpRequest, key: str) -> HttpResponse:
    """Stop sending to a partner, or go on when it is stopped."""
    by, now = request.viewer.actor(), timezone.now()  # type: ignore[attr-defined]
    try:
        if request.POST.get("resume"):
            actions.resume_partner(key, now=now, by=by)
            messages.success(request, _("Đã nối lại liên thông."))
        else:
            actions.suspend_partner(key, reason=request.POST.get("reason", ""), now=now, by=by)
            messages.success(request, _("Đã tạm ngừng liên thông. Bản tin được giữ lại để gửi sau."))
    except HouseError as error:
        messages.error(request, error.sentence)
    return redirect("ops:partners")


@officer_required("operator")
@require_POST
def replay(request: HttpRequest) -> HttpResponse:
    """Compare a day again, or tell the national portal that day anew."""
    by, now = request.viewer.actor(), timezone.now()  # type: ignore[attr-defined]
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        messages.error(request, _("Ngày không đọc được. Hãy chọn lại ngày cần gửi lại."))
        return redirect("ops:partners")
    try:
        if request.POST.get("compare"):
            made = reconciliation.reconcile(day, now=now, by=by)
            messages.info(request, made.fault or _("Đã đối soát lại, kết quả ở bảng dưới."))
        else:
            queued = reconciliation.replay_day(day, now=now, by=by)
            messages.success(request, _("Đã xếp %(n)s hồ sơ vào hàng gửi lại.") % {"n": queued})
    except HouseError as error:
        messages.error(request, error.sentence)
    return redirect("ops:partners")
