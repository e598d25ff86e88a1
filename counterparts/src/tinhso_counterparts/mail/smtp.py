# SPDX-License-Identifier: EUPL-1.2
"""The SMTP side: takes every message, unless told to misbehave."""

import asyncio
import zlib
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from tinhso_counterparts.mail.store import Inbox
from tinhso_counterparts.modes import Mode, read_mode, utc_now

LARGEST_MESSAGE_BYTES = 25 * 1024 * 1024
GOING_DOWN = "421 4.3.2 Service shutting down"


def is_rejected(address: str) -> bool:
    """Whether `wrong --how reject` refuses this recipient: one with an odd CRC-32."""
    return zlib.crc32(address.lower().encode()) % 2 == 1


class Reception:
    """Answers the commands of a connection; the mode is read again at each of them."""

    def __init__(self, folder: Path, inbox: Inbox) -> None:
        self._folder = folder
        self._inbox = inbox

    async def handle_MAIL(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._mode().is_down:
            return self._hang_up(server)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Sender OK"

    async def handle_RCPT(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        mode = self._mode()
        if mode.is_down:
            return self._hang_up(server)
        if mode.is_wrong("temporary", default=True):
            return "451 4.3.0 Mailbox temporarily unavailable, try again later"
        if mode.is_wrong("reject") and is_rejected(address):
            return "550 5.1.1 No such mailbox here"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 Recipient OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        mode = self._mode()
        if mode.is_down:
            return self._hang_up(server)
        await asyncio.sleep(mode.pause_seconds)
        content = envelope.content or b""
        raw = content.encode() if isinstance(content, str) else content
        number = self._inbox.add(envelope.mail_from or "", envelope.rcpt_tos, raw, utc_now())
        return f"250 2.0.0 Kept as message {number}"

    def _mode(self) -> Mode:
        return read_mode(self._folder, utc_now())

    def _hang_up(self, server: SMTP) -> str:
        # The line is cut right after the answer, as a server that is being stopped would.
        if server.transport is not None:
            asyncio.get_running_loop().call_soon(server.transport.close)
        return GOING_DOWN


def connection(reception: Reception) -> SMTP:
    """Return the protocol of one connection."""
    return SMTP(
        reception,
        data_size_limit=LARGEST_MESSAGE_BYTES,
        enable_SMTPUTF8=True,
        hostname="mail.counterparts.example",
        ident="counterpart",
        loop=asyncio.get_running_loop(),
    )
