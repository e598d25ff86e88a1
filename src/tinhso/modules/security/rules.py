# SPDX-License-Identifier: EUPL-1.2
"""Who a message is from, and when a source counts as silent. Pure."""

import ipaddress
from collections.abc import Iterable
from datetime import datetime, timedelta

SHORTEST_INTERVAL, LONGEST_INTERVAL = 60, 31 * 86_400
"""Seconds; ours: below a minute the clock of the worker decides, above a month nobody would call it watching."""


def speaks_from(addresses: Iterable[str], peer: str) -> bool:
    """Whether a source may speak from `peer`: anywhere when it names no address, else from what it names.

    peer: an IP address, or the path of a followed file.
    """
    said = list(addresses)
    if not said or peer in said:
        return True
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return any(_within(mapped or address, one) for one in said)


def _within(address: ipaddress.IPv4Address | ipaddress.IPv6Address, network: str) -> bool:
    try:
        return address in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False  # the path of a file


def is_address(text: str) -> bool:
    """Whether a text is a network or the absolute path of a file."""
    if text.startswith("/"):
        return "\x00" not in text and len(text) > 1
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def names_of(host: str) -> tuple[str, ...]:
    """Return how a host may be written in the register: as it says itself, and without its domain."""
    name = host.strip().lower().rstrip(".")
    short = name.partition(".")[0]
    return (name,) if short == name or name.replace(".", "").isdigit() else (name, short)


def silent_at(
    last_heard: datetime | None, registered: datetime, collecting_since: datetime, interval_seconds: int
) -> datetime:
    """Return when a source falls silent if nothing comes: its interval after it was last heard.

    A source that was never heard is waited for from its registration; while nothing was collected nobody was silent.
    """
    heard = max(one for one in (last_heard, registered, collecting_since) if one is not None)
    return heard + timedelta(seconds=interval_seconds)
