# SPDX-License-Identifier: EUPL-1.2
"""What identity refuses."""

from tinhso.kernel.events.errors import Refused


class NotAPerson(Refused):
    """A personal number, birth date or sex that contradict one another."""


class DelegationImpossible(Refused):
    """A delegation without end, to oneself, or of a post one does not hold."""
