# SPDX-License-Identifier: EUPL-1.2
"""The store that comes along: an embedded ClickHouse engine behind the piece of its HTTP interface that we use.

One process owns the folder. Statements run one after another per thread; a body is put on disk and read from there.
"""

import asyncio
import hmac
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from aiohttp import web
from chdb import session

LARGEST_BODY = 512 * 1024 * 1024
READERS = 2
BUSY = ("MEMORY_LIMIT_EXCEEDED", "NOT_ENOUGH_SPACE", "Cannot reserve")


class Service:
    """folder: of the engine; key: the secret every asker shows."""

    def __init__(self, folder: Path, key: str) -> None:
        self._folder, self._key = folder, key
        self._incoming = folder / "incoming"
        self._incoming.mkdir(parents=True, exist_ok=True)
        for left in self._incoming.iterdir():
            left.unlink()
        self._session = session.Session(str(folder / "data"))
        self._writer = ThreadPoolExecutor(1)
        self._readers = ThreadPoolExecutor(READERS)

    def application(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_get("/ping", self._ping)
        app.router.add_post("/", self._statement)
        return app

    def close(self) -> None:
        self._writer.shutdown()
        self._readers.shutdown()
        self._session.close()

    async def _ping(self, request: web.Request) -> web.Response:
        return web.Response(text="Ok.\n")

    async def _statement(self, request: web.Request) -> web.Response:
        if not hmac.compare_digest(request.headers.get("X-ClickHouse-Key", ""), self._key):
            return web.Response(status=403, text="Code: 516. Sai khóa của kho sự kiện. (AUTHENTICATION_FAILED)")
        told: dict[str, str] = dict(request.query)
        body = b""
        if request.content_type == "multipart/form-data":
            told |= {name: str(value) for name, value in (await request.post()).items()}
        else:
            body = await request.read()
        query = told.get("query", "")
        values = {name[6:]: value for name, value in told.items() if name.startswith("param_")}
        loop = asyncio.get_running_loop()
        where = self._readers if query.startswith("SELECT") else self._writer
        try:
            answer = await loop.run_in_executor(where, self._run, query, values, body)
        except RuntimeError as error:
            said = str(error)
            status = 503 if any(one in said for one in BUSY) else 400
            return web.Response(status=status, text=said)
        return web.Response(body=answer, content_type="application/octet-stream")

    def _run(self, query: str, values: dict[str, str], body: bytes) -> bytes:
        if not body:
            return bytes(self._session.query(query, "CSV", params=values).bytes() or b"")
        head, _, form = query.rpartition(" FORMAT ")
        handle, path = tempfile.mkstemp(dir=self._incoming)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(body)
            # One thread and one block: the whole body becomes one part.
            one = "max_threads = 1, max_insert_threads = 1, max_insert_block_size = 1048576"
            block = "min_insert_block_size_rows = 1048576, min_insert_block_size_bytes = 1073741824"
            written = path.replace("\\", "\\\\").replace("'", "\\'")
            self._session.query(f"{head} FROM INFILE '{written}' SETTINGS {one}, {block} FORMAT {form}")
        finally:
            Path(path).unlink(missing_ok=True)
        return b""


async def serve(folder: Path, host: str, port: int, key: str) -> None:
    """Run the service until a signal to stop. Raises OSError for a port that is taken."""
    service = Service(folder, key)
    runner = web.AppRunner(service.application(), access_log=None, shutdown_timeout=10, handle_signals=True)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    stop = asyncio.Event()
    for number in (2, 15):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()
    await runner.cleanup()
    service.close()
