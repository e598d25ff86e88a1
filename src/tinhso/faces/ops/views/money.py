# SPDX-License-Identifier: EUPL-1.2
"""What the bank's statements and our payments disagree about."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import NotAllowed
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.queries import payments

PAGE_SIZE = 50


@officer_required("operator", "auditor")
@require_http_methods(["GET", "HEAD", "POST"])
def reconciliation(request: HttpRequest) -> HttpResponse:
    """List every difference, those left first when asked; the operator may compare today at once."""
    viewer = request.viewer  # type: ignore[attr-defined]
    if request.method == "POST":
        if "operator" not in viewer.roles():
            raise NotAllowed(_("Chỉ người vận hành được chạy đối soát."))
        now = timezone.now()
        done = actions.reconcile(timezone.localdate(now), now=now, by=viewer.actor())
        words = _("Đã đối soát: %(lines)d dòng sao kê, ghi bổ sung %(settled)d, còn lệch %(left)d.")
        messages.success(request, words % {"lines": done.lines, "settled": done.settled, "left": done.differences})
        return redirect("ops:reconciliation")
    only_open = request.GET.get("con") == "lech"
    page = Paginator(payments.differences(only_open=only_open), PAGE_SIZE).get_page(request.GET.get("trang"))
    return render(request, "ops/reconciliation.html", {"page": page, "only_open": only_open})
