# SPDX-License-Identifier: EUPL-1.2
"""What people do with plans, goals, tasks and money."""

from tinhso.modules.plans.actions.annex_signing import SignedAnnex, sign_annex
from tinhso.modules.plans.actions.annex_taking import RowTold, take_annex
from tinhso.modules.plans.actions.estimates import EffectTold, EstimateTold, state_effects
from tinhso.modules.plans.actions.goals import GoalTold, add_goal, change_goal, remove_goal
from tinhso.modules.plans.actions.money import BaseTold, MoneyTold, enter_base, enter_money
from tinhso.modules.plans.actions.plans import PlanTold, change_plan, close_plan, draft_plan, issue_plan
from tinhso.modules.plans.actions.tasks import TaskTold, change_task, plan_task, plan_tasks
from tinhso.modules.plans.actions.work import (
    Proof,
    confirm_task,
    pass_on_task,
    put_off_task,
    report_task,
    send_task_back,
    take_task_back,
    tell_progress,
)

__all__ = [
    "BaseTold",
    "EffectTold",
    "EstimateTold",
    "GoalTold",
    "MoneyTold",
    "PlanTold",
    "Proof",
    "RowTold",
    "SignedAnnex",
    "TaskTold",
    "add_goal",
    "change_goal",
    "change_plan",
    "change_task",
    "close_plan",
    "confirm_task",
    "draft_plan",
    "enter_base",
    "enter_money",
    "issue_plan",
    "pass_on_task",
    "plan_task",
    "plan_tasks",
    "put_off_task",
    "remove_goal",
    "report_task",
    "send_task_back",
    "sign_annex",
    "state_effects",
    "take_annex",
    "take_task_back",
    "tell_progress",
]
