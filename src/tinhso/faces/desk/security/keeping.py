# SPDX-License-Identifier: EUPL-1.2
"""How long logs are kept by class, what was removed, what stays for incidents."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tinhso.faces.desk import reading
from tinhso.faces.desk.security import forms
from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.modules.security.actions import keeping as actions
from tinhso.modules.security.actions import purging
from tinhso.modules.security.queries import keeping as queries
from tinhso.modules.security.store import classes, connecting
from tinhso.modules.security.store.errors import StoreAway, StoreRefused
from tinhso.modules.security.types.keeping import PurgeCause

ON_A_PAGE = 50
CAUSES = {PurgeCause.TERM: gettext_lazy("Hết thời hạn lưu"), PurgeCause.HAND: gettext_lazy("Xóa theo yêu cầu")}
TRUST = {"C": gettext_lazy("đã đọc văn bản"), "I": gettext_lazy("theo nguồn thứ cấp, cần đối chiếu"),
         "M": gettext_lazy("chưa đọc được số")}  # fmt: skip


@officer_required("operator", "auditor")
@require_http_methods(["GET", "HEAD", "POST"])
def keeping(request: HttpRequest) -> HttpResponse:
    """Show the classes and what was removed; an operator sets a term or removes what the law holds no more."""
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        is_term = request.POST.get("act") == "term"
        errors, status = _tried("term_" if is_term else "purge_", _set_term if is_term else _purge, request)
        if not errors:
            return redirect("desk:log_keeping")
    return _page(request, errors, status)


def _tried(prefix: str, deed: Callable[[HttpRequest], None], request: HttpRequest) -> tuple[dict[str, str], int]:
    """Do what a form asks; return its errors by the names of its boxes (`term_days`), with the status."""
    try:
        errors, status = forms.tried(lambda: deed(request))
    except (StoreAway, StoreRefused):
        return {"": _("Kho sự kiện đang không trả lời, chưa xóa được hết. Phần còn lại sẽ được xóa ở lần sau.")}, 503
    return {
        f"{prefix}{name}" if name and not name.startswith(prefix) else name: errors[name] for name in errors
    }, status


def _set_term(request: HttpRequest) -> None:
    data, now = request.POST, timezone.now()
    days = forms.required_whole(data, "term_days")
    actions.set_term(
        data.get("term_keep_class", ""), days, why=forms.text(data, "term_why"),
        viewer=request.viewer, today=timezone.localdate(), now=now,  # type: ignore[attr-defined]
    )  # fmt: skip
    messages.success(request, _("Đã đặt thời hạn lưu."))


def _purge(request: HttpRequest) -> None:
    data, now, today = request.POST, timezone.now(), timezone.localdate()
    before = reading.day(data, "purge_before")
    if before is None:
        raise reading.FormFault({"before": _("Hãy chọn ngày: nhật ký nhận trước ngày này sẽ bị xóa.")})
    done = purging.purge_by_hand(
        connecting.store(), data.get("purge_keep_class", ""), before, why=forms.text(data, "purge_why"),
        viewer=request.viewer, today=today, now=now,  # type: ignore[attr-defined]
    )  # fmt: skip
    said = _("Đã xóa %(days)s ngày nhật ký, %(rows)s sự kiện.")
    messages.success(request, said % {"days": len(done), "rows": sum(one.rows - one.held for one in done)})


def _page(request: HttpRequest, errors: dict[str, str], status: int) -> HttpResponse:
    text = request.GET.get("q", "")[:200].replace("\x00", "").strip()
    code = request.GET.get("lop", "") if request.GET.get("lop", "") in classes.classes() else ""
    found = queries.purges(text=text, code=code)
    heads = [_("Lúc"), _("Ngày nhận"), _("Lớp"), _("Số sự kiện"), _("Giữ lại"), _("Vì sao"), _("Lý do"), _("Ai")]
    if make := exports.FILES.get(request.GET.get("dang", "")):
        return make("nhat-ky-da-xoa", heads, [_purged(one) for one in found])
    try:
        stored, away = queries.stored(), False
    except (StoreAway, StoreRefused):
        stored, away = None, True
    query = request.GET.copy()
    for name in ("dang", "trang"):
        query.pop(name, None)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "classes": [(one, TRUST[one.minimum.confidence]) for one in queries.class_lines(timezone.localdate(), stored)],
        "is_away": away,
        "choices": [(code, one.title) for code, one in classes.classes().items()],
        "lines": [(one, classes.classes()[one.keep_class].title, CAUSES[PurgeCause(one.cause)]) for one in page],
        "page": page,
        "may_set": any(seat.role == "operator" for seat in request.viewer.seats),  # type: ignore[attr-defined]
        "values": {"q": text, "lop": code} | (request.POST.dict() if errors else {}),
        "is_narrowed": bool(text or code),
        "file": query.urlencode(),
        "errors": errors,
    }
    return render(request, "desk/security/log_keeping.html", context, status=status)


def _purged(one: Any) -> list[Any]:
    who = one.told_by.full_name if one.told_by else ""
    return [one.done_at or one.planned_at, one.day.isoformat(), classes.classes()[one.keep_class].title, one.rows,
            one.held, str(CAUSES[PurgeCause(one.cause)]), one.why, who]  # fmt: skip


@officer_required("operator", "auditor", "head", "leader", "specialist")
@require_http_methods(["GET", "HEAD", "POST"])
def holds(request: HttpRequest) -> HttpResponse:
    """List what stays for incidents; hold more, let go."""
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        errors, status = forms.tried(lambda: _end(request) if request.POST.get("act") == "end" else _hold(request))
        if not errors:
            return redirect("desk:log_holds")
    viewer = request.viewer  # type: ignore[attr-defined]
    found = queries.holds_for(viewer)
    if make := exports.FILES.get(request.GET.get("dang", "")):
        heads = [
            _("Sự cố"),
            _("Máy"),
            _("Từ"),
            _("Đến"),
            _("Sự kiện"),
            _("Lý do"),
            _("Ai"),
            _("Lúc"),
            _("Thôi giữ lúc"),
        ]
        return make("nhat-ky-giu-lai", heads, [_held(one) for one in found])
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "incidents": queries.incidents_to_name(viewer),
        "values": request.POST.dict() if errors else {"incident": request.GET.get("su_co", "")},
        "errors": errors,
    }
    return render(request, "desk/security/log_holds.html", context, status=status)


def _hold(request: HttpRequest) -> None:
    data, viewer = request.POST, request.viewer  # type: ignore[attr-defined]
    incident = reading.identifier(data, "incident", _("Hãy chọn sự cố cần giữ nhật ký."))
    if str(incident) not in dict(queries.incidents_to_name(viewer)):
        raise reading.FormFault({"incident": _("Hãy chọn sự cố cần giữ nhật ký.")})
    actions.hold_logs(
        incident, host=forms.text(data, "host", 256), since=reading.optional_instant(data, "since"),
        until=reading.optional_instant(data, "until"),
        events=tuple(one.strip() for one in reading.lines(data, "events")), why=forms.text(data, "why"),
        viewer=viewer, now=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Đã giữ nhật ký cho sự cố."))


def _end(request: HttpRequest) -> None:
    viewer = request.viewer  # type: ignore[attr-defined]
    hold = reading.identifier(request.POST, "hold", _("Hãy chọn một dòng trong danh sách."))
    if not queries.holds_for(viewer).filter(id=hold).exists():
        raise reading.FormFault({"": _("Hãy chọn một dòng trong danh sách.")})
    actions.end_hold(uuid.UUID(str(hold)), viewer=viewer, now=timezone.now())
    messages.success(request, _("Đã thôi giữ. Nhật ký hết hạn sẽ được xóa ở lần xóa kế tiếp."))


def _held(one: Any) -> list[Any]:
    return [one.incident.case.number, one.host, one.since, one.until, ", ".join(one.events), one.why,
            one.told_by.full_name, one.told_at, one.ended_at]  # fmt: skip
