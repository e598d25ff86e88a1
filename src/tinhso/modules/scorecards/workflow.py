# SPDX-License-Identifier: EUPL-1.2
"""The step table of a declaration of one component in a round of assessment."""

from tinhso.kernel.casework.types import Clock, Phase, Workflow
from tinhso.kernel.casework.workflow import states, steps

OPEN, WORKING, DONE, DROPPED = Phase.OPEN, Phase.WORKING, Phase.DONE, Phase.DROPPED
NONE, RUNNING, ENDED = Clock.NONE, Clock.RUNNING, Clock.ENDED
SOURCE = "quy ước của kỳ đánh giá (ADR 0046)"
OWED = "to_unit to_person"

DECLARATION = Workflow(
    kind="declaration",
    title="Kê khai chỉ số thành phần",
    initial="unassigned",
    states=states(
        ("unassigned", "Chưa giao đơn vị kê khai", OPEN, NONE, "system", ""),
        ("to_unit", "Chờ đơn vị kê khai", OPEN, RUNNING, "head", ""),
        ("to_person", "Chờ người được giao kê khai", WORKING, RUNNING, "specialist", ""),
        ("declared", "Đã kê khai, chờ cơ quan thường trực", WORKING, RUNNING, "specialist", ""),
        ("accepted", "Đã chấp nhận", DONE, ENDED, "controller", ""),
        ("lapsed", "Hết kỳ, không có kê khai được chấp nhận", DROPPED, ENDED, "", ""),
    ),
    steps=steps(
        ("assign", "Giao đơn vị kê khai", f"unassigned {OWED}", "to_unit", "controller head leader", SOURCE),
        ("pass_on", "Giao người kê khai", OWED, "to_person", "controller head leader", SOURCE),
        ("declare", "Kê khai", OWED, "declared", "specialist reception clerk head leader", SOURCE),
        ("accept", "Chấp nhận kê khai", "declared", "accepted", "controller head leader", SOURCE),
        ("send_back", "Trả lại kê khai", "declared", "to_unit", "controller head leader", SOURCE),
        ("ask_again", "Yêu cầu kê khai lại", "accepted", "to_unit", "controller head leader", SOURCE),
        ("lapse", "Kết thúc cùng kỳ đánh giá", f"unassigned {OWED} declared", "lapsed", "controller leader", SOURCE),
    ),
)
"""A declared one is held by the keeper of the round: the turn of a specialist shows it to who holds it."""
