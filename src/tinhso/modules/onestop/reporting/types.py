# SPDX-License-Identifier: EUPL-1.2
"""Periods, and the act of sending a report."""

from dataclasses import dataclass
from datetime import date

from tinhso.kernel.events.catalogue import act

PARTNER = "reporting"


@dataclass(frozen=True)
class Period:
    """A month or a quarter (kỳ báo cáo). name: 2026-11 or 2026-Q4; until: its last day."""

    name: str
    since: date
    until: date


@act("report:sent", title="Gửi báo cáo định kỳ lên hệ thống quốc gia")
@dataclass(frozen=True)
class ReportSent:
    """revision: from 1, one more each time the figures of the period changed; digest: SHA-256 of the figures, hex."""

    period: str
    revision: int
    digest: str
