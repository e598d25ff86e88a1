# SPDX-License-Identifier: EUPL-1.2
"""The index of Decision 766 for everybody: province, group, component, units, acts; nobody named."""

import uuid
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.portal.figures import card_of
from tinhso.faces.portal.reading import read_date
from tinhso.faces.ui import scorecards
from tinhso.faces.ui.exports import FILES
from tinhso.faces.ui.knowing import as_known, asked_again, file_name, knowledge, of_province, provinces
from tinhso.faces.ui.signin import public
from tinhso.faces.ui.time_steps import day_of, stepped
from tinhso.kernel.indicators import queries as indicators
from tinhso.kernel.indicators.origins import names_in
from tinhso.kernel.indicators.queries import Scope
from tinhso.kernel.registry import queries as registry
from tinhso.modules.onestop.queries.portal import public_acts
from tinhso.modules.scorecards import definitions, queries
from tinhso.modules.scorecards.queries import INDEX_766

ACTS_SHOWN = 100
BOTH = ("onestop.on_time", "onestop.on_time_766")
"""On time as counted here and as the national index counts: they may differ, so both are shown."""


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the card of the province or of one unit for a month, quarter, half-year or year."""
    asked = _read(request)
    found = definitions.index(INDEX_766, asked.scope.until)
    card = queries.card(found, asked.scope)
    if request.GET.get("dang") in FILES:
        headers, rows = scorecards.table(card)
        return FILES[request.GET["dang"]](asked.file_name(f"chi-so-766-{asked.scope.until:%Y%m%d}"), headers, rows)
    ahead = None
    if asked.kind == "thang" and asked.scope.until == timezone.localdate() and not asked.is_narrowed:
        ahead = scorecards.shown(queries.forecast(found, asked.scope))
    both = [card_of(indicators.figure(code, asked.scope)) for code in BOTH]
    context = asked.shared() | {"shown": scorecards.shown(card), "ahead": ahead, "linked": "portal:component_766"}
    return render(request, "portal/index_766.html", context | {"both": both})


@public
@require_safe
def component(request: HttpRequest, code: str) -> HttpResponse:
    """Say what one component is and what each unit adds to it."""
    asked = _read(request)
    one = definitions.component(definitions.index(INDEX_766, asked.scope.until), code)
    parts = queries.contributions(one, asked.scope)
    headers = [_("Đơn vị"), _("Tử số"), _("Mẫu số"), _("Trong đó quá hạn chưa xong"), _("Tỷ lệ")]
    if request.GET.get("dang") in FILES:
        rows = [
            (part.name, part.score.numerator, part.score.denominator, part.score.overdue, part.score.ratio)
            for part in parts
        ]
        return FILES[request.GET["dang"]](asked.file_name(f"chi-so-766-{code}"), headers, rows)
    context = {"one": one, "headers": headers, "rows": scorecards.part_rows(parts)}
    context |= {"units": [(str(part.unit_id), part.name) for part in parts if part.unit_id]}
    return render(request, "portal/component_766.html", asked.shared() | context)


@public
@require_safe
def acts(request: HttpRequest, code: str) -> HttpResponse:
    """Show the acts behind a component, nobody named."""
    asked = _read(request)
    one = definitions.component(definitions.index(INDEX_766, asked.scope.until), code)
    which = "denominator" if request.GET.get("phan") == "mau" else "numerator"
    found = public_acts(queries.acts_behind(one, asked.scope, which=which, limit=ACTS_SHOWN))
    context = {"one": one, "acts": found, "which": which, "limit": ACTS_SHOWN}
    return render(request, "portal/component_766_acts.html", asked.shared() | context)


@dataclass(frozen=True)
class Asked:
    """What period and which unit were asked for; error: what is wrong with the day typed."""

    scope: Scope
    kind: str
    unit_id: uuid.UUID | None
    unit: str
    error: str
    address: QueryDict

    @property
    def is_narrowed(self) -> bool:
        """Whether less counts than all ledgers know now: nothing is forecast from that."""
        return self.scope.known_on is not None or self.scope.origin != ""

    def file_name(self, name: str) -> str:
        return file_name(name, self.scope)

    def shared(self) -> dict[str, Any]:
        until = self.scope.until
        values: dict[str, Any] = {"den-day": until.day, "den-month": until.month, "den-year": until.year}
        values["ky"] = self.kind
        values |= asked_again(self.scope)
        query = urlencode(values | ({"don_vi": str(self.unit_id)} if self.unit_id else {}))
        return {
            "asked": self,
            "values": values,
            "errors": {"den": self.error} if self.error else {},
            "query": query,
            "periods": list(scorecards.PERIODS.items()),
            **knowledge(self.scope),
            **provinces(self.scope),
            **stepped(self.scope, self.address),
        }


def _read(request: HttpRequest) -> Asked:
    """Return what was asked for; a wrong day shows today, an unknown unit is refused."""
    today = timezone.localdate()
    day, error = read_date(request.GET, "den")
    if day is not None and day > today:
        day, error = None, _("Ngày này chưa đến. Chọn hôm nay hoặc một ngày đã qua.")
    day = day or day_of(request.GET, today)
    kind = request.GET.get("ky", "thang")
    kind = kind if kind in scorecards.PERIODS else "thang"
    scope = of_province(request.GET, as_known(request.GET, scorecards.period(kind, day or today)))
    unit_id = _unit_id(request.GET.get("don_vi", ""))
    if unit_id is None:
        return Asked(scope, kind, None, "", error, request.GET)
    return Asked(replace(scope, unit_ids=(unit_id,)), kind, unit_id, _unit_name(unit_id, scope), error, request.GET)


def _unit_name(unit_id: uuid.UUID, scope: Scope) -> str:
    """Return the name of a unit of ours or of an adopted ledger; raises UnknownUnit."""
    return names_in(scope, {unit_id}).get(unit_id) or registry.unit(unit_id).name


def _unit_id(typed: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None
