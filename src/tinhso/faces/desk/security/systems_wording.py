# SPDX-License-Identifier: EUPL-1.2
"""Words of systems, machines, links; cells of their tables."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.faces.ui.components import blocks
from tinhso.lib.vntext import format_int, format_percent
from tinhso.modules.security.types import Antimalware, InformationKind, InputKind, MachineKind, SystemKind

DASH = "–"
KINDS = {
    SystemKind.INTERNAL: gettext_lazy("Phục vụ nội bộ"),
    SystemKind.CITIZENS: gettext_lazy("Phục vụ người dân, doanh nghiệp"),
    SystemKind.INFRASTRUCTURE: gettext_lazy("Cơ sở hạ tầng thông tin"),
    SystemKind.INDUSTRIAL: gettext_lazy("Điều khiển công nghiệp"),
    SystemKind.OTHER: gettext_lazy("Hệ thống khác"),
}
INFORMATION = {
    InformationKind.PUBLIC: gettext_lazy("Thông tin công cộng"),
    InformationKind.PRIVATE: gettext_lazy("Thông tin riêng"),
    InformationKind.PERSONAL: gettext_lazy("Thông tin cá nhân"),
    InformationKind.CLASSIFIED: gettext_lazy("Bí mật nhà nước"),
}
MACHINES = {
    MachineKind.SERVER: gettext_lazy("Máy chủ"),
    MachineKind.WORKSTATION: gettext_lazy("Máy trạm"),
    MachineKind.NETWORK: gettext_lazy("Thiết bị mạng"),
}
INPUTS = {
    InputKind.WEB: gettext_lazy("Nhật ký máy chủ web"),
    InputKind.SENSOR: gettext_lazy("Cảnh báo của cảm biến"),
    InputKind.FIREWALL: gettext_lazy("Nhật ký tường lửa Internet"),
}
AGENTS = {
    "heard": gettext_lazy("Đang gửi"),
    "silent": gettext_lazy("Im lặng"),
    "never": gettext_lazy("Chưa gửi lần nào"),
    "none": gettext_lazy("Chưa có tác tử"),
}
ANTIMALWARE = {
    Antimalware.PRESENT: gettext_lazy("Có phần mềm phòng chống mã độc"),
    Antimalware.ABSENT: gettext_lazy("Chưa có phần mềm phòng chống mã độc"),
    Antimalware.UNKNOWN: gettext_lazy("Chưa biết"),
    Antimalware.EXEMPT: gettext_lazy("Không cài được, không cần"),
}
ANTIMALWARE_SHORT = {
    Antimalware.PRESENT: gettext_lazy("Có"),
    Antimalware.ABSENT: gettext_lazy("Chưa có"),
    Antimalware.UNKNOWN: gettext_lazy("Chưa biết"),
    Antimalware.EXEMPT: gettext_lazy("Không cần"),
}
ANTIMALWARE_PHASES = {
    Antimalware.PRESENT: "done",
    Antimalware.ABSENT: "error",
    Antimalware.UNKNOWN: "waiting",
    Antimalware.EXEMPT: "waiting",
}
INPUT_STATES = {**AGENTS, "missing": gettext_lazy("Thiếu")}
SENSORS = {**AGENTS, "none": gettext_lazy("Không có cảm biến")}
PHASES = {"heard": "done", "silent": "error", "never": "error", "none": "error", "missing": "error"}
LEVELS = {"1": "1", "2": "2", "3": "3", "4": "4", "5": "5", "none": gettext_lazy("Chưa phê duyệt")}
USERS = {
    "near": gettext_lazy("Sắp tới 10.000 người dùng"),
    "reached": gettext_lazy("Đã tới 10.000 người dùng: cấp độ 3"),
}


def options(words: dict[Any, Any]) -> list[tuple[str, str]]:
    return [(str(key), str(said)) for key, said in words.items()]


def link(words: object, route: str, *arguments: object) -> SafeString:
    """Return words as a link of a table."""
    return format_html(
        '<a class="govuk-link govuk-link--no-visited-state" href="{}">{}</a>', reverse(route, args=arguments), words
    )


def tag(words: object, phase: str) -> SafeString:
    return mark_safe(render_to_string("ui/components/tag.html", blocks.tag(str(words), phase)))  # noqa: S308


def lines(parts: Iterable[object]) -> SafeString:
    """Return parts one under the other in a cell."""
    return format_html_join(mark_safe("<br>"), "{}", [(one,) for one in parts])


def level_words(level: int | None) -> str:
    return _("Cấp độ %(level)s") % {"level": level} if level else str(LEVELS["none"])


def level_tag(level: int | None) -> SafeString:
    return tag(level_words(level), "done" if level else "waiting")


def of_all(part: int, whole: int) -> str:
    """Return both numbers of a coverage, never the ratio alone: "3 / 4 (75,0 %)"; nothing to divide by, no ratio."""
    said = f"{format_int(part)} / {format_int(whole)}"
    return f"{said} ({format_percent(Decimal(part * 100) / whole, 1)})" if whole else said


def system_headers() -> list[str]:
    return [_("Hệ thống"), _("Cấp độ"), _("Loại"), _("Thông tin xử lý"), _("Đơn vị vận hành"), _("Chủ quản"),
            _("Đơn vị chuyên trách"), _("Nhà cung cấp"), _("Đưa vào vận hành")]  # fmt: skip


def system_row(one: Any) -> list[Any]:
    information = ", ".join(str(INFORMATION[InformationKind(kind)]) for kind in one.information)
    return [one.name, one.level, str(KINDS[SystemKind(one.kind)]), information, one.focal.name, one.owner.name,
            one.security_unit.name, one.supplier, f"{one.since:%d/%m/%Y}" if one.since else ""]  # fmt: skip


def machine_headers() -> list[str]:
    """Return the heads of the list of machines; the same file can be read in again."""
    return [_("Tên máy"), _("Loại"), _("Địa chỉ IP"), _("Đơn vị"), _("Hệ thống"), _("Cần tác tử"), _("Số tài sản"),
            _("Phòng chống mã độc"), _("Phần mềm phòng chống mã độc"), _("Phần mềm báo lần cuối"),
            _("Tác tử"), _("Trung tâm quốc gia thấy ngày")]  # fmt: skip


def machine_row(one: Any, agent: str) -> list[Any]:
    seen, reported = one.national_seen_on, one.antimalware_seen_on
    protected = {Antimalware.PRESENT: _("có"), Antimalware.ABSENT: _("chưa có"), Antimalware.UNKNOWN: _("chưa biết"),
                 Antimalware.EXEMPT: _("không cần")}  # fmt: skip
    return [one.host, str(MACHINES[MachineKind(one.kind)]), ", ".join(one.addresses), one.unit.name,
            one.system.name if one.system else "", _("có") if one.agent_expected else _("không"), one.asset_number,
            protected[Antimalware(one.antimalware)], one.antimalware_product,
            f"{reported:%d/%m/%Y}" if reported else "",
            str(AGENTS[agent]), f"{seen:%d/%m/%Y}" if seen else ""]  # fmt: skip
