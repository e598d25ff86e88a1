# SPDX-License-Identifier: EUPL-1.2
"""Words of threat intelligence: kinds, standings, marks, states; lines of lists and of their files."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.kernel.casework import workflow
from tinhso.modules.security.types import FeedKind, IndicatorKind, PacketKind, Standing, Tlp

KINDS = {
    IndicatorKind.ADDRESS: gettext_lazy("Địa chỉ IP"),
    IndicatorKind.NETWORK: gettext_lazy("Mạng"),
    IndicatorKind.DOMAIN: gettext_lazy("Tên miền"),
    IndicatorKind.URL: gettext_lazy("Địa chỉ web"),
    IndicatorKind.HASH: gettext_lazy("Mã băm tệp"),
    IndicatorKind.OTHER: gettext_lazy("Mẫu phức tạp"),
}
STANDINGS = {
    Standing.WATCHED: gettext_lazy("Đang theo dõi"),
    Standing.LISTED: gettext_lazy("Trong danh sách cảnh báo nhầm"),
    Standing.DECAYED: gettext_lazy("Đã cũ"),
    Standing.EXPIRED: gettext_lazy("Hết hiệu lực"),
    Standing.NOT_YET: gettext_lazy("Chưa đến ngày hiệu lực"),
    Standing.REVOKED: gettext_lazy("Đã bỏ"),
    Standing.NOT_WATCHABLE: gettext_lazy("Không theo dõi được"),
}
PHASES = {Standing.WATCHED: "done", Standing.REVOKED: "dropped", Standing.NOT_WATCHABLE: "dropped"}
MARKS = {
    Tlp.CLEAR: "TLP:CLEAR",
    Tlp.GREEN: "TLP:GREEN",
    Tlp.AMBER: "TLP:AMBER",
    Tlp.AMBER_STRICT: "TLP:AMBER+STRICT",
    Tlp.RED: "TLP:RED",
}
FEEDS = {FeedKind.TAXII: gettext_lazy("Bộ sưu tập TAXII 2.1"), FeedKind.MISP: gettext_lazy("Nguồn MISP")}
PACKETS = {
    PacketKind.MALWARE_STATUS: gettext_lazy("Tình hình mã độc"),
    PacketKind.INCIDENT_NOTICE: gettext_lazy("Thông báo sự cố"),
    PacketKind.INCIDENT_REPORT: gettext_lazy("Báo cáo sự cố"),
    PacketKind.INDICATORS: gettext_lazy("Dấu hiệu nhận biết"),
    PacketKind.REFUSAL: gettext_lazy("Từ chối bản tin"),
}
LAYERS = {"antimalware": gettext_lazy("Phòng, chống mã độc"), "monitoring": gettext_lazy("Giám sát, ứng cứu sự cố")}
MESSAGES = {
    "queued": (gettext_lazy("Chờ gửi"), "waiting"),
    "sent": (gettext_lazy("Trung tâm đã nhận"), "done"),
    "dead": (gettext_lazy("Không gửi được"), "error"),
    "aside": (gettext_lazy("Đã bỏ qua"), "dropped"),
}
STEPS = {
    "isolate": gettext_lazy("Đã cô lập"),
    "clean": gettext_lazy("Đã làm sạch"),
    "recheck": gettext_lazy("Đã kiểm tra lại"),
    "close": gettext_lazy("Đã kết thúc"),
    "dismiss": gettext_lazy("Xác định không nhiễm"),
}


def options(words: dict[Any, Any]) -> list[tuple[str, str]]:
    return [(str(int(key)) if isinstance(key, Tlp) else str(key), str(said)) for key, said in words.items()]


def marks_to_share() -> list[tuple[str, str]]:
    return [(str(int(mark)), said) for mark, said in MARKS.items() if mark != Tlp.RED]


def line(one: Any) -> dict[str, Any]:
    """Return one line of the list of indicators."""
    standing = Standing(one.standing)
    return {
        "one": one,
        "kind": KINDS[IndicatorKind(one.kind)],
        "state": STANDINGS[standing],
        "phase": PHASES.get(standing, "waiting"),
        "mark": MARKS[Tlp(one.tlp)],
    }


def why(one: Any) -> str:
    """Return in one sentence why an indicator is watched or not."""
    return {
        Standing.WATCHED: _("Giá trị nằm trong danh sách theo dõi dùng để so với sự kiện."),
        Standing.LISTED: _("Giá trị có trong danh sách cảnh báo nhầm “%(list)s” nên được giữ mà không theo dõi.")
        % {"list": one.listed_by},
        Standing.DECAYED: _("Dấu hiệu đã quá cũ so với thời gian bán rã của loại này."),
        Standing.EXPIRED: _("Nơi cung cấp nói dấu hiệu đã hết hiệu lực."),
        Standing.NOT_YET: _("Nơi cung cấp nói dấu hiệu chưa có hiệu lực."),
        Standing.REVOKED: _("Nơi cung cấp hoặc cán bộ đã bỏ dấu hiệu này."),
        Standing.NOT_WATCHABLE: _("Mẫu cần nhiều điều kiện cùng lúc nên không so được với một giá trị của sự kiện."),
    }[Standing(one.standing)]


def headers() -> list[str]:
    return [_("Giá trị"), _("Loại"), _("Tình trạng"), _("Danh sách cảnh báo nhầm"), _("Tên gọi"), _("Nguồn"),
            _("Độ tin cậy"), _("Mức chia sẻ"), _("Hiệu lực từ"), _("Hiệu lực đến"), _("Số lần gặp"), _("Gặp lần cuối"),
            _("Ghi nhận lúc")]  # fmt: skip


def row(said: dict[str, Any]) -> list[Any]:
    one = said["one"]
    return [one.value, str(said["kind"]), str(said["state"]), one.listed_by, one.label, one.origin_title,
            one.confidence, said["mark"], one.valid_from, one.valid_until, one.sightings, one.last_seen_at,
            one.added_at]  # fmt: skip


def machine_line(one: Any) -> dict[str, Any]:
    """Return one line of the list of infected machines."""
    state = workflow.state("infected_machine", one.case.state)
    return {"one": one, "state": state.title, "phase": state.phase.value, "name": one.host or one.at_address}


def machine_states() -> list[tuple[str, str]]:
    found = workflow.workflow("infected_machine").states.values()
    return [("open", _("Đang xử lý")), *((one.key, one.title) for one in found)]


def machine_headers() -> list[str]:
    return [_("Máy"), _("Địa chỉ"), _("Đơn vị"), _("Tình trạng"), _("Mã độc"), _("Số lần báo"), _("Gặp lần đầu"),
            _("Gặp lần cuối")]  # fmt: skip


def machine_row(said: dict[str, Any]) -> list[Any]:
    one = said["one"]
    return [said["name"], one.at_address, one.case.unit.name, said["state"], one.malware, one.reports,
            one.first_seen_at, one.last_seen_at]  # fmt: skip
