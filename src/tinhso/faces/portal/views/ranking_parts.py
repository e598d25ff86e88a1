# SPDX-License-Identifier: EUPL-1.2
"""From a main index down: its components, the units behind one, the acts of a unit; officers go on to the dossier."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.portal import proved
from tinhso.faces.portal import ranking as shown
from tinhso.faces.portal.periods import year_asked
from tinhso.faces.portal.reading import read_text
from tinhso.faces.portal.views.figures import ACTS_SHOWN
from tinhso.faces.portal.views.ranking import own_of
from tinhso.faces.portal.whatif import part_box
from tinhso.faces.ui.data_files import table_file
from tinhso.faces.ui.plan_words import LIGHTS
from tinhso.faces.ui.signin import public
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators.origins import names_in
from tinhso.kernel.indicators.scopes import Scope
from tinhso.kernel.registry import queries as registry
from tinhso.lib.vntext import search_key
from tinhso.modules.onestop.queries import desk as casework
from tinhso.modules.onestop.queries import share_parts
from tinhso.modules.onestop.queries.portal import public_acts
from tinhso.modules.plans import queries as plans
from tinhso.modules.scorecards.dti import reading
from tinhso.modules.scorecards.dti.types import Edition, Part, Result


@public
@require_safe
def main_index(request: HttpRequest, year: int, slug: str, code: str) -> HttpResponse:
    """Show one main index of a province: what was published, and what acts prove of its components."""
    _found, own = own_of(year, slug)
    edition = reading.edition(shown.DTI)
    main = next((one for one in edition.main if one.code == code), None)
    if main is None:
        raise Http404
    asked = year_asked(request)
    lines = proved.part_lines(edition, main, own, asked.scope)
    line = next(one for one in shown.main_lines(edition, own) if one.code == code)
    context = {"own": own, "slug": slug, "year": year, "main": main, "line": line, "lines": lines}
    context |= {"is_own": proved.is_own(own), "proved": sum(one.line is not None for one in lines)}
    return render(request, "portal/ranking_main.html", asked.context | context)


def part_of(year: int, slug: str, code: str) -> tuple[Edition, Result, Part]:
    """Return the edition, the own province and one component; of other provinces no acts stand here: Http404."""
    _found, own = own_of(year, slug)
    edition = reading.edition(shown.DTI)
    part = next((one for one in edition.parts() if one.code == code), None)
    if part is None or not proved.is_own(own):
        raise Http404
    return edition, own, part


@public
@require_safe
def part(request: HttpRequest, year: int, slug: str, code: str) -> HttpResponse:
    """Say what proves a component, how far it is and why, unit by unit, and which tasks are to lift it."""
    edition, own, found = part_of(year, slug, code)
    asked = year_asked(request)
    proof = proved.proof_of(edition, code)
    line = proved.line_of(proof, asked.scope) if proof else None
    units = share_parts.parts(proof.figure, asked.scope) if proof else []
    text = read_text(request.GET, "q").strip()
    wanted = [one for one in units if search_key(text) in search_key(one.name)]
    file_name, form = asked.file_name(f"thanh-phan-{code}"), request.GET.get("dang", "")
    data = proved.units_table(found, wanted, asked.scope)
    file: HttpResponse | None = table_file(form, file_name, _titles(), _exact(wanted), data) if proof else None
    if file is not None:
        return file
    context = {"own": own, "slug": slug, "year": year, "part": found, "name": proved.name_of(found), "proof": proof}
    context |= {"main": next(one for one in edition.main if found in one.parts), "line": line, "text": text}
    context |= {"why": proved.why(line, units) if line else [], "rows": proved.unit_rows(wanted), "units": len(units)}
    context |= {"services": share_parts.services_lacking(proof.figure, asked.scope) if proof else []}
    context |= {"tasks": _tasks(request, code, asked.scope.until), "for_plans": _plans_of(request)}
    context |= {"on_map": proof is not None and proof.figure in share_parts.BY_DOSSIER}
    context |= {"whatif": _whatif(year, slug, code, line)}
    return render(request, "portal/ranking_part.html", asked.context | context)


def _titles() -> list[str]:
    return [_("Đơn vị"), _("Hồ sơ đạt"), _("Hồ sơ được tính"), _("Còn thiếu"), "%"]


def _exact(units: Iterable[share_parts.UnitShare]) -> list[tuple[Any, ...]]:
    return [(one.name, one.numerator, one.denominator, one.lacking, one.percent) for one in units]


def _tasks(request: HttpRequest, code: str, today: date) -> list[tuple[Any, str, Any, str]]:
    """Return (task, address, light in words, phase) of what is to lift a component; officers go to the task itself."""
    is_officer = request.viewer.is_officer  # type: ignore[attr-defined]
    found = []
    for row in plans.tasks_lifting(code, today):
        public_page = reverse("portal:plan", args=[row.task.plan_id])
        address = reverse("desk:plan_task", args=[row.task.case_id]) if is_officer else public_page
        found.append((row.task, address, *LIGHTS[row.lit.light]))
    return found


def _plans_of(request: HttpRequest) -> list[Any]:
    """Return the plans the officer who looks may put a task into; nothing for everybody else."""
    viewer = request.viewer  # type: ignore[attr-defined]
    return plans.plans_kept_by(viewer) if viewer.is_officer else []


def _whatif(year: int, slug: str, code: str, line: proved.Line | None) -> str:
    """Return the address of the simulation with this component at what acts prove; empty without a share."""
    if line is None or line.share.percent is None:
        return ""
    share = f"{line.share.percent}".replace(".", ",")
    return f"{reverse('portal:whatif', args=[year, slug])}?{part_box(code)}={share}"


@public
@require_safe
def acts(request: HttpRequest, year: int, slug: str, code: str) -> HttpResponse:
    """Show the acts behind a component, those that count or those that lack something; nobody named.

    An officer sees beside each the way to the dossier, where he may look at it.
    """
    edition, own, found = part_of(year, slug, code)
    proof = proved.proof_of(edition, code)
    if proof is None or proof.figure not in share_parts.BY_DOSSIER:
        raise Http404
    asked = year_asked(request)
    unit = _unit(request, asked.scope)
    which = "dat" if request.GET.get("phan") == "dat" else "thieu"
    scope = replace(asked.scope, unit_ids=(unit.id,)) if unit else asked.scope
    rows = share_parts.acts(proof.figure, scope, lacking=which == "thieu", limit=ACTS_SHOWN)
    context = {"own": own, "slug": slug, "year": year, "part": found, "name": proved.name_of(found), "unit": unit}
    context |= {"rows": _with_ways(request, rows), "which": which, "limit": ACTS_SHOWN}
    context |= {"is_officer": request.viewer.is_officer}  # type: ignore[attr-defined]
    return render(request, "portal/ranking_part_acts.html", asked.context | context)


@dataclass(frozen=True)
class _Unit:
    """A unit of ours or of an adopted ledger."""

    id: uuid.UUID
    name: str


def _unit(request: HttpRequest, scope: Scope) -> _Unit | None:
    """Return the unit asked for; None for none, Http404 for what is no identifier, UnknownUnit for an unknown one."""
    typed = request.GET.get("don_vi", "")
    if not typed:
        return None
    try:
        unit_id = uuid.UUID(typed)
    except ValueError as error:
        raise Http404 from error
    return _Unit(unit_id, names_in(scope, {unit_id}).get(unit_id) or registry.unit(unit_id).name)


def _with_ways(request: HttpRequest, rows: list[ActRow]) -> list[tuple[Any, str, str]]:
    """Return each act without names, and code and address of its dossier for an officer who may look at it."""
    viewer = request.viewer  # type: ignore[attr-defined]
    cases = [one.case_id for one in rows if one.case_id]
    seen = casework.codes_in_scope(viewer, cases) if viewer.is_officer and cases else {}
    found = []
    for act, row in zip(public_acts(rows), rows, strict=True):
        code = seen.get(row.case_id, "") if row.case_id else ""
        found.append((act, code, reverse("desk:dossier", args=[row.case_id]) if code else ""))
    return found
