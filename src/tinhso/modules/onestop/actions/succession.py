# SPDX-License-Identifier: EUPL-1.2
"""After a reorganisation: the units and communes that open dossiers and drafts name are those of today."""

from django.db.models import Q

from tinhso.kernel.casework.succession import Successions, follow
from tinhso.modules.onestop.models import Directive, Dossier, Draft


@follow("onestop")
def move_to_successors(successions: Successions) -> None:
    """Let every open dossier be received, resolved and returned by units in force; inside the caller's transaction.

    Its code, book line and papers keep what they were given: they are history.
    """
    ended = list(successions.mergers)
    named = Q(receiving_unit_id__in=ended) | Q(resolving_unit_id__in=ended)
    for dossier in Dossier.objects.filter(named).exclude(case__turn="").select_related("case"):
        area = dossier.case.area_code
        Dossier.objects.filter(case_id=dossier.case_id).update(
            receiving_unit_id=successions.home_of(dossier.receiving_unit_id, area),
            resolving_unit_id=successions.home_of(dossier.resolving_unit_id, area),
        )
    told = Q(unit_id__in=ended) | Q(giver_unit_id__in=ended)
    for found in Directive.objects.filter(told, case__closed_at=None).select_related("case"):
        area = found.case.area_code
        Directive.objects.filter(case_id=found.case_id).update(
            unit_id=successions.home_of(found.unit_id, area),
            giver_unit_id=successions.home_of(found.giver_unit_id, area),
        )
    # One by one: a code of before may be the new code of another commune.
    for draft in Draft.objects.filter(commune_code__in=list(successions.areas)).only("id", "commune_code"):
        Draft.objects.filter(id=draft.id).update(commune_code=successions.area_now(draft.commune_code))
