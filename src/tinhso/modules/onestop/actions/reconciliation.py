# SPDX-License-Identifier: EUPL-1.2
"""Compare the bank's statement of a day with our payments; what was paid there and not noted here is settled."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import Actor
from tinhso.modules.onestop.actions.payments import ask_gateway
from tinhso.modules.onestop.models import Difference, Payment, PaymentOrder
from tinhso.modules.onestop.payments import gateway
from tinhso.modules.onestop.payments.types import (
    DifferenceKind,
    PayChannel,
    PaymentsReconciled,
    StatementLine,
)


@dataclass(frozen=True)
class Reconciliation:
    """What a comparison found: lines of the statement, settled by asking the gateway, differences that remain."""

    day: date
    lines: int
    settled: int
    differences: int


def reconcile(day: date, *, now: datetime, by: Actor) -> Reconciliation:
    """Compare one day (Vietnam's time), list every difference once, settle what the query can; safe to repeat.

    Raises GatewayUnavailable when there is no statement; nothing is written then.
    """
    lines = gateway.statement(day)
    settled = sum(_compare(line, day, now) for line in lines)
    _miss_there(day, {line.transaction for line in lines}, now)
    with transaction.atomic(durable=True):
        differences = Difference.objects.filter(day=day, settled_at=None).count()
        payload = PaymentsReconciled(day=day, lines=len(lines), settled=settled, differences=differences)
        record(payload, at=now, actor=by, subject=f"statement:{day.isoformat()}")
    return Reconciliation(day, len(lines), settled, differences)


def _compare(line: StatementLine, day: date, now: datetime) -> bool:
    """Return whether a line that was not known here has been settled by asking the gateway."""
    here = Payment.objects.filter(transaction=line.transaction).first()
    if here is not None:
        if here.amount_vnd != line.amount_vnd:
            _note(line, day, DifferenceKind.AMOUNT, now, here_vnd=here.amount_vnd)
        else:
            _now_agrees(line, now)
        return False
    order = PaymentOrder.objects.filter(reference=line.reference).first()
    if order is not None:
        ask_gateway(order.id, now=now)
    found = Payment.objects.filter(transaction=line.transaction).first()
    if found is not None and found.amount_vnd != line.amount_vnd:
        _note(line, day, DifferenceKind.AMOUNT, now, here_vnd=found.amount_vnd)
        return False
    # Money that settles nothing (too much, too little) is in our book too and waits for its refund: the books agree.
    done = found is not None
    _note(line, day, DifferenceKind.NOT_HERE, now, settled=done, here_vnd=found.amount_vnd if found else None)
    return done


def _now_agrees(line: StatementLine, now: datetime) -> None:
    """Settle what an earlier comparison had found of a line: a notice that came late has written it down since."""
    Difference.objects.filter(transaction=line.transaction, settled_at=None).update(settled_at=now)


def _note(
    line: StatementLine,
    day: date,
    kind: DifferenceKind,
    now: datetime,
    *,
    settled: bool = False,
    here_vnd: int | None = None,
) -> None:
    Difference.objects.update_or_create(
        day=day,
        transaction=line.transaction,
        defaults={"settled_at": now if settled else None},
        create_defaults={
            "reference": line.reference[:25],
            "kind": kind,
            "there_vnd": line.amount_vnd,
            "here_vnd": here_vnd,
            "found_at": now,
            "settled_at": now if settled else None,
        },
    )


def _miss_there(day: date, there: set[str], now: datetime) -> None:
    """List payments of the day that the statement does not show."""
    begins = timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - made aware here
    ours = Payment.objects.filter(
        channel=PayChannel.GATEWAY, paid_at__gte=begins, paid_at__lt=begins + timedelta(days=1)
    ).select_related("order")
    for payment in ours.exclude(transaction__in=there):
        Difference.objects.get_or_create(
            day=day,
            transaction=payment.transaction,
            defaults={
                "reference": payment.order.reference if payment.order else "",
                "kind": DifferenceKind.NOT_THERE,
                "here_vnd": payment.amount_vnd,
                "found_at": now,
            },
        )
