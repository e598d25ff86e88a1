# SPDX-License-Identifier: EUPL-1.2
"""The step tables of a dossier, a consultation and a linked part: who may move what from where, under which article.

Read it as the law's own table: one line per state (title, phase, clock, whose turn, code on the national portal) and
one line per step. "Overdue" is no state: it is computed from dates and cannot be hidden by moving the dossier.
Source: Nghị định 61/2018/NĐ-CP, 118/2025/NĐ-CP; state codes of the national portal.
"""

from tinhso.kernel.casework.types import Clock, Phase, State, Step, Workflow


def _states(
    *rows: tuple[str, str, Phase, Clock, str, str] | tuple[str, str, Phase, Clock, str, str, bool],
) -> dict[str, State]:
    return {row[0]: State(*row) for row in rows}


def _steps(*rows: tuple[str, str, str, str, str, str]) -> dict[str, Step]:
    """Each row: name, title, source states, target, roles, law; lists are words with spaces between."""
    return {
        name: Step(name, title, frozenset(sources.split()), target, frozenset(roles.split()), law)
        for name, title, sources, target, roles, law in rows
    }


OPEN, WORKING, WAITING, DONE, DROPPED = Phase.OPEN, Phase.WORKING, Phase.WAITING, Phase.DONE, Phase.DROPPED
NONE, RUNNING, STOPPED, ENDED = Clock.NONE, Clock.RUNNING, Clock.STOPPED, Clock.ENDED

