# SPDX-License-Identifier: EUPL-1.2
"""Which steps of a dossier may be taken back, by which step of the table, and why the others are final. Pure.

May be taken back: what stays between officers of one unit and is not signed. Final: what somebody outside was told of,
what another body began to work on, what money or a signature hangs on. How long: a rule of the house, no law.
Source: 224/2026/NĐ-CP, Điều 23 khoản 6 (undo of an operation already performed, to be given priority).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

WINDOW: Final = timedelta(minutes=10)
TOLD = "Người nộp được báo ngay khi thực hiện."
ELSEWHERE = "Cơ quan khác đã nhận việc; hãy kết thúc việc đó theo đúng bước của nó."
MONEY = "Gắn với tiền và chứng từ; sửa bằng bút toán mới."
SIGNED = "Văn bản đã ký số; chỉ thu hồi hoặc đính chính được."
AGAIN = "Làm lại bước là đủ: không mất gì."


@dataclass(frozen=True)
class Undo:
    """How an act is taken back: by which step. after: verbs that must come right before it; empty: any."""

    step: str
    title: str
    after: frozenset[str] = frozenset()


UNDOS: Final[Mapping[str, Undo]] = {
    "dossier:assigned": Undo(
        "take_back_assignment", "phân công", frozenset({"dossier:received", "dossier:originals:taken"})
    ),
    "dossier:started": Undo("take_back_start", "bắt đầu thẩm định"),
    "dossier:step:passed": Undo("take_back_pass", "báo xong bước"),
    "dossier:result:proposed": Undo("take_back_proposal", "trình ký kết quả"),
    "dossier:refusal:proposed": Undo("take_back_proposal", "trình ký từ chối"),
    "dossier:review:submitted": Undo("take_back_proposal", "trình xem xét dự thảo"),
    "dossier:review:approved": Undo("take_back_approval", "đồng ý dự thảo"),
}
"""By the verb of the act that is taken back."""

TAKEN_BACK: Final = frozenset(
    {"assign", "start", "pass_step", "propose_result", "propose_refusal", "submit_review"}
) | {
    "approve_result",
    "approve_refusal",
}
"""Steps of the table whose acts stand in `UNDOS`."""

FINAL: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ("receive", "request_intake_supplement", "answer_intake_supplement", "refuse_intake", "redirect"), TOLD
    ),
    **dict.fromkeys(("request_supplement", "supply", "accept_supplement", "stop_unanswered", "stop"), TOLD),
    **dict.fromkeys(("request_withdrawal", "return_result", "mark_unclaimed", "recall_result"), TOLD),
    **dict.fromkeys(("consult", "close_consultation", "forward_peer", "forward_up", "close_forward"), ELSEWHERE),
    **dict.fromkeys(("register_bundle", "send_originals", "take_originals"), ELSEWHERE),
    **dict.fromkeys(("request_duty", "settle_duty", "check_duty"), MONEY),
    **dict.fromkeys(("sign_result", "sign_refusal", "sign_correction", "archive"), SIGNED),
    **dict.fromkeys(("send_back", "send_back_review", "send_back_correction", "propose_correction"), AGAIN),
    **dict.fromkeys(("verify", "close_verification", "pass_review", "propose_at_once"), AGAIN),
}
"""Steps of the table that cannot be taken back, each with the reason."""
