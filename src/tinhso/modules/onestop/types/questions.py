# SPDX-License-Identifier: EUPL-1.2
"""Acts of a question about a reading of one's data."""

from dataclasses import dataclass

from tinhso.kernel.events.catalogue import act


@act("data_question:asked", title="Hỏi về một lần xem dữ liệu")
@dataclass(frozen=True)
class DataQuestionAsked:
    """reading: number of the act of reading in the ledger."""

    reading: int


@act("data_question:answered", title="Trả lời về một lần xem dữ liệu")
@dataclass(frozen=True)
class DataQuestionAnswered:
    """The unit that looked has answered; the words stay with the question."""


@act("data_question:refused", title="Từ chối trả lời về một lần xem dữ liệu")
@dataclass(frozen=True)
class DataQuestionRefused:
    """The unit that looked has refused, with a reason that stays with the question."""
