# SPDX-License-Identifier: EUPL-1.2
"""Acts of model questions; the words stand in the row, their digest in the act."""

import uuid
from dataclasses import dataclass

from tinhso.kernel.events.catalogue import act

SHORTEST, LONGEST_QUESTION, LONGEST_ANSWER = 10, 300, 4000


@act("sample_question:added", title="Đăng câu hỏi mẫu")
@dataclass(frozen=True)
class SampleQuestionAdded:
    """digest: SHA-256 of question and answer, hex."""

    entry: uuid.UUID
    procedure: str
    digest: str


@act("sample_question:changed", title="Sửa câu hỏi mẫu")
@dataclass(frozen=True)
class SampleQuestionChanged:
    entry: uuid.UUID
    revision: int
    digest: str


@act("sample_question:withdrawn", title="Gỡ câu hỏi mẫu")
@dataclass(frozen=True)
class SampleQuestionWithdrawn:
    entry: uuid.UUID
