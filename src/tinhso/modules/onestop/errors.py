# SPDX-License-Identifier: EUPL-1.2
"""What the law of the one-stop refuses."""

from tinhso.kernel.events.errors import Conflict, NotAllowed, Refused, Unavailable


class DossierIncomplete(Refused):
    """Required answers or components are missing; carries one sentence per field."""

    def __init__(self, sentence: str, problems: dict[str, str]) -> None:
        first = next(iter(problems.values()), "")
        super().__init__(f"{sentence} {first}".strip())
        self.problems = problems


class OnceOnly(Refused):
    """The law allows this once for a dossier: supplement after reception, apology."""


class GroundMissing(Refused):
    """A refusal, supplement or stop without a reason from the catalogue and a text."""


class NoBodyResponsible(Refused):
    """No unit answers for this procedure at this place on this day."""


class ProcedureNotOpen(Refused):
    """The procedure has no version in force, or cannot be filed on line."""


class NotYourDossier(NotAllowed):
    """Someone else's dossier."""


class NotYourCash(NotAllowed):
    """Money of a dossier is looked after by the unit that received it."""


class FourEyes(NotAllowed):
    """The drafter cannot sign the own draft."""


class AlreadySubmitted(Conflict):
    """The same filing came twice; the first one counts."""


class NothingDue(Conflict):
    """The charge is paid, exempted, or its amount is not known yet."""


class RefundImpossible(Refused):
    """Money that was paid back already, or a refund its own requester wants to confirm."""


class GatewayUnavailable(Unavailable):
    """The payment gateway does not answer, or answers something that cannot be read."""


class WrongLevel(Refused):
    """Peers are bodies of the same level, a higher authority is above; this one is neither."""


class StillOut(Refused):
    """Parts of the dossier are still at other bodies."""


class NoSuchWay(Refused):
    """A way of being told that the person may not choose for this kind of notice."""
