# SPDX-License-Identifier: EUPL-1.2
"""Puts the centre behind its two ports: signed packets of provinces in; the page of what came, lists out."""

import hashlib
import json
from pathlib import Path

from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from tinhso_counterparts.files import write_whole
from tinhso_counterparts.messages import TAKEN, close, keep_once, misbehaved, send
from tinhso_counterparts.national.outbox import Outbox
from tinhso_counterparts.national.service import OUTBOX
from tinhso_counterparts.ncsc.checking import Refusal, check_signature, read
from tinhso_counterparts.pages import page
from tinhso_counterparts.serving import FOLDER, MODE, Counterpart, Door, json_object, obey_mode, serve_web
from tinhso_counterparts.taken import Taken

NAME = "ncsc"
KINDS = {
    "malware_status": "Tình hình mã độc",
    "incident_notice": "Thông báo sự cố",
    "incident_report": "Báo cáo sự cố",
    "indicators": "Dấu hiệu nhận biết",
    "refusal": "Từ chối bản tin của trung tâm",
}


def keys_in(folder: Path) -> dict[str, str]:
    """Return the keys of the provinces this centre knows: key id → raw public key, hex."""
    path = folder / "provinces.json"
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}


def register_key(folder: Path, raw: bytes) -> str:
    """Know a province by its public key from now on; return the id of the key."""
    key_id = hashlib.sha256(Ed25519PublicKey.from_public_bytes(raw).public_bytes_raw()).hexdigest()[:16]
    write_whole(folder / "provinces.json", json.dumps(keys_in(folder) | {key_id: raw.hex()}, indent=2).encode())
    return key_id


async def take(request: web.Request) -> web.StreamResponse:
    """Take one packet of a province: proven, looked through, kept once, answered with a receipt."""
    body = await request.read()
    early = misbehaved(request[MODE])
    if early is not None:
        return early
    try:
        check_signature(request.headers, body, keys_in(request.app[FOLDER]), NAME)
        read(body)
    except Refusal as refusal:
        return web.json_response({"message": refusal.sentence}, status=refusal.status)
    receipt = f"NCSC-{hashlib.sha256(body).hexdigest()[:12]}"
    return keep_once(request, body, receipt=receipt, called="gói tin")


async def show_list(request: web.Request) -> web.Response:
    """Show what provinces sent, the newest first."""
    shown = [
        {"key": key, "packet": json.loads(body), "repeats": repeats}
        for key, _stream, body, repeats in reversed(request.app[TAKEN].all()[-200:])
    ]
    for one in shown:
        one["text"] = json.dumps(one["packet"]["body"], ensure_ascii=False, indent=1)
    return page("ncsc.html", packets=shown, kinds=KINDS)


async def taken_json(request: web.Request) -> web.Response:
    """Answer {"packets": [{key, stream, packet, repeats}]}, oldest first."""
    rows = request.app[TAKEN].all()
    shown = [{"key": key, "stream": stream, "packet": json.loads(body), "repeats": n} for key, stream, body, n in rows]
    return web.json_response({"packets": shown})


async def register_json(request: web.Request) -> web.Response:
    """Know a province by its key: {public_key: raw Ed25519, hex}."""
    said = await json_object(request)
    try:
        return web.json_response({"key_id": register_key(request.app[FOLDER], bytes.fromhex(str(said["public_key"])))})
    except (KeyError, ValueError) as error:
        raise web.HTTPBadRequest(text="public_key phải là khóa Ed25519 dạng thập lục phân.") from error


async def send_json(request: web.Request) -> web.Response:
    """Tell a province something: {number, body, to, recipient}; told at once unless the mode says otherwise."""
    made = await send(request)
    answers = [one.answer for one in request.app[OUTBOX].all(made.number)]
    return web.json_response({"key": made.key, "answer": answers[-1]}, status=201)


async def prepare(folder: Path, port: int, web_port: int, *, province_key: Path | None = None) -> Counterpart:
    """Return the centre ready to start; only the door of its service obeys the mode.

    province_key: public key (PEM) of a province to know from the start.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if province_key is not None:
        key = load_pem_public_key(province_key.read_bytes())
        register_key(folder, key.public_bytes(Encoding.Raw, PublicFormat.Raw))
    taken, outbox = Taken(folder), Outbox(folder, partner=NAME, in_order=False)
    service_door, web_door = Door(port), Door(web_port, obeys=False)
    service = web.Application(client_max_size=32 * 1024 * 1024, middlewares=[obey_mode])
    service[FOLDER], service[TAKEN] = folder, taken
    service.add_routes([web.post("/messages", take)])
    pages = web.Application()
    pages[FOLDER], pages[TAKEN], pages[OUTBOX] = folder, taken, outbox
    pages.add_routes(
        [
            web.get("/", show_list),
            web.get("/api/packets", taken_json),
            web.put("/api/provinces", register_json),
            web.post("/api/outgoing", send_json),
        ]
    )
    pages.on_cleanup.append(close)
    runners = [await serve_web(service, service_door), await serve_web(pages, web_door)]
    addresses = {"url": f"http://127.0.0.1:{service_door.port}", "web": f"http://127.0.0.1:{web_door.port}"}
    label = "Trung tâm Giám sát an toàn không gian mạng quốc gia"
    return Counterpart(NAME, label, folder, addresses, [service_door, web_door], runners)
