# SPDX-License-Identifier: EUPL-1.2
"""Warning lists: values that would raise false alarms everywhere. A listed value is kept and never watched.

Built in are those that are wrong in any province: private and reserved addresses, public resolvers, the hash of
nothing, names reserved for examples. More come from a folder of the operator in the JSON of MISP warning lists.
"""

import ipaddress
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tinhso.modules.security.intelligence import values
from tinhso.modules.security.intelligence.errors import NotIntelligence
from tinhso.modules.security.types import IndicatorKind

TYPES = ("cidr", "hostname", "string", "substring")
"""Of the types of MISP; lists of type regex are set aside: a pattern from elsewhere may take for ever."""
RESOLVERS = ("8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "9.9.9.9", "149.112.112.112", "208.67.222.222",
             "208.67.220.220", "2001:4860:4860::8888", "2001:4860:4860::8844", "2606:4700:4700::1111",
             "2606:4700:4700::1001", "2620:fe::fe")  # fmt: skip
EMPTY = (
    "d41d8cd98f00b204e9800998ecf8427e",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
)
"""MD5, SHA-1 and SHA-256 of no bytes at all."""
EXAMPLES = ("localhost", "example.com", "example.net", "example.org", "in-addr.arpa", "ip6.arpa", "local", "home.arpa")
TRIVIAL = {"green", "white", "clear", "amber", "red", "none", "null", "n/a", "na", "-", "unknown", "test", "true", "0"}
SHORTEST = 4
BUILT_IN = {
    "private": "Địa chỉ nội bộ, dành riêng",
    "own": "Địa chỉ đã đăng ký của tỉnh",
    "resolvers": "Máy chủ DNS công cộng",
    "empty": "Mã băm của tệp rỗng",
    "examples": "Tên miền dành cho ví dụ, nội bộ",
    "trivial": "Giá trị quá chung",
}


@dataclass(frozen=True)
class WarningList:
    """One list, ready to be asked."""

    title: str
    exact: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    parts: tuple[str, ...] = ()
    networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = field(default=())

    def holds(self, kind: IndicatorKind, value: str) -> bool:
        """Say whether a value to watch is on the list; a URL is when the host it leads to is."""
        if value in self.exact or any(part in value for part in self.parts):
            return True
        host = (urlsplit(value).hostname or "") if kind == IndicatorKind.URL else value
        if kind in (IndicatorKind.DOMAIN, IndicatorKind.URL) and (host in self.exact or _below(host, self.names)):
            return True
        return bool(self.networks) and self._meets(kind, host)

    def _meets(self, kind: IndicatorKind, host: str) -> bool:
        """A network to watch is on the list when it meets one: it would watch what the list protects."""
        if kind not in (IndicatorKind.ADDRESS, IndicatorKind.NETWORK, IndicatorKind.URL):
            return False
        try:
            net = ipaddress.ip_network(host.strip("[]"), strict=False)
        except ValueError:
            return False
        return any(one.version == net.version and one.overlaps(net) for one in self.networks)


def _below(host: str, names: frozenset[str]) -> bool:
    rest = host
    while rest:
        if rest in names:
            return True
        rest = rest.partition(".")[2]
    return False


def listed_by(kind: IndicatorKind, value: str, lists: Iterable[WarningList]) -> str:
    """Return the title of the first list that holds a value, empty when none does."""
    if kind == IndicatorKind.OTHER:
        return ""
    if value in TRIVIAL or len(value) < SHORTEST:
        return BUILT_IN["trivial"]
    if value in EMPTY or (kind == IndicatorKind.HASH and len(set(value)) == 1):
        return BUILT_IN["empty"]
    if kind in (IndicatorKind.ADDRESS, IndicatorKind.NETWORK, IndicatorKind.URL) and _is_private(kind, value):
        return BUILT_IN["private"]
    return next((one.title for one in lists if one.holds(kind, value)), "")


def _is_private(kind: IndicatorKind, value: str) -> bool:
    host = (urlsplit(value).hostname or "") if kind == IndicatorKind.URL else value
    try:
        net = ipaddress.ip_network(host, strict=False)
    except ValueError:
        return False
    documentation = net.is_private and any(one.version == net.version and one.supernet_of(net) for one in DOCUMENTATION)  # type: ignore[arg-type]
    special = net.is_private or net.is_multicast or net.is_loopback or net.is_link_local
    return not documentation and (special or net.is_reserved or net.is_unspecified)


DOCUMENTATION = tuple(
    ipaddress.ip_network(one) for one in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
)
"""RFC 5737 and 3849: nobody's machines, so watching them raises no false alarm; drills and demonstrations use them."""


def built_in(own_addresses: Iterable[str]) -> list[WarningList]:
    """Return the lists of the house. own_addresses: networks and addresses of the register of machines."""
    return [
        WarningList(BUILT_IN["own"], networks=_networks(own_addresses)),
        WarningList(BUILT_IN["resolvers"], networks=_networks(RESOLVERS)),
        WarningList(BUILT_IN["examples"], names=frozenset(EXAMPLES)),
    ]


def _networks(said: Iterable[str]) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    found = []
    for one in said:
        try:
            found.append(ipaddress.ip_network(one, strict=False))
        except ValueError:
            continue  # the path of a followed file
    return tuple(found)


def read(text: str | bytes, name: str) -> WarningList:
    """Return a warning list written in the JSON of MISP; raises NotIntelligence with what is wrong."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotIntelligence(f"{name}: không phải JSON.") from error
    if not isinstance(said, Mapping) or not isinstance(said.get("list"), list):
        raise NotIntelligence(f"{name}: thiếu danh sách “list”.")
    entries = [one.strip().lower() for one in said["list"] if isinstance(one, str) and one.strip()]
    return _of_type(str(said.get("type", "string")), str(said.get("name") or name)[:200], entries, name)


def _of_type(kind: str, title: str, entries: list[str], name: str) -> WarningList:
    if kind == "cidr":
        return WarningList(title, networks=_networks(entries))
    if kind == "hostname":
        return WarningList(title, names=frozenset(one.strip(".") for one in entries))
    if kind == "string":
        plain = {(found[1] if (found := values.guessed(one)) else one) for one in entries}
        return WarningList(title, exact=frozenset(plain) | frozenset(entries))
    if kind == "substring":
        return WarningList(title, parts=tuple(one for one in entries if len(one) >= SHORTEST))
    raise NotIntelligence(f"{name}: loại “{kind[:30]}” không dùng được; nhận {', '.join(TYPES)}.")


def facts(one: WarningList) -> dict[str, Any]:
    """Return how much a list holds, for the page."""
    return {"title": one.title, "size": len(one.exact) + len(one.names) + len(one.parts) + len(one.networks)}
