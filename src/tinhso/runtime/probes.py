# SPDX-License-Identifier: EUPL-1.2
"""History of probes (nhật ký đo khả dụng): each minute the supervisor asks the web address and writes the answer down.

One text file a month, `VAR/probes/2026-11.txt`, a line a minute: `2026-11-22T04:43 1` (UTC; 1 answered, 0 did not).
A file and not a table, so that a database that is down is seen as well. A minute without a line was not measured and
counts against the house, except what was announced as an interruption.
"""

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_DOWN, Decimal
from pathlib import Path

MINUTE = timedelta(minutes=1)
FORMAT = "%Y-%m-%dT%H:%M"
MONTHS_KEPT = 26
"""Two whole years and the months around them, for the yearly report of the year before."""
Span = tuple[datetime, datetime]


def note(var: Path, at: datetime, *, answered: bool) -> None:
    """Write down one answer; forget what is older than MONTHS_KEPT months when a month begins."""
    moment = at.astimezone(UTC)
    path = _file(var, moment.year, moment.month)
    path.parent.mkdir(parents=True, exist_ok=True)
    is_first = not path.exists()
    with path.open("a", encoding="ascii") as stream:
        stream.write(f"{moment:{FORMAT}} {int(answered)}\n")
    if is_first:
        for old in sorted(path.parent.glob("*.txt"))[:-MONTHS_KEPT]:
            old.unlink()


def read(var: Path, since: datetime, until: datetime) -> dict[datetime, bool]:
    """Return whether the address answered, by minute with since ≤ minute < until; a broken line is left out.

    A minute asked twice (a clock set back, a restart) counts as answered only if it was each time.
    """
    first, last = since.astimezone(UTC), until.astimezone(UTC)
    found: dict[datetime, bool] = {}
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        path = _file(var, year, month)
        for line in path.read_text(encoding="ascii", errors="replace").splitlines() if path.exists() else ():
            answer = _line(line)
            if answer and first <= answer[0] < last:
                found[answer[0]] = found.get(answer[0], True) and answer[1]
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


def first(var: Path) -> datetime | None:
    """Return the first minute ever measured of those kept; None when there is none."""
    for path in sorted((var / "probes").glob("*.txt")):
        for line in path.read_text(encoding="ascii", errors="replace").splitlines():
            if answer := _line(line):
                return answer[0]
    return None


def _file(var: Path, year: int, month: int) -> Path:
    return var / "probes" / f"{year:04d}-{month:02d}.txt"


def _line(text: str) -> tuple[datetime, bool] | None:
    moment, _, answered = text.partition(" ")
    try:
        at = datetime.strptime(moment, FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None
    return (at, answered == "1") if answered in ("0", "1") else None


@dataclass(frozen=True)
class Availability:
    """Minutes of a span: all of them, answered, not answered; announced: left out of the share as announced before.

    The three parts and what was not measured add up to `minutes`.
    """

    minutes: int = 0
    answered: int = 0
    failed: int = 0
    announced: int = 0

    @property
    def unmeasured(self) -> int:
        return self.minutes - self.answered - self.failed - self.announced

    @property
    def share(self) -> Decimal | None:
        """Percent of the minutes not announced in which the address answered, never rounded up; None of nothing."""
        counted = self.minutes - self.announced
        if not counted:
            return None
        return (Decimal(100 * self.answered) / counted).quantize(Decimal("0.01"), ROUND_DOWN)


def availability(
    probes: dict[datetime, bool], announced: Iterable[Span], since: datetime, until: datetime
) -> Availability:
    """Return the minutes of a span between whole minutes; what was announced is so, whatever was answered."""
    begins, ends = since.astimezone(UTC), until.astimezone(UTC)
    planned: set[datetime] = set()
    for first, last in announced:
        at = max(first.astimezone(UTC).replace(second=0, microsecond=0), begins)
        while at < min(last.astimezone(UTC), ends):
            planned.add(at)
            at += MINUTE
    counted = [answered for at, answered in probes.items() if begins <= at < ends and at not in planned]
    minutes = max(0, (ends - begins) // MINUTE)
    return Availability(minutes, sum(counted), len(counted) - sum(counted), len(planned))


def months_back(day: date, count: int) -> list[date]:
    """Return the first days of the last `count` months up to and with that of `day`, the newest first."""
    found = [day.replace(day=1)]
    while len(found) < count:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found


class Prober:
    """Asks in a thread of its own, so that a slow answer never holds up the supervisor; it starts no process."""

    def __init__(self, var: Path, ask: Callable[[], bool], *, every_seconds: float = 60.0) -> None:
        self._var, self._ask, self._every = var, ask, every_seconds
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work, name="prober", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()

    def _work(self) -> None:
        while not self._ended.is_set():
            at = datetime.fromtimestamp(time.time(), UTC)
            answered = self._ask()
            if not self._ended.is_set():
                # A full disk leaves the minute unmeasured, which counts against the house.
                with suppress(OSError):
                    note(self._var, at, answered=answered)
            self._ended.wait(self._every)
