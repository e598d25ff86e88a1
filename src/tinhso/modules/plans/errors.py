# SPDX-License-Identifier: EUPL-1.2
"""What a plan refuses."""

from tinhso.kernel.events.errors import Conflict, NotAllowed, Refused


class NotYourPlan(NotAllowed):
    """The plan belongs to another standing office."""


class NotYourTask(NotAllowed):
    """The task is another unit's or another officer's."""


class PlanIncomplete(Refused):
    """A plan, a goal or a task that lacks something; `code` names the box of the form."""


class PlanNotOpen(Refused):
    """The plan is not in the state this needs (draft, in force)."""


class AmountDoubtful(Refused):
    """An amount that differs from a known one of the same thing by a factor of 100 or more; say why or mend it."""


class PlanChangedMeanwhile(Conflict):
    """Somebody saved the plan after the page was opened."""
