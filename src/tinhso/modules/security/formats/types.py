# SPDX-License-Identifier: EUPL-1.2
"""The normal event, what is known of bytes when they arrive, and why they could not be read."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, TypedDict


class Event(TypedDict):
    """One event. time: as its source says, aware, None when it says none; arrived: by the collector's clock.

    host: as the source says, else the address it came from; kind: the format; logsource: category, product, service
    as Sigma names them, only those that are known; fields: names and values of the format; raw: the bytes as they came;
    why: one sentence when kind is "unreadable", else empty.
    """

    time: datetime | None
    arrived: datetime
    host: str
    kind: str
    logsource: dict[str, str]
    fields: dict[str, Any]
    raw: bytes
    why: str


@dataclass(frozen=True)
class Arrival:
    """arrived: aware; zone: of times that name none, as the operator set it; peer: address the bytes came from."""

    arrived: datetime
    zone: tzinfo
    peer: str = ""


class Unreadable(ValueError):
    """The bytes are not of any format known here; the sentence says what is wrong with them."""
