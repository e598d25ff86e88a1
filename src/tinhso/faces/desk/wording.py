# SPDX-License-Identifier: EUPL-1.2
"""Words of the desk for codes of the kernel and the one-stop."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tinhso.kernel.casework import workflow

ROLES = {
    "reception": _("Một cửa"),
    "specialist": _("Chuyên viên"),
    "head": _("Phụ trách"),
    "leader": _("Lãnh đạo"),
    "clerk": _("Văn thư"),
    "controller": _("Kiểm soát thủ tục"),
    "operator": _("Quản trị hệ thống"),
    "auditor": _("Kiểm tra, giám sát"),
    "applicant": _("Người nộp hồ sơ"),
    "": _("Không còn việc"),
}
CHANNELS = {
    "truc_tiep": _("Trực tiếp tại quầy"),
    "truc_tuyen": _("Trực tuyến"),
    "buu_chinh": _("Bưu chính công ích"),
}
RETURNS = {
    "dien_tu": _("Điện tử, trên Cổng dịch vụ công"),
    "tai_quay": _("Tại quầy"),
    "buu_chinh": _("Qua bưu chính công ích"),
}
SOURCES = {
    "upload": _("Tải lên"),
    "scan": _("Quét tại quầy"),
    "shown": _("Đã xuất trình, không nộp"),
    "store": _("Dùng lại từ kho dữ liệu của người nộp"),
    "database": _("Không phải nộp: cán bộ tự tra cứu trong cơ sở dữ liệu"),
}
PACKETS = {
    "00": _("Đã gửi"),
    "01": _("Đã đến"),
    "02": _("Từ chối tiếp nhận"),
    "03": _("Đã tiếp nhận"),
    "04": _("Đã phân công"),
    "05": _("Đang xử lý"),
    "06": _("Hoàn thành"),
}
"""Where a document sent to another agency stands there."""
PACKET_TAGS = {"00": "open", "01": "open", "02": "error", "06": "done"}
CODES_UNSURE = {"deduced": _("mã suy ra"), "synthetic": _("mã tự đặt"), "knowledge": _("mã chưa đối chiếu")}
"""How unsure the identification code of an agency is; a confirmed one has no word."""


def state_title(case: Any) -> str:
    """Return the state of a case in words."""
    return workflow.state(case.kind, case.state).title


def turn_words(case: Any) -> str:
    """Return whose turn it is, in words."""
    return str(ROLES.get(case.turn, case.turn))
