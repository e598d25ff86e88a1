# SPDX-License-Identifier: EUPL-1.2
"""Turn DATABASE_URL, or the address file of the embedded server, into Django's database settings."""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tinhso.config import env

ADDRESS_FILE = "address.json"
PREPARE_AFTER = 3
"""A statement said so often on one connection is planned by the server once and for all (ADR 0018).

Behind a pooler that gives a connection to another after each transaction, this needs PgBouncer 1.21 or newer.
"""


def from_url(url: str) -> dict[str, Any]:
    """Return host, port, name, user, password and options of a postgresql:// address.

    Raises SettingError when the address is of another kind.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise env.SettingError("DATABASE_URL phải bắt đầu bằng postgresql://; bỏ trống để dùng PostgreSQL nhúng.")
    return {
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "NAME": unquote(parts.path.lstrip("/")) or "tinhso",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def embedded_address(var: Path) -> dict[str, Any]:
    """Return the address the embedded server wrote when it started; a stopped server has the last one."""
    path = var / "postgres" / ADDRESS_FILE
    if not path.exists():
        return {
            "HOST": "127.0.0.1",
            "PORT": "8432",
            "NAME": "tinhso",
            "USER": "tinhso",
            "PASSWORD": "",
            "OPTIONS": {},
        }
    return from_url(json.loads(path.read_text(encoding="utf-8"))["url"])


def database_settings() -> dict[str, Any]:
    """Return Django's settings for the one database of the installation."""
    address = from_url(env.DATABASE_URL) if env.DATABASE_URL else embedded_address(env.VAR)
    test_name = os.environ.get("TINHSO_TEST_DATABASE", "test_tinhso")
    return {
        "ENGINE": "django.db.backends.postgresql",
        **address,
        "OPTIONS": {**address["OPTIONS"], "server_side_binding": True, "prepare_threshold": PREPARE_AFTER},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": test_name},
    }
