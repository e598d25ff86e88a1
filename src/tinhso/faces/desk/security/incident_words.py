# SPDX-License-Identifier: EUPL-1.2
"""Words of incidents: categories, severities, duties, lines of the list and of its file."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.kernel.casework import workflow
from tinhso.modules.security.types.incidents import Category, DutyKind, TaskState

CATEGORIES = {
    Category.MALICIOUS_CODE: gettext_lazy("Mã độc"),
    Category.INTRUSION: gettext_lazy("Xâm nhập, chiếm quyền"),
    Category.INTRUSION_ATTEMPT: gettext_lazy("Tấn công chưa thành công"),
    Category.AVAILABILITY: gettext_lazy("Từ chối dịch vụ, gián đoạn"),
    Category.INFORMATION: gettext_lazy("Lộ, mất, sửa thông tin"),
    Category.GATHERING: gettext_lazy("Rà quét, thu thập"),
    Category.ABUSIVE_CONTENT: gettext_lazy("Đổi giao diện, nội dung xấu"),
    Category.FRAUD: gettext_lazy("Lừa đảo, giả mạo"),
    Category.VULNERABLE: gettext_lazy("Lỗ hổng"),
    Category.OTHER: gettext_lazy("Loại khác"),
}
SEVERITIES = {
    1: gettext_lazy("1. Rất cao"),
    2: gettext_lazy("2. Cao"),
    3: gettext_lazy("3. Trung bình"),
    4: gettext_lazy("4. Thấp"),
}
HARMS = {
    "service": gettext_lazy("Dịch vụ bị gián đoạn"),
    "secret": gettext_lazy("Dữ liệu bí mật có thể bị lộ"),
    "data": gettext_lazy("Dữ liệu quan trọng bị hỏng, không khôi phục được"),
    "control": gettext_lazy("Mất quyền kiểm soát hệ thống"),
    "wide": gettext_lazy("Ảnh hưởng rộng, lan sang hệ thống cấp độ 4, 5 khác"),
}
DUTIES = {
    DutyKind.NOTICE: gettext_lazy("Thông báo sự cố"),
    DutyKind.INITIAL: gettext_lazy("Báo cáo ban đầu (Mẫu 03)"),
    DutyKind.CLOSING: gettext_lazy("Báo cáo kết thúc (Mẫu 04)"),
}
TASK_STATES = {
    TaskState.OPEN: gettext_lazy("Chưa làm"),
    TaskState.ASKED: gettext_lazy("Chờ đồng ý"),
    TaskState.DONE: gettext_lazy("Đã làm"),
    TaskState.SKIPPED: gettext_lazy("Bỏ qua"),
}
TASK_PHASES = {TaskState.OPEN: "open", TaskState.ASKED: "waiting", TaskState.DONE: "done", TaskState.SKIPPED: "dropped"}
TEXTS = {
    "effect": gettext_lazy("Thiệt hại, ảnh hưởng, mức độ lan rộng"),
    "measures": gettext_lazy("Biện pháp đã làm, dự kiến, kết quả"),
    "helpers": gettext_lazy("Đơn vị hỗ trợ, nhà cung cấp hạ tầng, viễn thông"),
    "proposals": gettext_lazy("Kiến nghị, đề xuất"),
    "root_cause": gettext_lazy("Nguyên nhân"),
    "lesson": gettext_lazy("Bài học, tác dụng của quy trình"),
}
STATES = {
    "open": gettext_lazy("Đang xử lý"),
    "over": gettext_lazy("Đã kết thúc"),
    "all": gettext_lazy("Tất cả"),
}
PHASES = {"open": "waiting", "working": "open", "waiting": "waiting", "done": "done", "dropped": "dropped"}


def line(one: Any, now: datetime) -> dict[str, Any]:
    """Return one line of the list."""
    state = workflow.state(one.case.kind, one.case.state)
    return {
        "incident": one,
        "case": one.case,
        "category": CATEGORIES[Category(one.category)],
        "severity": SEVERITIES[one.severity],
        "state": state.title,
        "phase": PHASES[one.case.phase],
        "is_late": one.case.due_at is not None and one.case.closed_at is None and one.case.due_at < now,
    }


def headers() -> list[str]:
    return [_("Số"), _("Sự cố"), _("Loại"), _("Mức"), _("Hệ thống"), _("Đơn vị"), _("Phát hiện"), _("Tình trạng"),
            _("Hạn báo cáo gần nhất"), _("Kết thúc"), _("Diễn tập")]  # fmt: skip


def row(told: dict[str, Any]) -> list[Any]:
    one, case = told["incident"], told["case"]
    return [case.number, case.title, str(told["category"]), str(told["severity"]), one.system_name, case.unit.name,
            one.detected_at, told["state"], case.due_at, case.closed_at, _("có") if one.is_drill else ""]  # fmt: skip
