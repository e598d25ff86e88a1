# SPDX-License-Identifier: EUPL-1.2
"""Rules of assignment of a unit, and why the one who holds a dossier got it."""

import uuid
from collections import Counter
from dataclasses import dataclass

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.identity.models import Officer
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.assigning.types import Absence, Way
from tinhso.modules.onestop.models import AssignmentRule, Dossier

VERBS = frozenset({"dossier:assigned", "dossier:assignment:left"})


def rules_of(unit_id: uuid.UUID) -> list[AssignmentRule]:
    """Return the standing rules of a unit, procedures before fields, as they are looked through."""
    found = AssignmentRule.objects.filter(unit_id=unit_id, ended_at=None).select_related("procedure", "set_by")
    return list(found.prefetch_related("officers").order_by("sector", "procedure__sort_key", "id"))


def people_of(rule: AssignmentRule) -> list[Officer]:
    return sorted(rule.officers.all(), key=lambda one: (one.sort_key, str(one.id)))


def subject_words(rule: AssignmentRule) -> str:
    """Return what a rule is for, in the official Vietnamese words."""
    if rule.procedure is not None:
        return f"thủ tục {rule.procedure.short_name}"
    return f"lĩnh vực {definitions.sector_title(rule.sector)}"


@dataclass(frozen=True)
class Why:
    """The last decision of a rule about a dossier. least: who had least in hand; absences: how many for each reason."""

    rule: AssignmentRule
    given: bool
    least: bool
    load: int
    among: int
    absences: dict[Absence, int]


def why(dossier: Dossier) -> Why | None:
    """Return why a rule gave the dossier to its holder or left it to the head; None when a person decided last."""
    acts = [act for act in ledger.acts_of_case(dossier.case_id) if act.verb in VERBS]
    if not acts or not acts[-1].data.get("rule"):
        return None
    last = acts[-1]
    rule = AssignmentRule.objects.select_related("procedure", "unit").get(id=last.data["rule"])
    absences = Counter(Absence(one) for one in last.data.get("absences", ()))
    load, among = last.data.get("load") or 0, last.data.get("among") or 0
    return Why(rule, last.verb == "dossier:assigned", rule.way == Way.LEAST, load, among, dict(absences))
