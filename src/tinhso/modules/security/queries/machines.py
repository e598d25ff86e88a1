# SPDX-License-Identifier: EUPL-1.2
"""Which machine of which unit speaks from an address: a source of events, else a machine of the register.

A register of assets takes this over by answering the same two questions.
"""

import ipaddress
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from tinhso.modules.security.models import Source
from tinhso.modules.security.queries.machines_register import machine_at
from tinhso.modules.security.rules import names_of

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Machine:
    """A machine, or an address of one unit behind which several stand (then source_id is None)."""

    key: str
    unit_id: uuid.UUID
    source_id: uuid.UUID | None = None
    host: str = ""
    address: str = ""


def machines_at(addresses: Iterable[str]) -> dict[str, Machine]:
    """Return the machine at each address; those of no unit, or that units share, are left out.

    The narrowest network that names the address counts. Several machines of one unit there: the address itself stands
    for them, so that the unit looks for the one.
    """
    nets: dict[tuple[int, int], dict[int, list[Source]]] = {}
    for source in Source.objects.filter(withdrawn_at=None).order_by("registered_at", "id"):
        for said in source.addresses:
            if (net := _network(said)) is not None:
                shift = net.max_prefixlen - net.prefixlen
                held = nets.setdefault((net.version, shift), {})
                held.setdefault(int(net.network_address) >> shift, []).append(source)
    order = sorted(nets)
    return {said: found for said in addresses if (found := _at(said, nets, order) or _registered(said)) is not None}


def _network(said: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(said, strict=False)
    except ValueError:
        return None  # the path of a followed file


def _at(
    said: str, nets: dict[tuple[int, int], dict[int, list[Source]]], order: list[tuple[int, int]]
) -> Machine | None:
    try:
        address: Address = ipaddress.ip_address(said)
    except ValueError:
        return None
    for version, shift in order:
        if version == address.version and (here := nets[version, shift].get(int(address) >> shift)):
            return _one_of(here, said)
    return None


def _one_of(here: list[Source], address: str) -> Machine | None:
    if len(here) == 1:
        return _machine(here[0], address)
    units = {one.unit_id for one in here}
    return Machine(f"address:{address}", units.pop(), address=address) if len(units) == 1 else None


def _machine(source: Source, address: str = "") -> Machine:
    return Machine(f"source:{source.id}", source.unit_id, source.id, source.host, address)


def machine_named(host: str) -> Machine | None:
    """Return the machine of a host name, as it is written or without its domain."""
    for name in names_of(host):
        source = Source.objects.filter(host__iexact=name, withdrawn_at=None).first()
        if source is not None:
            return _machine(source)
    return _registered(host)


def _registered(address_or_host: str) -> Machine | None:
    """Return a machine of the register of machines that sends nothing itself."""
    found = machine_at(address_or_host)
    if found is None:
        return None
    return Machine(f"machine:{found.id}", found.unit_id, None, found.host)


def machine_of_source(source_id: uuid.UUID) -> Machine | None:
    source = Source.objects.filter(id=source_id).first()
    return _machine(source) if source is not None else None
