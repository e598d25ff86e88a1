# SPDX-License-Identifier: EUPL-1.2
"""The step table of an infected machine: told to its unit, isolated, cleaned, checked again, closed.

The plans of the provinces ask that machines at warned addresses be handled; they give no number of days, so none runs
here. A machine that is seen again falls back to the beginning, however far its work had come.
"""

from tinhso.kernel.casework.types import Clock, Phase, Workflow
from tinhso.kernel.casework.workflow import states, steps

OPEN, WORKING, DONE, DROPPED = Phase.OPEN, Phase.WORKING, Phase.DONE, Phase.DROPPED
NONE, ENDED = Clock.NONE, Clock.ENDED
SOURCE = "kế hoạch của tỉnh: xử lý địa chỉ trong danh sách cảnh báo (3015/KH-UBND Gia Lai 2023)"
OURS = "quy tắc của hệ thống"
ROLES = "head leader specialist operator"

INFECTED_MACHINE = Workflow(
    kind="infected_machine",
    title="Máy nhiễm mã độc",
    initial="notified",
    states=states(
        ("notified", "Đã báo đơn vị, chờ cô lập", OPEN, NONE, "head", ""),
        ("isolated", "Đã cô lập, đang làm sạch", WORKING, NONE, "head", ""),
        ("cleaned", "Đã làm sạch, chờ kiểm tra lại", WORKING, NONE, "head", ""),
        ("rechecked", "Đã kiểm tra lại, chờ kết thúc", WORKING, NONE, "head", ""),
        ("closed", "Đã xử lý xong", DONE, ENDED, "", ""),
        ("dismissed", "Không nhiễm mã độc", DROPPED, ENDED, "", ""),
    ),
    steps=steps(
        ("isolate", "Ghi đã cô lập máy", "notified", "isolated", ROLES, SOURCE),
        ("clean", "Ghi đã làm sạch máy", "isolated", "cleaned", ROLES, SOURCE),
        ("recheck", "Ghi kết quả kiểm tra lại", "cleaned", "rechecked", ROLES, SOURCE),
        ("close", "Kết thúc", "rechecked", "closed", "head leader operator", SOURCE),
        ("see_again", "Phát hiện lại", "isolated cleaned rechecked", "notified", "system", OURS),
        ("dismiss", "Xác định máy không nhiễm", "notified isolated", "dismissed", "head leader operator", OURS),
    ),
)
