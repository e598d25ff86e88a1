# SPDX-License-Identifier: EUPL-1.2
"""Puts the e-ID provider behind its port."""

from pathlib import Path

from aiohttp import web

from tinhso_counterparts.idp import authorize, endpoints
from tinhso_counterparts.idp.citizens import load_citizens
from tinhso_counterparts.idp.clients import prepare_client_file
from tinhso_counterparts.idp.provider import PROVIDER, Provider
from tinhso_counterparts.idp.tokens import Signer
from tinhso_counterparts.serving import FOLDER, Counterpart, Door, obey_mode, serve_web


async def prepare(
    folder: Path, port: int, *, secret: str | None = None, redirects: tuple[str, ...] = ()
) -> Counterpart:
    """Return the provider ready to start.

    secret: the platform's client secret for a new store, drawn at random when None.
    redirects: addresses the platform's client may return to besides its own; "/" at the end makes a prefix.
    """
    folder.mkdir(parents=True, exist_ok=True)
    door = Door(port)
    issuer = f"http://127.0.0.1:{door.port}"
    clients = prepare_client_file(folder, secret, redirects)
    app = web.Application(middlewares=[obey_mode], client_max_size=64 * 1024)
    app[FOLDER] = folder
    app[PROVIDER] = Provider(issuer, folder, clients, Signer(folder), load_citizens())
    _add_routes(app)
    runner = await serve_web(app, door)
    addresses = {"url": issuer, "clients_file": str(clients.path.resolve())}
    return Counterpart("idp", "e-ID quốc gia (OpenID Connect)", folder, addresses, [door], [runner])


def _add_routes(app: web.Application) -> None:
    app.add_routes(
        [
            web.get("/.well-known/openid-configuration", endpoints.discovery),
            web.get("/jwks", endpoints.jwks),
            web.get("/authorize", authorize.authorize),
            web.post("/authorize", authorize.authorize),
            web.get("/login", authorize.show_login),
            web.post("/login", authorize.login),
            web.get("/consent", authorize.show_consent),
            web.post("/consent", authorize.consent),
            web.post("/token", endpoints.token),
            web.get("/userinfo", endpoints.userinfo),
            web.post("/userinfo", endpoints.userinfo),
            web.get("/logout", endpoints.logout),
            web.post("/logout", endpoints.logout),
        ]
    )
