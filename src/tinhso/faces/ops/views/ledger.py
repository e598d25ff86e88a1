# SPDX-License-Identifier: EUPL-1.2
"""The ledger without personal data: newest acts, seals with their time stamps, how to check it oneself."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events import queries
from tinhso.kernel.events.catalogue import title_of
from tinhso.kernel.registry.queries import unit_names

ACTS, SEALS = 60, 20


@dataclass(frozen=True)
class Line:
    """One act as an auditor may see it: nobody named, no payload."""

    seq: int
    at: Any
    title: str
    verb: str
    kind: str
    unit: str
    rule: str
    digest: str


@officer_required("operator", "auditor", "controller")
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """Show the newest acts and seals."""
    acts = queries.newest_acts(ACTS)
    units = unit_names({act.unit_id for act in acts if act.unit_id})
    context = {"lines": [_line(act, units) for act in acts], "seals": queries.newest_seals(SEALS)}
    return render(request, "ops/ledger.html", context)


def _line(act: Any, units: dict[Any, str]) -> Line:
    kinds = {"officer": _("Cán bộ"), "person": _("Người dân"), "system": _("Hệ thống")}
    kind = kinds.get(act.actor.partition(":")[0], _("Khác"))
    unit = units.get(act.unit_id, "")
    return Line(act.seq, act.at, title_of(act.verb), act.verb, kind, unit, act.rule, act.digest.hex()[:12])
