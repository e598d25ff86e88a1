# SPDX-License-Identifier: EUPL-1.2
"""Acts of the decision and of what follows it: result, refusal, stop, correction, archive, papers."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from tinhso.kernel.events.catalogue import act


@act("dossier:result:proposed", title="Trình ký kết quả")
@dataclass(frozen=True)
class ResultProposed:
    document: uuid.UUID


@act("dossier:refusal:proposed", title="Trình ký văn bản từ chối")
@dataclass(frozen=True)
class RefusalProposed:
    ground: str


@act("dossier:sent_back", title="Trả lại dự thảo để sửa")
@dataclass(frozen=True)
class DraftSentBack:
    reason: str


@act("dossier:completed", title="Ký kết quả, giải quyết xong")
@dataclass(frozen=True)
class DossierCompleted:
    """on_time: against the due date in force; on_time_766: as Quyết định 766/QĐ-TTg computes it.

    promise: the day under which the dossier stood as open; contacts: how often its applicant was asked for more.
    """

    code: str
    on_time: bool
    on_time_766: bool
    minutes: int
    electronic: bool
    channel: str
    resolving: uuid.UUID | None = None
    procedure: str = ""
    promise: date | None = None
    contacts: int = 0


@act("dossier:refused", title="Từ chối giải quyết hồ sơ")
@dataclass(frozen=True)
class DossierRefused:
    ground: str
    paper: str
    on_time: bool
    on_time_766: bool = True
    resolving: uuid.UUID | None = None
    procedure: str = ""
    channel: str = ""
    promise: date | None = None
    contacts: int = 0


@act("dossier:apologised", title="Xin lỗi và đề nghị gia hạn")
@dataclass(frozen=True)
class DossierApologised:
    until: datetime
    paper: str


@act("dossier:withdrawal:requested", title="Công dân yêu cầu rút hồ sơ")
@dataclass(frozen=True)
class WithdrawalRequested:
    channel: str


@act("dossier:stopped", title="Dừng giải quyết hồ sơ")
@dataclass(frozen=True)
class DossierStopped:
    """resolving is absent when the dossier was stopped before it was received: then it never counted as open."""

    ground: str
    paper: str
    on_time_766: bool = True
    resolving: uuid.UUID | None = None
    procedure: str = ""
    channel: str = ""
    promise: date | None = None
    contacts: int = 0


@act("dossier:returned", title="Trả kết quả")
@dataclass(frozen=True)
class ResultReturned:
    """again: a corrected result, handed over in place of one returned before."""

    method: str
    receiver_checked: bool
    again: bool = False


@act("dossier:result:recalled", title="Thu hồi kết quả để đính chính")
@dataclass(frozen=True)
class ResultRecalled:
    document: uuid.UUID | None
    fix_by: date


@act("dossier:correction:proposed", title="Trình ký kết quả đính chính")
@dataclass(frozen=True)
class CorrectionProposed:
    document: uuid.UUID


@act("dossier:correction:sent_back", title="Trả lại dự thảo đính chính")
@dataclass(frozen=True)
class CorrectionSentBack:
    """Why stands on the holding of the case; the ledger keeps that it was done."""


@act("dossier:result:corrected", title="Ký kết quả đính chính")
@dataclass(frozen=True)
class ResultCorrected:
    """wrong: the result that this one replaces."""

    document: uuid.UUID
    wrong: uuid.UUID | None


@act("dossier:unclaimed", title="Quá ngày hẹn chưa đến nhận kết quả")
@dataclass(frozen=True)
class ResultUnclaimed:
    code: str


@act("dossier:archived", title="Nộp lưu hồ sơ")
@dataclass(frozen=True)
class DossierArchived:
    documents: int


@act("dossier:rated", title="Đánh giá mức độ hài lòng")
@dataclass(frozen=True)
class DossierRated:
    """procedure, channel: of what was rated; absent in acts from before services had figures of their own."""

    level: str
    procedure: str = ""
    channel: str = ""


@act("paper:issued", title="Phát hành giấy tờ một cửa")
@dataclass(frozen=True)
class PaperIssued:
    form: str
    number: str
    document: uuid.UUID
