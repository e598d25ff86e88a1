# SPDX-License-Identifier: EUPL-1.2
"""Acts of a planned interruption of the online services."""

from dataclasses import dataclass
from datetime import datetime

from tinhso.kernel.events.catalogue import act


@act("interruption:announced", title="Thông báo tạm ngừng dịch vụ")
@dataclass(frozen=True)
class InterruptionAnnounced:
    """notice_days: working days between announcement and beginning; urgent: force majeure, said with a reason."""

    begins: datetime
    ends: datetime
    notice_days: int
    urgent: bool


@act("interruption:withdrawn", title="Bỏ thông báo tạm ngừng dịch vụ")
@dataclass(frozen=True)
class InterruptionWithdrawn:
    """The services go on: the interruption does not take place, or is over before its time."""

    early: bool
