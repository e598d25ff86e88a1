# SPDX-License-Identifier: EUPL-1.2
"""Names of fields: without spaces (Sigma rules 2.1, Field Usage 2) and without case, as stores of logs compare them."""

from functools import lru_cache


@lru_cache(maxsize=65_536)
def field_name(name: str) -> str:
    return name.replace(" ", "").lower()
