# SPDX-License-Identifier: EUPL-1.2
"""How often one address may ask. The first line of defence is the proxy in front (deploy/); this is the second."""

from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import AnonRateThrottle


class PerAddress(AnonRateThrottle):
    """Counts by the address of the caller, which a header cannot change unless our own proxy wrote it."""

    def get_ident(self, request: HttpRequest) -> str | None:
        """Return the caller's address: the last hop when a proxy of ours stands in front, else the connection's."""
        forwarded = request.headers.get("X-Forwarded-For", "")
        if settings.SECURE_PROXY_SSL_HEADER and forwarded:
            return forwarded.rpartition(",")[2].strip()
        return request.META.get("REMOTE_ADDR")
