# SPDX-License-Identifier: EUPL-1.2
"""Figures of a period for the national reporting system; what was sent and how it was received."""

from dataclasses import dataclass
from typing import Any

from tinhso.kernel.exchange.models import Message
from tinhso.kernel.exchange.queries import messages_by_key
from tinhso.modules.onestop.models import NationalReport
from tinhso.modules.onestop.queries.statistics import Numbers, Table, whole_table
from tinhso.modules.onestop.reporting.types import Period

NAMES = {
    "carried": "TonKyTruoc",
    "received_online": "TiepNhanTrucTuyen",
    "received_otherwise": "TiepNhanKhac",
    "ended_on_time": "GiaiQuyetDungHan",
    "ended_late": "GiaiQuyetQuaHan",
    "open_in_time": "DangGiaiQuyetTrongHan",
    "open_overdue": "DangGiaiQuyetQuaHan",
}
"""Columns of the statistic table by what a message calls them."""
SHOWN = 60


def figures_of(period: Period) -> dict[str, Any]:
    """Return the figures of the whole province by field, and their total, from facts alone."""
    lines, total = whole_table(Table(period.since, period.until, by="linh_vuc"))
    return {
        "TheoLinhVuc": [{"LinhVuc": line.title} | _named(line.numbers) for line in lines],
        "TongCong": _named(total),
    }


def _named(numbers: Numbers) -> dict[str, int]:
    return {name: int(getattr(numbers, ours)) for ours, name in NAMES.items()}


@dataclass(frozen=True)
class SentReport:
    """A report with its message; message: None when it was deleted by retention."""

    report: NationalReport
    message: Message | None

    @property
    def total(self) -> dict[str, int]:
        """What was received, ended and is open, of all fields."""
        found = self.report.figures["TongCong"]
        return {
            "received": found["TiepNhanTrucTuyen"] + found["TiepNhanKhac"],
            "ended": found["GiaiQuyetDungHan"] + found["GiaiQuyetQuaHan"],
            "open": found["DangGiaiQuyetTrongHan"] + found["DangGiaiQuyetQuaHan"],
        }


def sent_reports(limit: int = SHOWN) -> list[SentReport]:
    """Return what was sent, the newest period first, of one period the newest sending first."""
    found = list(NationalReport.objects.order_by("-until", "period", "-revision")[:limit])
    messages = messages_by_key([one.message_key for one in found])
    return [SentReport(one, messages.get(one.message_key)) for one in found]
