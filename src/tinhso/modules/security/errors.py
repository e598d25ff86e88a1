# SPDX-License-Identifier: EUPL-1.2
"""What the registers and the dossiers of levels refuse."""

from tinhso.kernel.events.errors import Conflict, NotAllowed, Refused


class NotYourSource(NotAllowed):
    """The source is of another unit."""


class SourceIncomplete(Refused):
    """A source that lacks something or says something impossible; `code` names the box of the form."""


class SourceWithdrawnAlready(Refused):
    """The source was taken off the register."""


class NotYourSystem(NotAllowed):
    """The system, machine or link is of another unit."""


class RegisterIncomplete(Refused):
    """A system, machine or link that lacks something or says something impossible; `code` names the box."""


class OffRegister(Refused):
    """The system, machine or link was taken off the register."""


class MachineListUnreadable(Refused):
    """A file of machines that cannot be read at all; carries the sentence for the sender."""


class LevelImpossible(Refused):
    """A determination, dossier, answer or record that lacks something; `code` names the box of the form."""


class DossierChangedMeanwhile(Conflict):
    """Somebody saved the dossier after the page was opened."""
