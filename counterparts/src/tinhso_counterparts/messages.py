# SPDX-License-Identifier: EUPL-1.2
"""Messages by key: how a counterpart fails at taking one, keeps it once, and tells one of its own."""

import hashlib

from aiohttp import web

from tinhso_counterparts.modes import Mode, read_mode, utc_now
from tinhso_counterparts.national.outbox import Outgoing, tell_waiting
from tinhso_counterparts.national.service import OUTBOX
from tinhso_counterparts.serving import FOLDER, MODE, json_object
from tinhso_counterparts.taken import Taken

TAKEN = web.AppKey("taken", Taken)


def misbehaved(mode: Mode) -> web.Response | None:
    """Return how the mode answers whatever was sent; None when the message is to be looked at."""
    if mode.is_wrong("busy"):
        return web.Response(status=503, text="Hệ thống đang bận.")
    if mode.is_wrong("garbage"):
        return web.Response(text="<html>Lỗi máy chủ</html>", content_type="text/html")
    if mode.is_wrong("error-code", default=True):
        return web.json_response({"message": "Dữ liệu không đúng (lỗi giả lập)."}, status=422)
    return None


def keep_once(request: web.Request, body: bytes, *, receipt: str, called: str = "bản tin") -> web.Response:
    """Keep a message by its key and answer with its receipt; a repeat is counted, other content of a key refused.

    called: what this counterpart calls a message.
    """
    mode, taken = request[MODE], request.app[TAKEN]
    key, digest = request.headers["X-Message-Key"], hashlib.sha256(body).hexdigest()
    known = taken.digest_of(key)
    if known is not None and known != digest:
        return web.json_response({"message": f"Mã {called} đã dùng cho nội dung khác."}, status=409)
    if known is not None:
        taken.note_repeat(key)
    elif not mode.is_wrong("lose"):
        taken.add(key, request.headers.get("X-Message-Stream", ""), digest, body.decode())
    if mode.is_wrong("mute") and request.transport is not None:
        request.transport.abort()
    return web.json_response({"receipt": receipt, "repeated": known is not None})


async def send(request: web.Request) -> Outgoing:
    """Tell a province what a program asks for: {number, body, to, recipient}; at once unless the mode forbids it."""
    said = await json_object(request)
    try:
        made = request.app[OUTBOX].add(str(said["number"]), dict(said["body"]), str(said["to"]), str(said["recipient"]))
    except (ValueError, KeyError, TypeError) as error:
        raise web.HTTPBadRequest(text=f"{type(error).__name__}: {error}") from error
    await tell(request, made.number)
    return made


async def tell(request: web.Request, number: str) -> int:
    """Tell what still waits, as the mode has it; return how many messages were taken."""
    mode = read_mode(request.app[FOLDER], utc_now())
    return await tell_waiting(request.app[OUTBOX], mode, utc_now().isoformat(), number=number)


async def close(app: web.Application) -> None:
    app[TAKEN].close()
    app[OUTBOX].close()
