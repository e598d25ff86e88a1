# SPDX-License-Identifier: EUPL-1.2
"""What can be asked of an index that it cannot answer."""

from tinhso.kernel.events.errors import Conflict, NotAllowed, Refused


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


class NotYourAssessment(NotAllowed):
    """The round is kept by another standing office."""


class NotYourDeclaration(NotAllowed):
    """The declaration is another unit's or another officer's."""


class DeclarationIncomplete(Refused):
    """A round, a declaration or a score that lacks something; `code` names the box of the form."""


class AssessmentNotOpen(Refused):
    """The round is over, or there is one of this edition and year already."""


class AssessmentChangedMeanwhile(Conflict):
    """Somebody changed the round after the page was opened."""


class TableUnreadable(Refused):
    """A file that holds no table of scores that can be read; nothing of it was taken over."""


class WeightsFaulty(Refused):
    """The file of weights an operator set cannot be used; one sentence says why."""


class RegisterFaulty(Exception):
    """A file of the register of instruments, or of what is issued every year, that cannot be read; names the entry."""


class UnknownDuty(Refused):
    """Nothing that is issued every year bears that code, or not in that year."""


class IssueIncomplete(Refused):
    """Noting an instrument as issued lacks something; `code` names the box of the form."""


class NotYourRegister(NotAllowed):
    """What the province issues is noted by its standing offices."""
