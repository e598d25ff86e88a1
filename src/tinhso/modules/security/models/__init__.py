# SPDX-License-Identifier: EUPL-1.2
"""Tables of information security, grouped by noun."""

from tinhso.modules.security.models.levels import (
    DossierFile,
    DossierPaper,
    DossierWord,
    DutyRecord,
    LayerEvidence,
    LevelDossier,
    PartDetermination,
    RegisterSnapshot,
    RequirementAnswer,
    SecuritySpending,
)
from tinhso.modules.security.models.sources import HourCount, LedgerPlace, SequenceRange, Source, Stranger
from tinhso.modules.security.models.systems import (
    InformationSystem,
    InternetLink,
    LinkSensor,
    Machine,
    SystemInput,
    UserCount,
)

__all__ = [
    "DossierFile",
    "DossierPaper",
    "DossierWord",
    "DutyRecord",
    "HourCount",
    "InformationSystem",
    "InternetLink",
    "LayerEvidence",
    "LedgerPlace",
    "LevelDossier",
    "LinkSensor",
    "Machine",
    "PartDetermination",
    "RegisterSnapshot",
    "RequirementAnswer",
    "SecuritySpending",
    "SequenceRange",
    "Source",
    "Stranger",
    "SystemInput",
    "UserCount",
]
