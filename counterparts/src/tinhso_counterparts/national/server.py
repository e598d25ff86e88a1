# SPDX-License-Identifier: EUPL-1.2
"""Puts the service and the page that shows what it holds behind their ports."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

from aiohttp import web

from tinhso_counterparts.files import write_whole
from tinhso_counterparts.modes import read_mode, utc_now
from tinhso_counterparts.national import coordination, filing, procedures
from tinhso_counterparts.national.filing import BASE, TARGET
from tinhso_counterparts.national.outbox import Outbox, tell_waiting
from tinhso_counterparts.national.procedures import CATALOGUE, Catalogue
from tinhso_counterparts.national.service import (
    ACCOUNTS,
    HOLDINGS,
    OFFERED,
    OUTBOX,
    SERVICES,
    SESSIONS,
    login,
    serve,
)
from tinhso_counterparts.national.store import Holdings
from tinhso_counterparts.pages import page
from tinhso_counterparts.serving import FOLDER, Counterpart, Door, obey_mode, serve_web

STATES = {
    "1": "Mới đăng ký",
    "2": "Được tiếp nhận",
    "3": "Không được tiếp nhận",
    "4": "Đang xử lý",
    "5": "Yêu cầu bổ sung giấy tờ",
    "6": "Yêu cầu thực hiện nghĩa vụ tài chính",
    "7": "Công dân yêu cầu rút hồ sơ",
    "8": "Dừng xử lý",
    "9": "Đã xử lý xong",
    "10": "Đã trả kết quả",
}


async def show_list(request: web.Request) -> web.Response:
    """Show the dossiers that changed last."""
    holdings = request.app[HOLDINGS]
    held = [one for code in holdings.codes() if (one := holdings.find(code))]
    return page("national.html", dossiers=held, states=STATES, counts=holdings.counts())


async def show_dossier(request: web.Request) -> web.Response:
    """Show every version and every step of one dossier."""
    holdings, code = request.app[HOLDINGS], request.match_info["code"]
    held = holdings.find(code)
    if held is None:
        raise web.HTTPNotFound(text="Cổng không có hồ sơ này.")
    return page(
        "national_dossier.html",
        held=held,
        states=STATES,
        versions=[(at, json.dumps(body, ensure_ascii=False, indent=1)) for at, body in holdings.versions(code)],
        steps=holdings.steps(code),
    )


async def list_json(request: web.Request) -> web.Response:
    """Answer {"counts", "dossiers": [{code, state, versions, steps, body}]} for tests and curious programs."""
    holdings = request.app[HOLDINGS]
    held = [one for code in holdings.codes(10_000) if (one := holdings.find(code))]
    dossiers = [
        {"code": one.code, "state": one.state, "versions": one.versions, "steps": one.steps, "body": one.body}
        for one in held
    ]
    return web.json_response({"counts": holdings.counts(), "dossiers": dossiers})


async def forget_json(request: web.Request) -> web.Response:
    """Lose one dossier, as a portal restored from an old backup would."""
    return web.json_response({"forgotten": request.app[HOLDINGS].forget(request.match_info["code"])})


def accounts_in(folder: Path, password: str | None) -> dict[str, str]:
    """Return the accounts of the service, made on first use: user `tinhso` with a given or random password."""
    path = folder / "accounts.json"
    if not path.exists():
        made = {"tinhso": password or secrets.token_urlsafe(18)}
        write_whole(path, json.dumps(made, indent=2).encode(), private=True)
    return dict(json.loads(path.read_text("utf-8")))


def _page_routes() -> list[web.RouteDef]:
    """Return what people and tests may look at and do beside the service."""
    one = r"/api/dossiers/{code:[A-Z0-9.\-]{1,60}}"
    return [
        web.get("/", show_list),
        web.get(r"/dossiers/{code:[A-Z0-9.\-]{1,60}}", show_dossier),
        web.get("/api/dossiers", list_json),
        web.delete(one, forget_json),
        web.get("/nop-ho-so", filing.show_form),
        web.post("/nop-ho-so", filing.file_form),
        web.get("/api/outgoing", filing.outgoing_json),
        web.post("/api/outgoing", filing.file_json),
        web.post("/api/outgoing/tell", filing.tell_json),
        web.put(r"/api/procedures/{code:\d\.\d{6}}", procedures.change_json),
        web.delete("/api/papers/{name:[0-9a-f]{64}}", filing.lose_paper_json),
    ]


async def prepare(
    folder: Path,
    port: int,
    web_port: int,
    *,
    password: str | None = None,
    province_url: str = "",
    tell_every: float = 0,
) -> Counterpart:
    """Return the portal ready to start; only the door of its service obeys the mode.

    province_url: where the province takes messages in; tell_every: seconds between two tries, 0 tries when asked only.
    """
    folder.mkdir(parents=True, exist_ok=True)
    holdings, outbox = Holdings(folder), Outbox(folder)
    service_door, web_door = Door(port), Door(web_port, obeys=False)
    service = web.Application(client_max_size=64 * 1024 * 1024, middlewares=[obey_mode])
    service[FOLDER], service[HOLDINGS] = folder, holdings
    service[ACCOUNTS], service[SESSIONS] = accounts_in(folder, password), set()
    service[OUTBOX], service[CATALOGUE] = outbox, Catalogue(folder)
    service[OFFERED] = {**SERVICES, **procedures.SERVICES}
    service.on_cleanup.append(_close_catalogue)
    service.add_routes(
        [
            web.post("/login", login),
            web.post("/service", serve),
            web.get("/files/{name:[0-9a-f]{64}}", filing.hand_out),
            *coordination.routes(),
        ]
    )
    pages = web.Application(client_max_size=64 * 1024 * 1024)
    pages[HOLDINGS], pages[OUTBOX], pages[FOLDER] = holdings, outbox, folder
    pages[CATALOGUE] = service[CATALOGUE]
    pages[BASE], pages[TARGET] = f"http://127.0.0.1:{service_door.port}", province_url
    pages.add_routes(_page_routes())
    pages.on_cleanup.append(_close)
    if tell_every:
        pages.cleanup_ctx.append(lambda app: _tell_again_and_again(app, tell_every))
    runners = [await serve_web(service, service_door), await serve_web(pages, web_door)]
    addresses = {
        "url": f"http://127.0.0.1:{service_door.port}",
        "web": f"http://127.0.0.1:{web_door.port}",
        "accounts_file": str(folder / "accounts.json"),
    }
    label = "Cổng Dịch vụ công quốc gia (dịch vụ JSON và trang xem)"
    return Counterpart("national", label, folder, addresses, [service_door, web_door], runners)


async def _tell_again_and_again(app: web.Application, seconds: float) -> AsyncIterator[None]:
    """Tell the provinces what waits, for as long as the pages run."""

    async def work() -> None:
        while True:
            await asyncio.sleep(seconds)
            mode = read_mode(app[FOLDER], utc_now())
            await tell_waiting(app[OUTBOX], mode, utc_now().isoformat())

    task = asyncio.create_task(work())
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _close_catalogue(app: web.Application) -> None:
    app[CATALOGUE].close()


async def _close(app: web.Application) -> None:
    app[HOLDINGS].close()
    app[OUTBOX].close()
