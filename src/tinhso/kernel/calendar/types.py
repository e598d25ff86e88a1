# SPDX-License-Identifier: EUPL-1.2
"""The nouns of working time: calendar, time limit, pause, due date and its arithmetic day by day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, Self
from zoneinfo import ZoneInfo

TIMEZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
LONGEST_LIMIT: Final = 100_000
"""No limit of the law comes near it in any unit; a longer one is a slip of entry."""


class DayKind(StrEnum):
    """Why a day is not what its weekday says."""

    HOLIDAY = "holiday"
    COMPENSATION_OFF = "compensation_off"
    MAKEUP_WORK = "makeup_work"


class DayStatus(StrEnum):
    """Whether the day was decided by the competent body or only follows from the rules."""

    DECIDED = "decided"
    PROJECTED = "projected"


@dataclass(frozen=True)
class DayOverride:
    """A day off or a day worked against the week (ngày nghỉ lễ, nghỉ bù, nghỉ hoán đổi, ngày làm bù).

    True on `day`, known from `known_from` (None: always) until before `known_until` (None: still): a holiday
    may be created during the year, after dossiers were promised.
    """

    day: date
    kind: DayKind
    name: str
    basis: str
    status: DayStatus = DayStatus.DECIDED
    swapped_with: date | None = None
    known_from: date | None = None
    known_until: date | None = None
    lunar_date: str = ""

    def was_known_on(self, day: date) -> bool:
        """Tell whether someone who computed on that day had to take this override into account."""
        return (self.known_from is None or self.known_from <= day) and (
            self.known_until is None or day < self.known_until
        )


@dataclass(frozen=True)
class OfficeHours:
    """The hours in which offices work (giờ làm việc), the same on every working day.

    Each province sets its own; the default is an assumption [C]. Sessions in order, not overlapping, within
    one day.
    """

    sessions: tuple[tuple[time, time], ...] = ((time(7, 30), time(11, 30)), (time(13, 0), time(17, 0)))

    def __post_init__(self) -> None:
        edges = [edge for session in self.sessions for edge in session]
        if not edges or edges != sorted(set(edges)):
            raise ValueError("office hours need at least one session, in order and not overlapping")

    @property
    def opening(self) -> time:
        """Start of the first session."""
        return self.sessions[0][0]

    @property
    def closing(self) -> time:
        """End of the last session."""
        return self.sessions[-1][1]


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked (lịch làm việc): Monday to Friday, changed by the overrides.

    published: years whose list of holidays is decided, with the day it was published (None: always known).
    as_of: None for what is known today, else what was known on that day.
    """

    overrides: tuple[DayOverride, ...] = ()
    published: Mapping[int, date | None] = field(default_factory=dict)
    hours: OfficeHours = field(default_factory=OfficeHours)
    as_of: date | None = None
    _by_day: dict[date, DayOverride] = field(init=False, repr=False, compare=False, hash=False)
    _years: frozenset[int] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        """Index once, so that asking for a day costs one look-up."""
        known = [override for override in self.overrides if self._is_known(override)]
        known.sort(key=lambda override: override.known_from or date.min)
        object.__setattr__(self, "_by_day", {override.day: override for override in known})
        years = (y for y, day in self.published.items() if self.as_of is None or day is None or day <= self.as_of)
        object.__setattr__(self, "_years", frozenset(years))

    def _is_known(self, override: DayOverride) -> bool:
        if self.as_of is None:
            return override.known_until is None
        return override.was_known_on(self.as_of)

    def as_known_on(self, day: date) -> Self:
        """Return the calendar as it had to be read on an earlier day, to explain a date promised then."""
        return replace(self, as_of=day)

    @property
    def published_years(self) -> frozenset[int]:
        """Years whose holidays are decided and known."""
        return self._years

    def override_on(self, day: date) -> DayOverride | None:
        """Return what changes this day, if anything does."""
        return self._by_day.get(day)

    def is_working_day(self, day: date) -> bool:
        """Tell whether offices work on the day."""
        override = self._by_day.get(day)
        if override is None:
            return day.weekday() < 5
        return override.kind is DayKind.MAKEUP_WORK

    def is_provisional(self, first: date, last: date) -> bool:
        """Tell whether the span touches a year whose list of holidays is not published yet."""
        return any(year not in self._years for year in range(first.year, last.year + 1))

    def sessions_on(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Give the working sessions of a day as instants; nothing on a day off."""
        if self.is_working_day(day):
            for start, end in self.hours.sessions:
                yield datetime.combine(day, start, TIMEZONE), datetime.combine(day, end, TIMEZONE)


class LimitUnit(StrEnum):
    """Units in which procedures publish their time. They are never converted into one another."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    WORKING_HOUR = "working_hour"
    MINUTE = "minute"
    MONTH = "month"
    SAME_DAY = "same_day"


@dataclass(frozen=True)
class TimeLimit:
    """The time a procedure may take (thời hạn giải quyết).

    value: None if nothing is published, and always for SAME_DAY.
    after_15h: the procedure counts what is filed after 15:00 from the next working day.
    """

    value: int | None
    unit: LimitUnit
    after_15h: bool = False

    def __post_init__(self) -> None:
        if self.unit is LimitUnit.SAME_DAY and self.value is not None:
            raise ValueError("a limit of the same day carries no number")
        if self.value is not None and not 1 <= self.value <= LONGEST_LIMIT:
            raise ValueError(f"a time limit is between 1 and {LONGEST_LIMIT}, not {self.value}")


class ResumeMode(StrEnum):
    """How a clock goes on after a pause."""

    CONTINUE = "continue"
    """The time of the pause is taken out (Quyết định 766/QĐ-TTg)."""
    RESET = "reset"
    """The full time begins anew (Nghị định 61/2018/NĐ-CP)."""


@dataclass(frozen=True)
class Pause:
    """A span in which the clock stands still (tạm dừng tính thời hạn); `end` is None while it lasts.

    One clock may have pauses of both modes: a supplement begins the time anew, waiting for a tax does not.
    """

    begin: datetime
    end: datetime | None = None
    resume: ResumeMode = ResumeMode.CONTINUE

    def __post_init__(self) -> None:
        if self.begin.tzinfo is None or (self.end is not None and self.end.tzinfo is None):
            raise ValueError("a pause is made of instants with a time zone")
        if self.end is not None and self.end < self.begin:
            raise ValueError("a pause does not end before it begins")


@dataclass(frozen=True, slots=True)
class DayCount:
    """One day of the arithmetic: counted or not, and why, as a sentence for applicants and officers."""

    date: date
    counted: bool
    reason: str


@dataclass(frozen=True)
class Due:
    """When a limit ends (hạn giải quyết).

    at: last instant; for limits in days 23:59:59.999999 of `day`, which stands for the 24:00 of the law.
    provisional: the span touches a year whose holidays are not decided, so the day may still move.
    days: the arithmetic from the day of receipt to `day`.
    """

    at: datetime
    day: date
    provisional: bool
    days: tuple[DayCount, ...]


@dataclass(frozen=True)
class Elapsed:
    """Time used so far, pauses taken out, each unit counted for itself."""

    working_days: int
    calendar_days: int
    working_time: timedelta


@dataclass(frozen=True)
class Remaining:
    """Time left; negative numbers are time over the limit."""

    working_days: int
    working_time: timedelta
    is_overdue: bool


@dataclass(frozen=True)
class CalendarChange:
    """What an action changed, for the act that the caller records."""

    added: tuple[date, ...] = ()
    superseded: tuple[date, ...] = ()
    published_years: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.superseded or self.published_years)
