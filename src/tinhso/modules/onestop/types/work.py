# SPDX-License-Identifier: EUPL-1.2
"""Acts of the examination: consultation, verification, financial duty, supplement."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from tinhso.kernel.events.catalogue import act


@act("dossier:assigned", title="Phân công giải quyết")
@dataclass(frozen=True)
class DossierAssigned:
    """rule: the one that chose, absent when a person did; load: what the holder had in hand then; among: how many
    were there to choose from; absences: why others it names were not.
    """

    holder: uuid.UUID
    rule: uuid.UUID | None = None
    load: int | None = None
    among: int | None = None
    absences: tuple[str, ...] = ()


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
