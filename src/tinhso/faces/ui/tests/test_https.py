# SPDX-License-Identifier: EUPL-1.2
"""HTTPS over IPv6: a proxy on [::1] with a self-signed certificate ends the encryption before the product."""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.wsgi import get_wsgi_application
from django.test import Client, override_settings
from django.utils import timezone

from tinhso.config import env, https

PAGE = "/tai-khoan/login/"
pytestmark = pytest.mark.django_db(transaction=True)


class Inner(WSGIServer):
    """The product's own server, on the loopback of IPv6."""

    address_family = socket.AF_INET6


class Quiet(WSGIRequestHandler):
    """Writes no log; says that it stands behind a proxy that ended the encryption."""

    def log_message(self, *_: object) -> None:
        return

    def get_environ(self) -> dict:
        return super().get_environ() | ({"HTTP_X_FORWARDED_PROTO": "https"} if self.server.encrypted else {})


def certificate(folder: Path) -> tuple[Path, Path]:
    """Return key and self-signed certificate of [::1]."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "thu nghiem")])
    now = timezone.now()
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("::1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    own, shown = folder / "key.pem", folder / "cert.pem"
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    own.write_bytes(key.private_bytes(serialization.Encoding.PEM, *private))
    shown.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return own, shown


def serve(encrypted: tuple[Path, Path] | None) -> WSGIServer:
    server = make_server("::1", 0, get_wsgi_application(), server_class=Inner, handler_class=Quiet)
    server.encrypted = bool(encrypted)
    if encrypted:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(encrypted[1], encrypted[0])
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture
def public() -> Iterator[None]:
    with override_settings(**https.settings_for("https://[::1]"), ALLOWED_HOSTS=["[::1]", "testserver"]):
        yield


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_a_page_comes_over_ipv6_and_https_with_secure_cookies(public, tmp_path):
    key, shown = certificate(tmp_path)
    server = serve((key, shown))
    try:
        page = requests.get(f"https://[::1]:{server.server_port}{PAGE}", verify=str(shown), timeout=30)
    finally:
        server.shutdown()

    assert page.status_code == 200
    assert page.headers["Strict-Transport-Security"] == f"max-age={https.YEAR_SECONDS}"
    assert page.cookies
    assert all(cookie.secure for cookie in page.cookies)


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_what_comes_in_the_clear_is_sent_to_https(public):
    server = serve(None)
    try:
        answer = requests.get(f"http://[::1]:{server.server_port}{PAGE}", allow_redirects=False, timeout=30)
    finally:
        server.shutdown()

    assert answer.status_code == 301
    assert answer.headers["Location"].startswith("https://[::1]")


@pytest.mark.parametrize(
    ("address", "status"),
    [("127.0.0.1", 200), ("::1", 200), ("203.0.113.9", 301), ("2001:db8::9", 301), ("", 301)],
)
def test_only_a_proxy_of_ours_may_say_that_it_was_encrypted(public, address, status):
    answer = Client().get(PAGE, REMOTE_ADDR=address, HTTP_X_FORWARDED_PROTO="https")

    assert answer.status_code == status


def test_who_is_a_proxy_is_a_setting(public, monkeypatch):
    monkeypatch.setattr(env, "TRUSTED_PROXIES", env.networks("2001:db8::/32"))

    assert Client().get(PAGE, REMOTE_ADDR="2001:db8::9", HTTP_X_FORWARDED_PROTO="https").status_code == 200
    assert Client().get(PAGE, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_PROTO="https").status_code == 301


def test_without_https_nothing_is_redirected():
    assert https.settings_for("http://127.0.0.1:8000") == {
        "SESSION_COOKIE_SECURE": False,
        "CSRF_COOKIE_SECURE": False,
        "CSRF_TRUSTED_ORIGINS": ["http://127.0.0.1:8000"],
        "SECURE_HSTS_SECONDS": 0,
        "SECURE_SSL_REDIRECT": False,
        "SECURE_PROXY_SSL_HEADER": None,
    }
