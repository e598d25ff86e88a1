# SPDX-License-Identifier: EUPL-1.2
"""Which parts an installation consists of, from its settings: counterparts (demo), web, worker."""

import http.client
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from tinhso.config import env
from tinhso.runtime.part import Part

WSGI = "tinhso.config.wsgi:application"
OPS_WSGI = "tinhso.config.wsgi_ops:application"
THREADS = 2
ASK_SECONDS = 2.0
OVERLAP_SECONDS = 10
"""A new web process needs about three seconds to load; the old one goes on serving for this long."""


def answers(url: str) -> Callable[[], bool]:
    """Return a question: does `url` answer with anything but a server error?"""
    parts = urlsplit(url)

    def ask() -> bool:
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=ASK_SECONDS)
        try:
            connection.request("GET", parts.path or "/", headers={"Host": f"localhost:{parts.port}"})
            return connection.getresponse().status < 500
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return ask


def probe() -> bool:
    """Ask the home page as a visitor behind the proxy does; whether a page (or a way to one) came."""
    public = urlsplit(env.BASE_URL)
    connection = http.client.HTTPConnection("127.0.0.1", env.PORT, timeout=ASK_SECONDS)
    try:
        connection.request("GET", "/", headers={"Host": public.netloc, "X-Forwarded-Proto": public.scheme})
        return connection.getresponse().status < 400
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def is_free(host: str, port: int) -> bool:
    """Return whether nobody listens on the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def has_ipv6() -> bool:
    """Return whether this machine has ::1; containers often do not."""
    return socket.has_ipv6 and is_free("::1", 0)


def web(
    name: str, host: str, port: int, workers: int, *, wsgi: str = WSGI, asked: str = "/", overlap: int = OVERLAP_SECONDS
) -> Part:
    """Return a granian server of `workers` processes with two threads each; one granian binds one address.

    asked: a path that answers when the server is up. overlap: seconds old and new processes serve side by side.
    """
    shown = f"[{host}]" if ":" in host else host
    command = (
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(THREADS)),
        *("--respawn-failed-workers", "--respawn-interval", str(overlap), "--workers-kill-timeout", "10", "--no-ws"),
        wsgi,
    )
    return Part(name, command, ready=answers(f"http://{shown}:{port}{asked}"), renew=signal.SIGHUP)


def counterparts(var: Path) -> Part:
    program = Path(sys.executable).with_name("tinhso-counterparts")
    inbound = f"http://127.0.0.1:{env.PORT}/api/v1/exchange/national/messages"
    where = ("--var", str(var / "counterparts"), "--redirect", f"{env.BASE_URL}/", "--province-url", inbound)
    command = (str(program), "up", *where)
    issuer = env.OIDC_ISSUER.rstrip("/")
    ready = answers(f"{issuer}/.well-known/openid-configuration")
    return Part("counterparts", command, ready=ready, needs_database=False)


def collector() -> Part:
    """Return the receiver of events; while the database is away it goes on with the register it read before."""
    port = next((one for one in (env.COLLECT_TCP, env.COLLECT_TLS, env.COLLECT_HTTP) if one), 0)
    host = "127.0.0.1" if env.COLLECT_HOST in {"0.0.0.0", "::"} else env.COLLECT_HOST  # noqa: S104 - compared only
    ready = (lambda: not is_free(host, port)) if port else None
    command = (sys.executable, "-m", "tinhso.faces.cli", "security", "collect")
    return Part("collect", command, ready=ready)


def detection() -> list[Part]:
    """Return the store of events, unless a server is named, and the detector that fills it."""
    command = (sys.executable, "-m", "tinhso.faces.cli", "security")
    found = [Part("detect", (*command, "detect"))]
    if not env.EVENTS_URL:
        ready = answers(f"http://127.0.0.1:{env.EVENTS_PORT}/ping")
        found.insert(0, Part("events", (*command, "store"), ready=ready, needs_database=False))
    return found


def outside() -> list[Part]:
    """Return the stand-ins for the outside world; they start first, because the first run talks to them."""
    return [counterparts(env.VAR)] if env.COUNTERPARTS else []


def inside() -> list[Part]:
    """Return the parts of the product itself in the order they start."""
    parts = [web("web", "127.0.0.1", env.PORT, env.WEB_WORKERS)]
    if has_ipv6():
        # Browsers that resolve localhost to ::1 first; one process is enough for them.
        parts.append(web("web6", "::1", env.PORT, 1))
    if env.OPS_PORT:
        parts.append(web("ops", "127.0.0.1", env.OPS_PORT, 1, wsgi=OPS_WSGI, asked="/tai-khoan/login/"))
    parts.append(Part("worker", (sys.executable, "-m", "tinhso.faces.cli", "worker")))
    if env.COLLECT:
        parts += [collector(), *detection()]
    return parts
