# SPDX-License-Identifier: EUPL-1.2
"""What can be asked of an index that it cannot answer."""

from tinhso.kernel.events.errors import Refused


class UnknownIndex(Refused):
    """No index, or no component of it, bears that code on that day."""


class IndexFaulty(Exception):
    """A definition file that cannot be read; names the file and the entry."""


class WrongShare(Refused):
    """A share that is none, or of a component the index does not score."""


class UnknownCommitment(Refused):
    """No commitment bears that id."""


class CommitmentsFaulty(Exception):
    """A file of commitments that cannot be read; names the file and the entry."""
