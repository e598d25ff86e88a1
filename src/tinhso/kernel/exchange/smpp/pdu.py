# SPDX-License-Identifier: EUPL-1.2
"""PDUs of SMPP 3.4 in octets (sections 4 and 5): what we write, what we read, nothing more."""

import re
import struct
from dataclasses import dataclass
from typing import Final

HEADER: Final = struct.Struct(">IIII")
LARGEST_BYTES: Final = 4096
"""House rule: a longer PDU is no answer to us; the centre is taken for broken."""

BIND_RECEIVER, BIND_TRANSMITTER, SUBMIT_SM, DELIVER_SM = 0x01, 0x02, 0x04, 0x05
UNBIND, ENQUIRE_LINK, GENERIC_NACK, RESPONSE = 0x06, 0x15, 0x80000000, 0x80000000

ROK, RINVCMDID, RTHROTTLED, RMSGQFUL, RX_T_APPN = 0x00, 0x03, 0x58, 0x14, 0x64
NEVER: Final = {
    0x01: "độ dài tin không hợp lệ",
    0x0A: "tên người gửi không được chấp nhận",
    0x0B: "số điện thoại không nhận được tin",
    0x33: "danh sách người nhận không hợp lệ",
    0x43: "loại tin không được chấp nhận",
    0x45: "tổng đài không nhận tin này",
    0x48: "dạng số người gửi không được chấp nhận",
    0x50: "dạng số người nhận không được chấp nhận",
}
"""Statuses that stay the same however often the message goes (5.1.3); everything else may pass."""

ALPHANUMERIC, INTERNATIONAL, ISDN = 5, 1, 1
UDH_INDICATOR, FINAL_RECEIPT, UCS2 = 0x40, 0x01, 0x08
USER_MESSAGE_REFERENCE, RECEIPTED_ID, MESSAGE_STATE = 0x0204, 0x001E, 0x0427
STATES: Final = {2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 7: "UNKNOWN", 8: "REJECTD"}
_TEXT_ID: Final = re.compile(rb"id:(\S{1,64})")
_TEXT_STATE: Final = re.compile(rb"stat:([A-Z]{5,7})")


class Malformed(Exception):
    """Octets that are not the PDU they say they are."""


@dataclass(frozen=True)
class Pdu:
    """Header fields and the raw body."""

    command: int
    status: int
    sequence: int
    body: bytes = b""

    def encode(self) -> bytes:
        return HEADER.pack(HEADER.size + len(self.body), self.command, self.status, self.sequence) + self.body


@dataclass(frozen=True)
class Report:
    """A delivery receipt: identifier the centre gave the part, state in seven letters (`DELIVRD`, `UNDELIV` …)."""

    remote_id: str
    state: str


def c_text(text: str, longest: int) -> bytes:
    """Return ASCII with its zero. Raises ValueError when it does not fit into `longest` octets."""
    found = text.encode("ascii") + b"\0"
    if len(found) > longest or b"\0" in found[:-1]:
        raise ValueError(f"không quá {longest - 1} ký tự ASCII: {text!r}")
    return found


def bind_body(user: str, password: str) -> bytes:
    """Return the body of a bind (4.1): version 3.4, no system type, no address range."""
    return c_text(user, 16) + c_text(password, 9) + b"\0" + b"\x34\0\0" + b"\0"


def submit_body(sender: str, phone: str, octets: bytes, *, has_header: bool, reference: int) -> bytes:
    """Return a submit_sm (4.4): UCS-2, receipt wanted, our reference as user_message_reference.

    phone: E.164 with its plus; octets: at most 140, with the user data header when `has_header`.
    """
    addresses = bytes((ALPHANUMERIC, 0)) + c_text(sender, 12)
    addresses += bytes((INTERNATIONAL, ISDN)) + c_text(phone.removeprefix("+"), 21)
    classes = bytes((UDH_INDICATOR if has_header else 0, 0, 0)) + b"\0\0" + bytes((FINAL_RECEIPT, 0, UCS2, 0))
    option = struct.pack(">HHH", USER_MESSAGE_REFERENCE, 2, reference)
    return b"\0" + addresses + classes + bytes((len(octets),)) + octets + option


def read_id(body: bytes) -> str:
    """Return the message_id of a submit_sm_resp. Raises Malformed."""
    found, end, _ = body.partition(b"\0")
    if not end or not 1 <= len(found) <= 64 or not found.isascii():
        raise Malformed("submit_sm_resp không có mã tin")
    return found.decode("ascii")


def read_report(body: bytes) -> Report | None:
    """Return what a deliver_sm reports; None for a text that a person sent us. Raises Malformed."""
    try:
        rest = _after_text(body, 6)
        for size in (2, 2):
            rest = _after_text(rest[size:], 21)
        esm_class, rest = rest[0], rest[3:]
        rest = _after_text(_after_text(rest, 17), 17)
        length = rest[4]
        text, options = rest[5 : 5 + length], dict(_options(rest[5 + length :]))
    except (IndexError, struct.error) as error:
        raise Malformed("deliver_sm không đọc được") from error
    if not esm_class & 0x04:
        return None
    return _report(text, options)


def _report(text: bytes, options: dict[int, bytes]) -> Report:
    """Prefer the parameters; a centre without them writes both into the text (Appendix B)."""
    by_text, state_by_text = _TEXT_ID.search(text), _TEXT_STATE.search(text)
    remote_id = options.get(RECEIPTED_ID, b"").rstrip(b"\0") or (by_text[1] if by_text else b"")
    state = STATES.get(int.from_bytes(options.get(MESSAGE_STATE, b"")), "")
    state = state or (state_by_text[1].decode("ascii") if state_by_text else "")
    if not 1 <= len(remote_id) <= 64 or not remote_id.isascii() or not state:
        raise Malformed("báo phát không có mã tin hoặc trạng thái")
    return Report(remote_id.decode("ascii"), state)


def _after_text(body: bytes, longest: int) -> bytes:
    end = body.find(b"\0", 0, longest)
    if end < 0:
        raise Malformed("chuỗi không có điểm cuối")
    return body[end + 1 :]


def _options(body: bytes) -> list[tuple[int, bytes]]:
    found = []
    while body:
        tag, length = struct.unpack_from(">HH", body)
        if len(body) < 4 + length:
            raise Malformed("tham số tùy chọn bị cắt")
        found.append((tag, body[4 : 4 + length]))
        body = body[4 + length :]
    return found
