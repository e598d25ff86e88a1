# SPDX-License-Identifier: EUPL-1.2
"""Words of report templates: rows, columns, periods; their acts."""

import uuid
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from tinhso.kernel.events.catalogue import act


class PeriodKind(StrEnum):
    """Kỳ báo cáo."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


ROWS = ("don_vi", "linh_vuc", "kenh", "thu_tuc", "thang", "don_vi_thang")
COUNTED = (
    "carried",
    "received_online",
    "received_otherwise",
    "ended_on_time",
    "ended_late",
    "open_in_time",
    "open_overdue",
)
"""Columns of the statistic tables."""
SUMS = {
    "received": ("received_online", "received_otherwise"),
    "ended": ("ended_on_time", "ended_late"),
    "open": ("open_in_time", "open_overdue"),
}
"""Columns that add others up."""
SHARE = "on_time_share"
"""Share of what ended on time, percent with one decimal; empty where nothing ended."""
COLUMNS = (*COUNTED, *SUMS, SHARE)


@dataclass(frozen=True)
class Shape:
    """One version of a template. rows: one of ROWS; columns: of COLUMNS in order; field, channel: only these."""

    title: str
    heading: str
    rows: str
    columns: tuple[str, ...]
    period: PeriodKind
    field: str = ""
    channel: str = ""

    def kept(self) -> dict[str, Any]:
        """Return the shape as it is kept."""
        return asdict(self) | {"columns": list(self.columns), "period": self.period.value}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Shape":
        return cls(**kept | {"columns": tuple(kept["columns"]), "period": PeriodKind(kept["period"])})


@act("report:template:published", title="Ban hành mẫu báo cáo")
@dataclass(frozen=True)
class ReportPublished:
    report: uuid.UUID
    version: int
    digest: str


@act("report:template:ended", title="Ngừng dùng mẫu báo cáo")
@dataclass(frozen=True)
class ReportEnded:
    report: uuid.UUID


@act("report:paper:signed", title="Ký báo cáo theo mẫu")
@dataclass(frozen=True)
class ReportSigned:
    report: uuid.UUID
    version: int
    since: date
    until: date
    document: uuid.UUID
