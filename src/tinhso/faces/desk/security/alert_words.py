# SPDX-License-Identifier: EUPL-1.2
"""Words of alerts: levels, states, outcomes, lines of the list and of its file."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.modules.security.types import AlertState, CloseReason

LEVELS = {
    "critical": gettext_lazy("Nghiêm trọng"),
    "high": gettext_lazy("Cao"),
    "medium": gettext_lazy("Trung bình"),
    "low": gettext_lazy("Thấp"),
    "informational": gettext_lazy("Để biết"),
}
LEVEL_PHASES = {"critical": "error", "high": "error", "medium": "waiting", "low": "open", "informational": "open"}
STATES = {
    AlertState.NEW: gettext_lazy("Mới"),
    AlertState.TAKEN: gettext_lazy("Đang xem xét"),
    AlertState.IN_INCIDENT: gettext_lazy("Thuộc sự cố"),
    AlertState.CLOSED: gettext_lazy("Đã đóng"),
}
STATE_PHASES = {
    AlertState.NEW: "waiting", AlertState.TAKEN: "open", AlertState.IN_INCIDENT: "open", AlertState.CLOSED: "done",
}  # fmt: skip
FILTERS = {
    "open": gettext_lazy("Đang mở"),
    "new": gettext_lazy("Mới"),
    "taken": gettext_lazy("Đang xem xét"),
    "in_incident": gettext_lazy("Thuộc sự cố"),
    "closed": gettext_lazy("Đã đóng"),
    "all": gettext_lazy("Tất cả"),
}
OUTCOMES = {
    CloseReason.FALSE_POSITIVE: gettext_lazy("Báo nhầm: luật bắt phải việc bình thường"),
    CloseReason.EXPECTED: gettext_lazy("Việc có kế hoạch, đã biết trước"),
    CloseReason.HANDLED: gettext_lazy("Có thật, đã xử lý tại chỗ, không thành sự cố"),
}
WITHDRAWN = gettext_lazy("Tự đóng: sự kiện đến muộn làm cảnh báo không còn đúng")


def line(one: Any) -> dict[str, Any]:
    """Return one line of the list."""
    state = AlertState(one.state)
    return {
        "alert": one,
        "level": LEVELS[one.level],
        "level_phase": LEVEL_PHASES[one.level],
        "state": STATES[state],
        "state_phase": STATE_PHASES[state],
        "outcome": OUTCOMES.get(CloseReason(one.reason), WITHDRAWN) if one.reason else "",
    }


def headers() -> list[str]:
    return [_("Mức"), _("Cảnh báo"), _("Máy"), _("Nhóm theo"), _("Đơn vị"), _("Số lần"), _("Từ"), _("Đến"),
            _("Tình trạng"), _("Kết luận"), _("Ghi chú"), _("Mã luật"), _("Tác giả luật")]  # fmt: skip


def row(told: dict[str, Any]) -> list[Any]:
    one = told["alert"]
    unit = one.unit.name if one.unit else ""
    return [str(told["level"]), one.title, one.host, one.about, unit, one.count, one.first_at, one.last_at,
            str(told["state"]), str(told["outcome"]), one.words, one.rule_key, one.author]  # fmt: skip
