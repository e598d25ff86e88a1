# SPDX-License-Identifier: EUPL-1.2
"""What the linter finds in the data of procedures and forms: shown as it is, corrected by whoever owns the data."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tinhso.faces.ui.signin import officer_required
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.lint import Finding, Severity, lint

SHOWN = 300


@cache
def findings() -> tuple[Finding, ...]:
    """Return the findings; the data come with the release, so one look per process is enough."""
    return tuple(lint(definitions.procedures(), definitions.forms().values()))


@officer_required("operator", "auditor", "controller")
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Show the findings, the grave ones first or those of one kind."""
    found = findings()
    counts = [(grade.value, sum(one.severity is grade for one in found)) for grade in Severity]
    wanted = request.GET.get("muc", Severity.ERROR.value)
    text = request.GET.get("q", "").strip()
    shown = [one for one in found if one.severity.value == wanted and text in one.procedure]
    context = {"counts": counts, "wanted": wanted, "found": shown[:SHOWN], "more": len(shown) - SHOWN}
    return render(request, "ops/data.html", context)
