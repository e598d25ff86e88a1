# SPDX-License-Identifier: EUPL-1.2
"""After a reorganisation: open rounds and notes of yearly issues are kept, declarations owed, by units in force."""

from tinhso.kernel.casework.succession import Successions, follow
from tinhso.modules.scorecards.declaring.types import RoundState
from tinhso.modules.scorecards.models import Assessment, Declaration, Issue


@follow("scorecards")
def move_to_successors(successions: Successions) -> None:
    """Move standing offices and declaring units of what is not over; inside the caller's transaction."""
    ended = list(successions.mergers)
    for one in Assessment.objects.filter(office_id__in=ended, state=RoundState.OPEN):
        Assessment.objects.filter(id=one.id).update(office_id=successions.home_of(one.office_id, ""))
    for issue in Issue.objects.filter(office_id__in=ended, taken_back_at=None):
        Issue.objects.filter(id=issue.id).update(office_id=successions.home_of(issue.office_id, ""))
    owed = Declaration.objects.filter(unit_id__in=ended, assessment__state=RoundState.OPEN).select_related("case")
    for declaration in owed:
        if declaration.unit_id is not None:
            home = successions.home_of(declaration.unit_id, declaration.case.area_code)
            Declaration.objects.filter(case_id=declaration.case_id).update(unit_id=home)
