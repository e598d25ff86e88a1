# SPDX-License-Identifier: EUPL-1.2
"""The step table of a dossier that proposes a level (hồ sơ đề xuất cấp độ).

A level in force ends its case: a change of level repeats the whole procedure (Điều 18), in a new dossier.
"""

from tinhso.kernel.casework.types import Clock, Phase, Workflow
from tinhso.kernel.casework.workflow import states, steps

OPEN, WORKING, DONE, DROPPED = Phase.OPEN, Phase.WORKING, Phase.DONE, Phase.DROPPED
NONE, RUNNING, ENDED = Clock.NONE, Clock.RUNNING, Clock.ENDED
DECREE = "85/2016/NĐ-CP"

LEVEL_DOSSIER = Workflow(
    kind="level_dossier",
    title="Hồ sơ đề xuất cấp độ",
    initial="drafting",
    states=states(
        ("drafting", "Đang lập hồ sơ", OPEN, NONE, "specialist", ""),
        ("checking", "Kiểm tra tính đầy đủ", WORKING, RUNNING, "specialist", ""),
        ("appraising", "Đang thẩm định", WORKING, RUNNING, "specialist", ""),
        ("approving", "Chờ phê duyệt", WORKING, RUNNING, "leader", ""),
        ("in_force", "Cấp độ có hiệu lực", DONE, ENDED, "", ""),
        ("dropped", "Đã bỏ hồ sơ", DROPPED, ENDED, "", ""),
    ),
    steps=steps(
        ("submit", "Gửi thẩm định", "drafting", "checking", "head leader", f"{DECREE}, Điều 13, 14"),
        ("accept", "Nhận hồ sơ đầy đủ", "checking", "appraising", "specialist head leader", f"{DECREE}, Điều 16"),
        ("send_back", "Trả lại để bổ sung", "checking appraising approving", "drafting",
         "specialist head leader", f"{DECREE}, Điều 16"),
        ("appraise", "Ghi ý kiến thẩm định", "appraising", "approving", "head leader", f"{DECREE}, Điều 16"),
        ("approve", "Phê duyệt cấp độ", "approving", "in_force", "leader", f"{DECREE}, Điều 17"),
        ("drop", "Bỏ hồ sơ", "drafting", "dropped", "head leader", f"{DECREE}, Điều 18"),
    ),
)  # fmt: skip
