# SPDX-License-Identifier: EUPL-1.2
"""Stand-in for the national database of procedures: every version of every procedure, and what changed since a mark.

`LayDanhSachTTHC` and `LayThuTuc` are names of services seen in public code; marks, fields of a record and kinds of
change are this stand-in's own. What it begins with are the codes and names of the demonstration.
"""

import json
import sqlite3
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from aiohttp import web

from tinhso_counterparts.modes import Mode
from tinhso_counterparts.national.service import INCOMPLETE, OK, answer

AT_ONCE = 100
ISSUED, CHANGED, ENDED = "ban_hanh", "sua_doi", "bai_bo"
_TABLES = """
CREATE TABLE IF NOT EXISTS procedure_version (
    mark INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (code, number)
);
"""
_ADD = "INSERT INTO procedure_version (code, number, kind, body) VALUES (?, ?, ?, ?)"


class Catalogue:
    """The versions of procedures in one SQLite file, filled on first use."""

    def __init__(self, folder: Path) -> None:
        self._rows = sqlite3.connect(folder / "procedures.sqlite3", isolation_level=None)
        self._rows.execute("PRAGMA journal_mode=WAL")
        self._rows.executescript(_TABLES)
        if not self._rows.execute("SELECT 1 FROM procedure_version").fetchone():
            begun = json.loads((files(__package__) / "procedures.json").read_text("utf-8"))
            self._rows.executemany(_ADD, [(one["MaTTHC"], 1, ISSUED, _text(one)) for one in begun])

    def close(self) -> None:
        self._rows.close()

    def change(self, code: str, values: dict[str, Any], kind: str = CHANGED) -> int:
        """Publish the next version of a procedure with other values and return its number."""
        held = self.versions(code)
        body = (held[-1] if held else {"MaTTHC": code}) | values
        number = len(held) + 1
        self._rows.execute(_ADD, (code, number, kind if held else ISSUED, _text(body)))
        return number

    def since(self, mark: int) -> list[tuple[int, str, int, str]]:
        """Return mark, code, number and kind of what changed after a mark, oldest first, at most AT_ONCE."""
        rows = self._rows.execute(
            "SELECT mark, code, number, kind FROM procedure_version WHERE mark > ? ORDER BY mark LIMIT ?",
            (mark, AT_ONCE),
        )
        return list(rows)

    def versions(self, code: str) -> list[dict[str, Any]]:
        """Return every version of a procedure, oldest first."""
        rows = self._rows.execute(
            "SELECT body, number, kind FROM procedure_version WHERE code = ? ORDER BY number", (code,)
        )
        return [json.loads(body) | {"PhienBan": number, "LoaiThayDoi": kind} for body, number, kind in rows]


def _text(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, sort_keys=True)


CATALOGUE = web.AppKey("catalogue", Catalogue)


def list_changes(request: web.Request, asked: dict[str, Any], mode: Mode) -> web.Response:
    """Tell what changed after a mark {TuMoc}: {Moc, ConNua, data: [{MaTTHC, PhienBan, LoaiThayDoi}]}."""
    try:
        mark = int(asked["data"][0]["TuMoc"])
    except (ValueError, KeyError, TypeError, IndexError):
        return answer(INCOMPLETE, "Cần TuMoc là số.")
    found = request.app[CATALOGUE].since(mark)
    rows = [{"MaTTHC": code, "PhienBan": number, "LoaiThayDoi": kind} for _, code, number, kind in found]
    if mode.is_wrong("twice"):
        rows = [one for one in rows for _ in range(2)]
    if mode.is_wrong("unordered"):
        rows = rows[::-1]
    last = found[-1][0] if found else mark
    return answer(OK, data=rows, Moc=last, ConNua=bool(request.app[CATALOGUE].since(last)))


def give(request: web.Request, asked: dict[str, Any], mode: Mode) -> web.Response:
    """Give the newest version of each procedure asked for; old: the one before, as a copy that lags behind would."""
    found = []
    for one in asked["data"]:
        versions = request.app[CATALOGUE].versions(str(one.get("MaTTHC", ""))) if isinstance(one, dict) else []
        if versions:
            found.append(versions[-2 if mode.is_wrong("old") and len(versions) > 1 else -1])
    if mode.is_wrong("cut-file"):
        found = [{name: value for name, value in one.items() if name != "TenTTHC"} for one in found]
    return answer(OK, data=found)


async def change_json(request: web.Request) -> web.Response:
    """Publish another version of a procedure, for tests and demonstrations: {"values": {...}, "kind": "sua_doi"}."""
    try:
        asked = await request.json()
        values, kind = dict(asked["values"]), str(asked.get("kind", CHANGED))
    except (ValueError, KeyError, TypeError) as error:
        raise web.HTTPBadRequest(text=f"{type(error).__name__}: {error}") from error
    if kind not in (CHANGED, ENDED):
        raise web.HTTPBadRequest(text=f"kind: {CHANGED} or {ENDED}")
    number = request.app[CATALOGUE].change(request.match_info["code"], values, kind)
    return web.json_response({"PhienBan": number})


SERVICES: dict[str, Callable[[web.Request, dict[str, Any], Mode], web.Response]] = {
    "LayDanhSachTTHC": list_changes,
    "LayThuTuc": give,
}
