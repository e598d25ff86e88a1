# SPDX-License-Identifier: EUPL-1.2
"""Reviews of the security centre: what is due, written down by who did it, what was done before."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tinhso.faces.desk import reading
from tinhso.faces.desk.security import forms
from tinhso.faces.ui.signin import officer_required
from tinhso.modules.security import policies
from tinhso.modules.security.actions.reviews import record_review
from tinhso.modules.security.queries import reviews as queries
from tinhso.modules.security.types.duty import ReviewKind

ON_A_PAGE = 25
KINDS = {
    ReviewKind.WEEK: gettext_lazy("Rà soát cảnh báo tuần"),
    ReviewKind.MONTH: gettext_lazy("Tinh chỉnh luật, ngưỡng tháng"),
    ReviewKind.HALF_YEAR: gettext_lazy("Báo cáo 6 tháng"),
}


@officer_required(*policies.EVERYWHERE)
@require_http_methods(["GET", "HEAD", "POST"])
def review_list(request: HttpRequest) -> HttpResponse:
    """Show what is to be gone over and what was; write one down."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        errors, status = forms.tried(lambda: _record(request))
        if not errors:
            messages.success(request, _("Đã ghi lần rà soát."))
            return redirect("desk:security_reviews")
    page = Paginator(queries.reviews(), ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "due": lines(timezone.localdate(now)),
        "page": page,
        "done": [{"one": one, "kind": KINDS[ReviewKind(one.kind)]} for one in page.object_list],
        "may_write": policies.runs_centre(viewer),
        "asked": request.POST.get("period", ""),
        "values": request.POST.dict() if errors else {},
        "errors": errors,
    }
    return render(request, "desk/security/reviews.html", context, status=status)


def _record(request: HttpRequest) -> None:
    data, viewer = request.POST, request.viewer  # type: ignore[attr-defined]
    sentence = _("Hãy chọn kỳ đã rà soát.")
    kind, _mark, typed = data.get("period", "").partition(":")
    try:
        chosen, first = ReviewKind(kind), date.fromisoformat(typed)
    except ValueError as error:
        raise reading.FormFault({"period": sentence}) from error
    record_review(chosen, first, forms.text(data, "words", 8000), viewer=viewer, now=timezone.now())


def lines(today: date) -> list[dict[str, Any]]:
    """Return what is due in words, with the address of what to look at and the value of its choice."""
    found = []
    for one in queries.reviews_due(today):
        period = {ReviewKind.WEEK: "week", ReviewKind.HALF_YEAR: "half_year"}.get(one.kind)
        href = (
            f"{reverse('desk:monitoring')}?ky={period}&ngay={one.first}" if period else reverse("desk:detection_rules")
        )
        span = f"{one.first:%d/%m/%Y} – {one.last:%d/%m/%Y}"
        found.append({"words": f"{KINDS[one.kind]} {span}", "href": href, "value": f"{one.kind}:{one.first}"})
    return found
