# SPDX-License-Identifier: EUPL-1.2
"""Puts the centre and the page of what phones show behind their ports."""

import json
import secrets
from functools import partial
from pathlib import Path

from aiohttp import web

from tinhso_counterparts.files import write_whole
from tinhso_counterparts.pages import page
from tinhso_counterparts.serving import Counterpart, Door, serve_web
from tinhso_counterparts.sms.session import Centre, Session
from tinhso_counterparts.sms.store import Phones, Shown

PHONES = web.AppKey("phones", Phones)
ACCOUNT = "tinhso"


async def prepare(folder: Path, port: int, web_port: int, *, password: str | None = None) -> Counterpart:
    """Return the centre ready to start; only its SMPP door obeys the mode. password: drawn at first use when None."""
    folder.mkdir(parents=True, exist_ok=True)
    accounts_file = _accounts(folder, password)
    phones = Phones(folder)
    door, web_door = Door(port), Door(web_port, obeys=False)
    centre = Centre(folder, phones, lambda: json.loads(accounts_file.read_text("utf-8")))
    door.serve(partial(Session, centre))
    app = web.Application(client_max_size=64 * 1024)
    app[PHONES] = phones
    app.add_routes(
        [
            web.get("/", show_list),
            web.post("/delete-all", delete_all),
            web.get("/api/messages", list_json),
            web.delete("/api/messages", delete_json),
        ]
    )
    app.on_cleanup.append(_close)
    runner = await serve_web(app, web_door)
    addresses = {
        "url": f"http://127.0.0.1:{web_door.port}",
        "smpp": f"smpp://127.0.0.1:{door.port}",
        "accounts_file": str(accounts_file.resolve()),
    }
    return Counterpart("sms", "tin nhắn (SMPP và điện thoại)", folder, addresses, [door, web_door], [runner])


def _accounts(folder: Path, password: str | None) -> Path:
    """Return the file of accounts, made on first use; a password of SMPP has at most 8 octets (5.2.2)."""
    path = folder / "accounts.json"
    if not path.exists():
        write_whole(path, json.dumps({ACCOUNT: password or secrets.token_hex(4)}).encode(), private=True)
    return path


async def _close(app: web.Application) -> None:
    app[PHONES].close()


async def show_list(request: web.Request) -> web.Response:
    """Show what phones would show, newest first; ?q= words or a number."""
    words = request.query.get("q", "").strip()
    phones = request.app[PHONES]
    return page("phones.html", messages=phones.shown(words), words=words, total=phones.count())


async def delete_all(request: web.Request) -> web.Response:
    """Empty all phones and show them."""
    request.app[PHONES].delete_all()
    return web.Response(status=303, headers={"Location": "/"})


async def list_json(request: web.Request) -> web.Response:
    """Answer {"parts", "messages": […]}; ?q= words or a number."""
    phones = request.app[PHONES]
    found = [_as_json(one) for one in phones.shown(request.query.get("q", ""))]
    return web.json_response({"parts": phones.count(), "messages": found})


async def delete_json(request: web.Request) -> web.Response:
    """Empty all phones; answer {"deleted": parts}."""
    return web.json_response({"deleted": request.app[PHONES].delete_all()})


def _as_json(message: Shown) -> dict[str, object]:
    return {
        "phone": message.phone,
        "sender": message.sender,
        "text": message.text,
        "parts": message.total,
        "parts_there": message.there,
        "arrivals": message.arrivals,
        "user_reference": message.user_reference,
        "received_at": message.received_at.isoformat(),
    }
