# SPDX-License-Identifier: EUPL-1.2
"""A peer that sends and takes signed messages, on the loopback, connected to this installation."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import HTTPServer
from pathlib import Path
from typing import Any

from tinhso.kernel.events.keys import VerifyingKey
from tinhso.kernel.exchange import actions as exchange
from tinhso.kernel.exchange.models import InMessage
from tinhso.kernel.registry.queries import code_of, territory
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.national.filing_there import Door, There
from tinhso_counterparts.modes import Word, order, utc_now, write_mode

AT = world.START + timedelta(hours=6)


class Peer(There):
    """A ministry's system or the post: tells the province things, shows what it took."""

    def __init__(self, name: str, addresses: dict[str, str], folder: Path, server: HTTPServer) -> None:
        super().__init__(addresses["web"], server)
        self.name, self.addresses, self.folder = name, addresses, folder

    def behave(self, word: str, how: str = "") -> None:
        write_mode(self.folder, order(Word(word), how, 0.3, None, utc_now()))
        time.sleep(0.3 if word == "down" or how == "" else 0)

    def say(self, number: str, body: dict[str, Any]) -> None:
        """Tell the province something about a number; it is stored here at once unless the peer is late."""
        to = f"http://127.0.0.1:{self._server.server_port}/api/v1/exchange/{self.name}/messages"
        asked = {"number": number, "body": body, "to": to, "recipient": code_of(territory().root_id, world.TODAY)}
        self._ask("POST", "/api/outgoing", json=asked)

    def took(self) -> list[dict[str, Any]]:
        """Return the bodies of what the peer took from us, oldest first."""
        return [one["body"] for one in self._ask("GET", "/api/taken")["messages"]]

    def run(self, after: timedelta = timedelta(0)) -> int:
        """Handle what came in and send what is due, as the worker would; return how many messages were settled."""
        InMessage.objects.filter(state="taken").update(next_at=AT + after)
        settled = exchange.handle_waiting(now=AT + after)
        exchange.deliver_to(self.name, now=AT + after + timedelta(seconds=1))
        return settled


@contextmanager
def connected(name: str, addresses: dict[str, str], folder: Path) -> Iterator[Peer]:
    """Register the peer with its key and give it in good mood."""
    key = VerifyingKey.from_pem((folder / "portal.pub.pem").read_bytes()).raw.hex()
    exchange.register_partner(
        name,
        title=name,
        channel="json",
        endpoint=addresses["url"],
        now=world.START - timedelta(days=1),
        by=world.SETUP,
        public_key=key,
    )
    with HTTPServer(("127.0.0.1", 0), Door) as server:
        server.timeout = 0.05
        peer = Peer(name, addresses, folder, server)
        peer.behave("ok")
        yield peer
        peer.behave("ok")
