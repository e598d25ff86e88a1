# SPDX-License-Identifier: EUPL-1.2
"""Pay the fee of one's dossier: make an order, show its code and the gateway's link, hand out the receipt.

The gateway's notice comes in here too: it has no session and is known by its signature alone.
"""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from tinhso.faces.ui.exports import attachment
from tinhso.faces.ui.rate_limits import per_minute
from tinhso.faces.ui.signin import citizen_required, public
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.errors import GatewayUnavailable
from tinhso.modules.onestop.fee_receipts import render_receipt
from tinhso.modules.onestop.papers import qr_svg
from tinhso.modules.onestop.payments.gateway import SIGNATURE
from tinhso.modules.onestop.payments.types import OUTCOME_SENTENCES, REFUSED, Outcome
from tinhso.modules.onestop.queries import dossiers
from tinhso.modules.onestop.queries import payments as queries

LONGEST_NOTICE = 16_384
MOST = 20
"""Questions to the gateway that one address may cause in a minute; each may hold a thread of the web for seconds."""


@citizen_required
@per_minute(MOST)
@require_POST
def pay(request: HttpRequest, dossier_id: uuid.UUID, charge_id: uuid.UUID) -> HttpResponse:
    """Make the order, or find the one made before, and show how to pay it."""
    viewer = request.viewer  # type: ignore[attr-defined]
    found = dossiers.dossier_for_applicant(viewer, dossier_id)
    charge = queries.charge_of(found, charge_id)
    try:
        actions.open_order(charge.id, viewer=viewer, now=timezone.now())
    except GatewayUnavailable as error:
        messages.warning(request, error.sentence)
    order = queries.open_order_of(charge)
    return redirect("portal:order", dossier_id, order.id) if order else redirect("portal:dossier", dossier_id)


@citizen_required
@require_safe
def order(request: HttpRequest, dossier_id: uuid.UUID, order_id: uuid.UUID) -> HttpResponse:
    """Show amount, transfer code and link of an order, or that nothing is to be paid any more."""
    found = queries.order_for_applicant(request.viewer, dossier_id, order_id)  # type: ignore[attr-defined]
    code = queries.transfer_code(found)
    drawn = mark_safe(qr_svg(code)) if code else ""  # noqa: S308 - drawn by us from a checked payload
    bank_bin, account = queries.beneficiary()
    context = {"order": found, "charge": found.charge, "dossier": found.charge.dossier, "qr": drawn}
    return render(request, "portal/pay.html", context | {"bank_bin": bank_bin, "account": account})


@citizen_required
@per_minute(MOST)
@require_POST
def check(request: HttpRequest, dossier_id: uuid.UUID, order_id: uuid.UUID) -> HttpResponse:
    """Ask the gateway whether the order is paid: for a payer whose notice has not come."""
    found = queries.order_for_applicant(request.viewer, dossier_id, order_id)  # type: ignore[attr-defined]
    outcome = actions.ask_gateway(found.id, now=timezone.now())
    if outcome in (Outcome.SETTLED, Outcome.REPEATED):
        messages.success(request, _("Đã ghi nhận khoản nộp của bạn. Biên lai có trong trang hồ sơ."))
        return redirect("portal:dossier", dossier_id)
    if outcome is None:
        messages.warning(request, _("Cổng thanh toán chưa nhận được tiền của lệnh này. Nếu vừa nộp, hãy chờ ít phút."))
    else:
        messages.warning(request, OUTCOME_SENTENCES[outcome])
    return redirect("portal:order", dossier_id, order_id)


@citizen_required
@require_safe
def receipt(request: HttpRequest, dossier_id: uuid.UUID, payment_id: uuid.UUID) -> HttpResponse:
    """Hand out the receipt of a payment as PDF."""
    found = dossiers.dossier_for_applicant(request.viewer, dossier_id)  # type: ignore[attr-defined]
    issued = queries.receipt_of(found, payment_id)
    pdf = render_receipt(issued, found, now=timezone.now())
    return attachment(pdf, filename=f"bien-lai-{issued.number.replace('/', '-')}.pdf", media_type="application/pdf")


@public
@csrf_exempt
@require_POST
def notice(request: HttpRequest) -> HttpResponse:
    """Take a notice of the gateway; 200 also when it repeats or settles nothing, so that it is not sent for ever."""
    body = request.body if int(request.META.get("CONTENT_LENGTH") or 0) <= LONGEST_NOTICE else b""
    outcome = actions.receive_notice(body, request.headers.get(SIGNATURE, ""), now=timezone.now())
    answer = {"outcome": outcome.value, "sentence": OUTCOME_SENTENCES[outcome]}
    return JsonResponse(answer, status=400 if outcome in REFUSED else 200, json_dumps_params={"ensure_ascii": False})
