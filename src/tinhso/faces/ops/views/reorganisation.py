# SPDX-License-Identifier: EUPL-1.2
"""Reorganisation of units as an act: a report first, then a typed confirmation."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.casework.actions import apply_reorganisation, report_of
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.registry.queries import territory

WORD = "ÁP DỤNG"


@officer_required("operator")
@require_http_methods(["GET", "HEAD", "POST"])
def reorganisation(request: HttpRequest) -> HttpResponse:
    """Show what a list of mergers would move; carry it out when the word was typed."""
    if request.method != "POST":
        return _page(request, request.GET)
    if " ".join(request.POST.get("confirmation", "").split()).upper() != WORD:
        sentence = _("Hãy gõ đúng “%(word)s” để xác nhận. Chưa có gì thay đổi.") % {"word": WORD}
        return _page(request, request.POST, {"confirmation": sentence})
    day = _day(request.POST)
    if day is None:
        return _page(request, request.POST, {"day": _("Hãy nhập ngày có hiệu lực của danh sách.")})
    try:
        report = apply_reorganisation(
            day,
            applies_on=timezone.localdate(),
            now=timezone.now(),
            by=request.viewer.actor(),  # type: ignore[attr-defined]
        )
    except Refused as refusal:
        return _page(request, request.POST, {"": refusal.sentence})
    sentence = _("Đã áp dụng: %(units)s đơn vị kết thúc, %(cases)s hồ sơ đang mở được chuyển.")
    messages.success(request, sentence % {"units": len(report.plan.mergers), "cases": report.total_cases})
    return redirect("ops:reorganisation")


def _day(sent: dict[str, str]) -> date | None:
    try:
        return date(*(int(sent.get(f"day-{box}", "")) for box in ("year", "month", "day")))
    except (ValueError, TypeError, OverflowError):
        return None


def _page(request: HttpRequest, sent: dict[str, str], errors: dict[str, str] | None = None) -> HttpResponse:
    day = _day(sent)
    report = report_of(day, applies_on=timezone.localdate()) if day else None
    rows = (
        [
            (one, report.open_cases.get(one.predecessor, 0), report.people.get(one.predecessor, 0))
            for one in report.plan.mergers
        ]
        if report
        else []
    )
    context = {"report": report, "rows": rows, "errors": errors, "values": sent.dict(), "word": WORD}  # type: ignore[attr-defined]
    context |= {"day": day, "territory": territory()}
    return render(request, "ops/reorganisation.html", context, status=422 if errors else 200)
