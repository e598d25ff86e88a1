# SPDX-License-Identifier: EUPL-1.2
"""The six digits an authenticator would show now (RFC 6238), made independently of the product's own library."""

import base64
import hashlib
import hmac
import struct
import time

PERIOD, IN_TRANSIT = 30, 3
"""Seconds a code is shown, and how many it may take to be typed and to arrive."""

_used: dict[str, int] = {}


def fresh_code(secret: str, username: str) -> str:
    """Return a code this user has not given before: the house takes each code once. Waits for the next if it must."""
    while (window := int((time.time() + IN_TRANSIT) // PERIOD)) != int(time.time() // PERIOD) or (
        _used.get(username) == window
    ):
        time.sleep(0.5)
    _used[username] = window
    return _code(secret, window)


def _code(secret: str, window: int) -> str:
    key = base64.b32decode(secret)
    digest = hmac.new(key, struct.pack(">Q", window), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
