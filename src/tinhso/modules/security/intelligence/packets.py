# SPDX-License-Identifier: EUPL-1.2
"""Packets for the national centre: what is in them. How they travel is a channel of the exchange (ADR 0056).

The schema of the centre is not public. These are internal records from which an official one can be filled: a province
that has it writes a channel that turns this text into that one, and nothing here changes.
Source of what must be in them: official letter 2290/BTTTT-CATTT (17/7/2018) as far as it could be read.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from tinhso.modules.security.intelligence.stix import said_moment
from tinhso.modules.security.types import PacketKind

FORMAT = "tinhso-security/1"


@dataclass(frozen=True)
class Detection:
    """One malware found in an agency. family: None when nobody said; cleaned: machines that are clean again."""

    malware_name: str
    family: str | None
    machines: int
    first_seen: date
    last_seen: date
    cleaned: int


@dataclass(frozen=True)
class MalwareStatus:
    """The malware status record of an agency. None: not known here, never a guess."""

    agency_code: str
    sent_at: datetime
    machines_managed: int | None
    machines_protected: int | None
    machines_infected: int | None
    detections: tuple[Detection, ...] = ()
    signature_database_date: date | None = None

    def body(self) -> dict[str, Any]:
        """Return the record as JSON values."""
        said = asdict(self)
        said["sent_at"] = said_moment(self.sent_at)
        said["detections"] = [{name: _plain(one) for name, one in row.items()} for row in said["detections"]]
        said["signature_database_date"] = _plain(self.signature_database_date)
        return said


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def packet(
    kind: PacketKind, reference: str, *, sender: str, sent_at: datetime, body: Mapping[str, Any], paper: bytes | None
) -> dict[str, Any]:
    """Return a packet. sender: agency code (QCVN 102:2016/BTTTT); paper: a signed PDF that goes along."""
    return {
        "format": FORMAT,
        "kind": kind.value,
        "reference": reference,
        "sender": sender,
        "sent_at": said_moment(sent_at),
        "body": dict(body),
        "paper": None if paper is None else _paper(paper),
    }


def _paper(content: bytes) -> dict[str, str]:
    coded = base64.b64encode(content).decode()
    return {"media_type": "application/pdf", "sha256": hashlib.sha256(content).hexdigest(), "base64": coded}


def lines_of(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return a list the centre sent as rows {address, seen_at, malware} in the writing of a list file."""
    written = []
    for row in rows:
        cells = (str(row.get(name) or "") for name in ("address", "seen_at", "malware"))
        written.append(",".join('"' + cell.replace('"', '""').replace("\n", " ") + '"' for cell in cells))
    return "\n".join(written).encode()
