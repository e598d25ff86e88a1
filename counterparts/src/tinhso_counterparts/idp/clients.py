# SPDX-License-Identifier: EUPL-1.2
"""Registered clients: a JSON file in the provider's folder, read again for every request."""

import hmac
import json
import secrets
from base64 import b64decode
from binascii import Error as Base64Error
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_plus, urlsplit

from tinhso_counterparts.files import write_whole

FILE_NAME = "clients.json"
PLATFORM = "tinhso"
PLATFORM_PREFIXES = ("http://127.0.0.1:8000/", "http://localhost:8000/")


class UnknownClient(Exception):
    """No such client, or it could not prove itself."""


@dataclass(frozen=True)
class Client:
    """An application allowed to ask who someone is.

    secret: empty for a public client, which then must use PKCE.
    redirect_uris: compared letter by letter. redirect_prefixes: end with "/" and cover the paths below.
    """

    client_id: str
    name: str
    secret: str
    redirect_uris: tuple[str, ...]
    redirect_prefixes: tuple[str, ...]

    @property
    def is_public(self) -> bool:
        return not self.secret

    def may_redirect_to(self, uri: str) -> bool:
        """Whether answers may go to this address."""
        if uri in self.redirect_uris:
            return True
        return _is_plain(uri) and any(uri.startswith(prefix) for prefix in self.redirect_prefixes)


def _is_plain(uri: str) -> bool:
    """Whether comparing prefixes is safe: no dot segments, credentials, fragment or odd characters."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return False
    decoded = parts.path.lower().replace("%2e", ".").replace("%2f", "/")
    has_dots = any(segment in {".", ".."} for segment in decoded.split("/"))
    is_printable = uri.isascii() and uri.isprintable() and " " not in uri and "\\" not in uri
    return is_printable and not has_dots and "@" not in parts.netloc and not parts.fragment


@dataclass(frozen=True)
class ClientFile:
    """The file of clients. `extra_redirects` are added to the platform's own for this run only."""

    path: Path
    extra_redirects: tuple[str, ...] = ()

    def find(self, client_id: str) -> Client:
        """Return a client. Raises UnknownClient."""
        entry = json.loads(self.path.read_text("utf-8")).get(client_id)
        if entry is None:
            raise UnknownClient(f"client {client_id!r} is not in {self.path.name}")
        extra = self.extra_redirects if client_id == PLATFORM else ()
        return Client(
            client_id=client_id,
            name=entry["name"],
            secret=entry.get("secret", ""),
            redirect_uris=(
                *entry.get("redirect_uris", ()),
                *(uri for uri in extra if not uri.endswith("/")),
            ),
            redirect_prefixes=(
                *entry.get("redirect_prefixes", ()),
                *(uri for uri in extra if uri.endswith("/")),
            ),
        )

    def authenticate(self, authorization: str | None, form: dict[str, str]) -> Client:
        """Return the client that calls the token endpoint. Raises UnknownClient.

        client_secret_basic, client_secret_post, or the bare client_id of a public client.
        Source: RFC 6749, section 2.3.1.
        """
        if authorization and authorization.lower().startswith("basic "):
            client_id, secret = _basic_pair(authorization[6:])
        else:
            client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
        client = self.find(client_id)
        if not hmac.compare_digest(client.secret.encode(), secret.encode()):
            raise UnknownClient(f"wrong secret for client {client_id!r}")
        return client


def _basic_pair(encoded: str) -> tuple[str, str]:
    try:
        client_id, _, secret = b64decode(encoded, validate=True).decode().partition(":")
    except (Base64Error, UnicodeDecodeError) as error:
        raise UnknownClient("the Authorization header is not Base64 of id:secret") from error
    return unquote_plus(client_id), unquote_plus(secret)


def prepare_client_file(folder: Path, secret: str | None, extra_redirects: tuple[str, ...]) -> ClientFile:
    """Return the client file, made on first use with the platform as its one client.

    secret: the platform's secret for a new file; drawn at random when None. An existing file keeps its own.
    """
    path = folder / FILE_NAME
    if not path.exists():
        platform = {
            "name": "Cổng dịch vụ công tỉnh",
            "secret": secret or secrets.token_urlsafe(24),
            "redirect_uris": [],
            "redirect_prefixes": list(PLATFORM_PREFIXES),
        }
        content = json.dumps({PLATFORM: platform}, ensure_ascii=False, indent=2)
        write_whole(path, content.encode(), private=True)
    return ClientFile(path, extra_redirects)
