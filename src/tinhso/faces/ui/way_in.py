# SPDX-License-Identifier: EUPL-1.2
"""The link an administrator hands to an officer: set a password once, then sign in and set up the second factor."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import public
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity.staff.actions import use_way_in
from tinhso.kernel.identity.staff.queries import account_of_way_in


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def way_in(request: HttpRequest, account: str, token: str) -> HttpResponse:
    """Show the form while the link is good; a password that is too weak leaves it good."""
    found = account_of_way_in(account, token)
    if found is None:
        raise Refused(_("Liên kết đã dùng hoặc đã hết hạn. Hãy đề nghị quản trị viên cấp liên kết mới."))
    context: dict[str, object] = {"username": found.username}
    if request.method != "POST":
        return render(request, "ui/way_in.html", context)
    first, second = request.POST.get("password1", ""), request.POST.get("password2", "")
    if first != second:
        context["errors"] = {"password2": _("Hai lần nhập không giống nhau. Hãy nhập lại.")}
        return render(request, "ui/way_in.html", context, status=422)
    try:
        use_way_in(account, token, password=first, now=timezone.now())
    except Refused as refusal:
        if refusal.code != "password":
            raise
        context["errors"] = {"password1": refusal.sentence}
        return render(request, "ui/way_in.html", context, status=status_of(refusal))
    messages.success(request, _("Đã đặt mật khẩu. Hãy đăng nhập; lần đầu hệ thống yêu cầu cài lớp xác thực thứ hai."))
    return redirect("account_login")
