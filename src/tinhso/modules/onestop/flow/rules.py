# SPDX-License-Identifier: EUPL-1.2
"""Where a dossier stands in the internal process of its version, and the time of each step. Pure.

A dossier is at a step as long as the turn is with its post. The turn passing to another post moves it to the next step
of that post; when there is none ahead it was sent back and stands at the nearest step behind. Two steps of one post in
a row are told apart by the act with which their holder says that the first is done.
Source: 61/2018/NĐ-CP (internal processes with the time of each step); how steps meet turns: ADR 0034.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from tinhso.kernel.calendar.rules import working_time_between
from tinhso.kernel.calendar.types import WorkCalendar
from tinhso.modules.onestop.flow.types import Flow, FlowStep, Mark, Pass, Standing, Stay, StepTime, Turn
from tinhso.modules.onestop.internal_process import KEY_OF_UNIT

WORKING_UNITS: Final = frozenset({"working_day", "working_hour", "same_day"})
AFTER: Final = frozenset({"reception", "clerk"})
NOBODY: Final = frozenset({"", "applicant"})
"""Turns in which no post has the work: it is over, or the applicant has it."""
Span = tuple[datetime, datetime]


def flow_of(definition: Mapping[str, Any]) -> Flow | None:
    """Return the running flow of a version; None when its steps are not bound to posts or do not fit the one-stop.

    Steps beside others (`parallel`) are work of other bodies with clocks of their own and are not in it.
    """
    rows = [one for one in definition.get("steps") or () if not one.get("parallel")]
    if not rows or any(not one.get("role") for one in rows) or fault_of(definition):
        return None
    unit = (definition.get("time") or {}).get("unit") or ""
    key = KEY_OF_UNIT.get(unit, "days")
    steps = tuple(
        FlowStep(
            one["seq"],
            one["work"],
            one["actor"],
            one["role"],
            _planned(one, key),
        )
        for one in rows
    )
    return Flow(steps, key, unit in WORKING_UNITS)


def _planned(row: Mapping[str, Any], key: str) -> Decimal | None:
    return None if row.get(key) is None else Decimal(str(row[key]))


def fault_of(definition: Mapping[str, Any]) -> str:
    """Return why steps bound to posts cannot run, in one sentence; empty when they can, or none is bound.

    The order is that of the one-stop: reception; who assigns; who examines; who reviews the draft; one who signs; who
    enters it in the books and hands it out. What is settled at the counter has no examination.
    """
    rows = [one for one in definition.get("steps") or () if not one.get("parallel")]
    if not any(one.get("role") for one in rows):
        return ""
    if any(not one.get("role") for one in rows):
        return "Có bước gắn chức vụ, có bước không. Hãy gắn chức vụ cho mọi bước, hoặc bỏ hết."
    roles = [one["role"] for one in rows]
    if roles.count("leader") != 1:
        return "Quy trình chạy được phải có đúng một bước của lãnh đạo: bước ký kết quả."
    at = roles.index("leader")
    before, after = roles[:at], roles[at + 1 :]
    if set(after) - AFTER:
        return "Sau bước ký chỉ có bước của văn thư và Bộ phận Một cửa. Hãy đưa bước khác lên trước bước ký."
    if not before or before[0] != "reception":
        return "Bước đầu tiên phải của Bộ phận Một cửa: tiếp nhận hồ sơ."
    return _fault_before(before)


def _fault_before(roles: Sequence[str]) -> str:
    rest = list(roles)
    while rest and rest[0] == "reception":
        rest.pop(0)
    if rest and rest[0] == "head":
        rest.pop(0)
    if not rest:
        return ""
    if rest[0] != "specialist":
        return "Giữa tiếp nhận và ký: một bước phân công của người phụ trách (nếu có), rồi đến bước của chuyên viên."
    while rest and rest[0] == "specialist":
        rest.pop(0)
    if set(rest) - {"head"}:
        return "Sau các bước của chuyên viên, trước bước ký, chỉ có bước xem xét của người phụ trách."
    return ""


def stays_of(flow: Flow, turns: Iterable[Turn], passes: Iterable[Pass]) -> list[Stay]:
    """Return the stays of a dossier at its steps in order of time; the turn of the applicant is a stay at none."""
    waiting = sorted(passes, key=lambda one: one.at)
    found: list[Stay] = []
    place = 0
    for turn in sorted(turns, key=lambda one: one.begins_at):
        if turn.role in NOBODY:
            continue
        place = _moved(flow, place, turn.role)
        if place == flow.signing and turn.role != "leader":
            continue  # signed, and the process names no step of handing out
        begins = turn.begins_at
        while waiting and (turn.ends_at is None or waiting[0].at <= turn.ends_at):
            at = waiting.pop(0).at
            if place + 1 < len(flow.steps) and flow.steps[place + 1].role == turn.role and at >= begins:
                found.append(Stay(place, turn, begins, at))
                place, begins = place + 1, at
        if turn.ends_at is None or turn.ends_at > begins:
            found.append(Stay(place, turn, begins, turn.ends_at))
    return found


def without_undone(
    turns: Sequence[Turn], passes: Sequence[Pass], undone: Iterable[Span]
) -> tuple[list[Turn], list[Pass]]:
    """Return turns and words without what was taken back; the time meanwhile counts for who had the turn before.

    undone: from the instant of a step to the instant it was taken back.
    """
    kept, said = list(turns), list(passes)
    for begins, ends in undone:
        said = [one for one in said if not begins <= one.at < ends]
        kept = [one for one in kept if not begins <= one.begins_at < ends]
        kept = [replace(one, ends_at=ends) if one.ends_at == begins else one for one in kept]
    return kept, said


def _moved(flow: Flow, place: int, role: str) -> int:
    """Return the place after the turn came to a post; a post that fits no step leaves the dossier where it is.

    Steps after the signature begin only there: the desk that confirms a withdrawal does not stand at handing out. Only
    who examines gets a dossier back.
    """
    if flow.steps[place].role == role:
        return place
    ahead = [at for at in range(place + 1, _end(flow, place, role)) if flow.steps[at].role == role]
    behind = [at for at in range(place) if flow.steps[at].role == role and role == "specialist"]
    return ahead[0] if ahead else behind[-1] if behind else place


def _end(flow: Flow, place: int, role: str) -> int:
    """Return the place before which a turn may lead: who assigns does not stand at the review that comes later."""
    if place >= flow.signing:
        return len(flow.steps)
    examining = [at for at, one in enumerate(flow.steps) if one.role == "specialist"]
    return examining[0] if role == "head" and examining and place < examining[0] else flow.signing + 1


@dataclass(frozen=True)
class _Ruler:
    """What the time of a step is measured with."""

    flow: Flow
    calendar: WorkCalendar
    pauses: Sequence[Span]
    now: datetime

    def spent(self, stay: Stay) -> timedelta:
        begins, ends = stay.begins_at, stay.ends_at or self.now
        still = (self._between(max(begins, start), min(ends, end)) for start, end in self.pauses)
        return self._between(begins, ends) - sum(still, timedelta())

    def _between(self, start: datetime, end: datetime) -> timedelta:
        if end <= start:
            return timedelta()
        return working_time_between(start, end, self.calendar) if self.flow.working else end - start

    def planned(self, at: int) -> timedelta | None:
        """Return a planned length as time, None for months; a working day is as long as the offices are open."""
        length = self.flow.steps[at].planned
        if length is None or at > self.flow.signing:
            return None
        day = office_day(self.calendar) if self.flow.working else timedelta(days=1)
        unit = {"days": day, "hours": timedelta(hours=1), "minutes": timedelta(minutes=1)}.get(self.flow.unit)
        return None if unit is None else unit * float(length)


def times_of(
    flow: Flow,
    stays: Sequence[Stay],
    pauses: Sequence[Span],
    calendar: WorkCalendar,
    now: datetime,
    *,
    standing: Standing,
) -> list[StepTime]:
    """Return every step with its clock at an instant.

    pauses: spans in which the clock of the law stands still, the open one up to now. A step is late when the time it
    used is more than planned; months are not compared, and nothing is late once the result is signed.
    """
    ruler = _Ruler(flow, calendar, pauses, now)
    runs = bool(stays) and (standing.living or stays[-1].ends_at is None)
    here = stays[-1].place if runs else None
    found = []
    for at, step in enumerate(flow.steps):
        own = [one for one in stays if one.place == at]
        mark = Mark.PAUSED if at == here and standing.paused else _mark(at, here, stays)
        used = sum((ruler.spent(one) for one in own), timedelta())
        time = StepTime(step, mark, used, ruler.planned(at), stays=own)
        found.append(_with_holder(time, open_now=at == here) if own else time)
    return found


def _with_holder(time: StepTime, *, open_now: bool) -> StepTime:
    last = time.stays[-1]
    until = None if open_now else last.ends_at
    return replace(time, since=time.stays[0].begins_at, until=until, unit=last.turn.unit, officer=last.turn.officer)


def _mark(at: int, here: int | None, stays: Sequence[Stay]) -> Mark:
    if at == here:
        return Mark.CURRENT
    if here is not None and at > here:
        return Mark.AHEAD
    places = {one.place for one in stays}
    if at in places:
        return Mark.PASSED
    return Mark.SKIPPED if at < max(places, default=-1) else Mark.AHEAD


def office_day(calendar: WorkCalendar) -> timedelta:
    """Return how long the offices are open on a working day."""
    sessions = calendar.hours.sessions
    minutes = sum((end.hour - start.hour) * 60 + end.minute - start.minute for start, end in sessions)
    return timedelta(minutes=minutes)


def next_of_post(flow: Flow, place: int) -> FlowStep | None:
    """Return the step after a place when the same post does it, so that it begins by a word of its holder."""
    here = flow.steps[place]
    following = flow.steps[place + 1] if place + 1 < len(flow.steps) else None
    return following if following is not None and following.role == here.role else None


def review_ahead(flow: Flow, place: int) -> FlowStep | None:
    """Return the first review of the draft between the examination and the signature, None when there is none."""
    examining = [at for at in range(flow.signing) if flow.steps[at].role == "specialist"]
    after = max([*examining, place]) + 1
    return flow.steps[after] if examining and after < flow.signing else None


def left_to_examine(flow: Flow, place: int) -> FlowStep | None:
    """Return the first step of examination that has not begun, None when all have."""
    return next((one for one in flow.steps[place + 1 : flow.signing] if one.role == "specialist"), None)
