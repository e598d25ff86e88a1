# SPDX-License-Identifier: EUPL-1.2
"""Words of the one-stop: channels, papers, acts of a dossier. Acts carry codes and identifiers, never names."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tinhso.kernel.events.catalogue import act


class Channel(StrEnum):
    """How a dossier came in (kênh nộp); codes 1, 2, 3 of the national portal."""

    COUNTER = "truc_tiep"
    ONLINE = "truc_tuyen"
    POST = "buu_chinh"


class ReturnMethod(StrEnum):
    """How the result is handed over (cách nhận kết quả)."""

    ELECTRONIC = "dien_tu"
    COUNTER = "tai_quay"
    POST = "buu_chinh"


class PaperForm(StrEnum):
    """The seven papers of Thông tư 03/2025/TT-VPCP."""

    RECEIPT = "F01"
    SUPPLEMENT = "F02"
    REFUSAL = "F03"
    APOLOGY = "F04"
    CONTROL_SLIP = "F05"
    LOGBOOK = "F06"
    STOP_NOTICE = "F07"


class ComponentSource(StrEnum):
    """Where a component of a dossier came from."""

    UPLOAD = "upload"
    SCAN = "scan"
    SHOWN = "shown"
    DATABASE = "database"
    STORE = "store"


class Satisfaction(StrEnum):
    """The three levels of satisfaction (Thông tư 32/2017/TT-BTTTT)."""

    VERY = "rat_hai_long"
    CONTENT = "hai_long"
    NOT = "chua_hai_long"


@act("procedure:published", title="Công bố phiên bản thủ tục")
@dataclass(frozen=True)
class ProcedurePublished:
    procedure: str
    version: int
    digest: str


@act("dossier:submitted", title="Nộp hồ sơ")
@dataclass(frozen=True)
class DossierSubmitted:
    procedure: str
    version: int
    channel: str
    provisional: str
    receiving: uuid.UUID
    components: int


@act("dossier:received", title="Tiếp nhận hồ sơ")
@dataclass(frozen=True)
class DossierReceived:
    """minutes: from filing to reception; digitised, reused: a component came as a file, is replaced by data."""

    code: str
    procedure: str
    channel: str
    resolving: uuid.UUID
    receipt: str
    book_line: str
    promised: datetime | None
    minutes: int = 0
    digitised: bool = False
    reused: bool = False


@act("dossier:intake_supplement:requested", title="Yêu cầu bổ sung trước khi tiếp nhận")
@dataclass(frozen=True)
class IntakeSupplementRequested:
    items: int
    ground: str
    paper: str


@act("dossier:intake_supplement:answered", title="Bổ sung trước khi tiếp nhận")
@dataclass(frozen=True)
class IntakeSupplementAnswered:
    components: int


@act("dossier:intake:refused", title="Từ chối tiếp nhận hồ sơ")
@dataclass(frozen=True)
class IntakeRefused:
    ground: str
    paper: str


@act("dossier:redirected", title="Chuyển hồ sơ đến cơ quan có thẩm quyền")
@dataclass(frozen=True)
class DossierRedirected:
    """away: the unit it was filed at; to: the one that is competent."""

    away: uuid.UUID
    to: uuid.UUID


@act("dossier:originals:sent", title="Chuyển bản giấy đến cơ quan giải quyết")
@dataclass(frozen=True)
class OriginalsSent:
    """sheets: how many left the desk; due: by when they should have arrived."""

    sheets: int
    to: uuid.UUID
    slip: str
    due: datetime


@act("dossier:originals:taken", title="Nhận bản giấy")
@dataclass(frozen=True)
class OriginalsTaken:
    """missing: how many sheets fewer arrived than left."""

    sheets: int
    missing: int
    on_time: bool


@act("dossier:assigned", title="Phân công giải quyết")
@dataclass(frozen=True)
class DossierAssigned:
    holder: uuid.UUID


@act("dossier:started", title="Bắt đầu thẩm định")
@dataclass(frozen=True)
class DossierStarted:
    code: str


@act("dossier:consultation:asked", title="Lấy ý kiến cơ quan phối hợp")
@dataclass(frozen=True)
class ConsultationAsked:
    consultation: uuid.UUID
    unit: uuid.UUID
    answer_by: datetime


@act("dossier:consultation:answered", title="Cơ quan phối hợp trả lời")
@dataclass(frozen=True)
class ConsultationAnswered:
    consultation: uuid.UUID
    agrees: bool


@act("dossier:consultation:closed", title="Kết thúc lấy ý kiến")
@dataclass(frozen=True)
class ConsultationClosed:
    answered: bool


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


@act("dossier:verification:begun", title="Bắt đầu xác minh")
@dataclass(frozen=True)
class VerificationBegun:
    verification: uuid.UUID


@act("dossier:verification:closed", title="Kết thúc xác minh")
@dataclass(frozen=True)
class VerificationClosed:
    verification: uuid.UUID
    confirmed: bool


@act("dossier:duty:requested", title="Chuyển thực hiện nghĩa vụ tài chính")
@dataclass(frozen=True)
class DutyRequested:
    """amount: đồng, as the notice of the tax body states it."""

    duty: uuid.UUID
    amount: int
    notice: str


@act("dossier:duty:settled", title="Đã thực hiện nghĩa vụ tài chính")
@dataclass(frozen=True)
class DutySettled:
    """receipt: number of the receipt; channel: event (sự kiện thanh toán) or counter (chứng từ nộp tại quầy)."""

    duty: uuid.UUID
    amount: int
    receipt: str
    channel: str


@act("dossier:duty:checked", title="Đối chiếu xong nghĩa vụ tài chính")
@dataclass(frozen=True)
class DutyChecked:
    duty: uuid.UUID


@act("dossier:supplement:requested", title="Yêu cầu bổ sung hồ sơ")
@dataclass(frozen=True)
class SupplementRequested:
    """promise, promise_after: day of the promise before and while the applicant has the turn; absent when none."""

    items: int
    ground: str
    paper: str
    resolving: uuid.UUID | None = None
    procedure: str = ""
    channel: str = ""
    promise: date | None = None
    promise_after: date | None = None


@act("dossier:supplement:supplied", title="Nộp bổ sung")
@dataclass(frozen=True)
class SupplementSupplied:
    """promise, promise_after: day of the promise while waiting and from now on, the wait added; absent when none."""

    components: int
    resolving: uuid.UUID | None = None
    procedure: str = ""
    channel: str = ""
    promise: date | None = None
    promise_after: date | None = None


@act("dossier:supplement:accepted", title="Kiểm tra xong phần bổ sung")
@dataclass(frozen=True)
class SupplementAccepted:
    code: str


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
    level: str


@act("paper:issued", title="Phát hành giấy tờ một cửa")
@dataclass(frozen=True)
class PaperIssued:
    form: str
    number: str
    document: uuid.UUID
