# SPDX-License-Identifier: EUPL-1.2
"""One SMPP connection as the centre sees it: bound or not, what it may do, the receipts it is told."""

import asyncio
import struct
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tinhso_counterparts.modes import Mode, read_mode, utc_now
from tinhso_counterparts.sms.messages import Refusal, read_part
from tinhso_counterparts.sms.pdu import (
    HEADER,
    LARGEST_PDU_BYTES,
    RESPONSE,
    Command,
    Malformed,
    Pdu,
    Status,
    c_text,
    option,
    read_bind,
    read_submission,
)
from tinhso_counterparts.sms.store import Phones, Receipt

BINDS = {Command.BIND_TRANSMITTER, Command.BIND_RECEIVER, Command.BIND_TRANSCEIVER}
SENDERS = {Command.BIND_TRANSMITTER, Command.BIND_TRANSCEIVER}
RECEIVERS = {Command.BIND_RECEIVER, Command.BIND_TRANSCEIVER}
NAME = c_text("TINHSO-SMSC")
MESSAGE_STATES = {"ENROUTE": 1, "DELIVRD": 2, "EXPIRED": 3, "UNDELIV": 5, "REJECTD": 8}
RECEIPT_CLASS = 0x04
WINDOW_ALLOWED = 3
"""Submissions a throttled account gets through in a connection; the rest is answered ESME_RTHROTTLED."""


@dataclass
class Centre:
    """What all connections share."""

    folder: Path
    phones: Phones
    accounts: Callable[[], dict[str, str]]

    def mode(self) -> Mode:
        return read_mode(self.folder, utc_now())


