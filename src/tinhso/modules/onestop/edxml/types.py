# SPDX-License-Identifier: EUPL-1.2
"""Packets, states and acts of documents sent to another agency."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from tinhso.kernel.events.catalogue import act

PARTNER = "agency"
SENT = "00"
STATES = (SENT, "01", "02", "03", "04", "05", "06")
"""Sent, arrived, refused, accepted, assigned, in work, completed. Of many the highest counts, whatever the order of
telling; a refusal (02) is below reception. Their words stand with the desk."""


@dataclass(frozen=True)
class Organ:
    """An agency (cơ quan) by its code of 20/2020/QĐ-TTg and its name."""

    code: str
    name: str


@dataclass(frozen=True)
class Packet:
    """One document to send. notation: of its number; pdf: signed."""

    sender: Organ
    receiver: Organ
    document_id: str
    number: str
    notation: str
    place: str
    day: date
    type_name: str
    subject: str
    signer: str
    sent_at: datetime
    filename: str
    pdf: bytes


@dataclass(frozen=True)
class Status:
    """One status packet. at: as the receiver's clock said."""

    sender: str
    document_id: str
    code: str
    at: datetime
    description: str


@act("document_packet:sent", title="Gửi văn bản điện tử tới cơ quan khác")
@dataclass(frozen=True)
class DocumentPacketSent:
    """receiver: code of the agency; digest: SHA-256 of the packet, hex."""

    packet: uuid.UUID
    receiver: str
    digest: str


@act("document_packet:reported", title="Cơ quan nhận báo trạng thái văn bản")
@dataclass(frozen=True)
class DocumentPacketReported:
    """code: 01 to 06 of the status packet."""

    packet: uuid.UUID
    code: str
