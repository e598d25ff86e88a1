# SPDX-License-Identifier: EUPL-1.2
"""File on the portal as a citizen would: by a program (JSON) or on the page; papers are handed out to the province."""

import base64
import json
from importlib.resources import files
from typing import Any

from aiohttp import web

from tinhso_counterparts.modes import Mode, read_mode, utc_now
from tinhso_counterparts.national.coordination import is_signed_in
from tinhso_counterparts.national.outbox import Outgoing, tell_waiting
from tinhso_counterparts.national.service import HOLDINGS, OUTBOX, SESSIONS
from tinhso_counterparts.pages import HANOI, page
from tinhso_counterparts.serving import FOLDER, MODE

BASE = web.AppKey("base", str)
TARGET = web.AppKey("target", str)
RECIPIENT = "H07"
SAMPLE = json.loads((files(__package__) / "sample.json").read_text("utf-8"))


def keep(app: web.Application, asked: dict[str, Any]) -> Outgoing:
    """Write what a citizen did: {service, record, papers: [{component, name, base64}], to, recipient}."""
    outbox, record = app[OUTBOX], dict(asked["record"])
    record.setdefault("MaHoSo", f"DVCQG-{utc_now().astimezone(HANOI):%y%m%d-%H%M%S%f}"[:50])
    record.setdefault("NgayNop", f"{utc_now().astimezone(HANOI):%Y%m%d%H%M%S}")
    papers = [(one, outbox.keep_paper(base64.b64decode(one["base64"]))) for one in asked.get("papers", [])]
    if papers:
        record["TaiLieuNop"] = [
            {
                "TepDinhKemId": name,
                "TenTepDinhKem": one["name"],
                "MaThanhPhanHoSo": one["component"],
                "DuongDanTaiTepTin": f"{app[BASE]}/files/{name}",
                "HashTepTin": name,
            }
            for one, name in papers
        ]
    recipient = str(asked.get("recipient") or RECIPIENT)
    body = {"madonvi": recipient, "service": asked["service"], "isUpdating": False, "data": [record]}
    return outbox.add(record["MaHoSo"], body, str(asked.get("to") or app[TARGET]), recipient)


def _mode(request: web.Request) -> Mode:
    return read_mode(request.app[FOLDER], utc_now())


async def file_json(request: web.Request) -> web.Response:
    """Keep one thing a citizen did and tell the province unless the mode says otherwise."""
    try:
        made = keep(request.app, await request.json())
    except (ValueError, KeyError, TypeError) as error:
        raise web.HTTPBadRequest(text=f"{type(error).__name__}: {error}") from error
    await tell_waiting(request.app[OUTBOX], _mode(request), utc_now().isoformat(), number=made.number)
    return web.json_response({"number": made.number, "key": made.key}, status=201)


async def tell_json(request: web.Request) -> web.Response:
    """Tell the provinces what still waits, of one number when it is named; {"taken": how many}."""
    number = request.query.get("number", "")
    taken = await tell_waiting(request.app[OUTBOX], _mode(request), utc_now().isoformat(), number=number)
    return web.json_response({"taken": taken})


async def outgoing_json(request: web.Request) -> web.Response:
    """Show every message to a province with its answer and what came of it."""
    found = request.app[OUTBOX].all(request.query.get("number", ""))
    shown = [
        {"key": one.key, "service": one.service, "told": one.told_at is not None}
        | {"answer": one.answer, "result": json.loads(one.result) if one.result else None}
        for one in found
    ]
    return web.json_response({"messages": shown})


async def lose_paper_json(request: web.Request) -> web.Response:
    """Lose a paper, as storage that failed would."""
    request.app[OUTBOX].lose_paper(request.match_info["name"])
    return web.json_response({"ok": True})


async def hand_out(request: web.Request) -> web.Response:
    """Give a paper to a province that is signed in."""
    if request.headers.get("X-Session", "") not in request.app[SESSIONS] and not is_signed_in(request):
        raise web.HTTPUnauthorized(text="Chưa đăng nhập.")
    mode = request[MODE]
    content = None if mode.is_wrong("no-file") else request.app[OUTBOX].paper(request.match_info["name"])
    if content is None:
        raise web.HTTPNotFound(text="Không có tệp này.")
    return web.Response(body=content[:-1] if mode.is_wrong("cut-file") else content)


async def show_form(request: web.Request) -> web.Response:
    """Show what was filed here and the sample filings with a button each."""
    outbox, holdings = request.app[OUTBOX], request.app[HOLDINGS]
    rows = [(one, json.loads(one.result) if one.result else None) for one in reversed(outbox.all())]
    samples = [(key, one["record"]["ChuHoSo"], one["title"]) for key, one in SAMPLE.items()]
    states = {one.number: held.state for one, _ in rows if (held := holdings.find(one.number))}
    return page("national_filing.html", rows=rows, samples=samples, states=states)


async def file_form(request: web.Request) -> web.Response:
    """File a sample, or withdraw what was filed, and come back to the page."""
    asked = await request.post()
    sample = SAMPLE.get(str(asked.get("sample", "")))
    earlier = request.app[OUTBOX].all(str(asked.get("number") or "-"))
    if sample is not None:
        keep(request.app, {"service": "NopHoSo", "record": sample["record"]})
    elif earlier:
        record = json.loads(earlier[0].body)["data"][0]
        who = {"MaHoSo": earlier[0].number, "MaDoiTuong": record["MaDoiTuong"], "LoaiDoiTuong": "1"}
        keep(request.app, {"service": "RutHoSo", "record": who})
    await tell_waiting(request.app[OUTBOX], _mode(request), utc_now().isoformat())
    raise web.HTTPSeeOther("/nop-ho-so")
