# SPDX-License-Identifier: EUPL-1.2
"""The protocol of clamd, the daemon of ClamAV: ask it to look at bytes (INSTREAM), whether it lives, which version.

Commands begin with `z` and end with NUL; so do answers. A stream goes in chunks of a four-byte length and the bytes.
"""

import socket
import struct
from dataclasses import dataclass
from urllib.parse import urlsplit

CHUNK_BYTES = 1 << 16
LONGEST_ANSWER = 4096


class ClamdError(Exception):
    """The daemon does not answer, breaks off, or says it cannot look at this."""


@dataclass(frozen=True)
class Clamd:
    """Where a daemon listens: `tcp://host:port` or `unix:///path`; seconds: patience for one answer."""

    url: str
    seconds: float = 30.0

    def found_in(self, data: bytes) -> str:
        """Return the name of what the daemon found, empty when it found nothing. Raises ClamdError."""
        answer = self._ask(b"zINSTREAM\0", data)
        if answer == "stream: OK":
            return ""
        if answer.startswith("stream: ") and answer.endswith(" FOUND"):
            return answer.removeprefix("stream: ").removesuffix(" FOUND")
        raise ClamdError(answer or "no answer")

    def version(self) -> str:
        """Return engine, signature number and their date, as the daemon prints them. Raises ClamdError."""
        answer = self._ask(b"zVERSION\0")
        if not answer.startswith("ClamAV"):
            raise ClamdError(answer or "no answer")
        return answer

    def _ask(self, command: bytes, data: bytes | None = None) -> str:
        try:
            with self._connect() as connection:
                connection.settimeout(self.seconds)
                try:
                    connection.sendall(command)
                    if data is not None:
                        _stream(connection, data)
                except (BrokenPipeError, ConnectionResetError):
                    pass  # it answered before the end of the stream: the answer says why
                return _answer(connection)
        except OSError as error:
            raise ClamdError(f"{self.url}: {error}") from error

    def _connect(self) -> socket.socket:
        parts = urlsplit(self.url)
        if parts.scheme == "unix":
            made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            made.settimeout(self.seconds)
            try:
                made.connect(parts.path)
            except OSError:
                made.close()
                raise
            return made
        return socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=self.seconds)


def checked_url(raw: str) -> str:
    """Return the address of a daemon, or an empty text; raises ValueError for anything but tcp:// and unix://."""
    parts = urlsplit(raw.strip())
    if raw.strip() and not (
        (parts.scheme == "tcp" and parts.hostname)
        or (parts.scheme == "unix" and not parts.netloc and parts.path.startswith("/"))
    ):
        raise ValueError("cần tcp://máy:cổng hoặc unix:///đường/dẫn")
    return raw.strip()


def _stream(connection: socket.socket, data: bytes) -> None:
    for start in range(0, len(data), CHUNK_BYTES):
        chunk = data[start : start + CHUNK_BYTES]
        connection.sendall(struct.pack("!L", len(chunk)) + chunk)
    connection.sendall(struct.pack("!L", 0))


def _answer(connection: socket.socket) -> str:
    heard = b""
    while b"\0" not in heard and len(heard) < LONGEST_ANSWER:
        more = connection.recv(1024)
        if not more:
            break
        heard += more
    return heard.partition(b"\0")[0].decode("utf-8", errors="replace").strip()
