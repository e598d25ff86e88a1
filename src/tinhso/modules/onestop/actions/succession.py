# SPDX-License-Identifier: EUPL-1.2
"""After a reorganisation: the units and communes that open dossiers and drafts name are those of today."""

from django.db.models import Q

from tinhso.kernel.casework.succession import Successions, follow
from tinhso.modules.onestop.models import Dossier, Draft


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
    # One by one: a code of before may be the new code of another commune.
    for draft in Draft.objects.filter(commune_code__in=list(successions.areas)).only("id", "commune_code"):
        Draft.objects.filter(id=draft.id).update(commune_code=successions.area_now(draft.commune_code))
