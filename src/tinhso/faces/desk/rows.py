# SPDX-License-Identifier: EUPL-1.2
"""One row of a list of cases, the same in every list of the desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tinhso.faces.desk import kinds
from tinhso.faces.desk.flowing import StepLine, current_lines
from tinhso.faces.desk.wording import state_title, turn_words


@dataclass(frozen=True)
class Row:
    """What a list shows of a case."""

    href: str
    number: str
    title: str
    kind: str
    state: str
    phase: str
    turn: str
    due_at: datetime | None
    opened_at: datetime
    holder: str
    unit: str
    ended: bool
    paused: bool
    step: StepLine | None = None


def row_of(case: Any, step: StepLine | None = None) -> Row:
    return Row(
        href=kinds.address_of(case),
        number=case.number or getattr(getattr(case, "dossier", None), "provisional", ""),
        title=case.title,
        kind=kinds.title_of(case),
        state=state_title(case),
        phase=case.phase,
        turn=turn_words(case),
        due_at=case.due_at,
        opened_at=case.opened_at,
        holder=case.holder.full_name if case.holder else "",
        unit=case.unit.name,
        ended=case.closed_at is not None,
        paused=case.phase == "waiting",
        step=step,
    )


def rows_with_steps(cases: Iterable[Any], now: datetime) -> list[Row]:
    """Return rows that say at which step of its internal process a dossier stands and whether the step is late."""
    found = list(cases)
    steps = current_lines(found, now)
    return [row_of(case, steps.get(case.id)) for case in found]


def rows_of(cases: Iterable[Any]) -> list[Row]:
    return [row_of(case) for case in cases]