@dataclass(eq=False)
class Session(asyncio.Protocol):
    """Reads PDUs in the order they come and answers each before the next."""

    centre: Centre
    account: str = ""
    bound: int = 0
    submitted: int = 0
    _sequence: int = 0
    _sent_receipts: dict[int, int] = field(default_factory=dict)
    _buffer: bytearray = field(default_factory=bytearray)
    _transport: asyncio.Transport | None = None
    _inbox: asyncio.Queue[Pdu] = field(default_factory=asyncio.Queue)
    _worker: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]
        self._worker = asyncio.create_task(self._work())

    def connection_lost(self, exc: Exception | None) -> None:
        if self._worker is not None:
            self._worker.cancel()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while len(self._buffer) >= HEADER.size:
            length, command, status, sequence = HEADER.unpack_from(self._buffer)
            if not HEADER.size <= length <= LARGEST_PDU_BYTES:
                self._write(Pdu(Command.GENERIC_NACK, Status.RINVCMDLEN, sequence))
                self._close()
                return
            if len(self._buffer) < length:
                return
            body = bytes(self._buffer[HEADER.size : length])
            del self._buffer[:length]
            self._inbox.put_nowait(Pdu(command, status, sequence, body))

    def _write(self, pdu: Pdu) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(pdu.encode())

    def _close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    async def _work(self) -> None:
        with suppress(asyncio.CancelledError):
            while True:
                try:
                    pdu = await asyncio.wait_for(self._inbox.get(), 0.2)
                except TimeoutError:
                    self._tell_receipts()
                    continue
                await self._answer(pdu)
                self._tell_receipts()

    async def _answer(self, pdu: Pdu) -> None:
        mode = self.centre.mode()
        if mode.is_down:
            if self._transport is not None:
                self._transport.abort()
            return
        await asyncio.sleep(mode.pause_seconds)
        if pdu.command == Command.DELIVER_SM_RESP:
            self._settle(pdu)
        elif pdu.command == Command.ENQUIRE_LINK:
            self._reply(pdu)
        elif pdu.command in BINDS:
            self._bind(pdu)
        elif pdu.command == Command.UNBIND:
            self._reply(pdu)
            self._close()
        elif pdu.command == Command.SUBMIT_SM:
            self._submit(pdu, mode)
        elif not pdu.command & RESPONSE:
            self._write(Pdu(Command.GENERIC_NACK, Status.RINVCMDID, pdu.sequence))

    def _reply(self, pdu: Pdu, status: Status = Status.ROK, body: bytes = b"") -> None:
        self._write(Pdu(pdu.command | RESPONSE, status, pdu.sequence, body))

    def _bind(self, pdu: Pdu) -> None:
        if self.bound:
            return self._reply(pdu, Status.RALYBND)
        try:
            user, password = read_bind(pdu.body)
        except Malformed:
            return self._reply(pdu, Status.RINVCMDLEN)
        accounts = self.centre.accounts()
        if user not in accounts:
            return self._reply(pdu, Status.RINVSYSID)
        if accounts[user] != password:
            return self._reply(pdu, Status.RINVPASWD)
        self.account, self.bound = user, pdu.command
        return self._reply(pdu, body=NAME)

    def _submit(self, pdu: Pdu, mode: Mode) -> None:
        if self.bound not in SENDERS:
            return self._reply(pdu, Status.RINVBNDSTS)
        self.submitted += 1
        if mode.is_wrong("throttle", default=True) or (mode.is_wrong("burst") and self.submitted > WINDOW_ALLOWED):
            return self._reply(pdu, Status.RTHROTTLED)
        if mode.is_wrong("reject"):
            return self._reply(pdu, Status.RINVDSTADR)
        if mode.is_wrong("system"):
            return self._reply(pdu, Status.RSYSERR)
        if mode.is_wrong("garbage"):
            return self._write(Pdu(pdu.command | RESPONSE, 0, pdu.sequence + 7, c_text("0")))
        try:
            number = self._take(pdu, mode)
        except Malformed:
            return self._reply(pdu, Status.RINVCMDLEN)
        except Refusal as refusal:
            return self._reply(pdu, refusal.status)
        if mode.is_wrong("mute"):
            return self._close()
        return self._reply(pdu, body=c_text(str(number)))

    def _take(self, pdu: Pdu, mode: Mode) -> int:
        """Keep the part (twice when told to duplicate) and owe a receipt when one was asked for."""
        submission = read_submission(pdu.body)
        part = read_part(submission)
        phone = submission.destination.removeprefix("+")
        numbers = [
            self.centre.phones.take(self.account, submission.source, phone, part, utc_now())
            for _ in range(2 if mode.is_wrong("twice") else 1)
        ]
        if submission.registered & 0x03 == 1:
            state = "UNDELIV" if mode.is_wrong("undelivered") else "DELIVRD"
            for _ in range(2 if mode.is_wrong("twice") else 1):
                self.centre.phones.owe(self.account, numbers[0], phone, submission.source, state, utc_now())
        return numbers[0]

    def _tell_receipts(self) -> None:
        if self.bound not in RECEIVERS or self.centre.mode().is_down:
            return
        last = max(self._sent_receipts.values(), default=0)
        while (owed := self.centre.phones.owed(self.account, last)) is not None:
            self._sequence += 1
            self._sent_receipts[self._sequence] = last = owed.id
            self._write(Pdu(Command.DELIVER_SM, 0, self._sequence, receipt_body(owed)))

    def _settle(self, pdu: Pdu) -> None:
        """Forget a receipt the house took; one it did not take is told again at the next bind."""
        receipt = self._sent_receipts.get(pdu.sequence)
        if receipt is not None and pdu.status == Status.ROK:
            self.centre.phones.settle(receipt)


def receipt_body(receipt: Receipt) -> bytes:
    """Return a deliver_sm that says what became of a part (Appendix B), with message id and state as parameters."""
    delivered = "001" if receipt.state == "DELIVRD" else "000"
    error = "000" if receipt.state == "DELIVRD" else "001"
    text = (
        f"id:{receipt.part} sub:001 dlvrd:{delivered} submit date:{receipt.submitted_at:%y%m%d%H%M} "
        f"done date:{utc_now():%y%m%d%H%M} stat:{receipt.state} err:{error} text:"
    ).encode("ascii")
    addresses = b"\x01\x01" + c_text(receipt.phone) + b"\x05\x00" + c_text(receipt.sender)
    body = b"\0" + addresses + bytes((RECEIPT_CLASS, 0, 0)) + b"\0\0" + bytes(4)
    body += struct.pack("B", len(text)) + text
    body += option(0x001E, c_text(str(receipt.part)))
    return body + option(0x0427, bytes((MESSAGE_STATES[receipt.state],)))
