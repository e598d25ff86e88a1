# SPDX-License-Identifier: EUPL-1.2
"""Health at a glance; try again what was parked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.faces.ops.state import overview
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.subscriptions import retry_now


@officer_required("operator", "auditor", "controller")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show checks, queues and what is held up."""
    return render(request, "ops/home.html", {"state": overview(), "now": timezone.now()})


@officer_required("operator")
@require_POST
def retry(request: HttpRequest, parked_id: int) -> HttpResponse:
    """Try one parked act again and say whether it went through."""
    if retry_now(parked_id, now=timezone.now()):
        messages.success(request, _("Đã xử lý xong sự kiện bị giữ lại."))
    else:
        messages.warning(request, _("Chưa xử lý được. Lỗi mới nhất hiện trong danh sách."))
    return redirect("ops:home")
