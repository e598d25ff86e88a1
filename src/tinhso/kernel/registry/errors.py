# SPDX-License-Identifier: EUPL-1.2
"""What can be asked of the registry that it cannot answer."""

from tinhso.kernel.events.errors import Refused


class UnknownUnit(Refused):
    """No unit with that code on that date."""


class NotReorganisable(Refused):
    """The list of mergers cannot be applied as it stands."""
