# SPDX-License-Identifier: EUPL-1.2
"""The two protocols of the portal by the name of their channel; the row of the partner says which is spoken."""

from tinhso.kernel.events.errors import Refused
from tinhso.kernel.exchange.models import Partner
from tinhso.modules.onestop.national import channel, coordination

Dialect = channel.NationalChannel | coordination.CoordinationChannel
DIALECTS: dict[str, Dialect] = {"sync": channel.CHANNEL, "coordination": coordination.CHANNEL}
"""Values of TINHSO_NATIONAL_PROTOCOL."""


class UnknownProtocol(Refused):
    """A protocol the portal does not speak."""


def named(protocol: str) -> Dialect:
    """Return a protocol by the word of the setting. Raises UnknownProtocol."""
    if protocol not in DIALECTS:
        raise UnknownProtocol(f"Không có giao thức “{protocol}”. TINHSO_NATIONAL_PROTOCOL nhận: {', '.join(DIALECTS)}.")
    return DIALECTS[protocol]


def of(portal: Partner) -> Dialect:
    """Return the protocol a portal is registered with."""
    return next(one for one in DIALECTS.values() if one.name == portal.channel)
