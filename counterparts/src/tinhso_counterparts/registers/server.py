# SPDX-License-Identifier: EUPL-1.2
"""Puts the national databases behind their port."""

import base64
import binascii
import hmac
import json
import secrets
from pathlib import Path

from aiohttp import web

from tinhso_counterparts.files import write_whole
from tinhso_counterparts.modes import Mode, utc_now
from tinhso_counterparts.registers.store import FIELDS, REGISTERS, OtherQuestion, Question, Records, granted
from tinhso_counterparts.serving import FOLDER, MODE, Counterpart, Door, obey_mode, serve_web

RECORDS = web.AppKey("records", Records)
CLIENT_FILE = web.RequestKey("client_file", dict)
CLIENT = "tinhso"
SOMEBODY_ELSE = "000000000000"


async def prepare(folder: Path, port: int, *, secret: str | None = None) -> Counterpart:
    """Return the databases ready to start. secret: of the client `tinhso`, drawn at random on first use when None."""
    folder.mkdir(parents=True, exist_ok=True)
    door = Door(port)
    app = web.Application(middlewares=[obey_mode, know_the_client], client_max_size=64 * 1024)
    _clients(folder, secret)
    app[FOLDER], app[RECORDS] = folder, Records(folder)
    app.on_cleanup.append(_close)
    app.add_routes(
        [
            web.post("/v1/{register:[a-z_]{1,20}}/query", answer),
            web.put("/v1/{register:[a-z_]{1,20}}/records/{subject:[0-9-]{6,20}}", correct),
            web.get("/v1/questions", questions),
        ]
    )
    runner = await serve_web(app, door)
    addresses = {"url": f"http://127.0.0.1:{door.port}", "clients_file": str((folder / "clients.json").resolve())}
    return Counterpart("registers", "các cơ sở dữ liệu quốc gia", folder, addresses, [door], [runner])


def _clients(folder: Path, secret: str | None) -> dict[str, dict]:
    """Return who may ask and for which fields, by client id; made on first use, read for every request."""
    path = folder / "clients.json"
    if not path.exists():
        made = {CLIENT: {"secret": secret or secrets.token_urlsafe(32), "grants": granted()}}
        write_whole(path, json.dumps(made, indent=2).encode(), private=True)
    return json.loads(path.read_text("utf-8"))


@web.middleware
async def know_the_client(request: web.Request, handler) -> web.StreamResponse:
    """Let nobody without an id and its secret (HTTP Basic) ask anything."""
    client = _client_of(request)
    if client is None:
        return web.json_response({"error": "client"}, status=401)
    mode: Mode = request[MODE]
    if mode.is_wrong("busy"):
        return web.json_response({"error": "busy"}, status=503)
    if mode.is_wrong("garbage", default=True):
        return web.Response(text="<html><body>Hệ thống đang nâng cấp</body></html>", content_type="text/html")
    request[CLIENT_FILE] = client
    return await handler(request)


def _client_of(request: web.Request) -> dict | None:
    kind, _, coded = request.headers.get("Authorization", "").partition(" ")
    try:
        name, _, secret = base64.b64decode(coded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    known = _clients(request.app[FOLDER], None).get(name)
    if kind != "Basic" or known is None or not hmac.compare_digest(known["secret"].encode(), secret.encode()):
        return None
    return known


async def answer(request: web.Request) -> web.Response:
    """Answer one question. The same id asked again is answered again and written down once."""
    register = request.match_info["register"]
    try:
        body = json.loads(await request.read())
        fields = tuple(str(one) for one in body["fields"])
        asked = Question(str(body["id"]), register, str(body["subject"]), fields, str(body["purpose"]))
    except (ValueError, KeyError, TypeError):
        return web.json_response({"error": "unreadable"}, status=400)
    if register not in REGISTERS or not fields or set(fields) - set(FIELDS[register]) or not asked.purpose.strip():
        return web.json_response({"error": "unreadable"}, status=400)
    records, mode = request.app[RECORDS], request[MODE]
    refused = [one for one in fields if one not in request[CLIENT_FILE]["grants"].get(register, [])]
    try:
        reference = "" if mode.is_wrong("lose") else records.note(asked, utc_now())
    except OtherQuestion:
        return web.json_response({"error": "id used for another question"}, status=409)
    found = {"answer": "not_permitted", "records": []} if refused else _found(records, asked, mode)
    subject = SOMEBODY_ELSE if mode.is_wrong("other") else asked.subject
    head = {"id": asked.id, "subject": subject, "register": register, "reference": reference, "refused": refused}
    return web.json_response(head | {"as_of": utc_now().isoformat()} | found)


def _found(records: Records, asked: Question, mode: Mode) -> dict:
    """Return what is known: unknown (no such subject), no_data (nothing on this), partial, known."""
    kept = records.of(asked.register, asked.subject)
    if not kept:
        return {"answer": "no_data" if records.knows(asked.subject) else "unknown", "records": []}
    told = {one: kept[one] for one in asked.fields if one in kept}
    if not told:
        return {"answer": "no_data", "records": []}
    word = "known" if len(told) == len(asked.fields) else "partial"
    found = [told]
    if mode.is_wrong("twice"):
        found.append({one: f"{value} (bản ghi khác)" for one, value in told.items()})
    return {"answer": word, "records": found}


async def correct(request: web.Request) -> web.Response:
    """Put a record right, for tests: what the database says from now on."""
    values = json.loads(await request.read())
    request.app[RECORDS].put(request.match_info["register"], request.match_info["subject"], values)
    return web.json_response({"ok": True})


async def questions(request: web.Request) -> web.Response:
    """Tell what was asked, for tests."""
    return web.json_response({"questions": request.app[RECORDS].asked()})


async def _close(app: web.Application) -> None:
    app[RECORDS].close()
