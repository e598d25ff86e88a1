# SPDX-License-Identifier: EUPL-1.2
"""Puts the gateway behind its port."""

import asyncio
import csv
import io
import json
import secrets
from contextlib import suppress
from datetime import date
from pathlib import Path

from aiohttp import web

from tinhso_counterparts.files import write_whole
from tinhso_counterparts.modes import utc_now
from tinhso_counterparts.pages import page
from tinhso_counterparts.pay.notices import SIGNATURE, content_of, is_signed, tell
from tinhso_counterparts.pay.store import NoSuchOrder, Order, Orders, OtherOrder
from tinhso_counterparts.serving import FOLDER, MODE, Counterpart, Door, obey_mode, serve_web

ORDERS = web.AppKey("orders", Orders)
SECRET = web.AppKey("secret", str)
TELLING = web.AppKey("telling", set)
BASE_URL = web.AppKey("base_url", str)
SHORT_VND = 1_000
"""How much is missing when the gateway is wrong about the amount."""

NOBODYS_BANK, NOBODYS_ACCOUNT = "999999", "0000000000000"
"""A bank and an account that do not exist, so that no real banking app can send money to the stand-in."""


async def prepare(folder: Path, port: int, *, secret: str | None = None) -> Counterpart:
    """Return the gateway ready to start. secret: shared with the house, drawn at random on first use when None."""
    folder.mkdir(parents=True, exist_ok=True)
    door = Door(port)
    app = web.Application(middlewares=[obey_mode, know_the_house], client_max_size=64 * 1024)
    merchant = _merchant(folder, secret)
    app[FOLDER], app[SECRET], app[ORDERS], app[TELLING] = folder, merchant["secret"], Orders(folder), set()
    app[BASE_URL] = f"http://127.0.0.1:{door.port}"
    app.on_cleanup.append(_close)
    app.add_routes(
        [
            web.post("/api/orders", create_order),
            web.get(r"/api/orders/{key:[0-9a-f-]{36}}", show_state),
            web.post("/api/refunds", refund),
            web.get(r"/api/statements/{day:\d{4}-\d\d-\d\d}.csv", statement),
            web.get(r"/pay/{page:[\w-]{1,40}}", show_order),
            web.post(r"/pay/{page:[\w-]{1,40}}", pay),
        ]
    )
    runner = await serve_web(app, door)
    addresses = {"url": app[BASE_URL], "merchant_file": str((folder / "merchant.json").resolve())}
    return Counterpart("pay", "cổng thanh toán", folder, addresses, [door], [runner])


def _merchant(folder: Path, secret: str | None) -> dict[str, str]:
    """Return what the gateway and the house know of each other, made on first use."""
    path = folder / "merchant.json"
    if not path.exists():
        made = {
            "secret": secret or secrets.token_urlsafe(32),
            "bank_bin": NOBODYS_BANK,
            "account": NOBODYS_ACCOUNT,
        }
        write_whole(path, json.dumps(made).encode(), private=True)
    return json.loads(path.read_text("utf-8"))


@web.middleware
async def know_the_house(request: web.Request, handler) -> web.StreamResponse:
    """Let nobody but the house use the interface for machines."""
    if request.path.startswith("/api/"):
        content = f"{request.method} {request.path}\n".encode() + await request.read()
        if not is_signed(request.app[SECRET], content, request.headers.get(SIGNATURE, "")):
            return web.json_response({"error": "signature"}, status=401)
    with suppress(NoSuchOrder):
        return await handler(request)
    return web.json_response({"error": "unknown"}, status=404)


async def create_order(request: web.Request) -> web.Response:
    """Make an order, or answer with the one its key already made."""
    try:
        asked = json.loads(await request.read())
        wanted = (str(asked["order"]), str(asked["reference"]), asked["amount_vnd"])
        urls = (str(asked["return_url"]), str(asked["notice_url"]))
    except (ValueError, KeyError, TypeError):
        return web.json_response({"error": "unreadable"}, status=400)
    if type(wanted[2]) is not int or wanted[2] <= 0 or not all(url.startswith("http") for url in urls):
        return web.json_response({"error": "unreadable"}, status=400)
    try:
        order = request.app[ORDERS].create(*wanted, *urls)
    except OtherOrder:
        return web.json_response({"error": "key used for another order"}, status=409)
    return web.json_response({"order": order.id, "url": f"{request.app[BASE_URL]}/pay/{order.page}"})


async def show_state(request: web.Request) -> web.Response:
    """Answer how an order stands."""
    return web.json_response(content_of(request.app[ORDERS].get(request.match_info["key"])))


async def refund(request: web.Request) -> web.Response:
    """Pay a transaction back; asked twice, it is paid back once."""
    asked = json.loads(await request.read())
    order = request.app[ORDERS].refund(str(asked["transaction"]), int(asked["amount_vnd"]))
    return web.json_response({"transaction": order.transaction, "refunded_vnd": order.refunded_vnd})


async def statement(request: web.Request) -> web.Response:
    """Answer with what came in on a day of Vietnam, as CSV."""
    stream = io.StringIO()
    table = csv.writer(stream)
    table.writerow(["transaction", "reference", "amount_vnd", "paid_at"])
    for one in request.app[ORDERS].paid_on(date.fromisoformat(request.match_info["day"])):
        table.writerow([one.transaction, one.reference, one.paid_vnd, one.paid_at.isoformat() if one.paid_at else ""])
    return web.Response(text=stream.getvalue(), content_type="text/csv")


async def show_order(request: web.Request) -> web.Response:
    """Show the page on which the test citizen pays."""
    return _page(request.app[ORDERS].on_page(request.match_info["page"]))


def _page(order: Order) -> web.Response:
    return page("pay.html", order=order, amount=f"{order.amount_vnd:,} đ".replace(",", "."))


async def pay(request: web.Request) -> web.Response:
    """Take the money, show that it was taken, and tell the house in the background."""
    app = request.app
    order = app[ORDERS].on_page(request.match_info["page"])
    if not order.is_paid:
        short = SHORT_VND if request[MODE].is_wrong("amount") and order.amount_vnd > SHORT_VND else 0
        order = app[ORDERS].pay(order.id, order.amount_vnd - short, utc_now())
        task = asyncio.create_task(tell(order, app[SECRET], request[MODE], _journal(app[FOLDER])))
        app[TELLING].add(task)
        task.add_done_callback(app[TELLING].discard)
    return _page(order)


def _journal(folder: Path):
    def note(line: str) -> None:
        with (folder / "notices.log").open("a", encoding="utf-8") as stream:
            stream.write(f"{utc_now().isoformat()} {line}\n")

    return note


async def _close(app: web.Application) -> None:
    for task in list(app[TELLING]):
        task.cancel()
    app[ORDERS].close()
