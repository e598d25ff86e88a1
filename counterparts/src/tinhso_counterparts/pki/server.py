# SPDX-License-Identifier: EUPL-1.2
"""Puts the authority behind its port."""

from base64 import b64decode
from binascii import Error as Base64Error
from pathlib import Path

from aiohttp import web
from cryptography.hazmat.primitives.serialization import Encoding

from tinhso_counterparts.modes import utc_now
from tinhso_counterparts.pki import est
from tinhso_counterparts.pki.authority import Authority
from tinhso_counterparts.pki.revocation import answer_ocsp, build_crl
from tinhso_counterparts.pki.timestamps import answer_timestamp
from tinhso_counterparts.serving import FOLDER, MODE, Counterpart, Door, obey_mode, serve_web

AUTHORITY = web.AppKey("authority", Authority)
EST = "/.well-known/est"


async def prepare(folder: Path, port: int, *, est_password: str | None = None) -> Counterpart:
    """Return the authority ready to start.

    est_password: password of the enrolment account `tinhso` for a new store, drawn at random when None.
    """
    folder.mkdir(parents=True, exist_ok=True)
    door = Door(port)
    base_url = f"http://127.0.0.1:{door.port}"
    accounts = est.prepare_accounts(folder, est_password)
    app = web.Application(middlewares=[obey_mode], client_max_size=256 * 1024)
    app[FOLDER] = folder
    app[AUTHORITY] = Authority(folder, base_url, utc_now())
    app.on_cleanup.append(_close)
    _add_routes(app)
    runner = await serve_web(app, door)
    addresses = {
        "url": base_url,
        "est": f"{base_url}{EST}",
        "ocsp": f"{base_url}/ocsp",
        "tsa": f"{base_url}/tsa",
        "root": f"{base_url}/root.pem",
        "root_file": str((folder / "root.pem").resolve()),
        "est_accounts_file": str(accounts.resolve()),
    }
    label = "chứng thực chữ ký số (EST, OCSP, CRL, TSA)"
    return Counterpart("pki", label, folder, addresses, [door], [runner])


async def ocsp(request: web.Request) -> web.Response:
    """Answer an OCSP request sent by POST, or by GET as Base64 in the path (RFC 6960, appendix A)."""
    body = await request.read()
    if request.method == "GET":
        try:
            body = b64decode(request.match_info["encoded"])
        except Base64Error:
            body = b""  # answered as malformed, as any other unreadable request
    answer = answer_ocsp(request.app[AUTHORITY], body, request[MODE], utc_now())
    return web.Response(body=answer, content_type="application/ocsp-response")


async def tsa(request: web.Request) -> web.Response:
    """Answer a time-stamp request."""
    answer = answer_timestamp(request.app[AUTHORITY], await request.read(), request[MODE], utc_now())
    return web.Response(body=answer, content_type="application/timestamp-reply")


async def crl(request: web.Request) -> web.Response:
    """Answer with the list of what an authority took back, as of now."""
    content = build_crl(request.app[AUTHORITY], request.match_info["name"], utc_now())
    return web.Response(body=content, content_type="application/pkix-crl")


async def authority_certificate(request: web.Request) -> web.Response:
    """Answer with the certificate of an authority, in DER."""
    authority = request.app[AUTHORITY]
    holder = authority.root if request.match_info["name"] == "root" else authority.issuing
    content = holder.certificate.public_bytes(Encoding.DER)
    return web.Response(body=content, content_type="application/pkix-cert")


async def root_pem(request: web.Request) -> web.Response:
    """Answer with the root to trust, in PEM."""
    return web.Response(body=request.app[AUTHORITY].root_pem, content_type="application/x-pem-file")


async def ca_certificates(request: web.Request) -> web.Response:
    """Answer with issuing CA and root (RFC 7030, section 4.1)."""
    return est.bundle(request.app[AUTHORITY].chain)


async def simple_enrol(request: web.Request) -> web.Response:
    """Certify the key of a PKCS#10 request (RFC 7030, section 4.2)."""
    if not est.is_known(request.app[FOLDER], request.headers.get("Authorization", "")):
        headers = {"WWW-Authenticate": 'Basic realm="EST", charset="UTF-8"'}
        return web.Response(status=401, headers=headers, text="Name or password is wrong.\n")
    label = request.match_info.get("label", "")
    try:
        certificate = est.enrol(request.app[AUTHORITY], label, est.read_csr(await request.read()), utc_now())
    except est.BadRequest as error:
        return web.Response(status=400, text=f"{error}\n")
    return est.bundle([certificate])


async def _close(app: web.Application) -> None:
    app[AUTHORITY].close()


def _add_routes(app: web.Application) -> None:
    label = "{label:person|agency}"
    app.add_routes(
        [
            web.get(f"{EST}/cacerts", ca_certificates),
            web.get(f"{EST}/{label}/cacerts", ca_certificates),
            web.post(f"{EST}/simpleenroll", simple_enrol),
            web.post(f"{EST}/{label}/simpleenroll", simple_enrol),
            web.post("/ocsp", ocsp),
            web.get("/ocsp/{encoded:.+}", ocsp),
            web.post("/tsa", tsa),
            web.get("/crl/{name:root|issuing}.crl", crl),
            web.get("/{name:root|issuing}.crt", authority_certificate),
            web.get("/root.pem", root_pem),
        ]
    )
