# SPDX-License-Identifier: EUPL-1.2
"""What every template may use: mode, province, viewer."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from tinhso import __version__
from tinhso.config import env
from tinhso.faces.ui.interruptions import announced

TYPE_COOKIE, LARGE = "co_chu", "lon"


def house(request: HttpRequest) -> dict[str, Any]:
    """Return the installation's name and mode and the viewer of this request."""
    return {
        "demo": settings.DEMO,
        "province_name": env.PROVINCE_NAME,
        "viewer": getattr(request, "viewer", None),
        "interruptions": announced,
        "large_type": request.COOKIES.get(TYPE_COOKIE) == LARGE,
        "help_phone": env.HELP_PHONE,
        "help_chat": env.HELP_CHAT if env.HELP_CHAT.startswith("https://") else "",
        "version": __version__,
        "upload_limit_mb": env.UPLOAD_LIMIT_MB,
    }
