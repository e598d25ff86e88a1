# SPDX-License-Identifier: EUPL-1.2
"""What the provider remembers between two requests: browsers, requests on the way, codes, access tokens.

In memory by choice: after a restart people sign in again, as they would.
"""

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tinhso_counterparts.idp.citizens import Citizen

CODE_LIFE = timedelta(seconds=60)
TOKEN_LIFE = timedelta(hours=1)
REQUEST_LIFE = timedelta(minutes=15)
SESSION_LIFE = timedelta(hours=8)


class BadGrant(Exception):
    """A code or token that is unknown, used, expired or not the caller's."""


@dataclass(frozen=True)
class AuthRequest:
    """A valid request to sign in; field names follow OpenID Connect Core, section 3.1.2.1."""

    client_id: str
    redirect_uri: str
    scopes: frozenset[str]
    state: str
    nonce: str
    code_challenge: str
    prompts: frozenset[str]
    max_age_seconds: int | None
    browser: str
    expires_at: datetime


@dataclass
class Browser:
    """One browser: who is signed in, since when, and what they agreed to share (client and scopes)."""

    citizen: Citizen | None = None
    signed_in_at: datetime | None = None
    consents: set[tuple[str, frozenset[str]]] = field(default_factory=set)

    def is_signed_in(self, request: AuthRequest, now: datetime) -> bool:
        """Whether the sign-in is fresh enough for this request."""
        if self.citizen is None or self.signed_in_at is None or now - self.signed_in_at > SESSION_LIFE:
            return False
        limit = request.max_age_seconds
        return limit is None or now - self.signed_in_at <= timedelta(seconds=limit)

    def has_agreed(self, request: AuthRequest) -> bool:
        return (request.client_id, request.scopes) in self.consents


@dataclass
class Grant:
    """A person's agreement on its way to a client: first a code, then an access token."""

    request: AuthRequest
    citizen: Citizen
    signed_in_at: datetime
    expires_at: datetime
    access_token: str = ""


@dataclass
class Memory:
    """Everything remembered; keys are random and unguessable."""

    browsers: dict[str, Browser] = field(default_factory=dict)
    requests: dict[str, AuthRequest] = field(default_factory=dict)
    codes: dict[str, Grant] = field(default_factory=dict)
    tokens: dict[str, tuple[Grant, datetime]] = field(default_factory=dict)

    def remember(self, request: AuthRequest, now: datetime) -> str:
        """Return the ticket under which the request waits for the person."""
        self._forget(now)
        ticket = secrets.token_urlsafe(16)
        self.requests[ticket] = request
        return ticket

    def recall(self, ticket: str, browser: str, now: datetime) -> AuthRequest:
        """Return a waiting request of this very browser. Raises BadGrant."""
        request = self.requests.get(ticket)
        if request is None or request.browser != browser or request.expires_at < now:
            raise BadGrant("the request to sign in is unknown, too old or another browser's")
        return request

    def move(self, ticket: str, browser: str) -> None:
        """Give a waiting request to the new name of its browser."""
        self.requests[ticket] = replace(self.requests[ticket], browser=browser)

    def issue_code(self, ticket: str, browser: Browser, now: datetime) -> str:
        """Turn a waiting request into a code that lives a minute."""
        if browser.citizen is None or browser.signed_in_at is None:
            raise BadGrant("nobody is signed in")
        request = self.requests.pop(ticket)
        code = secrets.token_urlsafe(24)
        self.codes[code] = Grant(request, browser.citizen, browser.signed_in_at, now + CODE_LIFE)
        return code

    def redeem(self, code: str, client_id: str, redirect_uri: str, now: datetime) -> Grant:
        """Return the grant behind a code and mark it used. Raises BadGrant.

        A code shown twice takes back the token of the first time: one of the two holders stole it.
        Source: RFC 6749, section 4.1.2.
        """
        grant = self.codes.get(code)
        if grant is None:
            raise BadGrant("the code is unknown")
        if grant.access_token:
            self.tokens.pop(grant.access_token, None)
            raise BadGrant("the code was used before; its token is withdrawn")
        if grant.expires_at < now:
            raise BadGrant("the code is older than a minute")
        if grant.request.client_id != client_id or grant.request.redirect_uri != redirect_uri:
            raise BadGrant("the code belongs to another client or redirect_uri")
        return grant

    def issue_token(self, grant: Grant, now: datetime) -> str:
        """Return an access token; from here the code counts as used."""
        grant.access_token = secrets.token_urlsafe(24)
        self.tokens[grant.access_token] = (grant, now + TOKEN_LIFE)
        return grant.access_token

    def grant_of(self, token: str, now: datetime) -> Grant:
        """Return the grant behind an access token. Raises BadGrant."""
        grant, expires_at = self.tokens.get(token, (None, now))
        if grant is None or expires_at <= now:
            raise BadGrant("the access token is unknown, withdrawn or expired")
        return grant

    def _forget(self, now: datetime) -> None:
        """Drop what is a day past its end; fresher leftovers stay, so that a second use can be told apart."""
        limit = now - timedelta(days=1)
        self.requests = {key: value for key, value in self.requests.items() if value.expires_at > limit}
        self.codes = {key: value for key, value in self.codes.items() if value.expires_at > limit}
        self.tokens = {key: value for key, value in self.tokens.items() if value[1] > limit}
