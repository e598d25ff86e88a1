# SPDX-License-Identifier: EUPL-1.2
"""Between the doors and the spool: collects what all doors bring, writes it as one group, then tells who waits.

Who can be told to wait is told to wait: connections are not read while much is pending. Only datagrams can be lost,
and they are counted.
"""

import asyncio
from collections.abc import Callable
from typing import Protocol

from tinhso.modules.security.collect.errors import SpoolFull
from tinhso.modules.security.collect.spool import Claim, Clock, Places, Spool

PENDING_BYTES = 32 * 1024 * 1024
GROUP_BYTES = 4 * 1024 * 1024
TRY_AGAIN_SECONDS = 1.0
Pending = tuple[bytes, Claim | Places | None, asyncio.Future[None] | None]


class Readable(Protocol):
    """A connection that can be left unread for a while."""

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...


class Keeper:
    """The one that calls `spool.write`. full: why nothing can be kept now, empty while all is well."""

    def __init__(self, spool: Spool, clock: Clock, *, pending_bytes: int = PENDING_BYTES) -> None:
        self.spool, self.clock = spool, clock
        self.full = ""
        self.records = self.groups = 0
        self._most = pending_bytes
        self._pending: list[Pending] = []
        self._bytes = 0
        self._paused: set[Readable] = set()
        self._come = asyncio.Event()
        self._stopping = False

    @property
    def pressed(self) -> bool:
        """Whether so much waits to be written that senders have to wait."""
        return self._bytes >= self._most or bool(self.full)

    def offer(self, block: bytes, count: int) -> None:
        """Take records of a sender that gets no answer; `pressed` says whether to go on reading it."""
        self._take((block, None, None), count)

    async def keep(self, block: bytes, count: int, claim: Claim | Places | None = None) -> None:
        """Take records and return when they are on the disk. Raises SpoolFull; then none of them is kept."""
        if self.pressed:
            raise SpoolFull(self.full or "Máy thu thập đang quá tải. Hãy gửi lại sau.")
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._take((block, claim, done), count)
        await done

    def pause(self, connection: Readable) -> None:
        """Leave a connection unread until the pending records are written."""
        connection.pause_reading()
        self._paused.add(connection)

    def forget(self, connection: Readable) -> None:
        self._paused.discard(connection)

    def stop(self) -> None:
        """Let `run` end once everything pending is written."""
        self._stopping = True
        self._come.set()

    async def run(self, group_done: Callable[[], None] = lambda: None) -> None:
        """Write group after group until told to stop. What cannot be written is tried again each second."""
        while True:
            await self._come.wait()
            self._come.clear()
            while self._pending:
                group = self._next_group()
                if not await self._write(group):
                    if self._stopping:
                        return
                    await asyncio.sleep(TRY_AGAIN_SECONDS)
                    continue
                self._resume()
                group_done()
            if self._stopping:
                return

    def _next_group(self) -> list[Pending]:
        """Take the oldest of what waits, about GROUP_BYTES of it."""
        size = count = 0
        while count < len(self._pending) and size < GROUP_BYTES:
            size += len(self._pending[count][0])
            count += 1
        group, self._pending = self._pending[:count], self._pending[count:]
        self._bytes -= size
        return group

    async def _write(self, group: list[Pending]) -> bool:
        block = b"".join(part for part, _, _ in group)
        claims = [claim for _, claim, _ in group if claim]
        try:
            await asyncio.to_thread(self.spool.write, block, claims)
        except SpoolFull as error:
            self._give_back(group, error)
            return False
        self.full = ""
        self.groups += 1
        for _, _, done in group:
            if done and not done.done():
                done.set_result(None)
        return True

    def _give_back(self, group: list[Pending], error: SpoolFull) -> None:
        """Tell those who wait; keep what nobody waits for to try again."""
        self.full = str(error)
        for _, _, done in group:
            if done and not done.done():
                done.set_exception(SpoolFull(str(error)))
        kept = [one for one in group if one[2] is None]
        self._pending = [*kept, *self._pending]
        self._bytes = sum(len(part) for part, _, _ in self._pending)
        if not kept:
            self.full = ""  # nothing is left to try: the next sender finds out
            self._resume()

    def _take(self, one: Pending, count: int) -> None:
        self._pending.append(one)
        self._bytes += len(one[0])
        self.records += count
        self._come.set()

    def _resume(self) -> None:
        paused, self._paused = self._paused, set()
        for connection in paused:
            connection.resume_reading()
