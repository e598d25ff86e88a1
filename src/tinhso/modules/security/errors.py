# SPDX-License-Identifier: EUPL-1.2
"""What the register of sources refuses."""

from tinhso.kernel.events.errors import NotAllowed, Refused


class NotYourSource(NotAllowed):
    """The source is of another unit."""


class SourceIncomplete(Refused):
    """A source that lacks something or says something impossible; `code` names the box of the form."""


class SourceWithdrawnAlready(Refused):
    """The source was taken off the register."""


class NotYourIntelligence(NotAllowed):
    """Only those who keep sources share and receive intelligence."""


class IntelligenceIncomplete(Refused):
    """A form of intelligence that lacks something; `code` names the box."""


class MachineIncomplete(Refused):
    """A step of an infected machine that lacks its words."""


class NotAPacket(Refused):
    """Something that cannot be sent to the national centre."""
