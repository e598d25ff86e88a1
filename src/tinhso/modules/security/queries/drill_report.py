# SPDX-License-Identifier: EUPL-1.2
"""What came of an exercise, computed from its acts: instants and verdicts are the ledger's, words are the rows'."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from tinhso.kernel.events.queries import acts_of_subject
from tinhso.kernel.events.types import ActRow
from tinhso.modules.security.drill_rules import Pause, minute_of, minutes_between
from tinhso.modules.security.models import Drill, DrillAnswer, DrillInject, DrillMember
from tinhso.modules.security.queries.drills import injects_of
from tinhso.modules.security.types.drills import AnswerLine, DrillReport, InjectLine, Verdict

MOST_ACTS = 20_000
EVERYBODY = "Tất cả người tham gia"


@dataclass
class _Told:
    """What the acts of an exercise say, by inject."""

    started_at: datetime | None = None
    unit_id: uuid.UUID | None = None
    ended_at: datetime | None = None
    pauses: list[Pause] = field(default_factory=list)
    released: dict[uuid.UUID, datetime] = field(default_factory=dict)
    skipped: set[uuid.UUID] = field(default_factory=set)
    answered: dict[uuid.UUID, datetime] = field(default_factory=dict)
    verdicts: dict[uuid.UUID, Verdict] = field(default_factory=dict)


def drill_report(drill: Drill, now: datetime) -> DrillReport | None:
    """Return the report of an exercise as it stands; None for one that did not begin."""
    acts = acts_of_subject(f"drill:{drill.id}", limit=MOST_ACTS)
    told = _folded(reversed(acts))
    if told.started_at is None:
        return None
    until = told.ended_at or now
    injects = injects_of(drill)
    lines = tuple(_line(one, told, told.started_at) for one in injects)
    released = sum(one.released_at is not None for one in lines)
    skipped = sum(one.id in told.skipped for one in injects)
    counts = Counter(told.verdicts.values())
    return DrillReport(
        started_at=told.started_at,
        unit_id=told.unit_id,
        ended_at=told.ended_at,
        pauses=tuple((one.began_at, one.ended_at) for one in told.pauses),
        ran_minutes=minute_of(told.started_at, told.pauses, until),
        lines=lines,
        released=released,
        skipped=skipped,
        left=len(lines) - released - skipped,
        answered=sum(bool(one.answers) for one in lines),
        verdicts=tuple((verdict, counts[verdict]) for verdict in Verdict),
        unjudged=released - sum(counts.values()),
    )


def addressee(member: DrillMember | None) -> str:
    """Return in words whom an inject is for."""
    if member is None:
        return EVERYBODY
    return f"{member.officer.full_name}, {member.unit.name}" if member.officer else member.unit.name


def _folded(acts: Iterable[ActRow]) -> _Told:
    told = _Told()
    for act in acts:
        _fold(told, act)
    return told


def _fold(told: _Told, act: ActRow) -> None:
    key = uuid.UUID(act.data["inject"]) if "inject" in act.data else None
    if act.verb == "drill:started":
        told.started_at, told.unit_id = act.at, act.unit_id
    elif act.verb == "drill:paused":
        told.pauses.append(Pause(act.at))
    elif act.verb in ("drill:resumed", "drill:ended"):
        if told.pauses and told.pauses[-1].ended_at is None:
            told.pauses[-1] = Pause(told.pauses[-1].began_at, act.at)
        if act.verb == "drill:ended":
            told.ended_at = act.at
    elif key is not None:
        _fold_inject(told, act, key)


def _fold_inject(told: _Told, act: ActRow, key: uuid.UUID) -> None:
    if act.verb == "drill:inject:released":
        told.released[key] = act.at
    elif act.verb == "drill:inject:skipped":
        told.skipped.add(key)
    elif act.verb == "drill:inject:answered":
        told.answered[uuid.UUID(act.data["row"])] = act.at
    elif act.verb == "drill:inject:judged":
        told.verdicts[key] = Verdict(act.data["verdict"])


def _line(one: DrillInject, told: _Told, began: datetime) -> InjectLine:
    released = told.released.get(one.id)
    answers = [
        _answer(
            answer, told.answered[answer.id], minutes_between(began, told.pauses, released, told.answered[answer.id])
        )
        for answer in one.answers.all()
        if released is not None and answer.id in told.answered
    ]
    verdict = told.verdicts.get(one.id)
    return InjectLine(
        minute=one.minute,
        text=one.text,
        expected=one.expected,
        addressee=addressee(one.member),
        released_at=released,
        released_minute=minute_of(began, told.pauses, released) if released else None,
        skipped_why=one.skipped_why,
        answers=tuple(sorted(answers, key=lambda answer: answer.at)),
        verdict=verdict.value if verdict else "",
        remark=one.remark,
    )


def _answer(one: DrillAnswer, at: datetime, minutes: int) -> AnswerLine:
    return AnswerLine(one.text, one.officer.full_name, at, one.told_at, minutes)
