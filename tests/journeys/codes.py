# SPDX-License-Identifier: EUPL-1.2
"""The six digits an authenticator would show now (RFC 6238), made independently of the product's own library."""

import base64
import hashlib
import hmac
import struct
import time


def current_code(secret: str) -> str:
    key = base64.b32decode(secret)
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
