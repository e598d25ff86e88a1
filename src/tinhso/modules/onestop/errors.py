# SPDX-License-Identifier: EUPL-1.2
"""What the law of the one-stop refuses."""

import uuid

from tinhso.kernel.events.errors import Conflict, NotAllowed, Refused, Unavailable


class DossierIncomplete(Refused):
    """Required answers or components are missing; carries one sentence per field."""

    def __init__(self, sentence: str, problems: dict[str, str]) -> None:
        first = next(iter(problems.values()), "")
        super().__init__(f"{sentence} {first}".strip())
        self.problems = problems


class KeptByMinistry(Refused):
    """A dossier that runs on a ministry's system: it is shown and counted, no step is taken here."""


class OnceOnly(Refused):
    """The law allows this once for a dossier: supplement after reception, apology."""


class GroundMissing(Refused):
    """A refusal, supplement or stop without a reason from the catalogue and a text."""


class StepsLeft(Refused):
    """The internal process of the version has steps that must be passed before this one."""


class NoBodyResponsible(Refused):
    """No unit answers for this procedure at this place on this day."""


class ProcedureNotOpen(Refused):
    """The procedure has no version in force, or cannot be filed on line."""


class NotYourDossier(NotAllowed):
    """Someone else's dossier."""


class NotYourCash(NotAllowed):
    """Money of a dossier is looked after by the unit that received it."""


class NotYourUnit(NotAllowed):
    """What is asked is decided by the head of another unit."""


class NotYourDirective(NotAllowed):
    """The directive was given by, or to, somebody else."""


class NotYourDesk(NotAllowed):
    """Scans are the work of the desk that received the papers."""


class NotSameDay(NotAllowed):
    """Only procedures settled on the same day are drawn up at the counter."""


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


class BadReport(Refused):
    """A report template, or a period of one, that cannot be run; `code` names the control."""


class NotScanned(Refused):
    """A paper that the law does not let the desk scan."""


class PagesDiffer(Refused):
    """Pages in the scan are not the sheets on the table."""


class ScanNotReady(Refused):
    """Pages are still being read, or the scan is signed and no longer changes."""


class AlreadyHeld(Conflict):
    """The same file, or the same paper of the same person, is here already; carries the document to use instead."""

    def __init__(self, sentence: str, document_id: uuid.UUID) -> None:
        super().__init__(sentence, code="already_held")
        self.document_id = document_id


class PaperServedByData(Refused):
    """A paper was asked that a database serves, without saying why the data do not do."""


class RegisterUnavailable(Unavailable):
    """A national database does not answer, or answers something that cannot be believed."""


class NotReusable(Refused):
    """An item of the store that may not be used again, or not for this paper."""


class NotYourItem(NotAllowed):
    """An item of somebody else's store."""


class ShareClosed(Refused):
    """A link that never was, has ended or was taken back; nobody learns which."""


class NoSuchWay(Refused):
    """A way of being told that the person may not choose for this kind of notice."""


class DefinitionUnreadable(Refused):
    """A record, a form or a file that cannot stand as the definition of a procedure."""


class NotReadyToPublish(Refused):
    """A working copy with something in the way of its publication."""


class NotYourCatalogue(NotAllowed):
    """Definitions are the work of the province's controller of procedures."""


class CopyMoved(Conflict):
    """Someone saved, published or gave up the working copy since this page was opened."""


class NotYourQueue(NotAllowed):
    """Counters and tickets are the work of the reception of their unit, settings that of its head."""


class QueueShut(Refused):
    """No numbers are handed out: the day is closed, or it is a day off and no counter is open."""


class NobodyWaits(Refused):
    """Nobody waits whom this counter serves."""


class CounterBusy(Conflict):
    """The counter has somebody in front of it, or somebody else sits there."""


class TicketMovedOn(Conflict):
    """The ticket is no longer in the state the page showed."""


class DeviceUnknown(Refused):
    """A key of a device that never was or was withdrawn; nobody learns which."""


class SlotFull(Conflict):
    """Somebody else took the last place of that hour."""


class VisitImpossible(Refused):
    """An appointment the place does not offer, a second one of the same person, or one of another day."""


class NotYourOffer(NotAllowed):
    """An offer made to somebody else."""


class OfferAnswered(Conflict):
    """The offer was answered meanwhile, in another window or by an event."""


class CannotRestore(Refused):
    """What was done has become a decision, or the person has filed it oneself."""


class NotYourMandate(NotAllowed):
    """Filing for another is somebody else's."""


class NoSuchMandate(Refused):
    """A wrong or late code; nobody learns which, nor whether there was a request."""


class MandateOver(Conflict):
    """Filing for another was not agreed to, was taken back or is used up."""
