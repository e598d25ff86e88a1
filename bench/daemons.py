# SPDX-License-Identifier: EUPL-1.2
"""Everyday lines of Linux servers and network boxes of a province as syslog (RFC 5424), the same in every run.

What the programs write and how often is our guess; no log of a province was looked at. One line
in a hundred is a login.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

SEED = 20261124
SERVERS, PEOPLE = 300, 400
BEGINNING = datetime(2026, 3, 2, tzinfo=UTC)
LOGINS = 100
KINDS = (
    (30, 6, "nginx", '{ip} - - "GET /ho-so/{n} HTTP/1.1" 200 {size} "-" "Mozilla/5.0 (Windows NT 10.0)"'),
    (14, 0, "kernel", "[UFW BLOCK] IN=eth0 OUT= MAC=0a:{a:02x} SRC={ip} DST=10.0.0.{b} LEN=60 SPT={port} DPT=445"),
    (12, 2, "postfix/smtpd", "connect from may-{b}.tinh.example[{ip}]"),
    (12, 3, "named", "client @0x7f{n:08x} {ip}#{port} (dv{b}.tinh.example): query: dv{b}.tinh.example IN A +E(0)K"),
    (10, 3, "dhcpd", "DHCPACK on {ip} to 0a:1b:2c:{a:02x}:{b:02x}:01 via eth0"),
    (8, 9, "CRON", "(root) CMD (/usr/local/bin/sao-luu --muc {b})"),
    (8, 3, "systemd", "Started sao-luu-{b}.service - Sao lưu hằng giờ."),
    (6, 16, "haproxy", "{ip}:{port} [02/Mar/2026:08:00:00] dvc dvc/may{b} 0/0/1/{a}/{size} 200 {size} - - ----"),
)  # fmt: skip
LOGIN = "Accepted publickey for u{user} from {ip} port {port} ssh2: ED25519 SHA256:{n:032x}"


def lines(number: int, seed: int = SEED) -> Iterator[bytes]:
    """Give lines in the order of their time, four hundred a second."""
    draws = random.Random(seed)
    weights = [weight for weight, *_ in KINDS]
    for n in range(number):
        _, facility, app, form = draws.choices(KINDS, weights)[0] if n % LOGINS else (1, 10, "sshd", LOGIN)
        a, b, port = draws.randrange(256), draws.randrange(250), draws.randrange(1024, 65536)
        told = form.format(
            ip=f"10.{a}.{b}.{draws.randrange(1, 255)}", n=n, a=a, b=b, port=port, size=draws.randrange(200, 90_000),
            user=draws.randrange(PEOPLE),
        )  # fmt: skip
        at = (BEGINNING + timedelta(milliseconds=2.5 * n)).isoformat(timespec="microseconds").replace("+00:00", "Z")
        yield f"<{facility * 8 + 6}>1 {at} may-{draws.randrange(SERVERS):03d} {app} {1000 + b} - - {told}".encode()
