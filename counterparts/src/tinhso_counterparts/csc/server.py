# SPDX-License-Identifier: EUPL-1.2
"""Puts the signing service behind its port: the interface for machines, and the page that stands for phones."""

import hmac
import json
import secrets
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

from aiohttp import BasicAuth, web

from tinhso_counterparts.csc.store import Asked, Credentials, Held, NoSuchCredential
from tinhso_counterparts.files import write_whole
from tinhso_counterparts.pages import page
from tinhso_counterparts.serving import FOLDER, MODE, Counterpart, Door, obey_mode, serve_web

BASE = "/csc/v2"
CLIENTS_FILE = "clients.json"
PLATFORM = "tinhso"
SHA256_OID = "2.16.840.1.101.3.4.2.1"
ECDSA_SHA256 = "1.2.840.10045.4.3.2"
EXPIRES_SECONDS = 300

CREDENTIALS = web.AppKey("credentials", Credentials)
ASKED = web.AppKey("asked", dict[str, Asked])
TOKENS = web.AppKey("tokens", set[str])


async def prepare(folder: Path, port: int, *, secret: str | None = None) -> Counterpart:
    """Return the service ready to start; its keys are certified by the stand-in authority beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    clients = folder / CLIENTS_FILE
    if not clients.exists():
        made = {PLATFORM: secret or secrets.token_urlsafe(24)}
        write_whole(clients, json.dumps(made).encode(), private=True)
    door = Door(port)
    app = web.Application(middlewares=[obey_mode, guard], client_max_size=64 * 1024)
    app[FOLDER], app[CREDENTIALS] = folder, Credentials(folder, folder.parent / "pki")
    app[ASKED], app[TOKENS] = {}, set()
    app.add_routes(
        [
            web.post(f"{BASE}/oauth2/token", give_token),
            web.post(f"{BASE}/credentials/info", credential_info),
            web.post(f"{BASE}/credentials/authorize", authorize),
            web.post(f"{BASE}/credentials/authorizeCheck", authorize_check),
            web.post(f"{BASE}/signatures/signHash", sign_hash),
            web.get("/", show_asked),
            web.post(r"/requests/{handle:[\w-]{1,40}}/{answer:confirm|refuse}", decide),
            web.get("/api/requests", asked_json),
            web.post("/api/credentials", enrol_json),
        ]
    )
    runner = await serve_web(app, door)
    url = f"http://127.0.0.1:{door.port}"
    addresses = {"url": f"{url}{BASE}", "web": url, "clients_file": str(clients.resolve())}
    return Counterpart("csc", "dịch vụ ký số từ xa", folder, addresses, [door], [runner])


def _no(error: str, status: int = 400) -> web.Response:
    return web.json_response({"error": error}, status=status)


@web.middleware
async def guard(request: web.Request, handler) -> web.StreamResponse:
    """Behave as told, and let nobody without a token use the interface for machines."""
    if not request.path.startswith(BASE):
        return await handler(request)
    mode = request[MODE]
    if mode.is_wrong("busy"):
        raise web.HTTPServiceUnavailable(text="Hệ thống đang bận.")
    if mode.is_wrong("garbage"):
        return web.Response(text="<html>Lỗi máy chủ</html>", content_type="text/html")
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not request.path.endswith("/oauth2/token") and token not in request.app[TOKENS]:
        return _no("invalid_token", 401)
    try:
        return await handler(request)
    except NoSuchCredential:
        return _no("invalid_request")
    except (ValueError, KeyError, TypeError):
        return _no("invalid_request")


async def give_token(request: web.Request) -> web.Response:
    """Answer the client credentials grant (RFC 6749, 4.4)."""
    clients = json.loads((request.app[FOLDER] / CLIENTS_FILE).read_text("utf-8"))
    try:
        login = BasicAuth.decode(request.headers.get("Authorization", ""), "utf-8")
    except ValueError:
        return _no("invalid_client", 401)
    wanted = clients.get(login.login)
    if wanted is None or not hmac.compare_digest(wanted.encode(), login.password.encode()):
        return _no("invalid_client", 401)
    token = secrets.token_urlsafe(24)
    request.app[TOKENS].add(token)
    return web.json_response({"access_token": token, "token_type": "Bearer", "expires_in": EXPIRES_SECONDS})


async def _body(request: web.Request) -> tuple[dict[str, Any], Held]:
    body = dict(await request.json())
    return body, request.app[CREDENTIALS].get(str(body["credentialID"]))


async def credential_info(request: web.Request) -> web.Response:
    """Tell key and certificates of a credential."""
    _, held = await _body(request)
    status = "disabled" if request[MODE].is_wrong("locked") else "enabled"
    return web.json_response(
        {
            "key": {"status": status, "algo": [ECDSA_SHA256], "len": 256, "curve": "1.2.840.10045.3.1.7"},
            "cert": {"status": "valid", "certificates": held.certificates},
            "auth": {"mode": "explicit" if held.asks else "implicit"},
            "SCAL": "2",
            "multisign": 1,
        }
    )


async def authorize(request: web.Request) -> web.Response:
    """Ask the signer; an agency's key is authorised at once, a person's when they confirm."""
    body, held = await _body(request)
    wanted = tuple(str(one) for one in body["hashes"])
    if body.get("hashAlgorithmOID") != SHA256_OID or any(len(b64decode(one, validate=True)) != 32 for one in wanted):
        return _no("invalid_request")
    handle = secrets.token_urlsafe(12)
    asked = Asked(handle, held.id, wanted, f"{held.name}: {body.get('description', '')}")
    if request[MODE].is_wrong("refuse"):
        asked.state = "refused"
    elif not held.asks:
        asked.state = "confirmed"
    request.app[ASKED][handle] = asked
    return _answer(asked)


async def authorize_check(request: web.Request) -> web.Response:
    """Tell whether the signer has made up their mind."""
    asked = request.app[ASKED].get(str((await request.json())["handle"]))
    return _answer(asked) if asked else _no("invalid_request")


def _answer(asked: Asked) -> web.Response:
    if asked.state == "confirmed":
        return web.json_response({"SAD": asked.sad, "expiresIn": EXPIRES_SECONDS})
    if asked.state == "asked":
        return web.json_response({"handle": asked.handle}, status=202)
    return _no("access_denied")


async def sign_hash(request: web.Request) -> web.Response:
    """Sign what was confirmed, once."""
    body, held = await _body(request)
    wanted = tuple(str(one) for one in body["hashes"])
    fits = [one for one in request.app[ASKED].values() if one.sad == body["SAD"] and one.state == "confirmed"]
    if not fits or (fits[0].credential, fits[0].hashes) != (held.id, wanted) or body["signAlgo"] != ECDSA_SHA256:
        return _no("invalid_request")
    fits[0].state = "used"
    digests = [b64decode(one) for one in wanted]
    if request[MODE].is_wrong("bad-signature", default=True):
        digests = [bytes(reversed(one)) for one in digests]
    return web.json_response({"signatures": [b64encode(held.sign(one)).decode() for one in digests]})


async def show_asked(request: web.Request) -> web.Response:
    """Show what waits for a signer."""
    waiting = [one for one in request.app[ASKED].values() if one.state == "asked"]
    return page("signing_requests.html", waiting=waiting)


async def decide(request: web.Request) -> web.Response:
    """Take the signer's answer; what was answered stays as it is."""
    asked = request.app[ASKED].get(request.match_info["handle"])
    if asked is not None and asked.state == "asked":
        asked.state = "confirmed" if request.match_info["answer"] == "confirm" else "refused"
    return web.Response(status=303, headers={"Location": "/"})


async def asked_json(request: web.Request) -> web.Response:
    """Show every request: {"requests": [{handle, description, hashes, state}]}."""
    shown = [
        {"handle": one.handle, "description": one.description, "hashes": one.hashes, "state": one.state}
        for one in request.app[ASKED].values()
    ]
    return web.json_response({"requests": shown})


async def enrol_json(request: web.Request) -> web.Response:
    """Make a credential from {name, kind: person or agency, title, unit}; {"credentialID": …}."""
    try:
        asked = await request.json()
        held = request.app[CREDENTIALS].enrol(
            str(asked["name"]),
            kind=str(asked["kind"]),
            title=str(asked.get("title", "")),
            unit=str(asked.get("unit", "")),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise web.HTTPBadRequest(text=f"{type(error).__name__}: {error}") from error
    return web.json_response({"credentialID": held.id}, status=201)
