# SPDX-License-Identifier: EUPL-1.2
"""The collector: one asyncio process with all doors, one keeper and one spool."""

import asyncio
import json
import resource
import signal
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from aiohttp import web

from tinhso.lib.private_files import write_over
from tinhso.modules.security.collect import ndjson, records, segments, tailing
from tinhso.modules.security.collect.errors import SpoolFull
from tinhso.modules.security.collect.keeper import Keeper
from tinhso.modules.security.collect.records import Record, Way, encode
from tinhso.modules.security.collect.spool import Clock, Spool
from tinhso.modules.security.collect.syslog import Datagrams, Lines, dropped_by_kernel
from tinhso.modules.security.collect.types import Entry, Known, Setup

STATUS_SECONDS = 5.0
TAIL_SECONDS = 0.5
RECEIVE_BYTES = 8 * 1024 * 1024
STATUS = "status.json"
Say = Callable[[str], None]
Fetch = Callable[[], list[Entry] | None]


class Collector:
    """All doors of one set-up. `addresses` names the ports that were opened, after `start`."""

    def __init__(self, setup: Setup, clock: Clock, say: Say, fetch: Fetch) -> None:
        self.setup, self.clock, self.say, self._fetch = setup, clock, say, fetch
        self.known = Known()
        self.spool = Spool(setup.folder, clock, limit_bytes=setup.limit_bytes)
        self.keeper = Keeper(self.spool, clock)
        self.addresses: dict[str, int] = {}
        self._lines: set[Lines] = set()
        self._tails: list[tailing.Tail] = []
        self._servers: list[asyncio.Server] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._datagrams: Datagrams | None = None
        self._runner: web.AppRunner | None = None
        self._told_dropped = self._noted_records = 0
        self._said = ""
        self._began_ns = clock()

    async def start(self) -> None:
        """Open the spool, then the doors. Raises SpoolBusy, PathTooLong, OSError for a port that is taken."""
        found = self.spool.open()
        known = self.spool.place_of
        self._tails = [tailing.begin(path, self.setup.line_bytes, known(str(path))) for path in self.setup.files]
        if found.cut:
            self.say(f"Đã cắt {found.cut} byte ghi dở ở cuối vùng đệm; không có gì đã xác nhận bị mất.")
        if found.damaged:
            self.say(f"Có {found.damaged} byte trong vùng đệm bị hỏng trên đĩa; phần còn lại vẫn đọc được.")
        await self._learn()
        self._tasks = [asyncio.create_task(one) for one in (self.keeper.run(), self._watch(), self._follow())]
        await self._open_doors()
        self._write_status()

    async def stop(self) -> None:
        """Close the doors, write what is pending, close the spool."""
        for server in self._servers:
            server.close()
        for one in list(self._lines):
            one.transport.close()
        if self._runner:
            await self._runner.cleanup()
        await asyncio.sleep(0)
        self.keeper.stop()
        for task in self._tasks[1:]:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.spool.close()

    async def _open_doors(self) -> None:
        loop, setup = asyncio.get_running_loop(), self.setup
        secure = _server_tls(setup, setup.client_ca)
        doors = (("tcp", setup.tcp_port, Way.TCP, None), ("tls", setup.tls_port, Way.TLS, secure))
        for name, port, way, tls in doors:
            if port and (tls or way is Way.TCP):
                make = _maker(self.keeper, way, setup, self._lines)
                server = await loop.create_server(make, setup.host, _wanted(port), ssl=tls, backlog=1024)
                self._servers.append(server)
                self.addresses[name] = server.sockets[0].getsockname()[1]
        if setup.udp_port:
            datagrams = self._datagrams = Datagrams(self.keeper)
            address = (setup.host, _wanted(setup.udp_port))
            transport, _ = await loop.create_datagram_endpoint(lambda: datagrams, local_addr=address)
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)
            self.addresses["udp"] = datagrams.port
        if setup.http_port:
            app = ndjson.application(self.keeper, self.known.find, line_bytes=setup.line_bytes)
            self._runner = web.AppRunner(app, access_log=None, auto_decompress=False, shutdown_timeout=10)
            await self._runner.setup()
            site = web.TCPSite(self._runner, setup.host, _wanted(setup.http_port), ssl_context=_server_tls(setup))
            await site.start()
            self.addresses["http"] = self._runner.addresses[0][1]

    async def _watch(self) -> None:
        """Every few seconds: read the register, note lost datagrams, say how it stands."""
        while True:
            await asyncio.sleep(STATUS_SECONDS)
            await self._learn()
            self._note_dropped()
            self._note_pause()
            self._write_status()
            if self.keeper.full != self._said:
                self._said = self.keeper.full
                self.say(self._said or "Vùng đệm ghi được trở lại.")

    async def _learn(self) -> None:
        entries = await asyncio.to_thread(self._fetch)
        keep = self.setup.folder / "register.json"
        if entries is not None:
            self.known.learn(entries)
            told = json.dumps([[str(one.source), one.token_digest] for one in entries])
            if not keep.exists() or keep.read_text() != told:
                with suppress(OSError):  # a full disk: the one written before counts at the next start
                    write_over(keep, told.encode())
        elif keep.exists() and self.known.is_empty:
            told = json.loads(keep.read_text())
            self.known.learn([Entry(UUID(source), digest) for source, digest in told])

    def _note_dropped(self) -> None:
        if self._datagrams is None:
            return
        dropped = self._datagrams.dropped + dropped_by_kernel(self._datagrams.port)
        if dropped > self._told_dropped:
            self.keeper.offer(records.note(self.clock(), kind="udp_dropped", count=dropped - self._told_dropped), 0)
            self._told_dropped = dropped

    def _note_pause(self) -> None:
        """Write down that time went by since the last record: readers let go what waits for the rest of an event."""
        if self.keeper.records != self._noted_records:
            self._noted_records = self.keeper.records
            self.keeper.offer(records.note(self.clock(), kind="pause"), 0)

    def _write_status(self) -> None:
        told: dict[str, Any] = {
            "at_ns": self.clock(),
            "began_ns": self._began_ns,
            "records": self.keeper.records,
            "groups": self.keeper.groups,
            "connections": len(self._lines),
            "udp_dropped": self._told_dropped,
            "full": self.keeper.full,
            "doors": self.addresses,
            "bytes": sum(self.spool.sizes.values()),
            "limit_bytes": self.setup.limit_bytes,
        }
        draft = self.setup.folder / f".{STATUS}"
        with suppress(OSError):  # a full disk must not end the collector; the old status grows stale and says so
            draft.write_text(json.dumps(told))
            draft.replace(self.setup.folder / STATUS)

    async def _follow(self) -> None:
        """Follow the files of the set-up; a line counts as read when it is on the disk."""
        while self._tails:
            moved = [await self._follow_one(one) for one in self._tails]
            if not any(moved):
                await asyncio.sleep(TAIL_SECONDS)

    async def _follow_one(self, tail: tailing.Tail) -> bool:
        try:
            lines = await asyncio.to_thread(tail.read)
            if not lines and not tail.has_moved:
                return False
            now, peer = self.clock(), str(tail.path)
            inode = str(tail.inode)
            block = encode(
                Record(Way.FILE, now, raw, peer, sequence=end, stream=inode, is_piece=is_piece)
                for raw, end, is_piece in lines
            )
            if block:
                await self.keeper.keep(block, len(lines), {peer: tail.place})
        except SpoolFull:
            return False
        except OSError as error:
            self.say(f"Không đọc được {tail.path}: {error.strerror}.")
            await asyncio.sleep(STATUS_SECONDS)
            return False
        tail.done()
        return True


