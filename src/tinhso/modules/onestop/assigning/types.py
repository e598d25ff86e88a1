# SPDX-License-Identifier: EUPL-1.2
"""Words and acts of assignment by rule."""

import uuid
from dataclasses import dataclass
from enum import StrEnum

from tinhso.kernel.events.catalogue import act


class Way(StrEnum):
    """How a rule chooses: the one it names, or who of those it names has least in hand."""

    NAMED = "named"
    LEAST = "least"


class Absence(StrEnum):
    """Why somebody a rule names is passed over."""

    NO_POST = "no_post"
    LENT = "lent"


@dataclass(frozen=True)
class Candidate:
    """One officer a rule names. load: living cases in hand in the unit; place: order of names; absent: why, if so."""

    officer_id: uuid.UUID
    place: int
    load: int = 0
    absent: Absence | None = None


@dataclass(frozen=True)
class Choice:
    """Who gets it, None when nobody is there. among: how many were there; absences: why the others were not."""

    officer_id: uuid.UUID | None
    load: int
    among: int
    absences: tuple[Absence, ...]


@act("assignment_rule:set", title="Đặt quy tắc phân công")
@dataclass(frozen=True)
class AssignmentRuleSet:
    """sector or procedure: what it is for, the other empty; officers: whom it names."""

    rule: uuid.UUID
    sector: str
    procedure: str
    way: str
    officers: tuple[uuid.UUID, ...]


@act("assignment_rule:ended", title="Bỏ quy tắc phân công")
@dataclass(frozen=True)
class AssignmentRuleEnded:
    rule: uuid.UUID


@act("dossier:assignment:left", title="Quy tắc phân công không chọn được ai")
@dataclass(frozen=True)
class AssignmentLeft:
    """The dossier stays with the head; absences: why nobody named was there."""

    rule: uuid.UUID
    absences: tuple[str, ...]
