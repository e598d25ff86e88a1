# SPDX-License-Identifier: EUPL-1.2
"""Time-ordered identifiers (UUID version 7, RFC 9562): indexes stay local, installations can be merged."""

import os
import time
import uuid


def uuid7() -> uuid.UUID:
    """Return a new identifier whose first 48 bits are milliseconds since 1970, the rest random."""
    stamp = time.time_ns() // 1_000_000
    value = (stamp << 80) | int.from_bytes(os.urandom(10), "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return uuid.UUID(int=value)
