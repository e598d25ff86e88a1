# SPDX-License-Identifier: EUPL-1.2
"""The three families of errors of the house, and what can go wrong with the ledger.

They live in the lowest kernel package so that every other can raise them; faces translate them in one place.
"""


class HouseError(Exception):
    """Carries a code for machines, a Vietnamese sentence for people (what, why, what to do) and a legal source."""

    def __init__(self, sentence: str, *, code: str = "", source: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code or type(self).__name__
        self.source = source


class Refused(HouseError):
    """The law or the state says no."""


class NotAllowed(HouseError):
    """Not your turn or not your unit."""


class Conflict(HouseError):
    """Someone was faster."""


class Unavailable(HouseError):
    """Something the house needs does not answer or has no room: nothing was done, try again later."""


class LedgerMisuse(Exception):
    """A programming fault: recording outside a transaction, an unknown verb, a payload that cannot be written."""


class ProofInvalid(HouseError):
    """An inclusion proof that cannot be read or does not hold."""
