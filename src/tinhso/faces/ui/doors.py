# SPDX-License-Identifier: EUPL-1.2
"""Which door a request came through: operations pages answer at their own port and to allowed networks only.

A page behind the wrong door is not there (404): whoever looks for it learns nothing. And an officer's session that
was left alone ends. Source: Quyết định 742/QĐ-BTTTT 2022 (secondary source): administrators' addresses restricted, a
port of their own, sessions that time out.
"""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from tinhso.config import env
from tinhso.faces.ui.errors import not_found
from tinhso.kernel.identity.types import AccountKind

GetResponse = Callable[[HttpRequest], HttpResponse]
OPS = "/van-hanh/"
AT_THE_OPS_DOOR = (OPS, "/tai-khoan/", "/static/", "/thuong-hieu.css", "/i18n/")
SEEN, NOTED_EVERY_SECONDS = "seen", 60


class Doors:
    """Lets operations pages answer at their own door, if there is one, and to the networks named, if any are."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_open(request):
            return not_found(request, Http404(request.path))
        return self.get_response(request)


def is_open(request: HttpRequest) -> bool:
    """Return whether this process answers the path, and answers it to this caller."""
    at_ops_door = env.DOOR == "ops"
    if at_ops_door and not request.path.startswith(AT_THE_OPS_DOOR):
        return False
    if not at_ops_door and env.OPS_PORT and request.path.startswith(OPS):
        return False
    watched = at_ops_door or request.path.startswith(OPS)
    return not (watched and env.OPS_NETWORKS) or from_allowed_network(request)


def from_allowed_network(request: HttpRequest) -> bool:
    """Return whether the caller stands in TINHSO_OPS_NETWORKS.

    A header of a proxy is believed only from a proxy on this machine: anybody else could write it himself.
    """
    remote = _address(str(request.META.get("REMOTE_ADDR", "")))
    forwarded = str(request.headers.get("X-Forwarded-For", ""))
    if remote is not None and remote.is_loopback and forwarded and settings.SECURE_PROXY_SSL_HEADER:
        remote = _address(forwarded.rpartition(",")[2].strip())
    return remote is not None and any(remote in network for network in env.OPS_NETWORKS)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return mapped or found


class IdleSessions:
    """Ends an officer's session that asked for nothing during TINHSO_IDLE_MINUTES; the sign-in page comes next."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if getattr(request.user, "kind", "") == AccountKind.OFFICER and env.IDLE_MINUTES:
            now = int(timezone.now().timestamp())
            seen = request.session.get(SEEN, now)
            if now - seen > env.IDLE_MINUTES * 60:
                logout(request)
                return redirect_to_login(request.get_full_path(), reverse("account_login"))
            if SEEN not in request.session or now - seen >= NOTED_EVERY_SECONDS:
                request.session[SEEN] = now
        return self.get_response(request)
