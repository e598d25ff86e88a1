# SPDX-License-Identifier: EUPL-1.2
"""Error pages: one sentence in Vietnamese that says what happened and what to do, and the right status."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

MISSING = "Không tìm thấy trang hoặc hồ sơ này. Đường dẫn có thể đã cũ; hãy tìm lại từ trang chủ."
NOT_YOURS = "Bạn không có quyền xem trang này. Nếu cần, hãy đăng nhập bằng tài khoản khác."
STALE = "Trang đã mở quá lâu nên mã an toàn hết hạn. Hãy tải lại trang rồi gửi lại; nội dung chưa được ghi."
BROKEN = "Hệ thống gặp lỗi khi xử lý yêu cầu. Việc vừa làm có thể chưa được ghi; hãy tải lại trang và kiểm tra."
UNREADABLE = "Yêu cầu gửi lên không đọc được. Hãy quay lại trang trước và gửi lại."


def explain(request: HttpRequest, sentence: str, *, status: int, source: str = "") -> HttpResponse:
    """Render one sentence with a status; fragments get the fragment alone."""
    fragment = request.headers.get("HX-Request") == "true"
    template = "ui/error_fragment.html" if fragment else "ui/error.html"
    return render(request, template, {"sentence": sentence, "source": source, "status": status}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return explain(request, UNREADABLE, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return explain(request, NOT_YOURS, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return explain(request, MISSING, status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return explain(request, STALE, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    return explain(request, BROKEN, status=500)
