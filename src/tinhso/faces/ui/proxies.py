# SPDX-License-Identifier: EUPL-1.2
"""Headers that only a proxy of ours may set; from anybody else they are taken off before somebody believes them."""

import ipaddress
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tinhso.config import env

HEADERS = ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST")


class TrustedProxies:
    """Stands before everything that reads where a request came from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_trusted(request.META.get("REMOTE_ADDR", "")):
            for name in HEADERS:
                request.META.pop(name, None)
        return self.get_response(request)


def is_trusted(address: str) -> bool:
    """Whether the other end of the connection is a proxy of ours; no address at all is nobody."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(known in network for network in env.TRUSTED_PROXIES)
