# SPDX-License-Identifier: EUPL-1.2
"""Messages given up: read every attempt, correct address or content, send again, or set aside with a reason."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import HouseError
from tinhso.kernel.exchange import actions, queries
from tinhso.kernel.exchange.smpp.texts import count_parts
from tinhso.lib.ids import IdentifierError
from tinhso.lib.phone import is_mobile, normalise_phone


@officer_required("operator")
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """List the messages given up and those waiting for another try."""
    dead, waiting = queries.dead_letters(), queries.waiting(50)
    for one in (*dead, *waiting):
        one.count_of_parts = count_parts(one.body) if one.channel == queries.TEXTS else 0  # type: ignore[attr-defined]
    context = {"dead": dead, "waiting": waiting, "counts": queries.counts()}
    return render(request, "ops/letters.html", context)


@officer_required("operator")
@require_POST
def resend(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """Put a message back in the queue, to a corrected address when one was typed."""
    typed = request.POST.get("recipient", "").strip()
    message = queries.message(message_id)
    if typed and message is not None:
        typed, wrong = _phone(typed) if message.channel == queries.TEXTS else _email(typed)
        if wrong:
            messages.error(request, wrong)
            return redirect("ops:letters")
    body = request.POST.get("body", "").strip()
    viewer = request.viewer  # type: ignore[attr-defined]
    try:
        actions.resend(message_id, now=timezone.now(), by=viewer.actor(), recipient=typed, body=body)
    except HouseError as error:
        messages.error(request, error.sentence)
        return redirect("ops:letters")
    messages.success(request, _("Đã xếp thư vào hàng gửi lại."))
    return redirect("ops:letters")


def _email(typed: str) -> tuple[str, str]:
    """Return the address and what is wrong with it."""
    try:
        validate_email(typed)
    except ValidationError:
        return typed, _("“%(typed)s” không phải địa chỉ thư điện tử. Thư chưa được gửi lại.") % {"typed": typed}
    return typed, ""


def _phone(typed: str) -> tuple[str, str]:
    """Return the number in the international form and what is wrong with it."""
    try:
        number = normalise_phone(typed)
    except IdentifierError:
        number = ""
    if is_mobile(number):
        return number, ""
    return typed, _("“%(typed)s” không phải số di động Việt Nam. Tin nhắn chưa được gửi lại.") % {"typed": typed}


@officer_required("operator")
@require_POST
def set_aside(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """Take a message out of its stream with a reason, so that the ones behind it go."""
    viewer = request.viewer  # type: ignore[attr-defined]
    try:
        actions.set_aside(message_id, reason=request.POST.get("reason", ""), now=timezone.now(), by=viewer.actor())
    except HouseError as error:
        messages.error(request, error.sentence)
        return redirect("ops:letters")
    messages.success(request, _("Đã bỏ qua bản tin; các bản tin sau của cùng hồ sơ được gửi tiếp."))
    return redirect("ops:letters")
