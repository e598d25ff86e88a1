# SPDX-License-Identifier: EUPL-1.2
"""Officers: find one, see the sheet, make a new one; close, open, give a way in, reset the second factor."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.config import env
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.catalogue import title_of
from tinhso.kernel.events.errors import Conflict, Refused
from tinhso.kernel.identity.staff import actions, posting, queries

SHOWN = 100


@officer_required("operator", "auditor")
@require_safe
def officers(request: HttpRequest) -> HttpResponse:
    """List officers in Vietnamese order, by words without diacritics and by state; above it what waits."""
    today, kept = timezone.localdate(), request.GET.get("loc", "")
    found = list(queries.find_officers(request.GET.get("q", ""), kept=kept, on=today)[: SHOWN + 1])
    posts = queries.posts_today(found[:SHOWN], today)
    context = {
        "rows": [(one, posts.get(one.id, [])) for one in found[:SHOWN]],
        "more": len(found) > SHOWN,
        "limit": SHOWN,
        "waiting": queries.proposals_waiting(),
        "kept": kept,
        "filters": [
            ("", _("Tất cả")),
            ("active", _("Đang dùng")),
            ("disabled", _("Đã khóa")),
            ("unposted", _("Chưa có chức vụ")),
            ("no_factor", _("Chưa có lớp thứ hai")),
        ],
    }
    return render(request, "ops/officers.html", context)


@officer_required("operator", "auditor")
@require_safe
def officer(request: HttpRequest, officer_id: uuid.UUID) -> HttpResponse:
    """Show one officer: account, posts now and before, what was done to the account and by whom."""
    sheet = queries.officer_sheet(officer_id, timezone.localdate())
    history = [(act, title_of(act.verb), name, why) for act, name, why in sheet.acts]
    return render(request, "ops/officer.html", {"sheet": sheet, "officer": sheet.officer, "history": history})


@officer_required("operator")
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Make an officer; the account waits for a password, which a link sets."""
    context = {"values": request.POST.dict()}
    if request.method != "POST":
        return render(request, "ops/officer_new.html", context)
    fields = ("full_name", "username", "email", "phone", "reason")
    said = {name: request.POST.get(name, "") for name in fields}
    viewer = request.viewer  # type: ignore[attr-defined]
    try:
        made = actions.register_officer(**said, viewer=viewer, now=timezone.now())
    except (Refused, Conflict) as refusal:
        field = refusal.code if refusal.code in fields else "full_name"
        context["errors"] = {field: refusal.sentence}
        return render(request, "ops/officer_new.html", context, status=status_of(refusal))
    messages.success(request, _("Đã lập hồ sơ. Tiếp theo: bố trí chức vụ và cấp liên kết đặt mật khẩu."))
    return redirect("ops:officer", made.id)


@dataclass(frozen=True)
class Deed:
    """What one page does to an account: its title, what it warns of, the action, what is said afterwards."""

    title: str | Promise
    warning: str | Promise
    act: Callable[..., object]
    done: str | Promise


DEEDS = {
    "khoa": Deed(
        gettext_lazy("Khóa tài khoản"),
        gettext_lazy("Phiên đang mở của người này bị từ chối ngay ở lần bấm tiếp theo. Việc đã làm vẫn giữ tên."),
        actions.close_account,
        gettext_lazy("Đã khóa tài khoản của %(name)s."),
    ),
    "mo-lai": Deed(
        gettext_lazy("Mở lại tài khoản"),
        gettext_lazy("Mật khẩu cũ không dùng lại được; sau khi mở, hãy cấp liên kết đặt mật khẩu."),
        actions.open_account,
        gettext_lazy("Đã mở lại tài khoản của %(name)s."),
    ),
    "lop-thu-hai": Deed(
        gettext_lazy("Đặt lại lớp xác thực thứ hai"),
        gettext_lazy("Chỉ làm khi đã gặp đúng người. Mọi phiên đang mở kết thúc; lần đăng nhập sau phải cài lại."),
        actions.reset_second_factor,
        gettext_lazy("Đã đặt lại lớp xác thực thứ hai của %(name)s."),
    ),
    "de-nghi-lop-thu-hai": Deed(
        gettext_lazy("Đề nghị đặt lại lớp xác thực thứ hai"),
        gettext_lazy("Chức vụ của người này cần hai người: đề nghị chờ quản trị viên khác duyệt."),
        posting.propose_factor_reset,
        gettext_lazy("Đã gửi đề nghị về %(name)s, chờ quản trị viên khác duyệt."),
    ),
    "mat-khau": Deed(
        gettext_lazy("Cấp liên kết đặt mật khẩu"),
        gettext_lazy(
            "Liên kết hiện một lần ở trang sau. Hãy đưa tận tay người đó; ai có liên kết thì đặt được mật khẩu."
        ),
        actions.issue_way_in,
        "",
    ),
}


@officer_required("operator")
@require_http_methods(["GET", "HEAD", "POST"])
def deed(request: HttpRequest, officer_id: uuid.UUID, deed: str) -> HttpResponse:
    """Do one of DEEDS to an account, with a reason; what the officer did keeps the name."""
    if deed not in DEEDS:
        raise Http404
    what, viewer = DEEDS[deed], request.viewer  # type: ignore[attr-defined]
    sheet = queries.officer_sheet(officer_id, timezone.localdate())
    context = {"officer": sheet.officer, "sheet": sheet, "deed": what, "values": request.POST.dict()}
    if request.method != "POST":
        return render(request, "ops/officer_deed.html", context)
    try:
        given = what.act(officer_id, reason=request.POST.get("reason", ""), viewer=viewer, now=timezone.now())
    except Refused as refusal:
        context["errors"] = {"reason": refusal.sentence}
        return render(request, "ops/officer_deed.html", context, status=status_of(refusal))
    if deed == "mat-khau":
        context["link"] = env.BASE_URL + reverse("ui:way_in", args=given)  # type: ignore[arg-type]
        return render(request, "ops/officer_link.html", context)
    messages.success(request, what.done % {"name": sheet.officer.full_name})
    return redirect("ops:officer", officer_id)
