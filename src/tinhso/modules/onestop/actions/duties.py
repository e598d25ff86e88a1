# SPDX-License-Identifier: EUPL-1.2
"""Financial duty before a decision (tax on land and the like): the clock stands still until it is settled.

The tax body's notice is entered, the applicant pays, a receipt shown at the desk moves the dossier on, the specialist
compares both. No separate confirmation on paper is asked for.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tinhso.db import rows
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.types import SYSTEM, Actor
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop.actions.charges import lock_charge, raise_duty_charge
from tinhso.modules.onestop.actions.dossiers import lock, lock_for, step
from tinhso.modules.onestop.actions.payments import settle_by_treasury
from tinhso.modules.onestop.models import Dossier, FinancialDuty
from tinhso.modules.onestop.policies import check_step
from tinhso.modules.onestop.types import DutyChecked, DutyRequested, DutySettled

MOST = 10**12
"""A thousand billion đồng: a larger amount is a slip of the hand."""


@dataclass(frozen=True)
class Notice:
    """The tax body's notice: number, amount in đồng, legal ground as it states it, last day to pay."""

    number: str
    amount: int
    ground: str
    pay_by: date


@transaction.atomic(durable=True)
def request_duty(
    dossier_id: uuid.UUID, *, notice: Notice, viewer: Viewer, now: datetime, expected_version: int | None = None
) -> FinancialDuty:
    """Put the notice to the applicant; the legal clock stops until it is settled.

    Raises Refused for a notice that is not complete, was entered before, or is past its last day.
    Source: 118/2025/NĐ-CP, Điều 24; the pause as practised under 1610/QĐ-TTPVHCC of Hà Nội.
    """
    _check(notice, timezone.localtime(now).date())
    dossier = lock_for("request_duty", dossier_id, now=now, expected_version=expected_version)
    seat = check_step(viewer, dossier, "request_duty")
    if FinancialDuty.objects.filter(dossier=dossier, notice=notice.number.strip()).exists():
        raise Refused(f"Thông báo số {notice.number.strip()} đã được nhập cho hồ sơ này. Hãy kiểm tra lại số.")
    actor = viewer.actor(seat)
    charge = raise_duty_charge(
        dossier,
        notice=notice.number.strip(),
        amount_vnd=notice.amount,
        ground=notice.ground.strip(),
        now=now,
        actor=actor,
    )
    duty = FinancialDuty(
        id=uuid7(),
        dossier=dossier,
        charge=charge,
        amount=notice.amount,
        notice=notice.number.strip(),
        ground=notice.ground.strip(),
        pay_by=notice.pay_by,
        asked_at=now,
        asked_by_id=viewer.as_officer,
    )
    step(
        dossier,
        "request_duty",
        payload=DutyRequested(duty=duty.id, amount=duty.amount, notice=duty.notice),
        now=now,
        actor=actor,
        holder_id=viewer.as_officer,
    )
    return rows.insert(duty)


def _check(notice: Notice, today: date) -> None:
    if not notice.number.strip() or len(notice.number.strip()) > 60:
        raise Refused("Hãy nhập số thông báo của cơ quan thuế (không quá 60 ký tự).")
    if not 0 < notice.amount <= MOST:
        raise Refused("Số tiền phải là số đồng lớn hơn 0. Hãy nhập đúng số ghi trên thông báo, ví dụ 1250000.")
    if len(notice.ground.strip()) < 5 or len(notice.ground.strip()) > 300:
        raise Refused("Hãy ghi căn cứ pháp lý như trên thông báo (từ 5 đến 300 ký tự).")
    if notice.pay_by < today:
        raise Refused("Hạn nộp đã qua. Hãy đề nghị cơ quan thuế ra thông báo mới rồi nhập lại.")


@transaction.atomic(durable=True)
def settle_duty(
    dossier_id: uuid.UUID, *, receipt: str, viewer: Viewer, now: datetime, expected_version: int | None = None
) -> FinancialDuty:
    """Take a valid receipt shown at the desk when the payment's own message did not come; the clock runs again.

    Raises Refused for a receipt without a number or used before.
    """
    number = receipt.strip()
    if len(number) < 3 or len(number) > 60:
        raise Refused("Hãy nhập số chứng từ nộp tiền (từ 3 đến 60 ký tự) và kiểm tra chứng từ điện tử trước khi ghi.")
    open_duty = FinancialDuty.objects.filter(dossier_id=dossier_id, settled_at=None).first()
    charge = lock_charge(open_duty.charge_id) if open_duty else None
    dossier = lock_for("settle_duty", dossier_id, now=now, expected_version=expected_version)
    actor = viewer.actor(check_step(viewer, dossier, "settle_duty"))
    if charge is not None and charge.is_open:
        settle_by_treasury(charge, receipt=number, taken_by=viewer.as_officer, now=now, actor=actor)
    return _settle(dossier, number, "counter", actor, now)


@transaction.atomic(savepoint=False)
def settle_paid_duty(charge_id: uuid.UUID, *, receipt: str, now: datetime) -> bool:
    """Move a dossier on by the event of its payment, inside the worker's transaction.

    False when no duty waits for this charge: it was settled at the desk, or the dossier was withdrawn meanwhile.
    """
    duty = FinancialDuty.objects.filter(charge_id=charge_id).first()
    if duty is None:
        return False
    dossier = lock(duty.dossier_id)
    if dossier.case.state != "finance_wait" or _open(dossier).charge_id != charge_id:
        return False
    _settle(dossier, receipt, "event", SYSTEM, now)
    return True


def _open(dossier: Dossier) -> FinancialDuty:
    return FinancialDuty.objects.get(dossier=dossier, settled_at=None)


def _settle(dossier: Dossier, receipt: str, channel: str, actor: Actor, now: datetime) -> FinancialDuty:
    duty = _open(dossier)
    step(
        dossier,
        "settle_duty",
        payload=DutySettled(duty=duty.id, amount=duty.amount, receipt=receipt, channel=channel),
        now=now,
        actor=actor,
        holder_id=dossier.case.holder_id,
    )
    duty.receipt, duty.settled_at = receipt[:60], now
    rows.update(duty, "receipt", "settled_at")
    return duty


@transaction.atomic(durable=True)
def check_duty(
    dossier_id: uuid.UUID, *, viewer: Viewer, now: datetime, expected_version: int | None = None
) -> FinancialDuty:
    """Compare notice and receipt as the specialist and go on with the examination."""
    dossier = lock_for("check_duty", dossier_id, now=now, expected_version=expected_version)
    seat = check_step(viewer, dossier, "check_duty")
    duty = FinancialDuty.objects.get(dossier=dossier, checked_at=None)
    step(
        dossier,
        "check_duty",
        payload=DutyChecked(duty=duty.id),
        now=now,
        actor=viewer.actor(seat),
        holder_id=viewer.as_officer,
    )
    duty.checked_at = now
    rows.update(duty, "checked_at")
    return duty
