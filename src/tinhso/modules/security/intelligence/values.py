# SPDX-License-Identifier: EUPL-1.2
"""One writing for every value that is watched: addresses, networks, domains, URLs, hashes."""

import ipaddress
import re
from urllib.parse import urlsplit

from tinhso.modules.security.types import IndicatorKind

LONGEST = 2_048
LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
HEX = re.compile(r"(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})")
SHORTEST_PREFIX = {4: 8, 6: 16}
"""A network wider than this is a mistake, not an indicator (house rule)."""


def plain(text: str) -> str:
    """Return a value without the brackets and letters that make it harmless in a report: hxxp://a[.]b → http://a.b."""
    text = text.strip().replace("[.]", ".").replace("(.)", ".").replace("[:]", ":").replace("[at]", "@")
    return re.sub(r"^hxxp", "http", text, flags=re.IGNORECASE)


def address(text: str) -> str | None:
    """Return an IPv4 or IPv6 address in its shortest writing; None for anything else."""
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)


def network(text: str) -> str | None:
    """Return a network (CIDR) in its shortest writing; None for anything else and for one too wide to mean anything."""
    try:
        found = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None
    return str(found) if found.prefixlen >= SHORTEST_PREFIX[found.version] else None


def domain(text: str) -> str | None:
    """Return a domain name in small letters and ASCII (RFC 3492); None for anything else and for a bare label."""
    name = text.strip().lower().rstrip(".").removeprefix("*.")
    if not name.isascii():
        try:
            name = name.encode("idna").decode()
        except UnicodeError:
            return None
    labels = name.split(".")
    if len(name) > 253 or len(labels) < 2 or labels[-1].isdigit() or not all(map(LABEL.fullmatch, labels)):
        return None
    return name


def url(text: str) -> str | None:
    """Return a URL with scheme and host in small letters, without fragment; None for anything else."""
    if len(text) > LONGEST or "://" not in text or any(one.isspace() for one in text):
        return None
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or ""), parts.port
    except ValueError:
        return None
    if not host or parts.scheme.lower() not in ("http", "https", "ftp"):
        return None
    host = domain(host) or (f"[{host}]" if ":" in host else host)
    place = host if port is None or (parts.scheme.lower(), port) in (("http", 80), ("https", 443)) else f"{host}:{port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme.lower()}://{place}{parts.path or '/'}{query}"


def digest(text: str) -> str | None:
    """Return a hash (MD5, SHA-1, SHA-2) in small letters; None for anything else."""
    found = text.strip().lower()
    return found if HEX.fullmatch(found) else None


def guessed(text: str) -> tuple[IndicatorKind, str] | None:
    """Return what kind of value a text is, with its one writing; None when it is none that can be watched."""
    said = plain(text)
    if not said or len(said) > LONGEST:
        return None
    readers = (
        (IndicatorKind.ADDRESS, address),
        (IndicatorKind.HASH, digest),
        (IndicatorKind.URL, url),
        (IndicatorKind.DOMAIN, domain),
    )
    for kind, read in readers:
        if (found := read(said)) is not None:
            return kind, found
    if "/" in said and (net := network(said)) is not None:
        return one_of_network(net)
    return None


def one_of_network(text: str) -> tuple[IndicatorKind, str]:
    """Return a network; one that holds a single address is that address."""
    host, _, prefix = text.partition("/")
    single = prefix == ("128" if ":" in host else "32")
    return (IndicatorKind.ADDRESS, host) if single else (IndicatorKind.NETWORK, text)


def of_kind(kind: IndicatorKind, text: str) -> tuple[IndicatorKind, str] | None:
    """Return a value said to be of a kind in its one writing; None when it is not of that kind."""
    said = plain(text)
    if kind in (IndicatorKind.ADDRESS, IndicatorKind.NETWORK):
        if (single := address(said)) is not None:
            return IndicatorKind.ADDRESS, single
        net = network(said)
        return one_of_network(net) if net is not None else None
    reader = {IndicatorKind.DOMAIN: domain, IndicatorKind.URL: url, IndicatorKind.HASH: digest}[kind]
    found = reader(said)
    return (kind, found) if found is not None else None
