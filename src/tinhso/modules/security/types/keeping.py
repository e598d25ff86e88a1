# SPDX-License-Identifier: EUPL-1.2
"""Words of keeping logs and of watching the watch, and their acts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tinhso.kernel.events.catalogue import act


class LookupKind(StrEnum):
    """What somebody did with the logs: asked, opened one event, took a file away, tried a rule on them."""

    SEARCH = "search"
    EVENT = "event"
    EXPORT = "export"
    RULE = "rule"


class PurgeCause(StrEnum):
    """Why events were removed: their term was over, or somebody asked for it after the term of the law."""

    TERM = "term"
    HAND = "hand"


class WatchedPart(StrEnum):
    """Parts of the watch that can stop, and bounds that can be passed."""

    COLLECTOR = "collector"
    DETECTOR = "detector"
    STORE = "store"
    COUNTER = "counter"
    WORKER = "worker"
    SOURCES = "sources"
    DELAY = "delay"
    SPOOL = "spool"
    CLOCK = "clock"


@act("event_log:searched", title="Tra cứu nhật ký sự kiện")
@dataclass(frozen=True)
class LogSearched:
    """kind: a LookupKind. digest: SHA-256 of salt and question, which stand in the table only; since, until: the span.

    purpose: its digest, alike; given when the question names a person. rows: how many were found.
    """

    kind: str
    digest: str
    since: datetime | None
    until: datetime | None
    is_personal: bool
    purpose: str
    rows: int


@act("event_log:term_set", title="Đặt thời hạn lưu nhật ký")
@dataclass(frozen=True)
class LogTermSet:
    keep_class: str
    days: int
    before_days: int
    why: str


@act("event_log:class_set", title="Xếp nguồn vào lớp lưu nhật ký")
@dataclass(frozen=True)
class LogClassSet:
    """Of a source; what it sent before stays in the class it came in."""

    keep_class: str
    before: str


@act("event_log:held", title="Giữ nhật ký theo sự cố")
@dataclass(frozen=True)
class LogHeld:
    """since, until: the span of one machine; events: how many single ones."""

    since: datetime | None
    until: datetime | None
    events: int
    why: str


@act("event_log:hold_ended", title="Thôi giữ nhật ký theo sự cố")
@dataclass(frozen=True)
class LogHoldEnded:
    """The next purge may remove what it held."""


@act("event_log:purged", title="Xóa nhật ký hết hạn lưu")
@dataclass(frozen=True)
class LogPurged:
    """One day (YYYY-MM-DD) of one class. rows: how many there were; held: how many of them stay for an incident."""

    day: str
    keep_class: str
    rows: int
    held: int
    cause: str
    why: str


@act("security_watch:stopped", title="Thành phần giám sát ngừng")
@dataclass(frozen=True)
class WatchStopped:
    """part: a WatchedPart; told: how many people were written to."""

    part: str
    began_at: datetime
    told: int


@act("security_watch:recovered", title="Thành phần giám sát hoạt động lại")
@dataclass(frozen=True)
class WatchRecovered:
    part: str
    began_at: datetime
    told: int


@act("system_clock:changed", title="Thay đổi giờ hệ thống")
@dataclass(frozen=True)
class ClockChanged:
    """step_ms: by how much the clock was set, forward above nought (SOC-53)."""

    step_ms: int
