# SPDX-License-Identifier: EUPL-1.2
"""How often one address may ask the API."""

from django.http import HttpRequest
from ninja.throttling import AnonRateThrottle

from tinhso.faces.ui.rate_limits import caller


class PerAddress(AnonRateThrottle):
    """Counts by the address of the caller, which a header cannot change unless our own proxy wrote it."""

    def get_ident(self, request: HttpRequest) -> str | None:
        return caller(request)
