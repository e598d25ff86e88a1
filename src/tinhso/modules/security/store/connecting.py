# SPDX-License-Identifier: EUPL-1.2
"""The store of this installation: the one that comes along, or the server its operator named."""

from functools import cache

from tinhso.config import env
from tinhso.modules.security.store.client import Store


def key() -> str:
    """Return the secret of the store that comes along, made on first use."""
    return env.secret_from_file(env.VAR / "events_key")


@cache
def store() -> Store:
    url = env.EVENTS_URL or f"http://127.0.0.1:{env.EVENTS_PORT}/"
    return Store(url, "" if env.EVENTS_URL else key())
