# SPDX-License-Identifier: EUPL-1.2
"""One connection to an SMS centre: bind, ask, listen, unbind. Every wait ends, every answer must fit its request."""

import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from urllib.parse import urlsplit

from tinhso.kernel.exchange.smpp import pdu as smpp
from tinhso.kernel.exchange.smpp.pdu import Malformed, Pdu, Report

DEFAULT_PORTS = {"smpp": 2775, "smpps": 3550}
WAIT_SECONDS = 10.0
"""House rule: a centre slower than this counts as down and the message waits."""
QUIET_SECONDS = 1.0
"""How long a receiver waits for one more report before it goes."""
MOST_REPORTS = 500
PDUS_BEFORE_ANSWER = 50
"""Requests of the centre that are served before our answer must have come."""


class RefusedByCentre(Exception):
    """The centre answered with an error status (SMPP 5.1.3)."""

    def __init__(self, status: int) -> None:
        super().__init__(f"0x{status:08X}")
        self.status = status


class Connection:
    """A bound session; use it in a `with` block.

    address: `smpp://host:port` or `smpps://` (TLS, certificate checked). Raises OSError when nobody answers,
    Malformed for octets that are no SMPP, RefusedByCentre for an error status.
    """

    def __init__(self, address: str, user: str, password: str, *, receives: bool = False) -> None:
        parts = urlsplit(address)
        if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
            raise ValueError("địa chỉ tổng đài phải có dạng smpp://máy:cổng hoặc smpps://máy:cổng")
        where = parts.hostname, parts.port or DEFAULT_PORTS[parts.scheme]
        self._sequence = 0
        self._socket = socket.create_connection(where, timeout=WAIT_SECONDS)
        try:
            if parts.scheme == "smpps":
                context = ssl.create_default_context()
                self._socket = context.wrap_socket(self._socket, server_hostname=parts.hostname)
            self._ask(smpp.BIND_RECEIVER if receives else smpp.BIND_TRANSMITTER, smpp.bind_body(user, password))
        except BaseException:
            self._socket.close()
            raise

    def __enter__(self) -> "Connection":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Say good-bye when all went well; the answer changes nothing."""
        with suppress(OSError, Malformed, RefusedByCentre):
            if kind is None:
                self._ask(smpp.UNBIND)
        self._socket.close()

    def submit(self, body: bytes) -> str:
        """Send one part and return the identifier the centre gave it."""
        return smpp.read_id(self._ask(smpp.SUBMIT_SM, body))

    def listen(self, take: Callable[[Report], bool]) -> int:
        """Hand each report to `take`, acknowledge those it kept, return how many; ends when the centre is silent.

        One that `take` did not keep is answered ESME_RX_T_APPN, so that the centre tells it again later.
        """
        for heard in range(MOST_REPORTS):
            try:
                found = self._read(QUIET_SECONDS)
            except TimeoutError:
                return heard
            if found.command == smpp.DELIVER_SM:
                report = smpp.read_report(found.body)
                kept = report is None or take(report)
                self._answer(found, smpp.ROK if kept else smpp.RX_T_APPN, b"\0")
            else:
                self._serve(found)
        return MOST_REPORTS

    def _ask(self, command: int, body: bytes = b"") -> bytes:
        self._sequence += 1
        self._socket.settimeout(WAIT_SECONDS)
        self._socket.sendall(Pdu(command, 0, self._sequence, body).encode())
        for _ in range(PDUS_BEFORE_ANSWER):
            found = self._read(WAIT_SECONDS)
            if found.command == smpp.GENERIC_NACK:
                raise RefusedByCentre(found.status or smpp.RINVCMDID)
            if found.command & smpp.RESPONSE:
                return self._fitting(found, command)
            self._serve(found)
        raise Malformed("tổng đài không trả lời yêu cầu")

    def _fitting(self, found: Pdu, command: int) -> bytes:
        if (found.command, found.sequence) != (command | smpp.RESPONSE, self._sequence):
            raise Malformed("trả lời không khớp với yêu cầu")
        if found.status != smpp.ROK:
            raise RefusedByCentre(found.status)
        return found.body

    def _serve(self, found: Pdu) -> None:
        """Answer what the centre asks of us in between; a report outside `listen` is to come again."""
        if found.command in (smpp.ENQUIRE_LINK, smpp.UNBIND):
            self._answer(found, smpp.ROK)
        elif found.command == smpp.DELIVER_SM:
            self._answer(found, smpp.RX_T_APPN, b"\0")
        elif not found.command & smpp.RESPONSE:
            self._socket.sendall(Pdu(smpp.GENERIC_NACK, smpp.RINVCMDID, found.sequence).encode())
        if found.command == smpp.UNBIND:
            raise ConnectionResetError("tổng đài đóng phiên")

    def _answer(self, found: Pdu, status: int, body: bytes = b"") -> None:
        self._socket.sendall(Pdu(found.command | smpp.RESPONSE, status, found.sequence, body).encode())

    def _read(self, seconds: float) -> Pdu:
        """Return the next PDU. Raises TimeoutError when it does not begin in time or does not end in WAIT_SECONDS."""
        head = self._exactly(smpp.HEADER.size, time.monotonic() + seconds)
        length, command, status, sequence = smpp.HEADER.unpack(head)
        if not smpp.HEADER.size <= length <= smpp.LARGEST_BYTES:
            raise Malformed(f"PDU dài {length} byte")
        return Pdu(command, status, sequence, self._exactly(length - len(head), time.monotonic() + WAIT_SECONDS))

    def _exactly(self, length: int, until: float) -> bytes:
        found = b""
        while len(found) < length:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError("tổng đài trả lời quá chậm")
            self._socket.settimeout(left)
            piece = self._socket.recv(length - len(found))
            if not piece:
                raise ConnectionResetError("tổng đài đóng kết nối")
            found += piece
        return found
