# SPDX-License-Identifier: EUPL-1.2
"""The internal process of a dossier in words: steps with planned, used and remaining time."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.faces.desk import wording
from tinhso.modules.onestop.flow.types import Mark, StepTime
from tinhso.modules.onestop.queries import flow

MARKS = {
    Mark.AHEAD: (gettext_lazy("Chưa đến"), "later"),
    Mark.CURRENT: (gettext_lazy("Đang làm"), "working"),
    Mark.PAUSED: (gettext_lazy("Tạm dừng"), "waiting"),
    Mark.PASSED: (gettext_lazy("Đã xong"), "done"),
    Mark.SKIPPED: (gettext_lazy("Không qua"), "later"),
}


@dataclass(frozen=True)
class StepLine:
    """One step as a row. late: it took longer than planned; left: empty when nothing is planned or it is over."""

    title: str
    actor: str
    post: str
    mark: str
    phase: str
    late: bool
    planned: str
    used: str
    left: str
    holder: str
    since: datetime | None
    until: datetime | None


def lines_of(dossier: Any, now: datetime) -> list[StepLine]:
    """Return the steps of a dossier; empty when its version has no running flow."""
    return [line_of(one) for one in flow.step_times(dossier, now)]


def current_lines(cases: Iterable[Any], now: datetime) -> dict[uuid.UUID, StepLine]:
    """Return the present step of each dossier of a list that has one, by case."""
    return {case_id: line_of(one) for case_id, one in flow.current_steps(cases, now).items()}


def line_of(one: StepTime) -> StepLine:
    words, phase = MARKS[one.mark]
    runs = one.mark in (Mark.CURRENT, Mark.PAUSED)
    return StepLine(
        title=_("Bước %(number)s: %(work)s") % {"number": one.step.number, "work": one.step.work},
        actor=one.step.actor,
        post=str(wording.ROLES[one.step.role]),
        mark=str(words),
        phase=phase,
        late=one.is_late,
        planned=time_words(one.planned) if one.planned is not None else "",
        used=time_words(one.used) if one.stays else "",
        left=_left(one.left) if runs and one.left is not None else "",
        holder=", ".join(filter(None, (one.officer, one.unit))),
        since=one.since,
        until=one.until,
    )


def _left(left: timedelta) -> str:
    if left < timedelta():
        return _("trễ %(time)s") % {"time": time_words(-left)}
    return _("còn %(time)s") % {"time": time_words(left)}


def time_words(spent: timedelta) -> str:
    """Return a length in hours and minutes."""
    minutes = max(int(spent.total_seconds()) // 60, 0)
    if minutes < 60:
        return _("%(minutes)s phút") % {"minutes": minutes}
    if minutes % 60 == 0:
        return _("%(hours)s giờ") % {"hours": minutes // 60}
    return _("%(hours)s giờ %(minutes)s phút") % {"hours": minutes // 60, "minutes": minutes % 60}
