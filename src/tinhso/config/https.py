# SPDX-License-Identifier: EUPL-1.2
"""What changes in the settings when the public address is https: a proxy in front ends the encryption.

X-Forwarded-Proto is believed only from the proxies of TINHSO_TRUSTED_PROXIES; `faces.ui.proxies` takes it from others.
"""

from typing import Any

YEAR_SECONDS = 31_536_000


def settings_for(base_url: str) -> dict[str, Any]:
    """Return Django's settings for this public address."""
    encrypted = base_url.startswith("https://")
    return {
        "SESSION_COOKIE_SECURE": encrypted,
        "CSRF_COOKIE_SECURE": encrypted,
        "CSRF_TRUSTED_ORIGINS": [base_url],
        "SECURE_HSTS_SECONDS": YEAR_SECONDS if encrypted else 0,
        "SECURE_SSL_REDIRECT": encrypted,
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if encrypted else None,
    }
