# SPDX-License-Identifier: EUPL-1.2
"""Words of rounds of assessment, the same on public pages and at the desk."""

from decimal import Decimal

from django.utils.translation import gettext_lazy

from tinhso.lib.vntext import format_percent
from tinhso.modules.scorecards.declaring import rules
from tinhso.modules.scorecards.declaring.types import Footing, RoundState

DASH = "–"
FOOTINGS = {
    Footing.FOLDED: (gettext_lazy("Tính từ việc đã làm"), "done"),
    Footing.DECLARED: (gettext_lazy("Kê khai"), "working"),
    Footing.FED: (gettext_lazy("Nhận từ hệ thống khác"), "working"),
    Footing.STALE: (gettext_lazy("Kê khai đã cũ"), "waiting"),
    Footing.MISSING: (gettext_lazy("Chưa có số"), "open"),
}
"""Words and the phase whose icon and colour the tag takes."""
ROUND_STATES = {
    RoundState.OPEN: (gettext_lazy("Đang mở"), "working"),
    RoundState.CLOSED: (gettext_lazy("Đã đóng"), "done"),
}


def share_words(share: Decimal | None) -> str:
    """Return a share of one in percent with the digits that are compared; a dash for an unknown one."""
    percent = rules.shown(share)
    return DASH if percent is None else format_percent(percent)
