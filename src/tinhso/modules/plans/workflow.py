# SPDX-License-Identifier: EUPL-1.2
"""The step table of a task of a plan. "Overdue" and the lights are no states: they are computed (`rules`)."""

from tinhso.kernel.casework.types import Clock, Phase, Workflow
from tinhso.kernel.casework.workflow import states, steps

OPEN, WORKING, DONE, DROPPED = Phase.OPEN, Phase.WORKING, Phase.DONE, Phase.DROPPED
NONE, RUNNING, ENDED = Clock.NONE, Clock.RUNNING, Clock.ENDED
SOURCE = "kế hoạch đã ban hành"

PLAN_TASK = Workflow(
    kind="plan_task",
    title="Nhiệm vụ của kế hoạch",
    initial="planned",
    states=states(
        ("planned", "Trong dự thảo, chưa giao", OPEN, NONE, "system", ""),
        ("to_unit", "Chờ đơn vị chủ trì giao người", OPEN, RUNNING, "head", ""),
        ("to_person", "Đang thực hiện", WORKING, RUNNING, "specialist", ""),
        ("reported", "Đã báo cáo, chờ xác nhận", WORKING, RUNNING, "specialist", ""),
        ("confirmed", "Đã xác nhận hoàn thành", DONE, ENDED, "", ""),
        ("taken_back", "Đã rút", DROPPED, ENDED, "", ""),
    ),
    steps=steps(
        ("give", "Giao nhiệm vụ", "planned", "to_unit", "leader", SOURCE),
        ("pass_on", "Giao người thực hiện", "to_unit to_person", "to_person", "head leader", SOURCE),
        ("report", "Báo cáo hoàn thành", "to_unit to_person", "reported", "specialist head leader", SOURCE),
        ("confirm", "Xác nhận hoàn thành", "reported", "confirmed", "controller head leader", SOURCE),
        ("send_back", "Yêu cầu thực hiện lại", "reported", "to_unit", "controller head leader", SOURCE),
        ("take_back", "Rút nhiệm vụ", "planned to_unit to_person reported", "taken_back", "controller leader", SOURCE),
    ),
)
"""A reported task is held by the keeper of the plan: the turn of a specialist shows it to who holds it."""
