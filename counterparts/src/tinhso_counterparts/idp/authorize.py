# SPDX-License-Identifier: EUPL-1.2
"""The person's side of the provider: request, sign-in, consent, and the way back to the client.

Source: OpenID Connect Core 1.0, section 3.1.2; RFC 7636 for the code challenge.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from tinhso_counterparts.idp.citizens import CLAIMS_BY_SCOPE, PASSCODE, Citizen
from tinhso_counterparts.idp.clients import Client, UnknownClient
from tinhso_counterparts.idp.grants import REQUEST_LIFE, AuthRequest, BadGrant, Browser
from tinhso_counterparts.idp.provider import COOKIE, PROVIDER, Provider
from tinhso_counterparts.modes import utc_now
from tinhso_counterparts.pages import page

KNOWN_PROMPTS = frozenset({"none", "login", "consent", "select_account"})
VALUE_LABELS = {
    "personal_number": "Số định danh cá nhân",
    "name": "Họ và tên",
    "birthdate": "Ngày sinh",
    "gender": "Giới tính",
    "residence_commune_code": "Mã xã, phường nơi cư trú",
    "phone_number": "Số điện thoại",
    "email": "Thư điện tử",
    "address": "Địa chỉ cư trú",
}


class BadRequest(Exception):
    """A request that may go back to its client; `code` is the OAuth error code."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


async def authorize(request: web.Request) -> web.StreamResponse:
    """Take a client's request and lead the person to the next page that is needed.

    Nothing is sent to a redirect_uri that is not the client's: such a request ends on an error page.
    """
    provider = request.app[PROVIDER]
    fields = request.query if request.method == "GET" else await request.post()
    try:
        client = provider.clients.find(str(fields.get("client_id", "")))
    except UnknownClient:
        return _refusal("Ứng dụng yêu cầu đăng nhập chưa được đăng ký với hệ thống định danh.")
    redirect_uri = str(fields.get("redirect_uri", ""))
    if not client.may_redirect_to(redirect_uri):
        return _refusal("Địa chỉ quay lại không thuộc ứng dụng đã đăng ký, nên yêu cầu đăng nhập bị từ chối.")
    browser_id = request.cookies.get(COOKIE) or secrets.token_urlsafe(24)
    now = utc_now()
    try:
        auth = _read_request(fields, client, redirect_uri, browser_id, now)
        response = _next_step(provider, auth, provider.browser(request), now)
    except BadRequest as error:
        return _send_back(
            redirect_uri,
            {"error": error.code, "error_description": str(error), "state": str(fields.get("state", ""))},
        )
    _set_browser(response, browser_id)
    return response


def _read_request(
    fields: Mapping[str, object], client: Client, redirect_uri: str, browser: str, now: datetime
) -> AuthRequest:
    """Return the request if it is one we can serve. Raises BadRequest."""
    text = {name: str(value) for name, value in fields.items()}
    scopes = frozenset(text.get("scope", "").split())
    prompts = frozenset(text.get("prompt", "").split())
    if text.get("response_type") != "code":
        raise BadRequest("unsupported_response_type", "only response_type=code is served")
    if text.get("response_mode", "query") != "query":
        raise BadRequest("invalid_request", "only response_mode=query is served")
    if "openid" not in scopes:
        raise BadRequest("invalid_scope", "the scope openid is missing")
    if "request" in text or "request_uri" in text:
        raise BadRequest("request_not_supported", "request objects are not served")
    if not prompts <= KNOWN_PROMPTS or ("none" in prompts and len(prompts) > 1):
        raise BadRequest("invalid_request", "prompt is unknown or contradicts itself")
    return AuthRequest(
        client_id=client.client_id,
        redirect_uri=redirect_uri,
        scopes=scopes.intersection(CLAIMS_BY_SCOPE),
        state=text.get("state", ""),
        nonce=text.get("nonce", ""),
        code_challenge=_read_challenge(text, client),
        prompts=prompts,
        max_age_seconds=_read_max_age(text),
        browser=browser,
        expires_at=now + REQUEST_LIFE,
    )


def _read_challenge(text: Mapping[str, str], client: Client) -> str:
    challenge = text.get("code_challenge", "")
    if not challenge:
        if client.is_public:
            raise BadRequest("invalid_request", "a public client must send code_challenge")
        return ""
    if text.get("code_challenge_method") != "S256":
        raise BadRequest("invalid_request", "code_challenge_method must be S256")
    return challenge


def _read_max_age(text: Mapping[str, str]) -> int | None:
    value = text.get("max_age")
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise BadRequest("invalid_request", "max_age must be a whole number of seconds")
    return int(value)


def _next_step(provider: Provider, auth: AuthRequest, browser: Browser, now: datetime) -> web.Response:
    """Return the redirect to sign-in, consent or the client, whichever is still needed."""
    must_sign_in = not browser.is_signed_in(auth, now) or bool(auth.prompts & {"login", "select_account"})
    must_agree = not browser.has_agreed(auth) or "consent" in auth.prompts
    if "none" in auth.prompts and (must_sign_in or must_agree):
        code = "login_required" if must_sign_in else "consent_required"
        raise BadRequest(code, "the person has to be asked, and prompt=none forbids it")
    ticket = provider.memory.remember(auth, now)
    if must_sign_in:
        return see_other(f"/login?ticket={ticket}")
    if must_agree:
        return see_other(f"/consent?ticket={ticket}")
    return _hand_over(provider, ticket, auth, browser, now)


async def show_login(request: web.Request) -> web.Response:
    """Show the sign-in page of a waiting request."""
    ticket = request.query.get("ticket", "")
    try:
        auth = _recall(request, ticket)
    except BadGrant:
        return _too_late()
    return _login_page(request.app[PROVIDER], auth, ticket)


