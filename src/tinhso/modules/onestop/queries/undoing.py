# SPDX-License-Identifier: EUPL-1.2
"""Whether an officer may take the own last step on a dossier back, and until when."""

from dataclasses import dataclass
from datetime import datetime

from tinhso.kernel.casework.workflow import step
from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.modules.onestop.models import Dossier
from tinhso.modules.onestop.undoing.rules import UNDOS, WINDOW, Undo
from tinhso.modules.onestop.workflow import DOSSIER

QUIET = ("person:", "document:", "message:", "paper:", "case:reminded")
"""How acts on a case begin that are no work on it: reading, files, letters, reminders."""


@dataclass(frozen=True)
class OpenUndo:
    """What may be taken back: how, the act, until when, from which seat."""

    undo: Undo
    act: ActRow
    until: datetime
    seat: Seat


def open_undo(viewer: Viewer, dossier: Dossier, now: datetime) -> OpenUndo | None:
    """Return what this officer may take back now; None when somebody went on, it is another's, too old, or final."""
    work = [one for one in ledger.acts_of_case(dossier.case_id) if not one.verb.startswith(QUIET)]
    last = work[-1] if work else None
    undo = UNDOS.get(last.verb) if last else None
    if last is None or undo is None or last.actor != viewer.key or now > last.at + WINDOW:
        return None
    before = work[-2].verb if len(work) > 1 else ""
    if undo.after and before not in undo.after:
        return None
    table = step(DOSSIER.kind, undo.step)
    seat = viewer.seat_in(dossier.case.unit_id, *table.roles)
    if seat is None or dossier.case.state not in table.sources:
        return None
    return OpenUndo(undo, last, last.at + WINDOW, seat)
