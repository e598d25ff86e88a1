# SPDX-License-Identifier: EUPL-1.2
"""Which indicators an event meets: asked for every event, so a look costs about one dictionary access per value.

The detector builds one `Watchlist` from `queries.intelligence.watched()` and a new one when that changes; it hands over
the values of an event that may be indicators (addresses, host names, URLs, hashes), written as they came.

    >>> bad = [Watched(7, IndicatorKind.DOMAIN, "xau.example"), Watched(8, IndicatorKind.NETWORK, "198.51.100.0/24")]
    >>> watch = Watchlist(bad)
    >>> sorted(watch.look(["www.XAU.example", "198.51.100.9", "10.0.0.1"]))
    [7, 8]

A domain is met by itself and by everything below it, an address by itself and by its network, a URL by itself, by the
domain or the address it leads to, a hash in any letter case. Nothing here is found by guessing parts of a text.
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from tinhso.modules.security.intelligence import values
from tinhso.modules.security.types import IndicatorKind

REMEMBERED = 65_536
"""Values whose answer is remembered; then all are forgotten at once, so memory is bounded by this many short texts."""
LONGEST_REMEMBERED = 256
NOTHING: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Watched:
    """One indicator that counts today. id: of its row; value: in the one writing of `values`."""

    id: int
    kind: IndicatorKind
    value: str


class Watchlist:
    """All indicators that count, ready to be asked."""

    def __init__(self, indicators: Iterable[Watched]) -> None:
        self._exact: dict[str, frozenset[int]] = {}
        self._domains: dict[str, frozenset[int]] = {}
        self._networks: dict[int, dict[int, dict[int, frozenset[int]]]] = {4: {}, 6: {}}
        self._known: dict[str, frozenset[int]] = {}
        self.size = 0
        for one in indicators:
            self._add(one)
            self.size += 1

    def _add(self, one: Watched) -> None:
        mine = frozenset([one.id])
        if one.kind == IndicatorKind.NETWORK:
            found = ipaddress.ip_network(one.value)
            shift = found.max_prefixlen - found.prefixlen
            nets = self._networks[found.version].setdefault(shift, {})
            key = int(found.network_address) >> shift
            nets[key] = nets.get(key, NOTHING) | mine
        else:
            table = self._domains if one.kind == IndicatorKind.DOMAIN else self._exact
            table[one.value] = table.get(one.value, NOTHING) | mine

    def look(self, seen: Iterable[str]) -> set[int]:
        """Return the ids of the indicators that any of the values meets."""
        known, met = self._known, set[int]()
        for value in seen:
            found = known.get(value)
            if found is None:
                found = self._find(value)
                if len(value) <= LONGEST_REMEMBERED:
                    if len(known) >= REMEMBERED:
                        known.clear()
                    known[value] = found
            if found:
                met |= found
        return met

    def _find(self, value: str) -> frozenset[int]:
        if not value or len(value) > values.LONGEST:
            return NOTHING
        if "://" in value:
            return self._find_url(value)
        text = value.strip().lower().rstrip(".")
        found = self._exact.get(text, NOTHING)
        if (":" in text or text[-1:].isdigit()) and (address := _address(text)) is not None:
            return found | self._find_address(address)
        return found | self._find_domain(text)

    def _find_url(self, value: str) -> frozenset[int]:
        said = values.url(value)
        if said is None:
            return NOTHING
        host = urlsplit(said).hostname or ""
        return self._exact.get(said, NOTHING) | self._find(host)

    def _find_address(self, address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> frozenset[int]:
        found, number = self._exact.get(str(address), NOTHING), int(address)
        for shift, nets in self._networks[address.version].items():
            found |= nets.get(number >> shift, NOTHING)
        return found

    def _find_domain(self, text: str) -> frozenset[int]:
        if not self._domains or "." not in text:
            return NOTHING
        if not text.isascii():
            text = values.domain(text) or ""
        found, rest = NOTHING, text
        while "." in rest:
            found |= self._domains.get(rest, NOTHING)
            rest = rest.partition(".")[2]
        return found


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
