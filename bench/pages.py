# SPDX-License-Identifier: EUPL-1.2
"""Requests per second and p99 of home, search and a form page, wrk against granian, beside a bare WSGI answer."""

import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command

from bench import bulk
from bench.figures import Figure
from bench.installation import COMMUNES, installed
from bench.place import Place, free_port

SECONDS, CONNECTIONS, DOSSIERS = 8, 16, 100_000


def bare(environ: dict[str, object], start_response: object) -> list[bytes]:
    """Answer as little as a WSGI application can: what server and machine allow at best."""
    start_response("200 OK", [("Content-Type", "text/plain")])  # type: ignore[operator]
    return [b"ok"]


def measure(place: Place, *, quick: bool = False) -> list[Figure]:
    """Return a line per page. Raises FileNotFoundError where wrk is not installed."""
    if shutil.which("wrk") is None:
        raise FileNotFoundError("wrk is not installed (Debian, Ubuntu: apt install wrk)")
    seconds = 2 if quick else SECONDS
    with installed(place):
        cookie, form = form_page()
        load()
        with serving("bench.pages:bare") as address:
            limit, _ = _wrk(f"{address}/", seconds)
        figures = []
        with serving("tinhso.config.wsgi:application") as address:
            for what, path, header in (
                ("Home", "/", ""),
                ("Search for a service", "/dich-vu-cong/?q=ket+hon", ""),
                ("Form page, signed in", form, cookie),
            ):
                rate, p99 = _wrk(address + path, seconds, header)
                note = f"p99 {p99:.0f} ms with {CONNECTIONS} connections, {DOSSIERS:,} dossiers"
                figures.append(Figure(what, rate, "requests/s", limit, "bare WSGI answer of the same server", note))
    return figures


def load() -> None:
    """Collect the static files and fill the database."""
    from bench import services  # noqa: PLC0415

    call_command("collectstatic", interactive=False, verbosity=0)
    services.grow()
    bulk.load(0, DOSSIERS - 1)


def form_page() -> tuple[str, str]:
    """Return the cookie of a signed-in citizen and the address of the first page of a draft."""
    from django.conf import settings  # noqa: PLC0415
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    from tinhso.kernel.identity.models import Account  # noqa: PLC0415
    from tinhso.kernel.identity.types import AccountKind  # noqa: PLC0415
    from tinhso.modules.onestop import forms  # noqa: PLC0415
    from tinhso.modules.onestop.models import Draft  # noqa: PLC0415
    from tinhso.modules.onestop.queries import declarations  # noqa: PLC0415
    from tinhso.modules.onestop.tests import world  # noqa: PLC0415

    person = world.citizen()
    account, _ = Account.objects.get_or_create(username="bench.citizen", defaults={"kind": AccountKind.CITIZEN})
    person.account = account
    person.save(update_fields=["account"])
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    draft = Draft.objects.get(id=world.draft(person, commune=COMMUNES[0]))
    page = next(iter(forms.pages(declarations.form_of(draft.version), draft.answers)))
    return f"Cookie: sessionid={session.session_key}", f"/nhap/{draft.id}/trang/{page.key}/"


@contextmanager
def serving(application: str) -> Iterator[str]:
    """Serve with two processes of two threads, as the product does."""
    port = free_port()
    command = (
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", "2", "--blocking-threads", "2", "--no-ws", "--no-log", application),
    )
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def _wait(address: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address + "/", timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(f"{address} did not answer in {seconds} seconds")


def _wrk(url: str, seconds: int, header: str = "") -> tuple[float, float]:
    """Return requests per second and the 99th percentile in milliseconds; a failed answer is an error here."""
    request = urllib.request.Request(url, headers=dict([header.split(": ", 1)]) if header else {})
    answer = urllib.request.urlopen(request, timeout=20)
    assert answer.url == url, f"{url} went to {answer.url}"
    command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", *(["-H", header] if header else []), url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in said, said
    rate = re.search(r"Requests/sec:\s+([0-9.]+)", said)
    p99 = re.search(r"99%\s+([0-9.]+)(us|ms|s)", said)
    assert rate, said
    assert p99, said
    return float(rate.group(1)), float(p99.group(1)) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[p99.group(2)]
