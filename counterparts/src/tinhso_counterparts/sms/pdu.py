# SPDX-License-Identifier: EUPL-1.2
"""The PDUs of SMPP 3.4 as the centre reads and writes them (section 4 and 5 of the specification)."""

import struct
from dataclasses import dataclass, field
from enum import IntEnum

HEADER = struct.Struct(">IIII")
LARGEST_PDU_BYTES = 4096
RESPONSE = 0x80000000


class Command(IntEnum):
    """Command identifiers the centre knows (5.1.2.1)."""

    BIND_RECEIVER = 0x01
    BIND_TRANSMITTER = 0x02
    SUBMIT_SM = 0x04
    DELIVER_SM = 0x05
    UNBIND = 0x06
    BIND_TRANSCEIVER = 0x09
    ENQUIRE_LINK = 0x15
    GENERIC_NACK = 0x80000000
    DELIVER_SM_RESP = 0x80000005
    ENQUIRE_LINK_RESP = 0x80000015


class Status(IntEnum):
    """Status codes the centre answers with (5.1.3)."""

    ROK = 0x00
    RINVMSGLEN = 0x01
    RINVCMDLEN = 0x02
    RINVCMDID = 0x03
    RINVBNDSTS = 0x04
    RALYBND = 0x05
    RSYSERR = 0x08
    RINVSRCADR = 0x0A
    RINVDSTADR = 0x0B
    RINVPASWD = 0x0E
    RINVSYSID = 0x0F
    RINVESMCLASS = 0x43
    RSUBMITFAIL = 0x45
    RTHROTTLED = 0x58


class Malformed(Exception):
    """A body that does not hold what its command promises."""


@dataclass(frozen=True)
class Pdu:
    """One unit: header fields and the raw body."""

    command: int
    status: int
    sequence: int
    body: bytes = b""

    def encode(self) -> bytes:
        return HEADER.pack(HEADER.size + len(self.body), self.command, self.status, self.sequence) + self.body


@dataclass(frozen=True)
class Submission:
    """A submit_sm, read: addresses, classes, octets of the message and optional parameters by tag."""

    source: str
    destination: str
    destination_ton: int
    esm_class: int
    registered: int
    coding: int
    message: bytes
    options: dict[int, bytes] = field(default_factory=dict)


class Reader:
    """Reads the mandatory parameters of a body one after another."""

    def __init__(self, body: bytes) -> None:
        self._body, self._at = body, 0

    def octet(self) -> int:
        return self.octets(1)[0]

    def octets(self, length: int) -> bytes:
        found = self._body[self._at : self._at + length]
        if len(found) != length:
            raise Malformed("the body ends too early")
        self._at += length
        return found

    def text(self, longest: int) -> str:
        """Return a C-octet string of at most `longest` octets with its zero."""
        end = self._body.find(b"\0", self._at, self._at + longest)
        if end < 0:
            raise Malformed(f"a string without its end within {longest} octets")
        found = self._body[self._at : end]
        self._at = end + 1
        return found.decode("latin-1")

    def options(self) -> dict[int, bytes]:
        """Return the optional parameters (tag, length, value) that follow."""
        found = {}
        while self._at < len(self._body):
            tag, length = struct.unpack(">HH", self.octets(4))
            found[tag] = self.octets(length)
        return found


def read_bind(body: bytes) -> tuple[str, str]:
    """Return system_id and password of a bind (4.1). Raises Malformed."""
    reader = Reader(body)
    user, password = reader.text(16), reader.text(9)
    reader.text(13)
    reader.octets(3)
    reader.text(41)
    return user, password


def read_submission(body: bytes) -> Submission:
    """Return a submit_sm (4.4.1). Raises Malformed."""
    reader = Reader(body)
    reader.text(6)
    reader.octets(2)
    source = reader.text(21)
    ton = reader.octets(2)[0]
    destination = reader.text(21)
    esm_class = reader.octet()
    reader.octets(2)
    reader.text(17)
    reader.text(17)
    registered, _, coding, _ = reader.octets(4)
    message = reader.octets(reader.octet())
    return Submission(source, destination, ton, esm_class, registered, coding, message, reader.options())


def c_text(text: str) -> bytes:
    return text.encode("latin-1") + b"\0"


def option(tag: int, value: bytes) -> bytes:
    return struct.pack(">HH", tag, len(value)) + value