DOSSIER = Workflow(
    kind="dossier",
    title="Hồ sơ thủ tục hành chính",
    initial="submitted",
    states=_states(
        ("submitted", "Mới đăng ký, chờ tiếp nhận", OPEN, NONE, "reception", "1"),
        ("intake_supplement", "Chờ bổ sung trước khi tiếp nhận", WAITING, NONE, "applicant", "5"),
        ("intake_refused", "Từ chối tiếp nhận", DROPPED, ENDED, "", "3"),
        ("received", "Được tiếp nhận, chờ phân công", OPEN, RUNNING, "head", "2"),
        ("transferring", "Đang chuyển bản giấy đến cơ quan giải quyết", OPEN, RUNNING, "head", "2"),
        ("assigned", "Đã phân công", WORKING, RUNNING, "specialist", "4"),
        ("processing", "Đang thẩm định", WORKING, RUNNING, "specialist", "4"),
        ("consulting", "Lấy ý kiến cơ quan phối hợp", WORKING, RUNNING, "specialist", "4"),
        ("forwarded_peer", "Liên thông cùng cấp", WORKING, RUNNING, "specialist", "4"),
        ("forwarded_up", "Liên thông khác cấp", WORKING, RUNNING, "specialist", "4"),
        ("verifying", "Đang xác minh", WORKING, RUNNING, "specialist", "4"),
        ("finance_wait", "Tạm dừng chờ thực hiện nghĩa vụ tài chính", WAITING, STOPPED, "applicant", "6"),
        ("finance_paid", "Đã nộp, chờ đối chiếu", WORKING, RUNNING, "specialist", "4"),
        ("supplement_requested", "Chờ bổ sung", WAITING, STOPPED, "applicant", "5", True),
        ("supplement_received", "Đã bổ sung, chờ kiểm tra", WORKING, RUNNING, "specialist", "4"),
        ("awaiting_signature", "Chờ ký duyệt kết quả", WORKING, RUNNING, "leader", "4"),
        ("rejected_draft", "Không đủ điều kiện, chờ ký văn bản", WORKING, RUNNING, "leader", "4"),
        ("withdraw_requested", "Công dân yêu cầu rút", WAITING, STOPPED, "reception", "7"),
        ("stopped", "Dừng xử lý", DROPPED, ENDED, "", "8"),
        ("refused", "Từ chối giải quyết", DROPPED, ENDED, "", "8"),
        ("completed", "Đã xử lý xong, chờ trả kết quả", DONE, ENDED, "reception", "9"),
        ("result_unclaimed", "Quá ngày hẹn chưa đến nhận kết quả", DONE, ENDED, "reception", "9"),
        ("returned", "Đã trả kết quả", DONE, ENDED, "", "10"),
        ("result_corrected", "Thu hồi, đính chính kết quả", WORKING, NONE, "specialist", "10"),
        ("correction_signing", "Chờ ký kết quả đính chính", WORKING, NONE, "leader", "10"),
        ("archived", "Đã nộp lưu", DONE, ENDED, "", "10"),
    ),
    steps=_steps(
        ("receive", "Tiếp nhận", "submitted", "received", "reception", "118/2025/NĐ-CP, Điều 17"),
        (
            "request_intake_supplement",
            "Yêu cầu bổ sung",
            "submitted",
            "intake_supplement",
            "reception",
            "66.7/2025/NQ-CP",
        ),
        (
            "answer_intake_supplement",
            "Nộp bổ sung",
            "intake_supplement",
            "submitted",
            "applicant",
            "66.7/2025/NQ-CP",
        ),
        ("refuse_intake", "Từ chối tiếp nhận", "submitted", "intake_refused", "reception", "61/2018/NĐ-CP"),
        ("redirect", "Chuyển cơ quan có thẩm quyền", "submitted", "submitted", "reception", "61/2018/NĐ-CP"),
        (
            "send_originals",
            "Chuyển bản giấy đến cơ quan giải quyết",
            "received",
            "transferring",
            "reception",
            "61/2018/NĐ-CP",
        ),
        ("take_originals", "Nhận bản giấy", "transferring", "received", "reception head", "61/2018/NĐ-CP"),
        (
            "assign",
            "Phân công",
            "received transferring assigned processing supplement_received",
            "assigned",
            "head leader",
            "61/2018/NĐ-CP",
        ),
        ("start", "Bắt đầu thẩm định", "assigned", "processing", "specialist", "61/2018/NĐ-CP"),
        ("consult", "Lấy ý kiến cơ quan phối hợp", "processing", "consulting", "specialist", "61/2018/NĐ-CP"),
        (
            "close_consultation",
            "Kết thúc lấy ý kiến",
            "consulting",
            "processing",
            "specialist system",
            "61/2018/NĐ-CP",
        ),
        ("forward_peer", "Chuyển liên thông cùng cấp", "processing", "forwarded_peer", "specialist", "61/2018/NĐ-CP"),
        ("forward_up", "Chuyển cơ quan cấp trên", "processing", "forwarded_up", "specialist", "61/2018/NĐ-CP"),
        (
            "register_bundle",
            "Ghi kết quả, chuyển các phần liên thông",
            "processing",
            "forwarded_peer",
            "specialist",
            "63/2024/NĐ-CP",
        ),
        (
            "close_forward",
            "Kết thúc liên thông",
            "forwarded_peer forwarded_up",
            "processing",
            "specialist system",
            "61/2018/NĐ-CP",
        ),
        ("verify", "Xác minh", "processing", "verifying", "specialist", "61/2018/NĐ-CP"),
        ("close_verification", "Kết thúc xác minh", "verifying", "processing", "specialist", "61/2018/NĐ-CP"),
        (
            "request_duty",
            "Chuyển thực hiện nghĩa vụ tài chính",
            "processing",
            "finance_wait",
            "specialist",
            "118/2025/NĐ-CP, Điều 24",
        ),
        (
            "settle_duty",
            "Ghi nhận đã nộp",
            "finance_wait",
            "finance_paid",
            "reception system",
            "118/2025/NĐ-CP, Điều 24",
        ),
        (
            "check_duty",
            "Đối chiếu chứng từ",
            "finance_paid",
            "processing",
            "specialist",
            "118/2025/NĐ-CP, Điều 24",
        ),
        (
            "request_supplement",
            "Yêu cầu bổ sung",
            "assigned processing",
            "supplement_requested",
            "specialist",
            "61/2018/NĐ-CP",
        ),
        (
            "supply",
            "Nộp bổ sung",
            "supplement_requested",
            "supplement_received",
            "applicant reception",
            "61/2018/NĐ-CP",
        ),
        (
            "accept_supplement",
            "Nhận phần bổ sung",
            "supplement_received",
            "processing",
            "specialist",
            "61/2018/NĐ-CP",
        ),
        (
            "stop_unanswered",
            "Dừng vì không bổ sung",
            "supplement_requested",
            "stopped",
            "head leader",
            "03/2025/TT-VPCP, Điều 7",
        ),
        (
            "propose_result",
            "Trình ký kết quả",
            "processing",
            "awaiting_signature",
            "specialist",
            "118/2025/NĐ-CP, Điều 22",
        ),
        (
            "propose_refusal",
            "Trình ký từ chối",
            "processing",
            "rejected_draft",
            "specialist",
            "61/2018/NĐ-CP",
        ),
        (
            "send_back",
            "Trả lại để sửa",
            "awaiting_signature rejected_draft",
            "processing",
            "leader",
            "61/2018/NĐ-CP",
        ),
        ("sign_result", "Ký kết quả", "awaiting_signature", "completed", "leader", "118/2025/NĐ-CP, Điều 22"),
        ("sign_refusal", "Ký từ chối", "rejected_draft", "refused", "leader", "61/2018/NĐ-CP"),
        (
            "request_withdrawal",
            "Rút hồ sơ",
            "submitted intake_supplement received transferring assigned processing verifying consulting finance_wait "
            "finance_paid supplement_requested supplement_received forwarded_peer forwarded_up",
            "withdraw_requested",
            "applicant",
            "118/2025/NĐ-CP, Điều 21",
        ),
        (
            "stop",
            "Dừng giải quyết theo yêu cầu",
            "withdraw_requested",
            "stopped",
            "reception",
            "03/2025/TT-VPCP, Điều 7",
        ),
        ("mark_unclaimed", "Ghi nhận chưa đến nhận", "completed", "result_unclaimed", "system", "118/2025/NĐ-CP"),
        (
            "return_result",
            "Trả kết quả",
            "completed result_unclaimed",
            "returned",
            "reception system",
            "118/2025/NĐ-CP",
        ),
        ("recall_result", "Thu hồi, đính chính kết quả", "returned", "result_corrected", "leader", "61/2018/NĐ-CP"),
        (
            "propose_correction",
            "Trình ký kết quả đính chính",
            "result_corrected",
            "correction_signing",
            "specialist",
            "61/2018/NĐ-CP",
        ),
        (
            "send_back_correction",
            "Trả lại để sửa",
            "correction_signing",
            "result_corrected",
            "leader",
            "61/2018/NĐ-CP",
        ),
        (
            "sign_correction",
            "Ký kết quả đính chính",
            "correction_signing",
            "completed",
            "leader",
            "61/2018/NĐ-CP",
        ),
        ("archive", "Nộp lưu", "returned", "archived", "clerk reception", "13/2023/TT-BNV"),
    ),
)

