# SPDX-License-Identifier: EUPL-1.2
"""What the forms of plans sent, read into plain values; wrong input gives a sentence beside its box."""

import uuid
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from tinhso.faces.desk import reading
from tinhso.faces.desk.plans.shares import known_code
from tinhso.faces.desk.reading import FormFault, choice, number, year
from tinhso.kernel.indicators.commitments import Qualifier
from tinhso.kernel.registry.queries import units_called
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.plans.actions import BaseTold, GoalTold, MoneyTold, PlanTold, Proof, TaskTold
from tinhso.modules.plans.types import Base, Fund, GoalKind, Pillar, PlanKind, Stage

LONGEST_TEXT, LONGEST_KEY, MOST_CODES = 4000, 64, 40


def key_of(data: Mapping[str, str]) -> str:
    return data.get("key", "")[:LONGEST_KEY] or uuid7().hex


def plan_told(data: QueryDict) -> PlanTold:
    return PlanTold(
        kind=choice(data, "kind", PlanKind, _("Hãy chọn kế hoạch hay đề án.")),
        title=data.get("title", ""),
        basis=data.get("basis", "")[:LONGEST_TEXT],
        year_from=year(data, "year_from"),
        year_to=year(data, "year_to"),
    )


def goal_told(data: QueryDict) -> GoalTold:
    return GoalTold(
        kind=choice(data, "kind", GoalKind, _("Hãy chọn loại mục tiêu.")),
        parent_id=reading.optional_identifier(data, "parent"),
        title=data.get("title", ""),
        qualifier=choice(data, "qualifier", Qualifier, _("Hãy chọn lại cách nói.")) if data.get("qualifier") else None,
        value=number(data, "value"),
        unit_of_measure=data.get("unit_of_measure", "")[:60],
        denominator=data.get("denominator", "")[:300],
        said=data.get("said", "")[:500],
        baseline=number(data, "baseline"),
        measure=data.get("measure", "")[:80],
        path=_path(data),
    )


def _path(data: QueryDict) -> dict[int, Decimal]:
    """Return a path typed as one "2026: 95" a line."""
    found: dict[int, Decimal] = {}
    for line in reading.lines(data, "path"):
        on, _colon, value = line.partition(":")
        reached = number({"path": value}, "path")
        if reached is None or not (on.strip().isascii() and on.strip().isdigit() and len(on.strip()) == 4):
            raise FormFault({"path": _("Mỗi dòng ghi một năm và giá trị, ví dụ 2026: 95.")})
        found[int(on)] = reached
    return found


def task_told(data: QueryDict, today: date) -> TaskTold:
    helpers, others = helpers_named(reading.lines(data, "helpers"), today)
    is_standing = data.get("when") == "standing"
    codes = [one.strip() for one in data.get("lifts", "").replace(";", ",").split(",") if one.strip()]
    return TaskTold(
        client_key=key_of(data),
        title=data.get("title", "")[:LONGEST_TEXT],
        lead_id=reading.identifier(data, "lead", _("Hãy chọn một đơn vị chủ trì.")),
        due_on=None if is_standing else reading.required_day(data, "due_on"),
        goal_id=reading.optional_identifier(data, "goal"),
        officer_id=reading.optional_identifier(data, "officer"),
        helpers=tuple(helpers),
        helpers_said="; ".join(others),
        due_said=_("thường xuyên") if is_standing else "",
        number=data.get("number", ""),
        product=data.get("product", ""),
        lifts=tuple(dict.fromkeys(known_code(one, "lifts") for one in codes[:MOST_CODES])),
        needs=tuple(_identifiers(data.getlist("needs"))),
    )


def helpers_named(names: list[str], today: date) -> tuple[list[uuid.UUID], list[str]]:
    """Return the units that bear exactly these names, and the names that are no unit's or several units'."""
    found = units_called(names, today)
    units = [units[0].id for units in found.values() if len(units) == 1]
    return list(dict.fromkeys(units)), [name for name, units in found.items() if len(units) != 1]


def _identifiers(typed: list[str]) -> list[uuid.UUID]:
    found = [reading.optional_identifier({"one": one}, "one") for one in typed]
    return [one for one in found if one is not None]


def proof(request: HttpRequest, name: str) -> Proof:
    data = request.POST
    return Proof(
        text=data.get(f"{name}-text", "")[:LONGEST_TEXT],
        paper=data.get(f"{name}-paper", "")[:200],
        files=tuple((one.name or "tep", one.read()) for one in request.FILES.getlist(f"{name}-files")),
    )


def money_told(data: QueryDict) -> MoneyTold:
    typed = data.get("amount", "").strip()
    below = typed.startswith(("-", "−"))
    amount = reading.amount({"amount": typed.lstrip("-− ")}, "amount")
    return MoneyTold(
        client_key=key_of(data),
        stage=choice(data, "stage", Stage, _("Hãy chọn giai đoạn của khoản kinh phí.")),
        fund=choice(data, "fund", Fund, _("Hãy chọn nguồn kinh phí.")),
        pillar=choice(data, "pillar", Pillar, _("Hãy chọn trụ cột.")),
        year=year(data, "year"),
        amount_vnd=-amount if below else amount,
        basis=data.get("basis", ""),
        unit_id=reading.identifier(data, "unit", _("Hãy chọn đơn vị sử dụng kinh phí.")),
        task_id=reading.optional_identifier(data, "task"),
        why=data.get("why", ""),
    )


def base_told(data: QueryDict) -> BaseTold:
    return BaseTold(
        base=choice(data, "base", Base, _("Hãy chọn mẫu số.")),
        year=year(data, "base_year"),
        amount_vnd=reading.amount(data, "base_amount"),
        basis=data.get("base_basis", ""),
        why=data.get("base_why", ""),
    )
