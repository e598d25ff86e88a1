# SPDX-License-Identifier: EUPL-1.2
"""Directives: of a dossier, one at the desk, those a viewer gave; for officers alone."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from tinhso.kernel.casework.models import Case
from tinhso.kernel.events.errors import NotAllowed
from tinhso.kernel.identity.queries import officers_in
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry.queries import unit_names
from tinhso.modules.onestop import policies as onestop
from tinhso.modules.onestop import policies_of_directives as policies
from tinhso.modules.onestop.models import Directive, DirectiveWord, Dossier
from tinhso.modules.onestop.side_workflows import DIRECTIVE

RELATED = ("case__unit", "case__holder", "giver", "giver_unit", "unit", "officer", "reporter", "dossier__case")


def directives_of(dossier: Dossier) -> list[Directive]:
    """Return the directives on a dossier, newest first."""
    found = Directive.objects.filter(dossier=dossier).select_related(*RELATED)
    return list(found.order_by("-case__opened_at", "-case_id"))


def directive_for_officer(viewer: Viewer, directive_id: uuid.UUID) -> Directive:
    """Return a directive to officers of both units and to those who may see the dossier; raises NotYourTurn."""
    viewer.as_officer  # noqa: B018 - nobody but officers, whoever the applicant is
    found = Directive.objects.select_related(*RELATED).get(case_id=directive_id)
    if not policies.is_party(viewer, found):
        onestop.check_see(viewer, found.dossier)
    return found


def words_of(found: Directive) -> list[DirectiveWord]:
    return list(found.words.select_related("officer").order_by("id"))


def steps_open_to(viewer: Viewer, found: Directive) -> set[str]:
    """Return the steps whose forms this officer sees."""
    checks = {
        "pass_on": policies.check_pass_on,
        "report": policies.check_carry,
        "confirm": policies.check_judge,
        "send_back": policies.check_judge,
        "take_back": policies.check_judge,
    }
    possible = [step.name for step in DIRECTIVE.steps_from(found.case.state)]
    return {name for name in possible if _may(checks[name], viewer, found)}


def _may(check: policies.Check, viewer: Viewer, found: Directive) -> bool:
    try:
        check(viewer, found)
    except NotAllowed:
        return False
    return True


@dataclass(frozen=True)
class Addressee:
    """Whom a directive may be given to: a unit as such, or an officer of it."""

    unit_id: uuid.UUID
    unit: str
    officer_id: uuid.UUID | None = None
    officer: str = ""


def addressees(viewer: Viewer, dossier: Dossier, today: date) -> list[Addressee]:
    """Return the units that have to do with a dossier and their people, the viewer left out."""
    seat = policies.giving_seat(viewer, dossier)
    names = unit_names(set(policies.units_of(dossier)))
    found: list[Addressee] = []
    for unit_id in policies.units_of(dossier):
        is_own = seat is not None and seat.role == "head" and seat.unit_id == unit_id
        found += [] if is_own else [Addressee(unit_id, names.get(unit_id, ""))]
        found += [
            Addressee(unit_id, names.get(unit_id, ""), one.id, one.full_name)
            for one in officers_in(unit_id, today, "specialist", "reception", "head")
            if one.id != viewer.officer_id
        ]
    return found


def people_for(found: Directive, today: date) -> list[tuple[str, str]]:
    """Return who of the unit may be named to carry a directive out."""
    people = officers_in(found.unit_id, today, "specialist", "reception", "head")
    return [(str(one.id), one.full_name) for one in people if one.id not in (found.giver_id, found.case.holder_id)]


def given_by(viewer: Viewer) -> QuerySet[Case]:
    """Return the living directives the viewer gave, the most pressing first; those reported wait for the viewer."""
    found = Case.objects.filter(directive__giver_id=viewer.officer_id, closed_at=None)
    related = ("unit", "holder", "dossier")
    return found.select_related(*related).order_by(F("due_at").asc(nulls_last=True), "id")
