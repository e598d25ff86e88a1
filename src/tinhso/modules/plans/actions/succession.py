# SPDX-License-Identifier: EUPL-1.2
"""After a reorganisation: open tasks are led, and plans kept, by units in force."""

from tinhso.kernel.casework.succession import Successions, follow
from tinhso.kernel.registry.models import Unit
from tinhso.modules.plans.models import Plan, Task
from tinhso.modules.plans.types import PlanState


@follow("plans")
def move_to_successors(successions: Successions) -> None:
    """Move leads, helpers and standing offices of what is not over; inside the caller's transaction."""
    ended = list(successions.mergers)
    for plan in Plan.objects.filter(office_id__in=ended).exclude(state=PlanState.CLOSED):
        Plan.objects.filter(id=plan.id).update(office_id=successions.home_of(plan.office_id, ""))
    for task in Task.objects.filter(lead_id__in=ended, case__closed_at=None).select_related("case"):
        Task.objects.filter(case_id=task.case_id).update(lead_id=successions.home_of(task.lead_id, task.case.area_code))
    for task in Task.objects.filter(helpers__in=ended, case__closed_at=None).distinct():
        today = {successions.home_of(one, "") for one in task.helpers.values_list("id", flat=True)}
        lead_id = Task.objects.get(case_id=task.case_id).lead_id
        task.helpers.set(Unit.objects.filter(id__in=today - {lead_id}))
