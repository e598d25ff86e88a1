# SPDX-License-Identifier: EUPL-1.2
"""What information security refuses."""

from tinhso.kernel.events.errors import Conflict, NotAllowed, Refused


class NotYourSource(NotAllowed):
    """The source is of another unit."""


class SourceIncomplete(Refused):
    """A source that lacks something or says something impossible; `code` names the box of the form."""


class SourceWithdrawnAlready(Refused):
    """The source was taken off the register."""


class DetectorMoved(Conflict):
    """Another detector evaluated this part of the spool."""


class NotYourAlert(NotAllowed):
    """The alert is of a machine of another unit, or the rules are for operators."""


class AlertIncomplete(Refused):
    """What was said about an alert lacks something; `code` names the box of the form."""


class AlertOver(Refused):
    """The alert is closed, or another one took its place."""


class IncidentIncomplete(Refused):
    """What was said about an incident lacks something; `code` names the box of the form."""


class IncidentOver(Refused):
    """The incident is over or was merged."""


class NotYourIntelligence(NotAllowed):
    """Only those who keep sources share and receive intelligence."""


class IntelligenceIncomplete(Refused):
    """A form of intelligence that lacks something; `code` names the box."""


class MachineIncomplete(Refused):
    """A step of an infected machine that lacks its words."""


class NotAPacket(Refused):
    """Something that cannot be sent to the national centre."""


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


class NotYourCentre(NotAllowed):
    """The roster and the hand-over belong to those who run the centre."""


class NotYourUnit(NotAllowed):
    """The page of a unit is for those who belong to it or answer for it."""


class DutyImpossible(Refused):
    """A shift, a number of people or a hand-over that lacks something or cannot be; `code` names the box."""


class PurposeMissing(Refused):
    """A question that names a person, or a file of events, without what it is for."""


class KeepingRefused(Refused):
    """A term below that of the law, a purge of what is still to be kept; `code` names the box of the form."""


class NotYourDrill(NotAllowed):
    """Exercises are run by the centre; only who takes part answers."""


class DrillImpossible(Refused):
    """A scenario, a situation, an answer that lacks something or comes at a wrong time; `code` names the box."""
