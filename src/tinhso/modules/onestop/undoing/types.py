# SPDX-License-Identifier: EUPL-1.2
"""Acts that take a step back. The step itself stays in the journal: nothing is unwritten."""

from dataclasses import dataclass
from datetime import datetime

from tinhso.kernel.events.catalogue import act


@act("dossier:assignment:undone", title="Hoàn tác phân công")
@dataclass(frozen=True)
class AssignmentUndone:
    """done_at: instant of the assignment that is taken back."""

    done_at: datetime


@act("dossier:step:undone", title="Hoàn tác một bước")
@dataclass(frozen=True)
class StepUndone:
    """verb: of the act that is taken back; done_at: its instant."""

    verb: str
    done_at: datetime
