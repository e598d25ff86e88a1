# SPDX-License-Identifier: EUPL-1.2
"""The HTTP door: lines of JSON with a token; 200 only when every line is on the disk.

POST /v1/events, `Authorization: Bearer <token>`, optionally `Content-Encoding: gzip`. Who numbers its lines says
`X-Sequence: <number of the first line>` and may name the numbering by `X-Stream`; a batch sent again is then kept once.
"""

import asyncio
import hashlib
import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from aiohttp import web

from tinhso.modules.security.collect.errors import SpoolFull
from tinhso.modules.security.collect.keeper import Keeper
from tinhso.modules.security.collect.records import Record, Way, encode, encode_many
from tinhso.modules.security.collect.spool import MOST_STREAMS, Claim

PATH = "/v1/events"
RETRY_SECONDS = 5
READ_SECONDS = 30
HOLD_BYTES = 256 * 1024 * 1024
"""What all requests worked on at once may take; a compressed one is taken for twenty times its size."""
MOST_BYTES = 16 * 1024 * 1024
MOST_LINES = 50_000
LARGEST_NUMBER = 2**63 - 1
STREAM = re.compile(r"[A-Za-z0-9._-]{0,64}")
FindSource = Callable[[str], UUID | None]


class Refusal(Exception):
    """What is wrong with a request: status and sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def digest(token: str) -> str:
    """Return what is kept of a token: a token has 256 random bits, so one hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def application(keeper: Keeper, find_source: FindSource, *, line_bytes: int) -> web.Application:
    """Return the HTTP application. find_source: from the digest of a token."""
    door = _Door(keeper, find_source, line_bytes)
    found = web.Application(client_max_size=MOST_BYTES)
    found.router.add_post(PATH, door.take)
    found.router.add_get("/v1/ready", door.ready)
    return found


class _Door:
    def __init__(self, keeper: Keeper, find_source: FindSource, line_bytes: int) -> None:
        self._keeper, self._find, self._line_bytes = keeper, find_source, line_bytes
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._held = 0

    async def ready(self, request: web.Request) -> web.Response:
        return web.json_response({"ready": not self._keeper.full, "detail": self._keeper.full})

    async def take(self, request: web.Request) -> web.Response:
        """Keep the lines of one request and confirm them, or say why not."""
        try:
            source = self._source(request)
            with self._holding(_weight(request)):
                lines = self._lines(await self._body(request))
                kept, known = await self._keep(source, lines, *_numbering(request))
        except Refusal as refusal:
            return _problem(refusal.status, str(refusal))
        except SpoolFull as full:
            return _problem(503, str(full), {"Retry-After": str(RETRY_SECONDS)})
        return web.json_response({"kept": kept, "known": known})

    @contextmanager
    def _holding(self, size: int) -> Iterator[None]:
        """Count a request against the memory all of them may take. Raises SpoolFull when there is no room."""
        if self._keeper.pressed or self._held + size > HOLD_BYTES:
            raise SpoolFull(self._keeper.full or "Máy thu thập đang quá tải. Hãy gửi lại sau.")
        self._held += size
        try:
            yield
        finally:
            self._held -= size

    def _source(self, request: web.Request) -> UUID:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        source = self._find(digest(token.strip())) if kind.lower() == "bearer" and token else None
        if source is None:
            raise Refusal(401, "Mã truy cập của nguồn thiếu hoặc không đúng. Hãy cấp mã mới ở trang Nguồn sự kiện.")
        return source

    async def _body(self, request: web.Request) -> bytes:
        try:
            body = await asyncio.wait_for(request.read(), READ_SECONDS)
        except TimeoutError as error:
            raise Refusal(408, f"Gói gửi không đến hết trong {READ_SECONDS} giây. Hãy gửi lại.") from error
        except web.HTTPRequestEntityTooLarge as error:
            raise Refusal(413, f"Gói gửi lớn hơn {MOST_BYTES // 1024**2} MB. Hãy chia nhỏ.") from error
        coding = request.headers.get("Content-Encoding", "identity").lower()
        if coding == "identity":
            return body
        if coding != "gzip":
            raise Refusal(415, "Chỉ nhận nội dung không nén hoặc nén gzip.")
        return await asyncio.to_thread(_unzip, body)

    def _lines(self, body: bytes) -> list[bytes]:
        lines = [one for one in (line.strip(b"\r") for line in body.split(b"\n")) if one]
        if len(lines) > MOST_LINES:
            raise Refusal(413, f"Gói gửi có hơn {MOST_LINES} dòng. Hãy chia nhỏ.")
        if any(len(one) > self._line_bytes for one in lines):
            raise Refusal(413, f"Có dòng dài hơn {self._line_bytes} byte. Hãy cắt ngắn sự kiện ở nơi gửi.")
        return lines

    async def _keep(self, source: UUID, lines: list[bytes], first: int, stream: str) -> tuple[int, int]:
        """Keep the lines; of numbered ones only those not kept before. Return how many were kept and known."""
        if not lines:
            return 0, 0
        pattern = Record(Way.HTTP, self._keeper.clock(), b"", source=source, stream=stream)
        if not first:
            await self._keeper.keep(encode_many(pattern, lines), len(lines))
            return len(lines), 0
        key = f"{source}/{stream}"
        if not self._keeper.spool.has_room_for(key):
            raise Refusal(400, f"Một nguồn đánh số theo không quá {MOST_STREAMS} dãy. Hãy dùng lại tên X-Stream cũ.")
        async with self._turns[key]:
            last = first + len(lines) - 1
            fresh = [n for low, high in self._keeper.spool.missing(key, first, last) for n in range(low, high + 1)]
            numbered = [Record(Way.HTTP, pattern.arrived_ns, lines[n - first], "", source, n, stream) for n in fresh]
            if numbered:
                await self._keeper.keep(encode(numbered), len(numbered), Claim(key, first, last))
            return len(fresh), len(lines) - len(fresh)


