# SPDX-License-Identifier: EUPL-1.2
"""What a dossier costs is frozen when it is filed; an officer may name an unknown amount or exempt."""

import uuid
from datetime import datetime

from django.db import transaction

from tinhso.db import rows
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.money import LARGEST_VND
from tinhso.modules.onestop.actions.dossiers import subject_of
from tinhso.modules.onestop.errors import GroundMissing, NothingDue
from tinhso.modules.onestop.models import Charge, Dossier, PaymentOrder
from tinhso.modules.onestop.payments import rules as fees
from tinhso.modules.onestop.payments.types import DUTY_KIND, FeeExempted, FeeRaised, FeeStated, OrderState
from tinhso.modules.onestop.policies import check_cashier
from tinhso.modules.onestop.rules import SHORTEST_REASON
from tinhso.modules.onestop.types import Channel


def raise_charge(dossier: Dossier, *, area: str, now: datetime, actor: Actor) -> Charge | None:
    """Freeze the fee on a dossier that is being filed, inside its transaction; None when nothing is collected."""
    definition = dossier.version.definition
    due = fees.fee_due(definition, channel=Channel(dossier.channel), answers=dossier.answers)
    if due.is_free or due.amount_vnd == 0:
        return None
    charge = Charge(
        dossier=dossier,
        kind=due.kind,
        title=due.title[:200],
        amount_vnd=due.amount_vnd,
        why=due.why[:500],
        legal_source=fees.legal_source(definition)[:300],
        raised_at=now,
    )
    return _raised(charge, area, now, actor)


def raise_duty_charge(
    dossier: Dossier, *, notice: str, amount_vnd: int, ground: str, now: datetime, actor: Actor
) -> Charge:
    """Put the amount of a tax body's notice on the dossier, so that it is paid like any charge."""
    charge = Charge(
        dossier=dossier,
        kind=DUTY_KIND,
        title=f"Nghĩa vụ tài chính theo thông báo số {notice}"[:200],
        amount_vnd=amount_vnd,
        legal_source=ground[:300],
        raised_at=now,
    )
    return _raised(charge, dossier.case.area_code, now, actor)


def _raised(charge: Charge, area: str, now: datetime, actor: Actor) -> Charge:
    dossier = charge.dossier
    rows.insert(charge)
    record(
        FeeRaised(charge=charge.id, kind=charge.kind, amount_vnd=charge.amount_vnd),
        at=now,
        actor=actor,
        subject=subject_of(dossier.case_id),
        case_id=dossier.case_id,
        unit_id=dossier.receiving_unit_id,
        area=area,
        rule=fees.COLLECTED_BY,
    )
    return charge


def check_ours(charge: Charge) -> None:
    """Raise NothingDue for money that only the tax body and the treasury may take or forgive."""
    if charge.kind == DUTY_KIND:
        raise NothingDue(
            "Khoản này do cơ quan thuế xác định và nộp vào ngân sách nhà nước: Bộ phận Một cửa không thu tiền mặt, "
            "không miễn. Người nộp đã có chứng từ thì ghi số chứng từ ở việc Ghi nhận đã nộp."
        )


def lock_charge(charge_id: uuid.UUID) -> Charge:
    """Return the charge locked for this transaction, so that whatever settles it comes one after the other."""
    return Charge.objects.select_for_update(of=("self",)).select_related("dossier__case").get(id=charge_id)


def note(charge: Charge, payload: object, *, now: datetime, actor: Actor) -> int:
    """Record an act on the charge's dossier; return its number."""
    dossier = charge.dossier
    return record(
        payload,
        at=now,
        actor=actor,
        subject=subject_of(dossier.case_id),
        case_id=dossier.case_id,
        unit_id=dossier.receiving_unit_id,
        area=dossier.case.area_code,
        rule=fees.COLLECTED_BY,
    )


def close_orders(charge: Charge) -> None:
    PaymentOrder.objects.filter(charge=charge, state=OrderState.OPEN).update(state=OrderState.CLOSED)


@transaction.atomic(durable=True)
def state_amount(charge_id: uuid.UUID, *, amount_vnd: int, source: str, viewer: Viewer, now: datetime) -> Charge:
    """Write down the amount of a charge whose record does not know it, with the text it stands in.

    Raises Refused for an amount that is none, GroundMissing without a source, NothingDue when it is known already.
    """
    charge = lock_charge(charge_id)
    seat = check_cashier(viewer, charge.dossier)
    if not charge.is_open or charge.amount_vnd is not None:
        raise NothingDue("Mức thu của khoản này đã có, không ghi lại được. Hãy tải lại trang.")
    if not 0 < amount_vnd <= LARGEST_VND:
        raise Refused("Số tiền phải lớn hơn 0 đồng. Nếu không thu, hãy dùng mục miễn phí và ghi rõ lý do.")
    if len(source.strip()) < fees.SHORTEST_SOURCE:
        raise GroundMissing("Hãy ghi số, ký hiệu văn bản quy định mức thu, ví dụ nghị quyết của Hội đồng nhân dân.")
    charge.amount_vnd, charge.legal_source, charge.stated_by_id = amount_vnd, source.strip()[:300], viewer.as_officer
    charge.save(update_fields=["amount_vnd", "legal_source", "stated_by"])
    payload = FeeStated(charge=charge.id, amount_vnd=amount_vnd, source=charge.legal_source)
    note(charge, payload, now=now, actor=viewer.actor(seat))
    return charge


@transaction.atomic(durable=True)
def exempt(charge_id: uuid.UUID, *, ground: str, source: str, reason: str, viewer: Viewer, now: datetime) -> Charge:
    """Exempt a dossier from a charge: who is exempted, by which text, and what was shown.

    Raises GroundMissing without all three, NothingDue when it is paid or exempted already.
    """
    if ground not in fees.EXEMPTIONS or len(source.strip()) < fees.SHORTEST_SOURCE:
        raise GroundMissing("Hãy chọn đối tượng được miễn và ghi số, ký hiệu văn bản cho phép miễn.")
    if len(reason.strip()) < SHORTEST_REASON:
        raise GroundMissing(f"Hãy ghi rõ giấy tờ đã xem hoặc lý do miễn (ít nhất {SHORTEST_REASON} ký tự).")
    charge = lock_charge(charge_id)
    seat = check_cashier(viewer, charge.dossier)
    check_ours(charge)
    if not charge.is_open:
        raise NothingDue("Khoản này đã nộp hoặc đã được miễn. Hãy tải lại trang.")
    charge.exempted_at, charge.exempted_by_id = now, viewer.as_officer
    charge.exempt_ground, charge.exempt_reason = ground, f"{source.strip()}. {reason.strip()}"[:2000]
    charge.save(update_fields=["exempted_at", "exempted_by", "exempt_ground", "exempt_reason"])
    close_orders(charge)
    payload = FeeExempted(charge=charge.id, ground=ground, source=source.strip()[:300])
    note(charge, payload, now=now, actor=viewer.actor(seat))
    return charge
