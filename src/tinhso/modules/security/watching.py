# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with the watch itself: from what its parts say of themselves to a sentence. Pure (SOC-53, SOC-55).

The bounds in seconds are ours; those a province may differ in are settings (TINHSO_WATCH_*).
"""

from dataclasses import dataclass
from datetime import datetime

from tinhso.modules.security.types.keeping import WatchedPart

COLLECTOR_SECONDS, DETECTOR_SECONDS, COUNTER_SECONDS, WORKER_SECONDS = 60, 60, 180, 180
CLOCK_STEP_SECONDS, CLOCK_DRIFT = 5.0, 0.0005
"""A clock that is corrected slowly drifts by at most 500 millionths; what differs by more was set."""


@dataclass(frozen=True)
class Bounds:
    """delay_seconds: from arrival to evaluation; spool_percent: of its size or its disk; silent: sources."""

    delay_seconds: int
    spool_percent: int
    silent: int


@dataclass(frozen=True)
class Reading:
    """How the parts stand. *_at: when each last said so or did something, None: never; behind: bytes not read yet.

    arrived_at: arrival of the last event that was evaluated; full: what the collector says of its spool; looked_at:
    when the worker last looked, None also where the machine does not tell the time since its start.
    """

    now: datetime
    looked_at: datetime | None
    collector_at: datetime | None
    is_store_there: bool
    evaluated_at: datetime | None
    arrived_at: datetime | None
    detector_behind: int
    counted_at: datetime | None
    counter_behind: int
    silent: int
    sources: int
    spool_percent: float
    full: str = ""

    @property
    def delay_seconds(self) -> float:
        """Return how long the event that is evaluated next has waited at most; 0 when nothing waits."""
        since = self.arrived_at or self.evaluated_at
        return _age(self.now, since) if self.detector_behind and since else 0.0


def faults(told: Reading, bounds: Bounds) -> dict[WatchedPart, str]:
    """Return one sentence for each part that is wrong. What follows from another part's fault is not said twice."""
    found: dict[WatchedPart, str] = {}
    if told.collector_at is None:
        found[WatchedPart.COLLECTOR] = "Bộ thu thập sự kiện chưa chạy lần nào: chưa nhận được sự kiện của máy nào."
    elif _age(told.now, told.collector_at) > COLLECTOR_SECONDS:
        found[WatchedPart.COLLECTOR] = "Bộ thu thập sự kiện không báo trạng thái: máy gửi đang phải chờ."
    if not told.is_store_there:
        found[WatchedPart.STORE] = "Kho sự kiện không trả lời: sự kiện nằm trong vùng đệm, chưa được đánh giá."
    elif told.detector_behind and _age(told.now, told.evaluated_at) > DETECTOR_SECONDS:
        found[WatchedPart.DETECTOR] = "Bộ phát hiện không đánh giá sự kiện nào dù vùng đệm còn sự kiện."
    elif told.delay_seconds > bounds.delay_seconds:
        found[WatchedPart.DELAY] = f"Sự kiện được đánh giá chậm quá {bounds.delay_seconds} giây sau khi nhận."
    if told.counter_behind and _age(told.now, told.counted_at) > COUNTER_SECONDS:
        found[WatchedPart.COUNTER] = "Bộ đếm nguồn không đếm: chưa biết nguồn nào im lặng."
    if told.looked_at is not None and _age(told.now, told.looked_at) > WORKER_SECONDS:
        found[WatchedPart.WORKER] = "Bộ xử lý nền không chạy: không đếm nguồn, không gửi thư, không báo ai khi có lỗi."
    if told.full or told.spool_percent >= bounds.spool_percent:
        found[WatchedPart.SPOOL] = told.full or f"Vùng đệm sự kiện hoặc đĩa của nó đã dùng {told.spool_percent:.0f} %."
    if told.silent >= bounds.silent:
        found[WatchedPart.SOURCES] = f"{told.silent} trên {told.sources} nguồn sự kiện đang im lặng."
    return found


def clock_step(before: float, after: float, elapsed_seconds: float) -> float:
    """Return by how many seconds the clock was set, 0 when it was not.

    before, after: clock minus time since the start of the machine, at two looks; elapsed_seconds: between them.
    """
    step = after - before
    return step if abs(step) > CLOCK_STEP_SECONDS + CLOCK_DRIFT * abs(elapsed_seconds) else 0.0


def _age(now: datetime, at: datetime | None) -> float:
    return (now - at).total_seconds() if at else float("inf")
