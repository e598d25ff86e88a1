# SPDX-License-Identifier: EUPL-1.2
"""Sockets and the shape shared by all counterparts.

A counterpart that is down closes its sockets: a client meets a refused connection and not a polite answer.
"""

import asyncio
import errno
import json
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from tinhso_counterparts.modes import Mode, read_mode, utc_now

LOOPBACKS = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))
NO_SUCH_ADDRESS = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
WATCH_SECONDS = 0.1

FOLDER = web.AppKey("folder", Path)
MODE = web.RequestKey("mode", Mode)


class PortTaken(Exception):
    """No socket could be had on the wanted port; the sentence names it."""


def bind_loopbacks(port: int) -> list[socket.socket]:
    """Return listening-to-be sockets on 127.0.0.1 and ::1 with one port number; port 0 takes any free one.

    A machine without IPv6 gets the first only. Raises PortTaken.
    """
    for _ in range(20):
        bound: list[socket.socket] = []
        try:
            for family, host in LOOPBACKS:
                wanted = bound[0].getsockname()[1] if bound else port
                _bind_one(family, host, wanted, bound)
        except OSError as error:
            for sock in bound:
                sock.close()
            if port or error.errno != errno.EADDRINUSE:
                raise PortTaken(
                    f"cannot listen on port {port}: {error.strerror}; stop what uses it or choose another"
                ) from error
        else:
            return bound
    raise PortTaken("no port is free on both 127.0.0.1 and ::1")


def _bind_one(family: int, host: str, port: int, bound: list[socket.socket]) -> None:
    try:
        sock = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        if bound and error.errno in NO_SUCH_ADDRESS:
            return
        raise
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.bind((host, port))
    except OSError as error:
        sock.close()
        if bound and error.errno in NO_SUCH_ADDRESS:
            return
        raise
    bound.append(sock)


class Door:
    """One port on both loopbacks that can be shut and opened again.

    The port is taken at construction, because certificates and discovery documents must name it before anyone
    listens. `obeys` tells whether the door shuts when the counterpart is down.
    """

    def __init__(self, port: int, *, obeys: bool = True) -> None:
        self._sockets = bind_loopbacks(port)
        self.port: int = self._sockets[0].getsockname()[1]
        self.obeys = obeys
        self._factory: Callable[[], asyncio.Protocol] | None = None
        self._servers: list[asyncio.Server] = []

    def serve(self, factory: Callable[[], asyncio.Protocol]) -> None:
        """Say who answers; `open` starts listening."""
        self._factory = factory

    @property
    def is_open(self) -> bool:
        return bool(self._servers)

    async def open(self) -> None:
        """Start listening. Raises PortTaken if another program took the port while the door was shut."""
        if self._factory is None:
            raise RuntimeError("a door needs someone to serve before it opens")
        sockets = self._sockets or bind_loopbacks(self.port)
        self._sockets = []
        loop = asyncio.get_running_loop()
        self._servers = [await loop.create_server(self._factory, sock=sock) for sock in sockets]

    def shut(self) -> None:
        """Stop listening: the next connection is refused by the operating system."""
        for server in self._servers:
            server.close()
        for sock in self._sockets:
            sock.close()
        self._servers, self._sockets = [], []


@dataclass
class Counterpart:
    """A running stand-in: its doors, its addresses (name to URL) and what to close at the end."""

    name: str
    label: str
    folder: Path
    addresses: dict[str, str]
    doors: list[Door]
    runners: list[web.AppRunner] = field(default_factory=list)
    _watcher: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Open the doors and follow the mode file from now on."""
        self.folder.mkdir(parents=True, exist_ok=True)
        await self._follow()
        self._watcher = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Shut the doors and let running answers end (at most a second)."""
        if self._watcher is not None:
            self._watcher.cancel()
            with suppress(asyncio.CancelledError):
                await self._watcher
        for door in self.doors:
            door.shut()
        for runner in self.runners:
            await runner.cleanup()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            # While shut, another program may hold the port for a moment: try again at the next tick.
            with suppress(PortTaken):
                await self._follow()

    async def _follow(self) -> None:
        is_down = read_mode(self.folder, utc_now()).is_down
        for door in self.doors:
            if is_down and door.obeys:
                door.shut()
            elif not door.is_open:
                await door.open()


@web.middleware
async def obey_mode(request: web.Request, handler: Callable[[web.Request], web.StreamResponse]) -> web.StreamResponse:
    """Read the mode for this request: cut the line if down, wait if slow, hand it to the handler if wrong."""
    mode = read_mode(request.app[FOLDER], utc_now())
    if mode.is_down and request.transport is not None:
        request.transport.abort()
        raise web.HTTPServiceUnavailable
    if mode.pause_seconds:
        await asyncio.sleep(mode.pause_seconds)
    request[MODE] = mode
    return await handler(request)


async def json_object(request: web.Request) -> dict[str, Any]:
    """Return the JSON object of a request; anything else is answered with 400 and a sentence."""
    try:
        found = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise web.HTTPBadRequest(text="Nội dung không phải JSON.") from error
    if not isinstance(found, dict):
        raise web.HTTPBadRequest(text="Nội dung phải là một đối tượng JSON.")
    return found


async def serve_web(app: web.Application, door: Door) -> web.AppRunner:
    """Put a web application behind a door."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    door.serve(runner.server)
    return runner
