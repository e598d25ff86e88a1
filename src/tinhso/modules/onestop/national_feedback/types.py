# SPDX-License-Identifier: EUPL-1.2
"""Words of messages about feedback."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

PARTNER = "feedback"


class Told(StrEnum):
    """LoaiBanTin: what the national system tells us."""

    FILED = "PhanAnh"
    MORE = "NoiThem"
    TAKEN_BACK = "Rut"


@dataclass(frozen=True)
class FromThere:
    """One message. number: theirs; topic, unit_code, name, contact, filed_at: only of a filing."""

    kind: Told
    number: str
    text: str = ""
    topic: str = ""
    unit_code: str = ""
    name: str = ""
    contact: str = ""
    filed_at: datetime | None = None