async def login(request: web.Request) -> web.StreamResponse:
    """Check number and passcode, or take the chosen test citizen, and go on to consent."""
    provider = request.app[PROVIDER]
    form = {name: str(value) for name, value in (await request.post()).items()}
    ticket = form.get("ticket", "")
    try:
        auth = _recall(request, ticket)
    except BadGrant:
        return _too_late()
    if "cancel" in form:
        return _decline(provider, ticket, auth)
    citizen = _identify(provider, form)
    if citizen is None:
        provider.note("login refused", client=auth.client_id)
        return _login_page(provider, auth, ticket, form)
    provider.note("login", client=auth.client_id, sub=citizen.subject)
    return _sign_in(provider, ticket, auth, citizen)


def _identify(provider: Provider, form: Mapping[str, str]) -> Citizen | None:
    if chosen := form.get("citizen"):
        return provider.citizens.get(chosen)
    number = form.get("personal_number", "").replace(" ", "")
    has_passcode = secrets.compare_digest(form.get("passcode", "").encode(), PASSCODE.encode())
    return provider.citizens.get(number) if has_passcode else None


def _sign_in(provider: Provider, ticket: str, auth: AuthRequest, citizen: Citizen) -> web.Response:
    """Sign the person in under a new browser name, so that a name known from before gains nothing."""
    now = utc_now()
    provider.memory.browsers.pop(auth.browser, None)
    browser_id = secrets.token_urlsafe(24)
    provider.memory.browsers[browser_id] = Browser(citizen=citizen, signed_in_at=now)
    provider.memory.move(ticket, browser_id)
    response = see_other(f"/consent?ticket={ticket}")
    _set_browser(response, browser_id)
    return response


async def show_consent(request: web.Request) -> web.Response:
    """Show what would be shared with the client."""
    provider = request.app[PROVIDER]
    ticket = request.query.get("ticket", "")
    browser = provider.browser(request)
    try:
        auth = _recall(request, ticket)
    except BadGrant:
        return _too_late()
    if browser.citizen is None:
        return see_other(f"/login?ticket={ticket}")
    return page(
        "consent.html",
        client=provider.clients.find(auth.client_id),
        citizen=browser.citizen,
        shared=_shared(browser.citizen, auth.scopes),
        ticket=ticket,
        host=urlsplit(auth.redirect_uri).netloc,
    )


async def consent(request: web.Request) -> web.StreamResponse:
    """Take the person's answer and go back to the client."""
    provider = request.app[PROVIDER]
    form = await request.post()
    ticket = str(form.get("ticket", ""))
    browser = provider.browser(request)
    now = utc_now()
    try:
        auth = _recall(request, ticket)
    except BadGrant:
        return _too_late()
    if browser.citizen is None:
        return see_other(f"/login?ticket={ticket}")
    if form.get("answer") != "allow":
        return _decline(provider, ticket, auth)
    browser.consents.add((auth.client_id, auth.scopes))
    return _hand_over(provider, ticket, auth, browser, now)


def _shared(citizen: Citizen, scopes: frozenset[str]) -> list[tuple[str, str]]:
    claims = citizen.claims(scopes)
    said = claims | {
        "birthdate": "/".join(reversed(citizen.birthdate.split("-"))),
        "gender": "Nam" if citizen.gender == "male" else "Nữ",
        "address": citizen.residence,
    }
    return [(label, str(said[name])) for name, label in VALUE_LABELS.items() if name in claims]


def _recall(request: web.Request, ticket: str) -> AuthRequest:
    return request.app[PROVIDER].memory.recall(ticket, request.cookies.get(COOKIE, ""), utc_now())


def _hand_over(provider: Provider, ticket: str, auth: AuthRequest, browser: Browser, now: datetime) -> web.Response:
    code = provider.memory.issue_code(ticket, browser, now)
    subject = browser.citizen.subject if browser.citizen else ""
    provider.note("code issued", client=auth.client_id, sub=subject, scope=" ".join(sorted(auth.scopes)))
    return _send_back(auth.redirect_uri, {"code": code, "state": auth.state, "iss": provider.issuer})


def _decline(provider: Provider, ticket: str, auth: AuthRequest) -> web.Response:
    provider.memory.requests.pop(ticket, None)
    provider.note("declined", client=auth.client_id)
    return _send_back(
        auth.redirect_uri,
        {"error": "access_denied", "error_description": "the person declined", "state": auth.state},
    )


def _login_page(
    provider: Provider, auth: AuthRequest, ticket: str, form: Mapping[str, str] | None = None
) -> web.Response:
    return page(
        "login.html",
        status=200 if form is None else 422,
        client=provider.clients.find(auth.client_id),
        citizens=list(provider.citizens.values()),
        passcode=PASSCODE,
        ticket=ticket,
        has_error=form is not None,
        number=(form or {}).get("personal_number", ""),
    )


def _refusal(sentence: str) -> web.Response:
    return page("message.html", status=400, title="Không thể đăng nhập", sentence=sentence)


def _too_late() -> web.Response:
    return _refusal("Yêu cầu đăng nhập đã hết hạn hoặc thuộc trình duyệt khác. Hãy quay lại ứng dụng và thử lại.")


def see_other(location: str) -> web.Response:
    return web.Response(status=303, headers={"Location": location, "Cache-Control": "no-store"})


def _send_back(redirect_uri: str, values: Mapping[str, str]) -> web.Response:
    query = urlencode({name: value for name, value in values.items() if value})
    return see_other(redirect_uri + ("&" if urlsplit(redirect_uri).query else "?") + query)


def _set_browser(response: web.StreamResponse, browser_id: str) -> None:
    response.set_cookie(COOKIE, browser_id, httponly=True, samesite="Lax", path="/")
