# SPDX-License-Identifier: EUPL-1.2
"""The province's colours as a style sheet, the size of type, and the page that shows every component (demo only)."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from tinhso.config import env
from tinhso.faces.ui import brand
from tinhso.faces.ui.context import LARGE, TYPE_COOKIE
from tinhso.faces.ui.signin import public

A_YEAR = 365 * 86_400


@public
@require_safe
@cache_control(public=True, max_age=86_400)
def brand_style(request: HttpRequest) -> HttpResponse:
    """Serve the colours as a file of our own origin: the policy of the house allows no style inside a page."""
    return HttpResponse(brand.style(env.BRAND_COLOUR), content_type="text/css; charset=utf-8")


@public
@require_POST
def type_size(request: HttpRequest) -> HttpResponse:
    """Set large type (cỡ chữ lớn) for this browser, or the usual again; back to the page one came from."""
    back = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = redirect(back if here else "/")
    if request.POST.get("co") == LARGE:
        response.set_cookie(TYPE_COOKIE, LARGE, max_age=A_YEAR, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie(TYPE_COOKIE, samesite="Lax")
    return response


@public
@require_safe
def component_page(request: HttpRequest) -> HttpResponse:
    """Show all components with example values; not part of a province's site."""
    if not settings.DEMO:
        raise Http404
    return render(request, "ui/components.html", _examples(request))


def _examples(request: HttpRequest) -> dict[str, Any]:
    now = timezone.now()
    return {
        "now": now,
        "in_nine_days": now + timedelta(days=9),
        "tomorrow": now + timedelta(days=1),
        "three_days_ago": now - timedelta(days=3),
        "errors": {"ngay_sinh": "Nhập ngày sinh, ví dụ 27 3 2007.", "tep": "Tệp này không mở được. Hãy quét lại."},
        "values": {"ho_ten": "Nguyễn Thị Ánh Tuyết", "ngay_sinh-day": "31", "ngay_sinh-month": "2"},
        "sexes": [("nam", "Nam"), ("nu", "Nữ")],
        "methods": [
            ("dien_tu", "Bản điện tử", "Nhận trong tài khoản ngay khi ký"),
            ("tai_quay", "Tại quầy Một cửa", "Mang theo căn cước"),
        ],
        "facts": [("Mã hồ sơ", "H08.40.25-261121-0007", ""), ("Họ và tên", "Nguyễn Thị Ánh Tuyết", "#sua")],
        "tasks": [
            {"title": "Thông tin người yêu cầu", "href": "#1", "status": "Đã xong", "state": "done"},
            {"title": "Giấy tờ kèm theo", "href": "#2", "status": "Chưa làm", "state": "todo", "hint": "2 tệp"},
            {"title": "Nộp hồ sơ", "href": "", "status": "Làm sau", "state": "later"},
        ],
        "steps": [
            {"at": now - timedelta(days=1), "title": "Nộp hồ sơ", "actor": "Bạn", "unit": "", "detail": ""},
            {"at": now, "title": "Tiếp nhận hồ sơ", "actor": "Lê Văn Đức", "unit": "UBND xã Phú Nhuận", "detail": ""},
        ],
        "table_rows": [("Phường An Hội", "1.947", "97,50 %"), ("Xã Bình Phú", "203", "100,00 %")],
        "page": Paginator(range(95), 20).get_page(request.GET.get("trang")),
    }
