# SPDX-License-Identifier: EUPL-1.2
"""Words of the registry: levels, roles of posts, acts."""

import uuid
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tinhso.kernel.events.catalogue import act


class Level(StrEnum):
    """Level of a unit (cấp). Data, not structure: the district level ended on 1 July 2025."""

    PROVINCE = "province"
    DEPARTMENT = "department"
    DISTRICT = "district"
    COMMUNE = "commune"
    EXTERNAL = "external"


class PostRole(StrEnum):
    """What a post is entitled to do in casework (vai trò của chức vụ)."""

    RECEPTION = "reception"
    SPECIALIST = "specialist"
    HEAD = "head"
    LEADER = "leader"
    CLERK = "clerk"
    CONTROLLER = "controller"
    OPERATOR = "operator"
    AUDITOR = "auditor"


@dataclass(frozen=True)
class PlannedMerger:
    """One line of a reorganisation: this unit's work and people pass to that one.

    successor_key: area code of the new unit, or the unit's own id when it continues. by_area: the unit ends without
    successor and each open case goes to the unit now responsible for the case's commune (districts, 1 July 2025).
    """

    predecessor: uuid.UUID
    predecessor_name: str
    successor: uuid.UUID | None
    successor_name: str
    legal_basis: str
    by_area: bool = False


@dataclass(frozen=True)
class ReorganisationPlan:
    """What applying the law's list of a date would do here; made without writing anything.

    effective_on: day of the law; applies_on: day from which this installation works that way. They differ, because
    what the law changed and what an installation has applied are two things.
    """

    effective_on: date
    applies_on: date
    legal_basis: str
    mergers: tuple[PlannedMerger, ...]
    new_units: tuple[tuple[uuid.UUID, str], ...]
    problems: tuple[str, ...]


@act("registry:installed", title="Khởi tạo bộ máy của tỉnh")
@dataclass(frozen=True)
class ProvinceInstalled:
    province: str
    law_date: date
    units: int


@act("registry:reorganised", title="Áp dụng sắp xếp đơn vị hành chính")
@dataclass(frozen=True)
class Reorganised:
    effective_on: date
    legal_basis: str
    ended_units: int
    new_units: int
    moved_cases: int
    moved_people: int


@act("registry:unit:merged", title="Sáp nhập đơn vị")
@dataclass(frozen=True)
class UnitMerged:
    predecessor: uuid.UUID
    successor: uuid.UUID | None
    effective_on: date


@act("registry:body:added", title="Khai báo cơ quan ngành dọc")
@dataclass(frozen=True)
class BodyAdded:
    """source: where it is known from, a decision or "synthetic" in the demonstration."""

    kind: str
    source: str
