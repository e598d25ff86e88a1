# SPDX-License-Identifier: EUPL-1.2
"""What can be asked of the figures that they cannot answer."""

from tinhso.kernel.events.errors import Refused, Unavailable


class UnknownIndicator(Refused):
    """No definition with that code was in force on that day."""


class DefinitionFaulty(Exception):
    """A definition file that cannot be read; names the file and the entry."""


class FactsInUse(Unavailable):
    """Readers hold the old facts for so long that the new ones cannot take their place."""
