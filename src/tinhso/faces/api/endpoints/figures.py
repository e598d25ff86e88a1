# SPDX-License-Identifier: EUPL-1.2
"""Figures with their three answers: what is it, where does it come from, up to which act."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from tinhso.faces.api.schemas import FigureDetail, FigureOut, Problem
from tinhso.kernel.indicators import queries
from tinhso.kernel.indicators.queries import Scope

router = Router(tags=["figures"])


@router.get("", response={200: list[FigureOut], 422: Problem}, summary="Mọi chỉ tiêu", operation_id="figures")
def figures(request: HttpRequest, since: date | None = None, until: date | None = None) -> list[Any]:
    """Return every figure in force on `until` (today), counted from `since` (1 January of that year)."""
    return queries.figures(_scope(since, until))


@router.get("/{code}", response={200: FigureDetail, 422: Problem}, summary="Một chỉ tiêu", operation_id="figure")
def figure(request: HttpRequest, code: str, since: date | None = None, until: date | None = None) -> dict[str, Any]:
    """Return one figure and what each unit adds to it."""
    scope = _scope(since, until)
    return {"figure": queries.figure(code, scope), "contributions": queries.contributions(code, scope)}


def _scope(since: date | None, until: date | None) -> Scope:
    last = until or timezone.localdate()
    return Scope(since=since or date(last.year, 1, 1), until=last)
