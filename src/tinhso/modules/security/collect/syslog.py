# SPDX-License-Identifier: EUPL-1.2
"""Doors for syslog and other lines: UDP (RFC 5426), TCP (RFC 6587), TLS (RFC 5425)."""

import asyncio
import socket
from pathlib import Path
from typing import Any

from tinhso.modules.security.collect.framing import Framer
from tinhso.modules.security.collect.keeper import Keeper
from tinhso.modules.security.collect.records import Record, Way, encode, encode_many

KERNEL_TABLES = (Path("/proc/net/udp"), Path("/proc/net/udp6"))


class Lines(asyncio.Protocol):
    """One connection over TCP or TLS."""

    def __init__(self, keeper: Keeper, way: Way, limit: int, open_ones: set["Lines"], most: int) -> None:
        self._keeper, self._way, self._limit = keeper, way, limit
        self._open, self._most = open_ones, most
        self._framer = Framer(limit)
        self._peer = self._name = ""
        self.transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        if len(self._open) >= self._most:
            self.transport.abort()
            return
        self._open.add(self)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._peer = str((transport.get_extra_info("peername") or ("",))[0])
        self._name = common_name(transport.get_extra_info("peercert"))

    def data_received(self, data: bytes) -> None:
        self._offer(list(self._framer.feed(data)))
        if self._keeper.pressed:
            self._keeper.pause(self.transport)

    def eof_received(self) -> bool:
        self._offer(list(self._framer.end()))
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self._open.discard(self)
        self._keeper.forget(self.transport)
        self._offer(list(self._framer.end()))

    def _offer(self, messages: list[tuple[bytes, bool]]) -> None:
        if not messages:
            return
        now = self._keeper.clock()
        whole = [raw for raw, is_piece in messages if not is_piece]
        if len(whole) == len(messages):
            pattern = Record(self._way, now, b"", self._peer, stream=self._name)
            self._keeper.offer(encode_many(pattern, whole), len(whole))
            return
        kept = [
            Record(self._way, now, raw, self._peer, stream=self._name, is_piece=is_piece) for raw, is_piece in messages
        ]
        self._keeper.offer(encode(kept), len(kept))


def common_name(certificate: Any) -> str:
    """Return the common name in a client's verified certificate; empty without one."""
    parts = ((certificate or {}).get("subject") or ()) if isinstance(certificate, dict) else ()
    return next((str(value) for part in parts for key, value in part if key == "commonName"), "")


class Datagrams(asyncio.DatagramProtocol):
    """Messages over UDP; one that cannot be taken is lost and counted."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self.dropped = 0
        self.port = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.port = transport.get_extra_info("sockname")[1]

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        raw = data.rstrip(b"\n\r\x00")
        if self._keeper.pressed:
            self.dropped += 1
        elif raw:
            self._keeper.offer(encode([Record(Way.UDP, self._keeper.clock(), raw, str(addr[0]))]), 1)


def dropped_by_kernel(port: int, tables: tuple[Path, ...] = KERNEL_TABLES) -> int:
    """Return how many datagrams for the port the kernel had no room for, since the socket was opened."""
    dropped = 0
    for table in tables:
        if not table.exists():
            continue
        for line in table.read_text().splitlines()[1:]:
            cells = line.split()
            if int(cells[1].rpartition(":")[2], 16) == port:
                dropped += int(cells[-1])
    return dropped
