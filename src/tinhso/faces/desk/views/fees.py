# SPDX-License-Identifier: EUPL-1.2
"""Money of a dossier at the desk: name an unknown amount, take cash, exempt, pay back, hand out the receipt."""

import uuid
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.faces.desk import pages
from tinhso.faces.ui.exports import attachment
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import Conflict, Refused
from tinhso.lib.money import MoneyError, parse_vnd
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.fee_receipts import render_receipt
from tinhso.modules.onestop.queries import dossiers
from tinhso.modules.onestop.queries import payments as queries


def shown_back(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Show the dossier again with the sentence of a refusal and with what was typed."""

    @wraps(view)
    def guarded(request: HttpRequest, dossier_id: uuid.UUID, **keys: uuid.UUID) -> HttpResponse:
        try:
            return view(request, dossier_id, **keys)
        except (Refused, Conflict) as refusal:
            viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
            found = dossiers.dossier_for_officer(viewer, dossier_id)
            pages.note_reading(viewer, found, now)
            context = pages.dossier_page(viewer, found, now)
            context |= {"errors": {"": refusal.sentence}, "values": request.POST.dict()}
            return render(request, "desk/dossier.html", context, status=status_of(refusal))

    return guarded


def _amount(request: HttpRequest) -> int:
    try:
        return parse_vnd(request.POST.get("amount", ""))
    except MoneyError as error:
        raise Refused(error.sentence) from error


def _charge_id(request: HttpRequest, dossier_id: uuid.UUID, charge_id: uuid.UUID) -> uuid.UUID:
    """Return the charge when it is of this dossier and the officer may see it."""
    found = dossiers.dossier_for_officer(request.viewer, dossier_id)  # type: ignore[attr-defined]
    return queries.charge_of(found, charge_id).id


@officer_required("reception", "head")
@require_POST
@shown_back
def state(request: HttpRequest, dossier_id: uuid.UUID, charge_id: uuid.UUID) -> HttpResponse:
    """Write down an amount the data do not know, with its text."""
    wanted, source = _charge_id(request, dossier_id, charge_id), request.POST.get("source", "")
    viewer = request.viewer  # type: ignore[attr-defined]
    actions.state_amount(wanted, amount_vnd=_amount(request), source=source, viewer=viewer, now=timezone.now())
    messages.success(request, _("Đã ghi mức thu. Người nộp thấy số tiền và căn cứ ở trang hồ sơ."))
    return redirect("desk:dossier", dossier_id)


@officer_required("reception", "head")
@require_POST
@shown_back
def cash(request: HttpRequest, dossier_id: uuid.UUID, charge_id: uuid.UUID) -> HttpResponse:
    """Take the whole amount over the counter."""
    wanted = _charge_id(request, dossier_id, charge_id)
    viewer = request.viewer  # type: ignore[attr-defined]
    issued = actions.take_cash(wanted, amount_vnd=_amount(request), viewer=viewer, now=timezone.now())
    messages.success(request, _("Đã thu tiền mặt. Biên lai số %(number)s.") % {"number": issued.number})
    return redirect("desk:dossier", dossier_id)


@officer_required("reception", "head")
@require_POST
@shown_back
def exempt(request: HttpRequest, dossier_id: uuid.UUID, charge_id: uuid.UUID) -> HttpResponse:
    """Exempt the applicant, with ground, text and reason."""
    wanted = _charge_id(request, dossier_id, charge_id)
    given = {name: request.POST.get(name, "") for name in ("ground", "source", "reason")}
    actions.exempt(wanted, **given, viewer=request.viewer, now=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, _("Đã miễn khoản thu."))
    return redirect("desk:dossier", dossier_id)


@officer_required("reception", "head")
@require_POST
@shown_back
def refund(request: HttpRequest, dossier_id: uuid.UUID, payment_id: uuid.UUID) -> HttpResponse:
    """Ask for a refund, or confirm the one a colleague asked for."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = dossiers.dossier_for_officer(viewer, dossier_id)
    payment = queries.payment_of(found, payment_id)
    if request.POST.get("confirm"):
        actions.confirm_refund(payment.id, viewer=viewer, now=now)
        messages.success(request, _("Đã hoàn trả khoản nộp."))
    else:
        actions.request_refund(payment.id, reason=request.POST.get("reason", ""), viewer=viewer, now=now)
        messages.success(request, _("Đã gửi đề nghị hoàn trả. Người khác trong đơn vị cần xác nhận."))
    return redirect("desk:dossier", dossier_id)


@officer_required()
@require_safe
def receipt(request: HttpRequest, dossier_id: uuid.UUID, payment_id: uuid.UUID) -> HttpResponse:
    """Hand out the receipt of a payment as PDF."""
    found = dossiers.dossier_for_officer(request.viewer, dossier_id)  # type: ignore[attr-defined]
    issued = queries.receipt_of(found, payment_id)
    pdf = render_receipt(issued, found, now=timezone.now())
    return attachment(pdf, filename=f"bien-lai-{issued.number.replace('/', '-')}.pdf", media_type="application/pdf")
