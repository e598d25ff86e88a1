# SPDX-License-Identifier: EUPL-1.2
"""Starts counterparts together and stops them together; commands and tests both come through here."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tinhso_counterparts.csc import server as csc
from tinhso_counterparts.files import write_whole
from tinhso_counterparts.idp import server as idp
from tinhso_counterparts.mail import server as mail
from tinhso_counterparts.national import server as national
from tinhso_counterparts.ncsc import server as ncsc
from tinhso_counterparts.pay import server as pay
from tinhso_counterparts.peers import server as peers
from tinhso_counterparts.pki import server as pki
from tinhso_counterparts.registers import server as registers
from tinhso_counterparts.serving import Counterpart
from tinhso_counterparts.sms import server as sms

NAMES = ("idp", "mail", "pki", "national", "pay", "registers", "sms")
"""What `up` starts when nothing is named."""
PEERS = ("ministry", "post", "feedback", "reporting", "agency")
"""Started only when named: nothing in a house needs them."""
SIGNING = ("csc",)
"""Started only when named: an installation signs with its key files until one is set."""
CENTRES = ("ncsc",)
"""Started only when named: a province is connected to the national centre by a person."""
KNOWN = NAMES + PEERS + SIGNING + CENTRES
ADDRESSES_FILE = "addresses.json"
START_SECONDS = 30


@dataclass(frozen=True)
class Settings:
    """Where and how to run. Port 0 takes any free one; a secret of None is drawn at random on first use."""

    var: Path
    idp_port: int = 8101
    mail_smtp_port: int = 8125
    mail_web_port: int = 8102
    pki_port: int = 8103
    national_port: int = 8104
    national_web_port: int = 8105
    pay_port: int = 8106
    registers_port: int = 8107
    sms_port: int = 8108
    sms_web_port: int = 8109
    ministry_port: int = 8110
    ministry_web_port: int = 8111
    post_port: int = 8112
    post_web_port: int = 8113
    feedback_port: int = 8114
    feedback_web_port: int = 8115
    reporting_port: int = 8116
    reporting_web_port: int = 8117
    agency_port: int = 8118
    agency_web_port: int = 8119
    csc_port: int = 8120
    ncsc_port: int = 8121
    ncsc_web_port: int = 8122
    ncsc_province_key: Path | None = None
    idp_secret: str | None = None
    idp_redirects: tuple[str, ...] = ()
    est_password: str | None = None
    national_password: str | None = None
    province_url: str = "http://127.0.0.1:8000/api/v1/exchange/national/messages"
    national_tells_every: float = 5.0
    pay_secret: str | None = None
    registers_secret: str | None = None
    sms_password: str | None = None
    csc_secret: str | None = None


def on_free_ports(var: Path) -> Settings:
    """Return settings for tests: any free ports."""
    names = (
        "idp_port",
        "mail_smtp_port",
        "mail_web_port",
        "pki_port",
        "national_port",
        "national_web_port",
        "pay_port",
        "registers_port",
        "sms_port",
        "sms_web_port",
        "csc_port",
        "ncsc_port",
        "ncsc_web_port",
        *(f"{peer}{kind}port" for peer in PEERS for kind in ("_", "_web_")),
    )
    return Settings(var, **dict.fromkeys(names, 0), national_tells_every=0)


async def _prepare(name: str, settings: Settings) -> Counterpart:
    folder = settings.var / name
    match name:
        case "idp":
            return await idp.prepare(
                folder, settings.idp_port, secret=settings.idp_secret, redirects=settings.idp_redirects
            )
        case "mail":
            return await mail.prepare(folder, settings.mail_smtp_port, settings.mail_web_port)
        case "pki":
            return await pki.prepare(folder, settings.pki_port, est_password=settings.est_password)
        case "national":
            ports = settings.national_port, settings.national_web_port
            return await national.prepare(
                folder,
                *ports,
                password=settings.national_password,
                province_url=settings.province_url,
                tell_every=settings.national_tells_every,
            )
        case "pay":
            return await pay.prepare(folder, settings.pay_port, secret=settings.pay_secret)
        case "registers":
            return await registers.prepare(folder, settings.registers_port, secret=settings.registers_secret)
        case "sms":
            return await sms.prepare(folder, settings.sms_port, settings.sms_web_port, password=settings.sms_password)
        case other if other in PEERS + CENTRES:
            ports = getattr(settings, f"{other}_port"), getattr(settings, f"{other}_web_port")
            return await _prepare_named(other, folder, ports, settings)
        case "csc":
            return await csc.prepare(folder, settings.csc_port, secret=settings.csc_secret)
    raise ValueError(f"there is no counterpart {name!r}; known are {', '.join(KNOWN)}")


async def _prepare_named(name: str, folder: Path, ports: tuple[int, int], settings: Settings) -> Counterpart:
    if name in CENTRES:
        return await ncsc.prepare(folder, *ports, province_key=settings.ncsc_province_key)
    return await peers.prepare(name, folder, *ports)


async def run(
    names: tuple[str, ...],
    settings: Settings,
    stop: asyncio.Event,
    started: Callable[[list[Counterpart]], None],
) -> None:
    """Run counterparts until `stop` is set; `started` is called once all of them answer.

    Raises PortTaken if one cannot listen; those that could are stopped again.
    """
    async with AsyncExitStack() as stack:
        running = []
        for name in names:
            counterpart = await _prepare(name, settings)
            stack.push_async_callback(counterpart.stop)
            await counterpart.start()
            running.append(counterpart)
        _publish(settings.var, {one.name: one.addresses for one in running})
        stack.callback(_publish, settings.var, dict.fromkeys(names))
        started(running)
        await stop.wait()


def read_addresses(var: Path) -> dict[str, dict[str, str]]:
    """Return the addresses of the counterparts that run on this folder, by name."""
    try:
        return json.loads((var / ADDRESSES_FILE).read_text("utf-8"))
    except FileNotFoundError:
        return {}


def _publish(var: Path, news: dict[str, dict[str, str] | None]) -> None:
    """Add or remove (None) addresses; other processes may run other counterparts on the same folder."""
    known = {name: value for name, value in (read_addresses(var) | news).items() if value is not None}
    write_whole(var / ADDRESSES_FILE, json.dumps(known, indent=2).encode())


@contextmanager
def in_thread(names: tuple[str, ...], settings: Settings) -> Iterator[dict[str, dict[str, str]]]:
    """Run counterparts in a thread of this process and give their addresses by name.

    Raises RuntimeError if they do not start.
    """
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()
    is_up = threading.Event()

    def work() -> None:
        try:
            loop.run_until_complete(run(names, settings, stop, lambda _running: is_up.set()))
        finally:
            loop.close()

    thread = threading.Thread(target=work, name="counterparts", daemon=True)
    thread.start()
    try:
        if not is_up.wait(START_SECONDS):
            raise RuntimeError(f"counterparts {', '.join(names)} did not start in {START_SECONDS} seconds")
        yield {name: value for name, value in read_addresses(settings.var).items() if name in names}
    finally:
        if not loop.is_closed():
            loop.call_soon_threadsafe(stop.set)
        thread.join(START_SECONDS)
