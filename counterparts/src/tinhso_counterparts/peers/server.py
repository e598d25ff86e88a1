# SPDX-License-Identifier: EUPL-1.2
"""Puts a peer behind its two ports: messages of the province in, its own messages out."""

import hashlib
import json
from pathlib import Path

from aiohttp import web

from tinhso_counterparts.modes import read_mode, utc_now
from tinhso_counterparts.national.outbox import Outbox, tell_waiting
from tinhso_counterparts.national.service import OUTBOX
from tinhso_counterparts.peers.store import Taken
from tinhso_counterparts.serving import FOLDER, MODE, Counterpart, Door, obey_mode, serve_web

TAKEN = web.AppKey("taken", Taken)
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
    mode, body = request[MODE], await request.read()
    if mode.is_wrong("busy"):
        raise web.HTTPServiceUnavailable(text="Hệ thống đang bận.")
    if mode.is_wrong("garbage"):
        return web.Response(text="<html>Lỗi máy chủ</html>", content_type="text/html")
    if mode.is_wrong("error-code", default=True):
        return web.json_response({"message": "Dữ liệu không đúng (lỗi giả lập)."}, status=422)
    key, digest = request.headers.get("X-Message-Key", ""), hashlib.sha256(body).hexdigest()
    if not key or request.headers.get("X-Message-Hash") != digest:
        return web.json_response({"message": "Thiếu mã bản tin hoặc mã băm không khớp."}, status=400)
    taken = request.app[TAKEN]
    known = taken.digest_of(key)
    if known is not None and known != digest:
        return web.json_response({"message": "Mã bản tin đã dùng cho nội dung khác."}, status=409)
    if known is not None:
        taken.note_repeat(key)
    elif not mode.is_wrong("lose"):
        taken.add(key, request.headers.get("X-Message-Stream", ""), digest, body.decode())
    if mode.is_wrong("mute") and request.transport is not None:
        request.transport.abort()
    return web.json_response({"receipt": digest[:16], "repeated": known is not None})


async def taken_json(request: web.Request) -> web.Response:
    """Show what was taken: {"messages": [{key, stream, body, repeats}]}."""
    rows = request.app[TAKEN].all()
    shown = [{"key": key, "stream": stream, "body": json.loads(body), "repeats": n} for key, stream, body, n in rows]
    return web.json_response({"messages": shown})


async def send_json(request: web.Request) -> web.Response:
    """Tell the province something: {number, body, to, recipient}; told at once unless the mode says otherwise."""
    try:
        asked = await request.json()
        made = request.app[OUTBOX].add(
            str(asked["number"]), dict(asked["body"]), str(asked["to"]), str(asked["recipient"])
        )
    except (ValueError, KeyError, TypeError) as error:
        raise web.HTTPBadRequest(text=f"{type(error).__name__}: {error}") from error
    await _tell(request, made.number)
    return web.json_response({"key": made.key}, status=201)


async def tell_json(request: web.Request) -> web.Response:
    """Tell what still waits; {"taken": how many}."""
    return web.json_response({"taken": await _tell(request, request.query.get("number", ""))})


async def _tell(request: web.Request, number: str) -> int:
    mode = read_mode(request.app[FOLDER], utc_now())
    return await tell_waiting(request.app[OUTBOX], mode, utc_now().isoformat(), number=number)


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
    pages.on_cleanup.append(_close)
    runners = [await serve_web(service, service_door), await serve_web(pages, web_door)]
    addresses = {"url": f"http://127.0.0.1:{service_door.port}", "web": f"http://127.0.0.1:{web_door.port}"}
    return Counterpart(name, LABELS[name], folder, addresses, [service_door, web_door], runners)


async def _close(app: web.Application) -> None:
    app[TAKEN].close()
    app[OUTBOX].close()
