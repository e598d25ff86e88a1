# SPDX-License-Identifier: EUPL-1.2
"""What the act of a dossier must say so that figures can be folded from it alone (766/QĐ-TTg; ADR 0023)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from tinhso.db import rows
from tinhso.modules.onestop import rules
from tinhso.modules.onestop.models import Component, Dossier, SupplementRequest
from tinhso.modules.onestop.types import ComponentSource


@dataclass(frozen=True)
class Measure:
    """Where a dossier stands in the figures: supplements asked for after reception, contacts of any time."""

    resolving: uuid.UUID | None
    procedure: str
    channel: str
    promised_at: datetime | None
    supplements: tuple[rules.Supplement, ...]
    contacts: int

    @property
    def promise(self) -> date | None:
        """Return the day of the promise that runs; None while none does."""
        return rules.day_of(rules.promise_766(self.promised_at, self.supplements))

    def on_time_766(self, now: datetime) -> bool:
        return rules.is_on_time_766(now, self.promised_at, self.supplements)


def measure(dossier: Dossier) -> Measure:
    """Return the measure of a locked dossier; its body is None when it was never received."""
    asked = rows.fetch(SupplementRequest, "WHERE dossier_id = %s ORDER BY requested_at", dossier.case_id)
    after = tuple(rules.Supplement(one.requested_at, one.answered_at) for one in asked if not one.at_intake)
    return Measure(
        resolving=dossier.resolving_unit_id if dossier.received_at else None,
        procedure=dossier.version.procedure_id,
        channel=dossier.channel,
        promised_at=dossier.promised_at,
        supplements=after,
        contacts=len(asked),
    )


def parts_of(dossier: Dossier) -> tuple[bool, bool]:
    """Return whether a component of the dossier is a file, and whether one is replaced by data of a database."""
    found = Component.objects.filter(dossier_id=dossier.case_id, superseded_at=None)
    parts = list(found.values_list("document_id", "source"))
    return any(document for document, _source in parts), any(one == ComponentSource.DATABASE for _, one in parts)
