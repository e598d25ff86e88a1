# SPDX-License-Identifier: EUPL-1.2
"""Procedures as published, with their versions."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from tinhso.faces.api.schemas import Problem, ProcedureDetail, ProcedurePage
from tinhso.modules.onestop.queries import catalogue

router = Router(tags=["procedures"])


@router.get("", response={200: ProcedurePage, 422: Problem}, summary="Danh mục thủ tục", operation_id="procedures")
def procedures(
    request: HttpRequest, q: str = "", field: str = "", after: str = "", limit: int = Query(50, ge=1, le=200)
) -> dict[str, Any]:
    """Return procedures that hold every word of `q`, without diacritics, in order of code."""
    found = catalogue.procedures(text=q, field=field).order_by("code")
    rows = list((found.filter(code__gt=after) if after else found)[: limit + 1])
    items = [
        {"code": one.code, "name": one.short_name, "field": one.field, "sector": one.sector} for one in rows[:limit]
    ]
    return {"items": items, "next_after": items[-1]["code"] if len(rows) > limit else ""}


@router.get("/{code}", response={200: ProcedureDetail, 422: Problem}, summary="Một thủ tục", operation_id="procedure")
def procedure(request: HttpRequest, code: str, on: date | None = None) -> dict[str, Any]:
    """Return the version in force on a day, today when none is given; refused when none was in force."""
    version = catalogue.version_in_force(code, on or timezone.localdate())
    listed = version.procedure
    return {
        "code": listed.code,
        "name": listed.short_name,
        "field": listed.field,
        "sector": listed.sector,
        "version": version.number,
        "valid_from": version.valid.lower,
        "digest": version.digest,
        "definition": version.definition,
    }
