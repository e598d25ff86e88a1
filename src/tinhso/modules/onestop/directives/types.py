# SPDX-License-Identifier: EUPL-1.2
"""Acts of a directive; its words stay with the case, and none of it is told to applicants or the national portal."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tinhso.kernel.events.catalogue import act


class Word(StrEnum):
    """What a line of the exchange under a directive was."""

    REPORTED = "reported"
    SENT_BACK = "sent_back"
    CONFIRMED = "confirmed"
    TAKEN_BACK = "taken_back"


@act("directive:given", title="Cho ý kiến chỉ đạo")
@dataclass(frozen=True)
class DirectiveGiven:
    """unit, officer: to whom; without officer the whole unit. answer_by: by when it is to be reported."""

    dossier: uuid.UUID
    unit: uuid.UUID
    officer: uuid.UUID | None
    answer_by: datetime


@act("directive:passed_on", title="Giao người thực hiện chỉ đạo")
@dataclass(frozen=True)
class DirectivePassedOn:
    officer: uuid.UUID


@act("directive:reported", title="Báo cáo thực hiện chỉ đạo")
@dataclass(frozen=True)
class DirectiveReported:
    on_time: bool


@act("directive:sent_back", title="Yêu cầu thực hiện lại chỉ đạo")
@dataclass(frozen=True)
class DirectiveSentBack:
    """answer_by: the new day of the report."""

    answer_by: datetime


@act("directive:confirmed", title="Xác nhận đã thực hiện chỉ đạo")
@dataclass(frozen=True)
class DirectiveConfirmed:
    """on_time: whether the report that was confirmed had come in time."""

    on_time: bool


@act("directive:taken_back", title="Rút ý kiến chỉ đạo")
@dataclass(frozen=True)
class DirectiveTakenBack:
    """Why stands under the directive."""
