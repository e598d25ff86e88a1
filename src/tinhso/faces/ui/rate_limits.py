# SPDX-License-Identifier: EUPL-1.2
"""How often one address may ask. The first line of defence is the proxy in front (deploy/); this is the second."""

import time
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tinhso.faces.ui.errors import explain

View = Callable[..., HttpResponse]
MINUTE = 60


def caller(request: HttpRequest) -> str:
    """Return the caller's address: the last hop when a proxy of ours stands in front, else the connection's."""
    forwarded = str(request.headers.get("X-Forwarded-For", ""))
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def per_minute(most: int) -> Callable[[View], View]:
    """Let one address ask a page at most so often in a minute; more gets 429 and a sentence."""

    def decorate(view: View) -> View:
        @wraps(view)
        def limited(request: HttpRequest, *args: object, **options: object) -> HttpResponse:
            window = int(time.time()) // MINUTE
            key = f"asked:{view.__module__}.{view.__name__}:{window}:{caller(request)}"
            cache.add(key, 0, timeout=2 * MINUTE)
            if cache.incr(key) > most:
                words = _("Bạn tra cứu quá nhanh (tối đa %(most)d lần mỗi phút). Hãy chờ một phút rồi thử lại.")
                response = explain(request, words % {"most": most}, status=429)
                response.headers["Retry-After"] = str(MINUTE)
                return response
            return view(request, *args, **options)

        return limited

    return decorate
