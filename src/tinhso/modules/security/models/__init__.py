# SPDX-License-Identifier: EUPL-1.2
"""Tables of information security, grouped by noun."""

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
    "Blacklist",
    "Collection",
    "CollectionGrant",
    "DecayRule",
    "Feed",
    "FeedEvent",
    "HourCount",
    "Indicator",
    "InfectedMachine",
    "LedgerPlace",
    "SequenceRange",
    "SharingPartner",
    "Sighting",
    "Source",
    "StixObject",
    "Stranger",
    "TaxiiStatus",
]
