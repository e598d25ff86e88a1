# SPDX-License-Identifier: EUPL-1.2
"""Tables of information security, grouped by noun."""

from tinhso.modules.security.models.alerts import Alert, Counted, DetectionRule, DetectorPlace, Suppression
from tinhso.modules.security.models.sources import HourCount, LedgerPlace, SequenceRange, Source, Stranger

__all__ = [
    "Alert",
    "Counted",
    "DetectionRule",
    "DetectorPlace",
    "HourCount",
    "LedgerPlace",
    "SequenceRange",
    "Source",
    "Stranger",
    "Suppression",
]
