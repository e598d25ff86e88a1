# SPDX-License-Identifier: EUPL-1.2
"""Tables of information security, grouped by noun."""

from tinhso.modules.security.models.alerts import Alert, Counted, DetectionRule, DetectorPlace, Suppression
from tinhso.modules.security.models.incidents import (
    Custody,
    Incident,
    IncidentDuty,
    IncidentEvidence,
    IncidentTask,
    IncidentWord,
)
from tinhso.modules.security.models.sources import HourCount, LedgerPlace, SequenceRange, Source, Stranger

__all__ = [
    "Alert",
    "Counted",
    "Custody",
    "DetectionRule",
    "DetectorPlace",
    "HourCount",
    "Incident",
    "IncidentDuty",
    "IncidentEvidence",
    "IncidentTask",
    "IncidentWord",
    "LedgerPlace",
    "SequenceRange",
    "Source",
    "Stranger",
    "Suppression",
]