def _weight(request: web.Request) -> int:
    size = request.content_length if request.content_length is not None else MOST_BYTES
    return min(size if request.headers.get("Content-Encoding", "identity") == "identity" else 20 * size, MOST_BYTES)


def _numbering(request: web.Request) -> tuple[int, str]:
    """Return the number of the first line (0: not numbered) and the name of the numbering."""
    said, stream = request.headers.get("X-Sequence", ""), request.headers.get("X-Stream", "")
    if not STREAM.fullmatch(stream):
        raise Refusal(400, "X-Stream chỉ gồm chữ không dấu, số, dấu chấm, gạch, tối đa 64 ký tự.")
    if not said:
        return 0, stream
    if not (said.isascii() and said.isdigit() and 0 < int(said[:20]) <= LARGEST_NUMBER - MOST_LINES):
        raise Refusal(400, "X-Sequence phải là số thứ tự của dòng đầu, từ 1 trở lên.")
    return int(said), stream


def _unzip(body: bytes) -> bytes:
    """Return the text of a gzip body of at most MOST_BYTES, so that a small body cannot fill the memory."""
    try:
        machine = zlib.decompressobj(wbits=31)
        found = machine.decompress(body, MOST_BYTES)
    except zlib.error as error:
        raise Refusal(400, "Nội dung gzip bị hỏng. Hãy gửi lại.") from error
    if machine.unconsumed_tail:
        raise Refusal(413, f"Nội dung sau khi giải nén lớn hơn {MOST_BYTES // 1024**2} MB. Hãy chia nhỏ.")
    if not machine.eof or machine.unused_data:
        raise Refusal(400, "Nội dung gzip bị cắt cụt hoặc có phần thừa. Hãy gửi lại.")
    return found


def _problem(status: int, sentence: str, headers: dict[str, str] | None = None) -> web.Response:
    told = {"status": status, "detail": sentence}
    return web.json_response(told, status=status, headers=headers, content_type="application/problem+json")
