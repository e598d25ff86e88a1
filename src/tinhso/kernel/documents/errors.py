# SPDX-License-Identifier: EUPL-1.2
"""What documents refuse, and what can fail around them."""

from tinhso.kernel.events.errors import Conflict, HouseError, Refused, Unavailable


class FileRefused(Refused):
    """An upload that is too large, empty, broken, of another type or dangerous; the sentence says what to do."""


class FileUnseen(Unavailable):
    """The malware scanner has not looked at the file yet: it is kept and opened later."""


class StoreFull(Unavailable):
    """The disk has no room: nothing was kept, nothing is half-written."""


class BlobMissing(HouseError):
    """The store has no bytes under this digest, or they no longer match it."""


class DocumentMissing(Refused):
    """No such document or version."""


class NumberMisuse(Exception):
    """A programming fault: a paper number drawn outside the transaction that uses it would leave a gap."""


class SigningUnavailable(Unavailable):
    """The time-stamping or certification authority does not answer: nothing was signed, try again later."""


class SigningImpossible(Refused):
    """The key, the certificate or the paper does not allow this signature."""


class PaperMoved(Conflict):
    """The paper got a newer version while it was being signed."""


class TemplateBroken(Exception):
    """A programming fault: a template does not compile with its data."""
