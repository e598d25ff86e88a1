# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong on the way out and on the way in."""

from tinhso.kernel.events.errors import Conflict, HouseError, NotAllowed, Refused, Unavailable


class TemporaryFailure(HouseError):
    """The other side is down, slow or busy: the message waits and goes again."""


class Busy(TemporaryFailure):
    """The other side takes nothing at all for now: what waits behind this message need not try."""


class PermanentFailure(HouseError):
    """The other side will never take this message as it is: a person must look."""


class NotAMessage(Refused):
    """A body that is not what its channel carries, a partner nobody registered, a ground too short to be one."""


class Contradicted(Conflict):
    """The same identifier came again with another content: nothing was done, a person must look."""


class UnknownPartner(Refused):
    """Nobody of that name sends messages here."""


class NotProven(NotAllowed):
    """The signature is missing, of another key, or does not fit what was sent."""


class Damaged(Refused):
    """The body does not have the hash it was sent with, or the head cannot be read."""


class OtherRecipient(Refused):
    """A message meant for another agency."""


class PartnerSuspended(Unavailable):
    """Exchange with the partner is suspended: it keeps its messages and sends them later."""
