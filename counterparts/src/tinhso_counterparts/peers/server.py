# SPDX-License-Identifier: EUPL-1.2
"""Puts a peer behind its two ports: messages of the province in, its own messages out."""

import hashlib
import json
from pathlib import Path

from aiohttp import web

from tinhso_counterparts.messages import TAKEN, close, keep_once, misbehaved, send, tell
from tinhso_counterparts.national.outbox import Outbox
from tinhso_counterparts.national.service import OUTBOX
from tinhso_counterparts.serving import FOLDER, MODE, Counterpart, Door, obey_mode, serve_web
from tinhso_counterparts.taken import Taken

LABELS = {
    "ministry": "hệ thống một cửa của bộ",
    "post": "doanh nghiệp bưu chính",
    "feedback": "hệ thống phản ánh, kiến nghị quốc gia",
    "reporting": "hệ thống thông tin báo cáo quốc gia",
    "agency": "hệ thống quản lý văn bản của cơ quan khác",
}
IN_ORDER = {name: name not in ("post", "agency") for name in LABELS}
"""Whether its messages have places in a stream; the post tells events as they come."""


async def take(request: web.Request) -> web.StreamResponse:
    """Take one message of the province: recognise a repeat, keep, give a receipt."""
    body = await request.read()
    early = misbehaved(request[MODE])
    if early is not None:
        return early
    digest = hashlib.sha256(body).hexdigest()
    if not request.headers.get("X-Message-Key") or request.headers.get("X-Message-Hash") != digest:
        return web.json_response({"message": "Thiếu mã bản tin hoặc mã băm không khớp."}, status=400)
    return keep_once(request, body, receipt=digest[:16])


async def taken_json(request: web.Request) -> web.Response:
    """Show what was taken: {"messages": [{key, stream, body, repeats}]}."""
    rows = request.app[TAKEN].all()
    shown = [{"key": key, "stream": stream, "body": json.loads(body), "repeats": n} for key, stream, body, n in rows]
    return web.json_response({"messages": shown})


async def send_json(request: web.Request) -> web.Response:
    """Tell the province something: {number, body, to, recipient}; told at once unless the mode says otherwise."""
    made = await send(request)
    return web.json_response({"key": made.key}, status=201)


async def tell_json(request: web.Request) -> web.Response:
    """Tell what still waits; {"taken": how many}."""
    return web.json_response({"taken": await tell(request, request.query.get("number", ""))})


async def outgoing_json(request: web.Request) -> web.Response:
    """Show every message to the province with its answer."""
    rows = request.app[OUTBOX].all(request.query.get("number", ""))
    return web.json_response({"messages": [{"key": one.key, "answer": one.answer} for one in rows]})


async def prepare(name: str, folder: Path, port: int, web_port: int) -> Counterpart:
    """Return a peer ready to start; only the door of its service obeys the mode."""
    folder.mkdir(parents=True, exist_ok=True)
    outbox, taken = Outbox(folder, partner=name, in_order=IN_ORDER[name]), Taken(folder)
    service_door, web_door = Door(port), Door(web_port, obeys=False)
    service = web.Application(client_max_size=4 * 1024 * 1024, middlewares=[obey_mode])
    service[FOLDER], service[TAKEN] = folder, taken
    service.add_routes([web.post("/messages", take)])
    pages = web.Application()
    pages[FOLDER], pages[TAKEN], pages[OUTBOX] = folder, taken, outbox
    pages.add_routes(
        [
            web.get("/api/taken", taken_json),
            web.get("/api/outgoing", outgoing_json),
            web.post("/api/outgoing", send_json),
            web.post("/api/outgoing/tell", tell_json),
        ]
    )
    pages.on_cleanup.append(close)
    runners = [await serve_web(service, service_door), await serve_web(pages, web_door)]
    addresses = {"url": f"http://127.0.0.1:{service_door.port}", "web": f"http://127.0.0.1:{web_door.port}"}
    return Counterpart(name, LABELS[name], folder, addresses, [service_door, web_door], runners)
