# SPDX-License-Identifier: EUPL-1.2
"""The provider as one object that the handlers share, and its journal."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from tinhso_counterparts.idp.citizens import Citizen
from tinhso_counterparts.idp.clients import ClientFile
from tinhso_counterparts.idp.grants import Browser, Memory
from tinhso_counterparts.idp.tokens import Signer
from tinhso_counterparts.modes import utc_now


@dataclass
class Provider:
    """issuer: the URL under which tokens are issued, without a slash at the end."""

    issuer: str
    folder: Path
    clients: ClientFile
    signer: Signer
    citizens: dict[str, Citizen]
    memory: Memory = field(default_factory=Memory)

    def browser(self, request: web.Request) -> Browser:
        """Return what is known of the browser that calls; an unknown one is signed out."""
        return self.memory.browsers.get(request.cookies.get(COOKIE, ""), Browser())

    def note(self, event: str, **details: str) -> None:
        """Append a line to the journal: what people and clients did, for whoever looks afterwards."""
        line = json.dumps({"at": utc_now().isoformat(), "event": event} | details, ensure_ascii=False)
        with (self.folder / "journal.jsonl").open("a", encoding="utf-8") as journal:
            journal.write(line + "\n")


# Cookies are shared by all ports of a host, so the name must not meet the platform's own.
COOKIE = "eid_browser"
PROVIDER = web.AppKey("provider", Provider)
