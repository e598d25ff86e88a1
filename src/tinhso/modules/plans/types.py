# SPDX-License-Identifier: EUPL-1.2
"""Words of plans: kinds, states, sources of money, pillars; the acts. Texts stay with the rows, never in the ledger."""

import uuid
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tinhso.kernel.events.catalogue import act


class PlanKind(StrEnum):
    """Đề án (a scheme of several years) or kế hoạch (a plan that carries it out)."""

    SCHEME = "scheme"
    PLAN = "plan"


class PlanState(StrEnum):
    DRAFT = "draft"
    IN_FORCE = "in_force"
    CLOSED = "closed"


class GoalKind(StrEnum):
    """What a node of the tree of goals is, from the top down (tầm nhìn, trụ cột, mục tiêu, chỉ tiêu, chỉ số)."""

    VISION = "vision"
    PILLAR = "pillar"
    OBJECTIVE = "objective"
    TARGET = "target"
    INDICATOR = "indicator"


class Word(StrEnum):
    """What a line written under a task was."""

    TOLD = "told"
    REPORTED = "reported"
    CONFIRMED = "confirmed"
    SENT_BACK = "sent_back"
    PUT_OFF = "put_off"
    TAKEN_BACK = "taken_back"


class Stage(StrEnum):
    """How far money came (dự toán, phân bổ, cam kết chi, giải ngân)."""

    PLAN = "plan"
    ALLOTMENT = "allotment"
    COMMITMENT = "commitment"
    DISBURSEMENT = "disbursement"


class Fund(StrEnum):
    """Where money comes from (nguồn kinh phí)."""

    CENTRAL = "central"
    LOCAL = "local"
    ENTERPRISE = "enterprise"
    COMMUNITY = "community"
    OTHER = "other"


STATE_BUDGET = frozenset({Fund.CENTRAL, Fund.LOCAL})


class Pillar(StrEnum):
    """What money and goals are for (trụ cột, nhóm nhiệm vụ)."""

    AWARENESS = "awareness"
    INSTITUTIONS = "institutions"
    INFRASTRUCTURE = "infrastructure"
    WORKFORCE = "workforce"
    SECURITY = "security"
    GOVERNMENT = "government"
    ECONOMY = "economy"
    SOCIETY = "society"
    SMART_CITY = "smart_city"


class Base(StrEnum):
    """Of what the share of security is taken; three rules that do not add up with one another (ADR 0042)."""

    IT_BUDGET = "it_budget"
    STATE_SPENDING = "state_spending"
    ALL_FUNDS = "all_funds"


@act("plan:drafted", title="Lập dự thảo kế hoạch")
@dataclass(frozen=True)
class PlanDrafted:
    kind: str
    year_from: int
    year_to: int


@act("plan:changed", title="Sửa kế hoạch")
@dataclass(frozen=True)
class PlanChanged:
    """fields: which of its lines changed; what stood there before stays in the row of the change."""

    fields: tuple[str, ...]


@act("plan:goal:added", title="Thêm mục tiêu, chỉ tiêu của kế hoạch")
@dataclass(frozen=True)
class GoalAdded:
    goal: uuid.UUID
    kind: str


@act("plan:goal:changed", title="Sửa mục tiêu, chỉ tiêu của kế hoạch")
@dataclass(frozen=True)
class GoalChanged:
    goal: uuid.UUID


@act("plan:goal:removed", title="Bỏ mục tiêu, chỉ tiêu của kế hoạch")
@dataclass(frozen=True)
class GoalRemoved:
    goal: uuid.UUID


@act("plan:issued", title="Ban hành kế hoạch")
@dataclass(frozen=True)
class PlanIssued:
    """issued_on: day of the signed paper; tasks: how many tasks were given out with it."""

    issued_on: date
    tasks: int


@act("plan:closed", title="Kết thúc kế hoạch")
@dataclass(frozen=True)
class PlanClosed:
    """unfinished: tasks that were not confirmed on that day."""

    unfinished: int


@act("plan:annex:signed", title="Ký báo cáo kết quả thực hiện kế hoạch")
@dataclass(frozen=True)
class AnnexSigned:
    as_of: date
    document: uuid.UUID


@act("plan:money:entered", title="Ghi kinh phí của kế hoạch")
@dataclass(frozen=True)
class MoneyEntered:
    """amount_vnd: đồng, below nought for a correction; pillar, fund, stage, year as in the row."""

    line: uuid.UUID
    stage: str
    fund: str
    pillar: str
    year: int
    amount_vnd: int


@act("plan:base:entered", title="Ghi mẫu số ngân sách")
@dataclass(frozen=True)
class BaseEntered:
    """A total that shares are taken of, which no line of a plan can know (the IT budget of the province)."""

    base: str
    year: int
    amount_vnd: int


@act("plan_task:planned", title="Thêm nhiệm vụ vào kế hoạch")
@dataclass(frozen=True)
class TaskPlanned:
    """lead: the one unit that answers for it; due: None for a standing task."""

    plan: uuid.UUID
    lead: uuid.UUID
    due: date | None


@act("plan_task:changed", title="Sửa nhiệm vụ trong dự thảo")
@dataclass(frozen=True)
class TaskChanged:
    lead: uuid.UUID
    due: date | None


@act("plan_task:estimated", title="Nêu tác động dự kiến của nhiệm vụ")
@dataclass(frozen=True)
class TaskEstimated:
    """What was stated: effects as "5.1 0.4 0.7" (component, share now, share after, ? for unknown), đồng, days."""

    plan: uuid.UUID
    effects: tuple[str, ...]
    cost_vnd: int | None
    lead_days: int | None


@act("plan_task:given", title="Giao nhiệm vụ của kế hoạch")
@dataclass(frozen=True)
class TaskGiven:
    plan: uuid.UUID
    lead: uuid.UUID
    due: date | None


@act("plan_task:passed_on", title="Giao người thực hiện nhiệm vụ")
@dataclass(frozen=True)
class TaskPassedOn:
    officer: uuid.UUID


@act("plan_task:told", title="Báo tiến độ nhiệm vụ")
@dataclass(frozen=True)
class TaskTold:
    """files: how many files of proof came with the words."""

    files: int


@act("plan_task:reported", title="Báo cáo hoàn thành nhiệm vụ")
@dataclass(frozen=True)
class TaskReported:
    """on_time: reported not later than its day; a standing task always is."""

    plan: uuid.UUID
    lead: uuid.UUID
    on_time: bool
    files: int


@act("plan_task:confirmed", title="Xác nhận hoàn thành nhiệm vụ")
@dataclass(frozen=True)
class TaskConfirmed:
    plan: uuid.UUID
    lead: uuid.UUID
    on_time: bool


@act("plan_task:sent_back", title="Yêu cầu thực hiện lại nhiệm vụ")
@dataclass(frozen=True)
class TaskSentBack:
    """Why stands under the task."""


@act("plan_task:put_off", title="Lùi hạn nhiệm vụ")
@dataclass(frozen=True)
class TaskPutOff:
    before: date
    due: date


@act("plan_task:taken_back", title="Rút nhiệm vụ khỏi kế hoạch")
@dataclass(frozen=True)
class TaskTakenBack:
    plan: uuid.UUID
    lead: uuid.UUID
