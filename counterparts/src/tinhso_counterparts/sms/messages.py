# SPDX-License-Identifier: EUPL-1.2
"""What a submission says: alphabet, place among the parts of a long message, whether the number can be a phone."""

import re
from dataclasses import dataclass

from tinhso_counterparts.sms.pdu import Status, Submission

SAR_REFERENCE, SAR_TOTAL, SAR_PLACE = 0x020C, 0x020E, 0x020F
USER_REFERENCE, PAYLOAD = 0x0204, 0x0424
UDH_INDICATOR = 0x40
LONGEST_OCTETS = 140
CODINGS = {0: "latin-1", 1: "ascii", 3: "latin-1", 8: "utf-16-be"}
"""data_coding: 0 is the centre's own alphabet, here Latin-1; 8 is UCS-2 (5.2.19)."""
_NUMBER = re.compile(r"84[35789][0-9]{8}")


class Refusal(Exception):
    """The submission is not taken; `status` is what the centre answers."""

    def __init__(self, status: Status) -> None:
        super().__init__(status.name)
        self.status = status


@dataclass(frozen=True)
class Part:
    """One part: reference 0 when the message is whole, otherwise what joins it to its sisters."""

    text: str
    reference: int
    total: int
    place: int
    user_reference: int


def read_part(submission: Submission) -> Part:
    """Return what a submission says. Raises Refusal with the status of the specification."""
    if not _NUMBER.fullmatch(submission.destination.removeprefix("+")):
        raise Refusal(Status.RINVDSTADR)
    if not submission.source:
        raise Refusal(Status.RINVSRCADR)
    octets = submission.options.get(PAYLOAD, submission.message)
    if not octets or (PAYLOAD not in submission.options and len(octets) > LONGEST_OCTETS):
        raise Refusal(Status.RINVMSGLEN)
    reference, total, place, octets = _place(submission, octets)
    encoding = CODINGS.get(submission.coding)
    if encoding is None:
        raise Refusal(Status.RSUBMITFAIL)
    try:
        text = octets.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refusal(Status.RSUBMITFAIL) from error
    return Part(text, reference, total, place, int.from_bytes(submission.options.get(USER_REFERENCE, b"")))


def _place(submission: Submission, octets: bytes) -> tuple[int, int, int, bytes]:
    if submission.esm_class & UDH_INDICATOR:
        return _read_header(octets)
    options = submission.options
    if SAR_REFERENCE not in options:
        return 0, 1, 1, octets
    total = int.from_bytes(options.get(SAR_TOTAL, b""))
    place = int.from_bytes(options.get(SAR_PLACE, b""))
    if not 1 <= place <= total:
        raise Refusal(Status.RSUBMITFAIL)
    return int.from_bytes(options[SAR_REFERENCE]), total, place, octets


def _read_header(octets: bytes) -> tuple[int, int, int, bytes]:
    """Read the user data header: element 00 with an 8-bit or 08 with a 16-bit reference (3GPP TS 23.040, 9.2.3.24)."""
    length = octets[0]
    header, rest = octets[1 : 1 + length], octets[1 + length :]
    match list(header):
        case [0x00, 3, reference, total, place] if 1 <= place <= total:
            return reference, total, place, rest
        case [0x08, 4, high, low, total, place] if 1 <= place <= total:
            return high * 256 + low, total, place, rest
    raise Refusal(Status.RINVESMCLASS)