def _maker(keeper: Keeper, way: Way, setup: Setup, open_ones: set[Lines]) -> Callable[[], Lines]:
    return lambda: Lines(keeper, way, setup.line_bytes, open_ones, setup.connections)


def _wanted(port: int) -> int:
    """Return the port to bind; below nought any free one."""
    return max(0, port)


def _server_tls(setup: Setup, client_ca: Path | None = None) -> ssl.SSLContext | None:
    """Return how a door speaks TLS, None without a certificate; with `client_ca` senders must show one of theirs."""
    if not (setup.certificate and setup.key):
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(setup.certificate, setup.key)
    if client_ca:
        context.load_verify_locations(client_ca)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


async def serve(setup: Setup, clock: Clock, say: Say, fetch: Fetch) -> None:
    """Run a collector until SIGTERM or SIGINT."""
    _allow_many_files()
    asked = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, asked.set)
    collector = Collector(setup, clock, say, fetch)
    await collector.start()
    doors = ", ".join(f"{name} {port}" for name, port in collector.addresses.items())
    say(f"Bộ thu thập sự kiện nhận ở {setup.host}: {doors or 'chưa mở cổng nào'}")
    try:
        await asked.wait()
    finally:
        await collector.stop()


def _allow_many_files() -> None:
    """Raise the number of open connections to what the system allows; 1,024 is a usual beginning."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def standing(folder: Path) -> dict[str, Any]:
    """Return what the collector of a folder last said of itself, with how far each reader is behind in bytes."""
    path = folder / STATUS
    told: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    behind = {name: segments.behind(folder, position) for name, position in segments.readers(folder).items()}
    return {**told, "behind": behind}
