# SPDX-License-Identifier: EUPL-1.2
"""The sealed scorecards of a round, told by their acts: nothing else is handed out to everybody."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from tinhso.kernel.events.queries import acts_of_subject
from tinhso.kernel.events.types import ActRow

VERB = "assessment:scorecard:sealed"


@dataclass(frozen=True)
class SealedCard:
    """Bảng kết quả đã ký: its identifier on the paper, the document, the day its numbers are of, when, which act."""

    paper_id: uuid.UUID
    document_id: uuid.UUID
    as_of: date
    at: datetime
    seq: int


def sealed_cards(assessment_id: uuid.UUID) -> list[SealedCard]:
    """Return the sealed scorecards of a round, the newest first."""
    return [_card(one) for one in acts_of_subject(f"assessment:{assessment_id}", verbs=[VERB])]


def sealed_card(assessment_id: uuid.UUID, paper_id: uuid.UUID) -> SealedCard | None:
    """Return one sealed scorecard of a round; None when there is none such."""
    return next((one for one in sealed_cards(assessment_id) if one.paper_id == paper_id), None)


def _card(act: ActRow) -> SealedCard:
    data = act.data
    as_of = date.fromisoformat(data["as_of"])
    return SealedCard(uuid.UUID(data["paper"]), uuid.UUID(data["document"]), as_of, act.at, act.seq)