CONSULTATION = Workflow(
    kind="consultation",
    title="Lấy ý kiến phối hợp",
    initial="asked",
    states=_states(
        ("asked", "Chờ cho ý kiến", OPEN, RUNNING, "specialist", ""),
        ("answered", "Đã cho ý kiến", DONE, ENDED, "", ""),
        ("lapsed", "Hết hạn không trả lời", DROPPED, ENDED, "", ""),
    ),
    steps=_steps(
        ("answer", "Cho ý kiến", "asked", "answered", "specialist head leader", "61/2018/NĐ-CP"),
        ("lapse", "Đóng vì không trả lời", "asked", "lapsed", "specialist system", "61/2018/NĐ-CP"),
    ),
)

DATA_QUESTION = Workflow(
    kind="data_question",
    title="Hỏi về một lần xem dữ liệu",
    initial="asked",
    states=_states(
        ("asked", "Chờ đơn vị trả lời", OPEN, RUNNING, "head", ""),
        ("answered", "Đã trả lời", DONE, ENDED, "", ""),
        ("refused", "Từ chối trả lời", DROPPED, ENDED, "", ""),
    ),
    steps=_steps(
        ("answer", "Trả lời", "asked", "answered", "head leader", "766/QĐ-TTg"),
        ("refuse", "Từ chối trả lời", "asked", "refused", "head leader", "766/QĐ-TTg"),
    ),
)

LINKED_PART = Workflow(
    kind="linked_part",
    title="Phần việc liên thông",
    initial="planned",
    states=_states(
        ("planned", "Chờ phần việc trước", OPEN, NONE, "system", ""),
        ("sent", "Đã gửi, chờ xác nhận", OPEN, RUNNING, "reception", ""),
        ("accepted", "Đang thực hiện", WORKING, RUNNING, "specialist", ""),
        ("answered", "Đã trả kết quả", DONE, ENDED, "", ""),
        ("lapsed", "Hết hạn không trả lời", DROPPED, ENDED, "", ""),
        ("recalled", "Đã rút lại", DROPPED, ENDED, "", ""),
    ),
    steps=_steps(
        ("begin", "Giao việc", "planned", "sent", "system", "61/2018/NĐ-CP"),
        (
            "acknowledge",
            "Xác nhận đã nhận",
            "sent",
            "accepted",
            "reception specialist head leader",
            "63/2024/NĐ-CP, Điều 7",
        ),
        ("answer", "Trả kết quả", "accepted", "answered", "specialist head leader", "61/2018/NĐ-CP"),
        ("lapse", "Đóng vì không trả lời", "sent accepted", "lapsed", "system", "61/2018/NĐ-CP"),
        ("recall", "Rút lại", "planned sent accepted", "recalled", "system", "61/2018/NĐ-CP"),
    ),
)

RUNNING_STATES = frozenset(key for key, state in DOSSIER.states.items() if state.clock is Clock.RUNNING)
"""States in which the legal clock runs: an apology and a new date are possible."""
