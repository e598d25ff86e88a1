# SPDX-License-Identifier: EUPL-1.2
"""File at the stand-in portal and take its messages in over the wire, in the thread and transaction of the test."""

import base64
import copy
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import requests
from django.test import Client

from tinhso.kernel.exchange import actions as exchange
from tinhso.kernel.exchange.models import InMessage
from tinhso.kernel.registry.queries import code_of, territory
from tinhso.modules.onestop.tests import world

PATH = "/api/v1/exchange/national/messages"
RECORD = {
    "MaTTHC": world.MARRIAGE_STATUS,
    "ChuHoSo": "Nguyễn Thị Bưởi",
    "LoaiDoiTuong": "1",
    "MaDoiTuong": "083190000123",
    "NgaySinh": "19900517",
    "SoDienThoai": "+84912345678",
    "Email": "buoi@example.vn",
    "MaXa": world.COMMUNE,
    "ToKhai": world.ANSWERS,
}
"""A complete filing on the portal."""


class Door(BaseHTTPRequestHandler):
    """Hands what comes over the wire to the application as it stands in this test."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        heads = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in self.headers.items()}
        answer = Client().post(self.path, body, content_type="application/json", **heads)  # type: ignore[arg-type]
        self.send_response(answer.status_code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


class There:
    """The citizen's side of the portal."""

    def __init__(self, web: str, server: HTTPServer) -> None:
        self._web, self._server = web, server
        self._number = 0

    def _ask(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        """Ask the portal while answering what it asks of us."""
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(requests.request, method, f"{self._web}{path}", timeout=20, **more)
            while not asked.done():
                self._server.handle_request()
        answer = asked.result()
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def send(self, service: str, record: dict[str, Any], papers: dict[str, bytes] | None = None, **more: Any) -> str:
        """Do something on the portal and return the dossier's number there; the province is told at once."""
        sent = [
            {"component": key, "name": f"{key}.pdf", "base64": base64.b64encode(content).decode()}
            for key, content in (papers or {}).items()
        ]
        address = f"http://127.0.0.1:{self._server.server_port}{PATH}"
        recipient = code_of(territory().root_id, world.TODAY)
        asked = {"service": service, "record": record, "papers": sent, "to": address, "recipient": recipient} | more
        return str(self._ask("POST", "/api/outgoing", json=asked)["number"])

    def file(self, papers: dict[str, bytes] | None = None, **other: Any) -> str:
        """File the complete record, with other values where named."""
        return self.send("NopHoSo", copy.deepcopy(RECORD) | other, papers)

    def about(self, number: str, service: str, papers: dict[str, bytes] | None = None, **other: Any) -> None:
        self.send(service, {"MaHoSo": number, "MaDoiTuong": RECORD["MaDoiTuong"]} | other, papers)

    def tell(self, number: str) -> int:
        return int(self._ask("POST", f"/api/outgoing/tell?number={number}")["taken"])

    def messages(self, number: str) -> list[dict[str, Any]]:
        return list(self._ask("GET", f"/api/outgoing?number={number}")["messages"])

    def answers(self, number: str) -> list[str]:
        """Return the HTTP status the province answered to each message."""
        return [one["answer"].split(" ")[0] for one in self.messages(number)]

    def results(self, number: str) -> list[str]:
        """Return what came of each message: ok, the code of a refusal, or nothing yet."""
        told = [one["result"] for one in self.messages(number)]
        return ["" if one is None else "ok" if one["KetQua"] == "1" else one["MaLoi"] for one in told]

    @staticmethod
    def work(after: timedelta = timedelta(0)) -> int:
        """Handle what came in and send what is due, as the worker would; return how many messages were settled."""
        now: datetime = world.START + timedelta(hours=5) + after
        InMessage.objects.filter(state="taken", attempts=0).update(next_at=now)
        settled = exchange.handle_waiting(now=now)
        exchange.deliver_to("national", now=now + timedelta(seconds=1))
        return settled


@contextmanager
def there(web: str) -> Iterator[There]:
    with HTTPServer(("127.0.0.1", 0), Door) as server:
        server.timeout = 0.05
        yield There(web, server)
