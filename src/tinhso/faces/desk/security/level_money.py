# SPDX-License-Identifier: EUPL-1.2
"""The share of money for security at the desk, by its three definitions side by side."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.faces.desk import reading
from tinhso.faces.desk.security import forms
from tinhso.faces.desk.security import levels_wording as wording
from tinhso.faces.desk.security.systems_wording import DASH
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.registry.queries import territory
from tinhso.lib.money import format_vnd
from tinhso.lib.uuid7 import uuid7
from tinhso.lib.vntext import format_percent
from tinhso.modules.security import actions
from tinhso.modules.security.levels import spending
from tinhso.modules.security.queries import level_records as queries


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def money(request: HttpRequest) -> HttpResponse:
    """Show the share of money for security by its three definitions side by side, always with both numbers."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":

        def tell() -> None:
            data = request.POST
            told = actions.MoneyTold(
                year=reading.year(data, "year"),
                variant=data.get("variant", ""),
                scope=data.get("scope", ""),
                stage=data.get("stage", ""),
                numerator_vnd=reading.amount(data, "numerator_vnd"),
                denominator_vnd=reading.amount(data, "denominator_vnd"),
                basis=forms.text(data, "basis", 301),
            )
            key = reading.identifier(data, "spending_id", _("Trang đã cũ. Hãy tải lại trang."))
            actions.tell_spending(key, told, viewer=viewer, now=now)

        errors, status = forms.tried(tell)
        if not errors:
            messages.success(request, _("Đã ghi kinh phí."))
            return redirect(f"{request.path}?nam={request.POST['year'].strip()}")
    return _money(request, errors, status)


def _money(request: HttpRequest, errors: dict[str, str], status: int) -> HttpResponse:
    today = timezone.localdate()
    typed = request.GET.get("nam", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else today.year
    found = queries.spending_of([territory().root_id], year)
    heads = [_("Phạm vi"), _("Giai đoạn"), _("Tử số"), _("Mẫu số"), _("Tỷ lệ"), _("So với 10 %"), _("Căn cứ số tiền")]
    variants = [
        (one, wording.TRUST[one.trust], [_money_row(row, one) for row in found if row.variant == one.id])
        for one in spending.variants()
    ]
    context = {
        "year": year,
        "years": [(str(one), str(one)) for one in sorted({*queries.spending_years(), today.year}, reverse=True)],
        "heads": heads,
        "variants": variants,
        "may_tell": any(seat.role == "operator" for seat in request.viewer.seats),  # type: ignore[attr-defined]
        "variant_choices": [(one.id, f"{one.numerator} / {one.denominator}") for one in spending.variants()],
        "scopes": wording.options(wording.SCOPES),
        "stages": wording.options(wording.STAGES),
        "new_id": request.POST.get("spending_id") or uuid7(),
        "values": forms.typed_values(request) if errors else {"year": str(year), "nam": str(year)},
        "errors": errors,
    }
    return render(request, "desk/security/money.html", context, status=status)


def _money_row(row: Any, variant: spending.Variant) -> list[Any]:
    share = spending.share(row.numerator_vnd, row.denominator_vnd)
    reaches = {True: _("đạt"), False: _("chưa đạt"), None: DASH}[share.reaches]
    if variant.condition:
        reaches = _("%(reaches)s, khi cách tính này áp dụng") % {"reaches": reaches}
    percent = format_percent(share.percent, 2) if share.percent is not None else DASH
    return [wording.SCOPES[row.scope], wording.STAGES[row.stage], format_vnd(row.numerator_vnd),
            format_vnd(row.denominator_vnd), percent, reaches, row.basis]  # fmt: skip
