# SPDX-License-Identifier: EUPL-1.2
"""Puts the mail server and the inbox behind their ports."""

from functools import partial
from pathlib import Path

from aiohttp import web

from tinhso_counterparts.mail.inbox import INBOX, add_routes
from tinhso_counterparts.mail.smtp import Reception, connection
from tinhso_counterparts.mail.store import Inbox
from tinhso_counterparts.serving import Counterpart, Door, serve_web


async def prepare(folder: Path, smtp_port: int, web_port: int) -> Counterpart:
    """Return the mail counterpart ready to start; only its SMTP door obeys the mode."""
    folder.mkdir(parents=True, exist_ok=True)
    inbox = Inbox(folder)
    smtp_door, web_door = Door(smtp_port), Door(web_port, obeys=False)
    smtp_door.serve(partial(connection, Reception(folder, inbox)))
    app = web.Application(client_max_size=64 * 1024)
    app[INBOX] = inbox
    add_routes(app)
    app.on_cleanup.append(_close)
    runner = await serve_web(app, web_door)
    addresses = {
        "url": f"http://127.0.0.1:{web_door.port}",
        "smtp": f"smtp://127.0.0.1:{smtp_door.port}",
    }
    label = "thư điện tử (SMTP và hộp thư)"
    return Counterpart("mail", label, folder, addresses, [smtp_door, web_door], [runner])


async def _close(app: web.Application) -> None:
    app[INBOX].close()
