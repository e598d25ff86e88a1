# SPDX-License-Identifier: EUPL-1.2
"""Posts of officers: choose a unit and a post, appoint or re-assign, end one; decide what another proposed."""

import uuid
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity.staff import posting, queries
from tinhso.kernel.identity.staff.queries import OfficerSheet
from tinhso.kernel.identity.types_of_staff import ROLE_WORDS
from tinhso.kernel.registry.queries import unit


@officer_required("operator")
@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: HttpRequest, officer_id: uuid.UUID) -> HttpResponse:
    """Find a unit, choose one of its posts and a day; a post that oversees others waits for a second administrator."""
    sheet = queries.officer_sheet(officer_id, timezone.localdate())
    if request.method != "POST":
        return _choose(request, sheet)
    viewer = request.viewer  # type: ignore[attr-defined]
    try:
        proposal = posting.give_post(
            officer_id,
            _id(request.POST, "post", _("Hãy chọn một chức vụ.")),
            begins=_day(request.POST, "begins"),
            reason=request.POST.get("reason", ""),
            viewer=viewer,
            now=timezone.now(),
            replaces=_id(request.POST, "replaces", "") if request.POST.get("replaces") else None,
        )
    except Refused as refusal:
        field = refusal.code if refusal.code in {"begins", "post", "replaces"} else "reason"
        return _choose(request, sheet, {field: refusal.sentence}, status=status_of(refusal))
    waits = _("Chức vụ này cần hai người: đề nghị đang chờ quản trị viên khác duyệt.")
    messages.success(request, waits if proposal else _("Đã bố trí chức vụ."))
    return redirect("ops:officer", officer_id)


def _choose(
    request: HttpRequest, sheet: OfficerSheet, errors: dict[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    today, chosen = timezone.localdate(), request.GET.get("don-vi", "")
    values = request.POST.dict() or {
        "begins-day": str(today.day),
        "begins-month": str(today.month),
        "begins-year": str(today.year),
    }
    context = {"officer": sheet.officer, "sheet": sheet, "errors": errors, "values": values}
    if chosen:
        found = unit(_uuid(chosen, _("Không tìm thấy đơn vị này; có thể đường dẫn đã cũ.")))
        posts = queries.posts_with_holders(found.id, today)
        words = _("đang giữ: %(names)s")
        context["unit"] = found
        context["posts"] = [
            (
                str(post.id),
                f"{post.title} ({ROLE_WORDS[post.role]})",
                words % {"names": ", ".join(names)} if names else "",
            )
            for post, names in posts
        ]
        context["roles"] = list(ROLE_WORDS.items())
        context["held"] = [("", _("Giữ thêm, không thôi chức vụ nào"))] + [
            (str(one.id), f"{one.post.title}, {one.post.unit.name}") for one in sheet.current if one.valid.upper is None
        ]
    else:
        context["units"] = queries.units_found(request.GET.get("q", ""), today)
    return render(request, "ops/officer_appoint.html", context, status=status)


@officer_required("operator")
@require_POST
def open_post(request: HttpRequest, officer_id: uuid.UUID, unit_id: uuid.UUID) -> HttpResponse:
    """Open a post that the list of a unit lacks, and go back to choose it."""
    title, role, viewer = request.POST.get("title", ""), request.POST.get("role", ""), request.viewer  # type: ignore[attr-defined]
    made = posting.open_post(unit_id, title=title, role=role, viewer=viewer, now=timezone.now())
    messages.success(request, _("Đã lập chức vụ %(title)s; hãy chọn trong danh sách.") % {"title": made.title})
    return redirect(f"{reverse('ops:appoint', args=[officer_id])}?don-vi={unit_id}")


@officer_required("operator")
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, officer_id: uuid.UUID, assignment_id: uuid.UUID) -> HttpResponse:
    """End a post from a day on, with a reason."""
    today = timezone.localdate()
    sheet = queries.officer_sheet(officer_id, today)
    held = next((one for one in sheet.current if one.id == assignment_id), None)
    if held is None:
        raise Refused(_("Chức vụ này đã thôi giữ. Hãy tải lại trang của cán bộ."))
    values = request.POST.dict() or {
        "ends-day": str(today.day),
        "ends-month": str(today.month),
        "ends-year": str(today.year),
    }
    context = {"officer": sheet.officer, "held": held, "values": values}
    if request.method != "POST":
        return render(request, "ops/officer_end.html", context)
    try:
        ends, reason = _day(request.POST, "ends"), request.POST.get("reason", "")
        viewer = request.viewer  # type: ignore[attr-defined]
        posting.end_post(assignment_id, ends=ends, reason=reason, viewer=viewer, now=timezone.now())
    except Refused as refusal:
        context["errors"] = {refusal.code if refusal.code == "ends" else "reason": refusal.sentence}
        return render(request, "ops/officer_end.html", context, status=status_of(refusal))
    messages.success(request, _("Đã ghi ngày thôi giữ chức vụ."))
    return redirect("ops:officer", officer_id)


@officer_required("operator")
@require_POST
def decide(request: HttpRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """Confirm or refuse what another administrator proposed."""
    found = posting.decide(
        proposal_id,
        confirmed=request.POST.get("quyet-dinh") == "duyet",
        reason=request.POST.get("reason", ""),
        viewer=request.viewer,  # type: ignore[attr-defined]
        now=timezone.now(),
    )
    messages.success(request, _("Đã duyệt và thực hiện.") if found.confirmed else _("Đã từ chối đề nghị."))
    return redirect("ops:officer", found.officer_id)


def _day(sent: QueryDict, name: str) -> date:
    """Return the day in three boxes; raises Refused with the field as code when there is none such."""
    try:
        return date(*(int(sent.get(f"{name}-{box}", "")) for box in ("year", "month", "day")))
    except ValueError as error:
        raise Refused(_("Hãy nhập ngày có thật, ví dụ 27 3 2026."), code=name) from error


def _id(sent: QueryDict, name: str, sentence: str) -> uuid.UUID:
    return _uuid(sent.get(name, ""), sentence, code=name)


def _uuid(text: str, sentence: str, code: str = "") -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise Refused(sentence, code=code) from error
