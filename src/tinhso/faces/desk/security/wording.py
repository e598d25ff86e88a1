# SPDX-License-Identifier: EUPL-1.2
"""Words of sources: kinds, states, lines of the list and of its file."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.modules.security.types import SourceKind

KINDS = {
    SourceKind.WINDOWS: gettext_lazy("Máy Windows"),
    SourceKind.LINUX: gettext_lazy("Máy chủ Linux"),
    SourceKind.NETWORK: gettext_lazy("Thiết bị mạng, tường lửa"),
    SourceKind.SURICATA: gettext_lazy("Cảm biến Suricata"),
    SourceKind.ZEEK: gettext_lazy("Cảm biến Zeek"),
    SourceKind.WAZUH: gettext_lazy("Máy chủ Wazuh"),
    SourceKind.APPLICATION: gettext_lazy("Ứng dụng"),
}
STATES = {
    "silent": gettext_lazy("Đang im lặng"),
    "heard": gettext_lazy("Đang gửi"),
    "never": gettext_lazy("Chưa gửi lần nào"),
    "withdrawn": gettext_lazy("Đã gỡ"),
}
PHASES = {"silent": "error", "heard": "done", "never": "waiting", "withdrawn": "dropped"}
"""A source found silent that was never heard counts as silent."""


def options(words: dict[Any, Any]) -> list[tuple[str, str]]:
    return [(str(key), str(said)) for key, said in words.items()]


def state_of(source: Any) -> str:
    """Return how a source stands: a key of STATES."""
    if source.withdrawn_at:
        return "withdrawn"
    if source.silent_since:
        return "silent"
    return "heard" if source.last_heard_at else "never"


def line(source: Any) -> dict[str, Any]:
    """Return one line of the list."""
    state = state_of(source)
    return {"source": source, "kind": KINDS[SourceKind(source.kind)], "state": STATES[state], "phase": PHASES[state]}


def headers() -> list[str]:
    return [_("Tên máy"), _("Loại nguồn"), _("Đơn vị"), _("Tình trạng"), _("Nghe lần cuối"), _("Im lặng từ"),
            _("Sự kiện đã nhận"), _("Không đọc được"), _("Khoảng trống"), _("Số tài sản")]  # fmt: skip


def row(one: dict[str, Any]) -> list[Any]:
    found = one["source"]
    return [found.host, str(one["kind"]), found.unit.name, str(one["state"]), found.last_heard_at, found.silent_since,
            found.received, found.unreadable, found.gaps, found.asset_number]  # fmt: skip
