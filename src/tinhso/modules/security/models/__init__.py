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
from tinhso.modules.security.models.intelligence import (
    Blacklist,
    Collection,
    CollectionGrant,
    DecayRule,
    Feed,
    FeedEvent,
    Indicator,
    InfectedMachine,
    SharingPartner,
    Sighting,
    StixObject,
    TaxiiStatus,
)
from tinhso.modules.security.models.sources import HourCount, LedgerPlace, SequenceRange, Source, Stranger

__all__ = [
    "Alert",
    "Blacklist",
    "Collection",
    "CollectionGrant",
    "Counted",
    "Custody",
    "DecayRule",
    "DetectionRule",
    "DetectorPlace",
    "Feed",
    "FeedEvent",
    "HourCount",
    "Incident",
    "IncidentDuty",
    "IncidentEvidence",
    "IncidentTask",
    "IncidentWord",
    "Indicator",
    "InfectedMachine",
    "LedgerPlace",
    "SequenceRange",
    "SharingPartner",
    "Sighting",
    "Source",
    "StixObject",
    "Stranger",
    "Suppression",
    "TaxiiStatus",
]
