# SPDX-License-Identifier: EUPL-1.2
"""The client's side of the provider: discovery, keys, token, userinfo, end of session."""

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

import jwt
from aiohttp import web

from tinhso_counterparts.idp.authorize import see_other
from tinhso_counterparts.idp.citizens import CLAIMS_BY_SCOPE
from tinhso_counterparts.idp.clients import UnknownClient
from tinhso_counterparts.idp.grants import TOKEN_LIFE, BadGrant, Grant
from tinhso_counterparts.idp.provider import COOKIE, PROVIDER, Provider
from tinhso_counterparts.idp.tokens import ALGORITHM, base64url
from tinhso_counterparts.modes import utc_now
from tinhso_counterparts.pages import page
from tinhso_counterparts.serving import MODE

NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


async def discovery(request: web.Request) -> web.Response:
    """Answer with the provider's metadata (OpenID Connect Discovery 1.0, section 3)."""
    issuer = request.app[PROVIDER].issuer
    claims = sorted({name for names in CLAIMS_BY_SCOPE.values() for name in names} | {"acr", "auth_time"})
    return web.json_response(
        {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "userinfo_endpoint": f"{issuer}/userinfo",
            "end_session_endpoint": f"{issuer}/logout",
            "jwks_uri": f"{issuer}/jwks",
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": [ALGORITHM],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
            "code_challenge_methods_supported": ["S256"],
            "scopes_supported": list(CLAIMS_BY_SCOPE),
            "claims_supported": claims,
            "ui_locales_supported": ["vi-VN"],
            "prompt_values_supported": ["none", "login", "consent", "select_account"],
            "authorization_response_iss_parameter_supported": True,
            "request_parameter_supported": False,
            "request_uri_parameter_supported": False,
        }
    )


async def jwks(request: web.Request) -> web.Response:
    """Answer with the public signing keys."""
    return web.json_response(request.app[PROVIDER].signer.jwks())


async def token(request: web.Request) -> web.Response:
    """Exchange a code for an access token and an id_token (RFC 6749, section 4.1.3)."""
    provider = request.app[PROVIDER]
    form = {name: str(value) for name, value in (await request.post()).items()}
    authorization = request.headers.get("Authorization")
    try:
        client = provider.clients.authenticate(authorization, form)
    except UnknownClient as error:
        headers = {"WWW-Authenticate": 'Basic realm="e-ID"'} if authorization else {}
        return _refuse(401, "invalid_client", str(error), headers)
    if form.get("grant_type") != "authorization_code":
        return _refuse(400, "unsupported_grant_type", "only authorization_code is served")
    now = utc_now()
    try:
        grant = provider.memory.redeem(form.get("code", ""), client.client_id, form.get("redirect_uri", ""), now)
        _check_verifier(grant, form)
    except BadGrant as error:
        provider.note("code refused", client=client.client_id, why=str(error))
        return _refuse(400, "invalid_grant", str(error))
    access_token = provider.memory.issue_token(grant, now)
    provider.note("token issued", client=client.client_id, sub=grant.citizen.subject)
    answer = {
        "access_token": access_token,
        "token_type": "Bearer",
        "expires_in": int(TOKEN_LIFE.total_seconds()),
        "scope": " ".join(sorted(grant.request.scopes)),
        "id_token": provider.signer.id_token(provider.issuer, grant, access_token, request[MODE], now),
    }
    return web.json_response(answer, headers=NO_STORE)


def _check_verifier(grant: Grant, form: Mapping[str, str]) -> None:
    """Raise BadGrant unless the verifier fits the challenge of the request (RFC 7636, section 4.6)."""
    challenge = grant.request.code_challenge
    verifier = form.get("code_verifier", "")
    if not challenge:
        if verifier:
            raise BadGrant("code_verifier without a code_challenge in the request")
        return
    computed = base64url(hashlib.sha256(verifier.encode()).digest())
    if not hmac.compare_digest(computed, challenge):
        raise BadGrant("code_verifier does not fit the code_challenge")


def _refuse(status: int, code: str, sentence: str, headers: Mapping[str, str] | None = None) -> web.Response:
    body = {"error": code, "error_description": sentence}
    return web.json_response(body, status=status, headers=NO_STORE | dict(headers or {}))


async def userinfo(request: web.Request) -> web.Response:
    """Answer with the claims that the access token allows (OpenID Connect Core 1.0, section 5.3)."""
    scheme, _, access_token = request.headers.get("Authorization", "").partition(" ")
    try:
        if scheme.lower() != "bearer":
            raise BadGrant("no Bearer token was sent")
        grant = request.app[PROVIDER].memory.grant_of(access_token.strip(), utc_now())
    except BadGrant as error:
        return _refuse(401, "invalid_token", str(error), {"WWW-Authenticate": 'Bearer error="invalid_token"'})
    return web.json_response(grant.citizen.claims(grant.request.scopes), headers=NO_STORE)


async def logout(request: web.Request) -> web.Response:
    """End the session (OpenID Connect RP-Initiated Logout 1.0).

    With an id_token of ours as a hint at once; without one the person is asked first, because any page could
    send a browser here.
    """
    provider = request.app[PROVIDER]
    fields = {**request.query, **await request.post()}
    hint = str(fields.get("id_token_hint", ""))
    try:
        client_id = provider.signer.audience_of(hint, provider.issuer) if hint else ""
    except jwt.InvalidTokenError:
        client_id = ""
    if not client_id and "confirm" not in fields:
        return page("logout.html")
    provider.memory.browsers.pop(request.cookies.get(COOKIE, ""), None)
    provider.note("logout", client=client_id)
    return _after_logout(provider, client_id, {name: str(value) for name, value in fields.items()})


def _after_logout(provider: Provider, client_id: str, fields: Mapping[str, str]) -> web.Response:
    target = fields.get("post_logout_redirect_uri", "")
    if client_id and target and provider.clients.find(client_id).may_redirect_to(target):
        state = urlencode({"state": fields["state"]}) if fields.get("state") else ""
        joint = ("&" if urlsplit(target).query else "?") if state else ""
        response = see_other(target + joint + state)
    else:
        response = page(
            "message.html",
            title="Đã đăng xuất",
            sentence="Bạn đã đăng xuất khỏi hệ thống định danh điện tử. Có thể đóng trang này.",
        )
    response.del_cookie(COOKIE, path="/")
    return response
