# SPDX-License-Identifier: EUPL-1.2
"""What casework refuses."""

from tinhso.kernel.events.errors import Conflict, NotAllowed, Refused


class StepImpossible(Refused):
    """The table has no such step from the state the case is in."""


class SomeoneWasFaster(Conflict):
    """The case has moved since the page was opened."""


class NotYourTurn(NotAllowed):
    """The step belongs to another role or another unit."""


class ClockWentBack(Refused):
    """The server's clock stands before the last act of this case."""
