# SPDX-License-Identifier: EUPL-1.2
"""The step tables of what stands beside a dossier: a check before it, consultations, linked parts, questions, feedback,
directives.

Read them as `workflow.py`, the table of the dossier itself.
"""

from tinhso.kernel.casework.types import Clock, Phase, Workflow
from tinhso.kernel.casework.workflow import states, steps

OPEN, WORKING, WAITING, DONE, DROPPED = Phase.OPEN, Phase.WORKING, Phase.WAITING, Phase.DONE, Phase.DROPPED
NONE, RUNNING, STOPPED, ENDED = Clock.NONE, Clock.RUNNING, Clock.STOPPED, Clock.ENDED

DIRECTING = "11/2025/TT-BKHCN"

CONSULTATION = Workflow(
    kind="consultation",
    title="Lấy ý kiến phối hợp",
    initial="asked",
    states=states(
        ("asked", "Chờ cho ý kiến", OPEN, RUNNING, "specialist", ""),
        ("answered", "Đã cho ý kiến", DONE, ENDED, "", ""),
        ("lapsed", "Hết hạn không trả lời", DROPPED, ENDED, "", ""),
    ),
    steps=steps(
        ("answer", "Cho ý kiến", "asked", "answered", "specialist head leader", "61/2018/NĐ-CP"),
        ("lapse", "Đóng vì không trả lời", "asked", "lapsed", "specialist system", "61/2018/NĐ-CP"),
    ),
)

PRECHECK = Workflow(
    kind="precheck",
    title="Kiểm tra trước khi nộp",
    initial="asked",
    states=states(
        ("asked", "Chờ kiểm tra trước", OPEN, NONE, "reception", ""),
        ("answered", "Đã kiểm tra", DONE, ENDED, "", ""),
        ("ended", "Không cần kiểm tra nữa", DROPPED, ENDED, "", ""),
    ),
    steps=steps(
        ("answer", "Trả lời kiểm tra", "asked", "answered", "reception", "61/2018/NĐ-CP"),
        ("end", "Thôi kiểm tra", "asked", "ended", "applicant system", "61/2018/NĐ-CP"),
    ),
)

FEEDBACK = Workflow(
    kind="feedback",
    title="Phản ánh, kiến nghị",
    initial="sent",
    states=states(
        ("sent", "Chờ xử lý", OPEN, RUNNING, "head", ""),
        ("more_wanted", "Chờ người gửi nói rõ", WAITING, STOPPED, "applicant", ""),
        ("answered", "Đã trả lời", DONE, ENDED, "", ""),
        ("refused", "Từ chối tiếp nhận", DROPPED, ENDED, "", ""),
        ("taken_back", "Người gửi đã rút", DROPPED, ENDED, "", ""),
    ),
    steps=steps(
        ("answer", "Trả lời", "sent", "answered", "head leader", "766/QĐ-TTg"),
        ("refuse", "Từ chối tiếp nhận", "sent", "refused", "head leader", "766/QĐ-TTg"),
        ("ask_more", "Đề nghị nói rõ", "sent", "more_wanted", "head leader", "766/QĐ-TTg"),
        ("tell_more", "Nói rõ thêm", "more_wanted", "sent", "applicant", "766/QĐ-TTg"),
        ("take_back", "Rút phản ánh", "sent more_wanted", "taken_back", "applicant", "766/QĐ-TTg"),
    ),
)

DATA_QUESTION = Workflow(
    kind="data_question",
    title="Hỏi về một lần xem dữ liệu",
    initial="asked",
    states=states(
        ("asked", "Chờ đơn vị trả lời", OPEN, RUNNING, "head", ""),
        ("answered", "Đã trả lời", DONE, ENDED, "", ""),
        ("refused", "Từ chối trả lời", DROPPED, ENDED, "", ""),
    ),
    steps=steps(
        ("answer", "Trả lời", "asked", "answered", "head leader", "766/QĐ-TTg"),
        ("refuse", "Từ chối trả lời", "asked", "refused", "head leader", "766/QĐ-TTg"),
    ),
)

LINKED_PART = Workflow(
    kind="linked_part",
    title="Phần việc liên thông",
    initial="planned",
    states=states(
        ("planned", "Chờ phần việc trước", OPEN, NONE, "system", ""),
        ("sent", "Đã gửi, chờ xác nhận", OPEN, RUNNING, "reception", ""),
        ("accepted", "Đang thực hiện", WORKING, RUNNING, "specialist", ""),
        ("answered", "Đã trả kết quả", DONE, ENDED, "", ""),
        ("lapsed", "Hết hạn không trả lời", DROPPED, ENDED, "", ""),
        ("recalled", "Đã rút lại", DROPPED, ENDED, "", ""),
    ),
    steps=steps(
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

DIRECTIVE = Workflow(
    kind="directive",
    title="Ý kiến chỉ đạo",
    initial="to_unit",
    states=states(
        ("to_unit", "Chờ đơn vị thực hiện", OPEN, RUNNING, "head", ""),
        ("to_person", "Đang thực hiện", WORKING, RUNNING, "specialist", ""),
        ("reported", "Đã báo cáo, chờ xác nhận", WORKING, RUNNING, "specialist", ""),
        ("confirmed", "Đã xác nhận hoàn thành", DONE, ENDED, "", ""),
        ("taken_back", "Đã rút", DROPPED, ENDED, "", ""),
    ),
    steps=steps(
        ("pass_on", "Giao người thực hiện", "to_unit to_person", "to_person", "head leader", DIRECTING),
        ("report", "Báo cáo kết quả", "to_unit to_person", "reported", "specialist reception head leader", DIRECTING),
        ("confirm", "Xác nhận hoàn thành", "reported", "confirmed", "head leader", DIRECTING),
        ("send_back", "Yêu cầu thực hiện lại", "reported", "to_person", "head leader", DIRECTING),
        ("take_back", "Rút chỉ đạo", "to_unit to_person reported", "taken_back", "head leader", DIRECTING),
    ),
)
"""A state held by a person has the turn of a specialist whatever the post: the inbox shows it to who holds it."""
