# SPDX-License-Identifier: EUPL-1.2
"""Words of alerts, and the acts on them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tinhso.kernel.events.catalogue import act


class AlertState(StrEnum):
    """Tình trạng cảnh báo: nobody looked, somebody looks, part of an incident, over."""

    NEW = "new"
    TAKEN = "taken"
    IN_INCIDENT = "in_incident"
    CLOSED = "closed"


class CloseReason(StrEnum):
    """Why an alert is over without an incident (SOC-12: a reason is mandatory)."""

    FALSE_POSITIVE = "false_positive"
    EXPECTED = "expected"
    HANDLED = "handled"
    WITHDRAWN = "withdrawn"
    """A late event undid what a correlation had counted; set by the system only."""


LEVELS = ("critical", "high", "medium", "low", "informational")
"""Mức của luật Sigma, the gravest first; a rule without one counts as medium."""


@act("alert:raised", title="Phát cảnh báo")
@dataclass(frozen=True)
class AlertRaised:
    """rule: key of the rule; delay_ms: from arrival of the event to here."""

    rule: str
    level: str
    host: str
    delay_ms: int


@act("alert:taken", title="Nhận xem xét cảnh báo")
@dataclass(frozen=True)
class AlertTaken:
    """Somebody looks at it."""


@act("alert:closed", title="Đóng cảnh báo")
@dataclass(frozen=True)
class AlertClosed:
    """outcome: a CloseReason."""

    outcome: str
    count: int


@act("alert:reopened", title="Mở lại cảnh báo")
@dataclass(frozen=True)
class AlertReopened:
    """A close taken back."""


@act("alert_suppression:set", title="Tạm ẩn cảnh báo")
@dataclass(frozen=True)
class SuppressionSet:
    """rule and host: empty means any."""

    rule: str
    host: str
    until: datetime


@act("alert_suppression:ended", title="Thôi ẩn cảnh báo")
@dataclass(frozen=True)
class SuppressionEnded:
    """hidden: events it hid until then."""

    hidden: int


@act("detection_rule:switched", title="Bật, tắt luật phát hiện")
@dataclass(frozen=True)
class RuleSwitched:
    """rule: its key."""

    rule: str
    is_on: bool
