# SPDX-License-Identifier: EUPL-1.2
"""What every request passes: security headers, who looks, and the one place where errors become pages."""

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from tinhso.config import env
from tinhso.faces.ui.errors import explain, not_found
from tinhso.faces.ui.signin import owes_second_factor
from tinhso.kernel.events.errors import Conflict, HouseError, NotAllowed, ProofInvalid, Unavailable
from tinhso.kernel.identity.queries import ANONYMOUS, viewer_of
from tinhso.kernel.identity.types import AccountKind, Viewer

GetResponse = Callable[[HttpRequest], HttpResponse]
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'{identity}"
)


class CompressedPages(GZipMiddleware):
    """Pages and tables shrink on their way to a phone; files that are compressed already are left alone.

    Django adds bytes of random length, so that what is guessed of a secret cannot be read from the size of a page.
    """

    TEXTS = ("text/", "application/json", "image/svg+xml")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.headers.get("Content-Type", "").startswith(self.TEXTS):
            return super().process_response(request, response)
        return response


class SecurityHeaders:
    """Content-Security-Policy without inline script or style, and no third-party request at all."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.policy = POLICY.format(identity=f" {env.OIDC_ISSUER}")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Permissions-Policy", "camera=(self), microphone=(), geolocation=()")
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class VietnameseFirst(LocaleMiddleware):
    """Vietnamese until someone chooses otherwise: a browser bought with English menus does not choose for its owner."""

    def process_request(self, request: HttpRequest) -> None:
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        super().process_request(request)


class SecretsForOfficers:
    """Passwords, second factors and passkeys are for officers; a citizen signs in by the e-ID and by nothing else."""

    SECRETS = ("/tai-khoan/2fa/", "/tai-khoan/password/")
    OFFICERS_ONLY = (*SECRETS, "/tai-khoan/reauthenticate/")
    GIVING = (
        "/tai-khoan/2fa/authenticate/",
        "/tai-khoan/2fa/reauthenticate/",
        "/tai-khoan/2fa/webauthn/login/",
        "/tai-khoan/2fa/webauthn/reauthenticate/",
    )
    """Where a second factor is given; every other page of secrets wants it given before."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        citizen = getattr(request.user, "kind", "") == AccountKind.CITIZEN
        if citizen and request.path.startswith(self.OFFICERS_ONLY):
            return explain(
                request, "Công dân chỉ đăng nhập bằng định danh điện tử, không đặt mật khẩu ở đây.", status=403
            )
        if request.path.startswith(self.SECRETS) and request.path not in self.GIVING and _owes(request):
            return redirect_to_login(request.get_full_path(), reverse("mfa_reauthenticate"))
        return self.get_response(request)


class HouseErrors:
    """Sets `request.viewer` and turns the errors of the house into a page with one sentence and the right status."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: _viewer(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, HouseError):
            return explain(request, error.sentence, status=status_of(error), source=error.source)
        if isinstance(error, ObjectDoesNotExist):
            return not_found(request, error)
        if isinstance(error, ValidationError):
            return not_found(request, error)
        if isinstance(error, (OperationalError, InterfaceError)):
            sentence = (
                "Hệ thống đang tạm ngừng kết nối cơ sở dữ liệu. Việc vừa làm chưa được ghi; hãy thử lại sau ít phút."
            )
            return explain(request, sentence, status=503)
        if isinstance(error, OSError) and error.errno == 28:
            return explain(
                request,
                "Máy chủ hết chỗ lưu tệp nên chưa nhận được. Hãy báo quản trị viên rồi thử lại.",
                status=507,
            )
        return None


def status_of(error: HouseError) -> int:
    """Return the HTTP status of an error family."""
    if isinstance(error, Conflict):
        return 409
    if isinstance(error, NotAllowed):
        return 403
    if isinstance(error, Unavailable):
        return 503
    return 400 if isinstance(error, ProofInvalid) else 422


def _owes(request: HttpRequest) -> bool:
    return request.user.is_authenticated and owes_second_factor(request)


def _viewer(request: HttpRequest) -> Viewer:
    user = request.user
    return viewer_of(user, timezone.localdate()) if user.is_authenticated else ANONYMOUS  # type: ignore[arg-type]
