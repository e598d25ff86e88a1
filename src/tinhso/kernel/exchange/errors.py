# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong on the way out."""

from tinhso.kernel.events.errors import HouseError


class TemporaryFailure(HouseError):
    """The other side is down, slow or busy: the message waits and goes again."""


class PermanentFailure(HouseError):
    """The other side will never take this message as it is: a person must look."""
