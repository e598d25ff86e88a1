# SPDX-License-Identifier: EUPL-1.2
"""Ask and fill the store over ClickHouse's HTTP interface; values travel as parameters, never in the text."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests

from tinhso.modules.security.store import schema
from tinhso.modules.security.store.errors import StoreAway, StoreRefused
from tinhso.modules.security.store.rows import Row, encode

CONNECT_SECONDS, INSERT_SECONDS, LOOK_SECONDS = 5, 120, 4
SECONDS, MEMORY_BYTES = 20, 1 << 30
TOO_MUCH = ("TIMEOUT_EXCEEDED", "MEMORY_LIMIT_EXCEEDED", "TOO_MANY_ROWS")
Place = tuple[int, int]


class Store:
    """url: of the service or of a ClickHouse server, `http://user:key@host:port/`; key: when the address has none."""

    def __init__(self, url: str, key: str = "") -> None:
        parts = urlsplit(url)
        place, path = parts.netloc.rpartition("@")[2], parts.path or "/"
        self._url = urlunsplit((parts.scheme, place, path, parts.query, ""))
        self._ping = urlunsplit((parts.scheme, place, f"{path.rstrip('/')}/ping", "", ""))
        self._headers = {"X-ClickHouse-User": parts.username or "default", "X-ClickHouse-Key": parts.password or key}
        self._session = requests.Session()

    def prepare(self) -> None:
        """Make the table if it is not there."""
        self._ask(schema.CREATE)

    def is_there(self) -> bool:
        """Return whether the service answers within a few seconds; one that is busy with long questions is there."""
        try:
            self._ask("SELECT 1", seconds=LOOK_SECONDS)
        except StoreRefused:
            return False
        except StoreAway as error:
            return isinstance(error.__cause__, requests.ReadTimeout) and self._answers_ping()
        return True

    def _answers_ping(self) -> bool:
        try:
            return self._session.get(self._ping, timeout=LOOK_SECONDS).ok
        except requests.RequestException:
            return False

    def insert(self, rows: Sequence[Row]) -> None:
        """Store rows that stand in the order of the spool: each day and class at once and whole."""
        ordered = sorted(rows, key=_part)
        self.insert_bodies([encode(some) for _, some in groupby(ordered, key=_part)])

    def insert_bodies(self, bodies: Sequence[bytes]) -> None:
        """Store rows in RowBinary (`rows.encode`); a body holds rows of one day and class and is there whole or not.

        Raises StoreAway, StoreRefused; the bodies before the one that failed are stored then.
        """
        for body in bodies:
            # One block is one part; the limits of a server must not cut it.
            settings = "?min_insert_block_size_rows=1048576&async_insert=0"
            self._ask(schema.INSERT, body=body, seconds=INSERT_SECONDS, settings=settings)

    def ids_behind(self, spool: int, place: Place) -> set[tuple[int, int, int]]:
        """Return (segment, offset, part) of the rows stored from `place` in the spool on: at most one batch."""
        found = self.select(
            "SELECT DISTINCT segment, offset, part FROM events WHERE spool = {spool:UInt32} "
            "AND (segment, offset) >= ({segment:UInt64}, {offset:UInt64})",
            {"spool": spool, "segment": place[0], "offset": place[1]},
        )
        return {(int(one["segment"]), int(one["offset"]), int(one["part"])) for one in found}

    def select(self, sql: str, values: Mapping[str, Any] | None = None, seconds: int = SECONDS) -> list[dict[str, Any]]:
        """Return the rows of a question. Raises StoreAway, StoreRefused."""
        limits = f" SETTINGS max_execution_time = {seconds}, max_memory_usage = {MEMORY_BYTES}"
        text = self._ask(f"{sql}{limits} FORMAT JSONEachRow", values=values, seconds=seconds + 10)
        return [json.loads(line) for line in text.splitlines() if line]

    def change(self, sql: str, values: Mapping[str, Any] | None = None, seconds: int = SECONDS) -> None:
        """Carry out a statement that removes or copies rows. Raises StoreAway, StoreRefused."""
        self._ask(sql, values=values, seconds=seconds)

    def _ask(
        self, sql: str, *, values: Mapping[str, Any] | None = None, body: bytes = b"", seconds: int = SECONDS,
        settings: str = "",
    ) -> str:  # fmt: skip
        told = {f"param_{name}": _written(value) for name, value in (values or {}).items()}
        timeout = (CONNECT_SECONDS, seconds)
        try:
            if body:
                asked = {"params": {"query": sql}, "data": body}
            else:
                # As the parts of a form: a list of units is longer than an address may be.
                asked = {"files": {name: (None, value) for name, value in {"query": sql, **told}.items()}}
            answer = self._session.post(self._url + settings, headers=self._headers, timeout=timeout, **asked)  # type: ignore[arg-type]
        except requests.RequestException as error:
            raise StoreAway(f"Kho sự kiện không trả lời ({type(error).__name__}).") from error
        if answer.ok:
            return answer.content.decode("utf-8", "replace")
        said = answer.content[:2000].decode("utf-8", "replace")
        if answer.status_code in (502, 503, 504):
            raise StoreAway(f"Kho sự kiện chưa sẵn sàng ({answer.status_code}).")
        raise StoreRefused(said)


def _part(row: Row) -> tuple[date, int]:
    return row.day, row.keep


def _written(value: Any) -> str:
    """Return a value as ClickHouse reads it from a parameter (escaped as in a tab-separated file)."""
    if isinstance(value, (list, tuple)):
        return "[" + ",".join("'" + _quoted(str(one)) + "'" for one in value) + "]"
    return _escaped(str(value))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\t", "\\t")
