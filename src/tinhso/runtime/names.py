# SPDX-License-Identifier: EUPL-1.2
"""Whether the name of the public address has an IPv6 address (AAAA) and its zone is signed (DS).

One question over UDP each (RFC 1035, RFC 4034) to the machine's own resolver. Source: 32/2017/TT-BTTTT and
224/2026/NĐ-CP as row 100 of the requirements reads them.
"""

import ipaddress
import secrets
import socket
import struct
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from tinhso.config import env
from tinhso.runtime.health import Check

AAAA, DS = 28, 43
WAIT_SECONDS = 2.0
RESOLVERS = Path("/etc/resolv.conf")
HEADER = struct.Struct(">HHHHHH")
Resolver = tuple[str, int]


class NoAnswer(Exception):
    """No resolver answered the question."""


def checks(resolvers: list[Resolver] | None = None) -> Iterator[Check]:
    """Yield the checks of the public name; an address in figures has none. resolvers: the machine's when None."""
    host = urlsplit(env.BASE_URL).hostname or ""
    if _is_address(host):
        return
    servers = _of_machine() if resolvers is None else resolvers
    try:
        reachable, signed = _has(host, AAAA, servers), any(_has(zone, DS, servers) for zone in _zones(host))
    except NoAnswer:
        sentence = f"Không máy chủ tên miền nào trả lời nên chưa kiểm được bản ghi AAAA và DS của {host}"
        yield Check("dns", False, sentence, "Hãy chạy lại ở nơi có máy chủ tên miền.")
        return
    yield Check(
        "ipv6",
        reachable,
        f"{host} {'có' if reachable else 'chưa có'} địa chỉ IPv6 (AAAA)",
        "" if reachable else "Hãy khai bản ghi AAAA cho tên miền.",
    )
    yield Check(
        "dnssec",
        signed,
        f"Tên miền của {host} {'đã' if signed else 'chưa'} ký DNSSEC (DS)",
        "" if signed else "Hãy ký tên miền và gửi bản ghi DS cho nhà đăng ký.",
    )


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host in ("", "localhost")
    return True


def _zones(host: str) -> list[str]:
    """Return the name and those above it, without the top level: a DS stands where the zone begins."""
    labels = host.split(".")
    return [".".join(labels[place:]) for place in range(len(labels) - 1)]


def _of_machine() -> list[Resolver]:
    try:
        lines = RESOLVERS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    words = [line.split() for line in lines]
    return [(word[1], 53) for word in words if len(word) > 1 and word[0] == "nameserver"]


def _has(name: str, kind: int, servers: list[Resolver]) -> bool:
    """Return whether the name has a record of this kind. Raises NoAnswer."""
    number = secrets.randbelow(1 << 16)
    question = b"".join(bytes([len(label)]) + label for label in name.encode("idna").split(b".")) + b"\0"
    asked = HEADER.pack(number, 0x0100, 1, 0, 0, 0) + question + struct.pack(">HH", kind, 1)
    for server in servers:
        try:
            told = _ask(server, asked)
            if HEADER.unpack_from(told)[0] == number:
                return kind in _kinds(told, len(asked))
        except (OSError, struct.error, IndexError):
            continue
    raise NoAnswer


def _ask(server: Resolver, asked: bytes) -> bytes:
    family = socket.AF_INET6 if ":" in server[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as line:
        line.settimeout(WAIT_SECONDS)
        line.connect(server)
        line.send(asked)
        return line.recv(4096)


def _kinds(told: bytes, place: int) -> set[int]:
    """Return the kinds of records in the answer, which begins after the question; raises NoAnswer when it failed."""
    _, flags, _, count, _, _ = HEADER.unpack_from(told)
    code = flags & 0x0F
    if code not in (0, 3):
        raise NoAnswer
    found = set()
    for _ in range(count):
        while told[place] and told[place] < 0xC0:
            place += told[place] + 1
        place += 2 if told[place] >= 0xC0 else 1
        kind, _, _, length = struct.unpack_from(">HHIH", told, place)
        found.add(kind)
        place += 10 + length
    return found
