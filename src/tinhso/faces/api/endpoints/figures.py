# SPDX-License-Identifier: EUPL-1.2
"""Figures with their three answers: what is it, where does it come from, up to which act."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from tinhso.faces.api.schemas import FigureDetail, FigureOut, Known, Problem
from tinhso.kernel.indicators import queries
from tinhso.kernel.indicators.queries import Scope

router = Router(tags=["figures"])


@router.get("", response={200: list[FigureOut], 422: Problem}, summary="Mọi chỉ tiêu", operation_id="figures")
def figures(
    request: HttpRequest, since: date | None = None, until: date | None = None, biet: Known = Known.NOW
) -> list[Any]:
    """Return every figure in force on `until` (today), counted from `since` (1 January of that year).

    biet: `nay` counts all acts known by now; `hom_do` only those the ledger had sealed by the end of `until`.
    """
    return queries.figures(_scope(since, until, biet))


@router.get("/{code}", response={200: FigureDetail, 422: Problem}, summary="Một chỉ tiêu", operation_id="figure")
def figure(
    request: HttpRequest, code: str, since: date | None = None, until: date | None = None, biet: Known = Known.NOW
) -> dict[str, Any]:
    """Return one figure and what each unit adds to it; biet: as for all figures."""
    scope = _scope(since, until, biet)
    return {"figure": queries.figure(code, scope), "contributions": queries.contributions(code, scope)}


def _scope(since: date | None, until: date | None, known: Known) -> Scope:
    last = until or timezone.localdate()
    return Scope(since=since or date(last.year, 1, 1), until=last, known_on=last if known is Known.THEN else None)
