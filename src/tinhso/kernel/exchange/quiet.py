# SPDX-License-Identifier: EUPL-1.2
"""Quiet hours (giờ yên tĩnh): when no short message goes to a phone. A rule of the house, not of a law.

Pure: no clock, no database, no Django.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class QuietHours:
    """From `begins` (included) to `ends` (not included) by the clock of Vietnam; over midnight when ends < begins."""

    begins: time
    ends: time

    def covers(self, clock: time) -> bool:
        if self.begins <= self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends


def first_allowed(at: datetime, quiet: QuietHours | None) -> datetime:
    """Return `at`, or the end of the quiet hours it lies in; same time zone as `at`, which must be aware."""
    local = at.astimezone(VIETNAM)
    if quiet is None or not quiet.covers(local.time()):
        return at
    day = local.date() if local.time() < quiet.ends else local.date() + timedelta(days=1)
    return datetime.combine(day, quiet.ends, VIETNAM).astimezone(at.tzinfo)
