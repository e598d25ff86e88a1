# SPDX-License-Identifier: EUPL-1.2
"""Words and acts of information security, grouped by noun."""

from tinhso.modules.security.types.alerts import (
    LEVELS,
    AlertClosed,
    AlertRaised,
    AlertReopened,
    AlertState,
    AlertTaken,
    CloseReason,
    RuleSwitched,
    SuppressionEnded,
    SuppressionSet,
)
from tinhso.modules.security.types.sources import (
    SourceFellSilent,
    SourceHeardAgain,
    SourceKeyRenewed,
    SourceKind,
    SourceRegistered,
    SourceTold,
    SourceWithdrawn,
)

__all__ = [
    "LEVELS",
    "AlertClosed",
    "AlertRaised",
    "AlertReopened",
    "AlertState",
    "AlertTaken",
    "CloseReason",
    "RuleSwitched",
    "SourceFellSilent",
    "SourceHeardAgain",
    "SourceKeyRenewed",
    "SourceKind",
    "SourceRegistered",
    "SourceTold",
    "SourceWithdrawn",
    "SuppressionEnded",
    "SuppressionSet",
]
