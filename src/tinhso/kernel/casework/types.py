# SPDX-License-Identifier: EUPL-1.2
"""Phases, states, steps and workflows; the acts every case shares."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from tinhso.kernel.events.catalogue import act


class Phase(StrEnum):
    """The five phases all official work has; a state belongs to exactly one."""

    OPEN = "open"
    WORKING = "working"
    WAITING = "waiting"
    DONE = "done"
    DROPPED = "dropped"


LIVING = (Phase.OPEN, Phase.WORKING, Phase.WAITING)


class Clock(StrEnum):
    """What the legal clock does in a state: not started, running, stopped for a while, over."""

    NONE = "none"
    RUNNING = "running"
    STOPPED = "stopped"
    ENDED = "ended"


@dataclass(frozen=True)
class State:
    """One state of a workflow: Vietnamese title, phase, clock, whose turn (role), code outside (national portal).

    resets: the limit begins anew when the case leaves this state (supplement under 61/2018/NĐ-CP).
    """

    key: str
    title: str
    phase: Phase
    clock: Clock
    turn: str
    outside_code: str = ""
    resets: bool = False


@dataclass(frozen=True)
class Step:
    """One allowed transition: name of the verb, from which states, to which, by which roles, legal source."""

    name: str
    title: str
    sources: frozenset[str]
    target: str
    roles: frozenset[str]
    law: str


@dataclass(frozen=True)
class Workflow:
    """The step table of one kind of case; checked when it is made."""

    kind: str
    title: str
    states: Mapping[str, State]
    steps: Mapping[str, Step]
    initial: str
    roles: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        reached = {self.initial} | {step.target for step in self.steps.values()}
        named = {name for step in self.steps.values() for name in step.sources} | reached
        if unknown := named - self.states.keys():
            raise ValueError(f"{self.kind}: steps name unknown states {sorted(unknown)}")
        if orphans := self.states.keys() - reached:
            raise ValueError(f"{self.kind}: states never reached {sorted(orphans)}")

    def steps_from(self, state: str) -> list[Step]:
        return [step for step in self.steps.values() if state in step.sources]


@dataclass(frozen=True)
class Limit:
    """The time limit a case runs under, as published; `value` None = none is published."""

    value: int | None
    unit: str
    late_rule: bool = False


@act("case:handed_over", title="Chuyển giao hồ sơ công việc")
@dataclass(frozen=True)
class CaseHandedOver:
    from_unit: uuid.UUID
    to_unit: uuid.UUID
    reason: str


@act("case:extended", title="Gia hạn")
@dataclass(frozen=True)
class CaseExtended:
    until: datetime
    reason: str


@act("case:reminded", title="Nhắc việc sắp đến hạn, quá hạn")
@dataclass(frozen=True)
class CaseReminded:
    rung: str
    due: datetime


@act("calendar:day:announced", title="Công bố ngày nghỉ, ngày làm bù")
@dataclass(frozen=True)
class DayAnnounced:
    """moved: how many open cases got another due date."""

    day: date
    kind: str
    moved: int


@act("calendar:day:withdrawn", title="Rút lại ngày nghỉ, ngày làm bù đã công bố")
@dataclass(frozen=True)
class DayWithdrawn:
    """moved: how many open cases got another due date."""

    day: date
    moved: int
