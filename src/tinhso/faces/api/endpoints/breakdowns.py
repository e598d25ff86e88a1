# SPDX-License-Identifier: EUPL-1.2
"""Figures in real time by service, by unit, by step, by officer (224/2026/NĐ-CP, Điều 19).

By service and unit they are sums of facts, which are folded from the ledger; by step and officer they are read from the
acts of the dossiers themselves. Names of officers go to signed-in heads, leaders, controllers and auditors alone, and
only for the bodies in their scope.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from tinhso.faces.api.breakdown_schemas import OfficerStepOut, ServiceOut, StepOut, UnitOut
from tinhso.faces.api.rate_limits import PerAddress
from tinhso.faces.api.schemas import Known, Problem
from tinhso.faces.ui.signin import owes_second_factor
from tinhso.kernel.events.errors import NotAllowed, Refused
from tinhso.kernel.indicators.queries import Scope, value_of
from tinhso.kernel.indicators.types import Kind
from tinhso.modules.onestop.queries import service_figures, statistics
from tinhso.modules.onestop.queries.catalogue import online_levels
from tinhso.modules.onestop.queries.flow_figures import StepFigures, step_figures, whole_step_figures
from tinhso.modules.onestop.queries.statistics import COLUMNS, Line, Table

router = Router(tags=["breakdowns"], throttle=[PerAddress("60/m")])
MAY_SEE_OFFICERS = frozenset({"head", "leader", "controller", "auditor"})
SHARES = ("online_share", "on_time_share", "mean_days", "satisfaction")
REFUSALS = {422: Problem, 429: Problem}


@router.get(
    "/services",
    response={200: list[ServiceOut], **REFUSALS},
    summary="Số liệu theo dịch vụ",
    operation_id="figures_by_service",
)
def services(
    request: HttpRequest, year: int | None = Query(None, ge=2000, le=2100), biet: Known = Known.NOW
) -> list[dict[str, Any]]:
    """Return every service with its numbers of a year (the present one), noughts too, in Vietnamese order.

    biet: `nay` counts all acts known by now; `hom_do` only those sealed by the end of the year, or of today.
    """
    asked = year or timezone.localdate().year
    last = max(min(date(asked, 12, 31), timezone.localdate()), date(asked, 1, 1))
    found = service_figures.services_of(Scope(date(asked, 1, 1), last, known_on=_known_on(biet, last)))
    levels = online_levels(timezone.localdate())
    return [
        {"code": one.code, "name": one.name, "field": one.field, "online_level": levels.get(one.code, "")}
        | vars(one.counts)
        | {share: getattr(one.counts, share) for share in SHARES}
        for one in found
    ]


@router.get(
    "/units", response={200: list[UnitOut], **REFUSALS}, summary="Số liệu theo cơ quan", operation_id="figures_by_unit"
)
def units(
    request: HttpRequest, since: date | None = None, until: date | None = None, biet: Known = Known.NOW
) -> list[dict[str, Any]]:
    """Return every body that received, ended or held dossiers in the period, in Vietnamese order.

    biet: `nay` counts all acts known by now; `hom_do` only those sealed by the end of `until`.
    """
    wanted = _table(since, until)
    lines, _total = statistics.whole_table(replace(wanted, known_on=_known_on(biet, wanted.until)))
    return [_unit(line) for line in lines]


def _unit(line: Line) -> dict[str, Any]:
    numbers = line.numbers
    late = numbers.ended_late + numbers.open_overdue
    on_time: Decimal | None = value_of(Kind.SHARE, numbers.ended_on_time, numbers.ended_on_time + late)
    found = {name: getattr(numbers, name) for name in COLUMNS}
    return {"unit_id": line.key or None, "name": line.title, "on_time_share": on_time} | found


@router.get(
    "/steps", response={200: list[StepOut], **REFUSALS}, summary="Số liệu theo bước", operation_id="figures_by_step"
)
def steps(
    request: HttpRequest, since: date | None = None, until: date | None = None, biet: Known = Known.NOW
) -> list[dict[str, Any]]:
    """Return every step of the internal processes with its time and lateness, for the whole province.

    biet: `nay` only; they are read from the dossiers, which are known as they are now.
    """
    _known_now(biet)
    return _steps(whole_step_figures(_table(since, until), timezone.now()))


@router.get(
    "/officers",
    response={200: list[OfficerStepOut], 403: Problem, **REFUSALS},
    summary="Số liệu theo cán bộ và bước",
    operation_id="figures_by_officer",
)
def officers(
    request: HttpRequest, since: date | None = None, until: date | None = None, biet: Known = Known.NOW
) -> list[dict[str, Any]]:
    """Return the same by officer, for the bodies in the scope of a signed-in head, leader, controller or auditor."""
    _known_now(biet)
    viewer = getattr(request, "viewer", None)
    second_factor = request.user.is_authenticated and is_mfa_enabled(request.user) and not owes_second_factor(request)
    if viewer is None or not second_factor or not MAY_SEE_OFFICERS & viewer.roles():
        raise NotAllowed(
            "Số liệu theo cán bộ chỉ trả lời phiên đăng nhập của lãnh đạo, cán bộ kiểm soát hoặc kiểm tra. "
            "Hãy đăng nhập ở bàn làm việc rồi hỏi lại."
        )
    return _steps(step_figures(viewer, _table(since, until), timezone.now(), by_officer=True))


def _steps(lines: Sequence[StepFigures]) -> list[dict[str, Any]]:
    return [vars(one) | {"planned_hours": _hours(one.planned), "mean_hours": _hours(one.mean)} for one in lines]


def _hours(span: timedelta | None) -> Decimal | None:
    return None if span is None else round(Decimal(span // timedelta(seconds=1)) / 3600, 2)


def _known_on(known: Known, until: date) -> date | None:
    return until if known is Known.THEN else None


def _known_now(known: Known) -> None:
    """Raise Refused for steps as known on a past day: they are read from the dossiers, which are known as now."""
    if known is Known.THEN:
        raise Refused(
            "Số liệu theo bước và cán bộ đọc từ chính từng hồ sơ nên không dựng lại được như đã biết ở một ngày đã "
            "qua. Hãy hỏi với biet=nay."
        )


def _table(since: date | None, until: date | None) -> Table:
    """Return the period asked for, from 1 January of the year it ends in unless told; raises Refused backwards."""
    last = min(until or timezone.localdate(), timezone.localdate())
    first = since or date(last.year, 1, 1)
    if first > last:
        raise Refused("Ngày đầu kỳ phải trước ngày cuối kỳ và không sau hôm nay.")
    return Table(since=first, until=last)
