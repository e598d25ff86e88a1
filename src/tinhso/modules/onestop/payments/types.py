# SPDX-License-Identifier: EUPL-1.2
"""Words of money: channels, outcomes, acts of charges and payments. Amounts are whole đồng; acts name nobody."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from tinhso.kernel.events.catalogue import act


class PayChannel(StrEnum):
    """How money came in (hình thức nộp phí); TREASURY: paid elsewhere, its receipt shown at the counter."""

    GATEWAY = "truc_tuyen"
    CASH = "tien_mat"
    TREASURY = "kho_bac"


class OrderState(StrEnum):
    """Where one attempt with the gateway stands."""

    OPEN = "open"
    PAID = "paid"
    CLOSED = "closed"


class Standing(StrEnum):
    """What a payment is to its charge: it settled it, came when nothing was due, or had another amount."""

    SETTLED = "settled"
    SURPLUS = "surplus"
    WRONG_AMOUNT = "wrong_amount"


class Outcome(StrEnum):
    """What a notice of the gateway led to."""

    SETTLED = "settled"
    REPEATED = "repeated"
    SURPLUS = "surplus"
    WRONG_AMOUNT = "wrong_amount"
    BAD_SIGNATURE = "bad_signature"
    UNREADABLE = "unreadable"
    UNKNOWN_ORDER = "unknown_order"


OUTCOME_SENTENCES: Final = {
    Outcome.SETTLED: "Đã ghi nhận khoản nộp và lập biên lai.",
    Outcome.REPEATED: "Giao dịch này đã được ghi nhận trước đó; không ghi thêm lần nữa.",
    Outcome.SURPLUS: "Khoản thu không còn phải nộp; số tiền được giữ chờ hoàn trả cho người nộp.",
    Outcome.WRONG_AMOUNT: "Số tiền không đúng số phải nộp; khoản thu chưa được coi là đã nộp, số tiền chờ xử lý.",
    Outcome.BAD_SIGNATURE: "Chữ ký của thông báo không đúng; thông báo bị từ chối.",
    Outcome.UNREADABLE: "Thông báo thiếu thông tin hoặc sai định dạng; thông báo bị từ chối.",
    Outcome.UNKNOWN_ORDER: "Không có lệnh nộp phí nào mang mã này; thông báo bị từ chối.",
}

REFUSED: Final = frozenset({Outcome.BAD_SIGNATURE, Outcome.UNREADABLE, Outcome.UNKNOWN_ORDER})


class DifferenceKind(StrEnum):
    """What the bank's statement and our payments disagree about (chênh lệch đối soát)."""

    NOT_HERE = "not_here"
    NOT_THERE = "not_there"
    AMOUNT = "amount"


@dataclass(frozen=True)
class Money:
    """Money the gateway says it received: its transaction number, for which order, how much, when."""

    order: uuid.UUID
    transaction: str
    amount_vnd: int
    paid_at: datetime


@dataclass(frozen=True)
class StatementLine:
    """One line of the bank's daily statement (sao kê)."""

    transaction: str
    reference: str
    amount_vnd: int
    paid_at: datetime


DUTY_KIND: Final = "financial_duty"
"""Kind of the charge of a financial duty: the tax body fixed it, nobody here takes it in cash or exempts from it."""


@act("fee:raised", title="Xác định phí, lệ phí của hồ sơ")
@dataclass(frozen=True)
class FeeRaised:
    """amount_vnd is absent when the amount is not known."""

    charge: uuid.UUID
    kind: str
    amount_vnd: int | None


@act("fee:stated", title="Ghi mức thu theo văn bản")
@dataclass(frozen=True)
class FeeStated:
    charge: uuid.UUID
    amount_vnd: int
    source: str


@act("fee:exempted", title="Miễn phí, lệ phí")
@dataclass(frozen=True)
class FeeExempted:
    charge: uuid.UUID
    ground: str
    source: str


@act("payment:ordered", title="Lập lệnh nộp phí")
@dataclass(frozen=True)
class PaymentOrdered:
    charge: uuid.UUID
    order: uuid.UUID
    amount_vnd: int


@act("payment:settled", title="Đã nộp phí, lệ phí")
@dataclass(frozen=True)
class PaymentSettled:
    """A charge is paid: subscribe to this one to let a dossier move. channel: a `PayChannel`."""

    dossier: uuid.UUID
    charge: uuid.UUID
    payment: uuid.UUID
    amount_vnd: int
    channel: str
    receipt: str


@act("payment:notice:answered", title="Trả lời thông báo của cổng thanh toán")
@dataclass(frozen=True)
class NoticeAnswered:
    """A notice that settled nothing; order is absent when the notice cannot be believed or names none of ours."""

    outcome: str
    order: uuid.UUID | None
    amount_vnd: int | None


@act("payment:refund:requested", title="Đề nghị hoàn trả phí đã nộp")
@dataclass(frozen=True)
class RefundRequested:
    payment: uuid.UUID
    amount_vnd: int


@act("payment:refund:paid", title="Đã hoàn trả phí")
@dataclass(frozen=True)
class RefundPaid:
    payment: uuid.UUID
    amount_vnd: int


@act("payment:reconciled", title="Đối soát với sao kê ngân hàng")
@dataclass(frozen=True)
class PaymentsReconciled:
    day: date
    lines: int
    settled: int
    differences: int
