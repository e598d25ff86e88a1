# SPDX-License-Identifier: EUPL-1.2
"""Messages partners sent: which need a person, which wait for an earlier one, which were refused."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import HouseError
from tinhso.kernel.exchange import actions, queries
from tinhso.kernel.exchange.types import InState


@officer_required("operator")
@require_safe
def inbound(request: HttpRequest) -> HttpResponse:
    """List received messages by what they need."""
    context = {
        "dead": queries.inbound_in(InState.DEAD),
        "held": queries.inbound_out_of_turn(),
        "waiting": queries.inbound_in(InState.TAKEN),
        "refused": queries.inbound_in(InState.REFUSED),
        "counts": queries.inbound_counts(),
    }
    return render(request, "ops/inbound.html", context)


@officer_required("operator")
@require_POST
def settle(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """Let a message be handled again, or set it aside with a reason."""
    by, now = request.viewer.actor(), timezone.now()  # type: ignore[attr-defined]
    try:
        if request.POST.get("again"):
            actions.try_again(message_id, now=now, by=by)
            messages.success(request, _("Đã xếp bản tin vào hàng xử lý lại."))
        else:
            actions.set_arrived_aside(message_id, reason=request.POST.get("reason", ""), now=now, by=by)
            messages.success(request, _("Đã bỏ qua bản tin và báo lại đối tác; các bản tin sau được xử lý tiếp."))
    except HouseError as error:
        messages.error(request, error.sentence)
    return redirect("ops:inbound")
