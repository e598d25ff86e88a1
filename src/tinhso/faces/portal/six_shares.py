# SPDX-License-Identifier: EUPL-1.2
"""The six shares in words: what each line is, what stands above and below it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tinhso.faces.portal.figures import DASH
from tinhso.faces.ui.data_files import Table
from tinhso.kernel.indicators.queries import Scope
from tinhso.lib.vntext import format_int, format_percent
from tinhso.modules.onestop.queries.share_parts import BY_DOSSIER
from tinhso.modules.onestop.queries.six_shares import Share


@dataclass(frozen=True)
class Line:
    """One line of the table as it is written."""

    share: Share
    title: str
    above: str
    below: str

    @property
    def value(self) -> str:
        return DASH if self.share.percent is None else format_percent(self.share.percent)

    @property
    def on_map(self) -> bool:
        """Whether places can be told apart, which they can where dossiers are counted."""
        return self.share.key in BY_DOSSIER

    @property
    def numbers(self) -> str:
        return f"{format_int(self.share.numerator)} / {format_int(self.share.denominator)}"


def _words() -> dict[str, tuple[str, str, str]]:
    services = _("Dịch vụ đang nhận nộp trực tuyến")
    online = _("Hồ sơ nộp trực tuyến")
    return {
        "prefilled": (_("1. Dịch vụ được điền sẵn"), _("Dịch vụ có hồ sơ giữ ít nhất một câu điền sẵn"), services),
        "prefilled_dossiers": (_("Tính theo hồ sơ"), _("Hồ sơ giữ ít nhất một câu điền sẵn"), online),
        "personal": (
            _("2. Dịch vụ được cá nhân hóa"),
            _("Dịch vụ có hồ sơ bắt đầu từ đề nghị gửi riêng người nộp hoặc dùng giấy tờ trong kho của họ"),
            services,
        ),
        "personal_dossiers": (_("Tính theo hồ sơ"), _("Hồ sơ như vậy"), online),
        "filed": (_("3. Dịch vụ có hồ sơ trực tuyến"), _("Dịch vụ có ít nhất một hồ sơ nộp trực tuyến"), services),
        "handled": (
            _("4. Hồ sơ giải quyết trực tuyến"),
            _("Hồ sơ nộp trực tuyến và có kết quả điện tử"),
            _("Hồ sơ có kết quả, mọi kênh"),
        ),
        "accounts": (
            _("5. Tài khoản dùng dịch vụ công trực tuyến"),
            _("Tài khoản đã nộp hồ sơ trực tuyến trong năm"),
            _("Tài khoản từng đăng nhập"),
        ),
        "satisfied": (
            _("6. Mức độ hài lòng khi dùng dịch vụ trực tuyến"),
            _("Phiếu hài lòng hoặc rất hài lòng"),
            _("Phiếu đánh giá hồ sơ nộp trực tuyến"),
        ),
    }


def lines_of(shares: list[Share]) -> list[Line]:
    """Return the lines with their words."""
    words = _words()
    return [Line(one, *words[one.key]) for one in shares]


def shares_table(lines: list[Line], scope: Scope) -> Table:
    """Return the lines as data for machines: both numbers and the percent of each."""
    return Table(
        code=f"SIX-SHARES-{scope.until:%Y%m%d}",
        title=_("Sáu tỷ lệ dịch vụ công trực tuyến"),
        source="3015/KH-UBND",
        period=f"{scope.until:%Y-%m-%d}",
        axis=("INDICATOR", _("Tỷ lệ"), "metric"),
        columns=(("NUMERATOR", _("Tử số")), ("DENOMINATOR", _("Mẫu số")), ("PERCENT", "%")),
        lines=tuple(
            (one.share.key, one.title, (one.share.numerator, one.share.denominator, one.share.percent)) for one in lines
        ),
        notes=tuple(f"{one.title}: {one.above} / {one.below}" for one in lines),
    )
