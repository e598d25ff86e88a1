# SPDX-License-Identifier: EUPL-1.2
"""Keep what a comparison of the books with a partner has found; the comparison itself belongs to the module."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import SYSTEM, Actor
from tinhso.kernel.exchange.models import Difference, Reconciliation
from tinhso.kernel.exchange.types import Disagreement, PartnerReconciled, PartnerReplayed


@transaction.atomic(durable=True)
def note_reconciliation(
    partner_key: str,
    day: date,
    *,
    checked: int,
    found: Sequence[Disagreement],
    now: datetime,
    fault: str = "",
    by: Actor = SYSTEM,
) -> Reconciliation:
    """Keep one comparison; earlier ones of the same day stay. fault: why the partner could not be asked, or empty."""
    made = Reconciliation.objects.create(
        partner_id=partner_key, day=day, made_at=now, checked=checked, fault=fault[:300]
    )
    Difference.objects.bulk_create(
        Difference(
            reconciliation=made,
            kind=one.kind,
            number=one.number[:60],
            subject=one.subject,
            ours=one.ours[:200],
            theirs=one.theirs[:200],
            waiting=one.waiting,
        )
        for one in found
    )
    payload = PartnerReconciled(
        partner=partner_key, day=day, checked=checked, differences=len(found), answered=not fault
    )
    record(payload, at=now, actor=by, subject=f"partner:{partner_key}")
    return made


@transaction.atomic(durable=True)
def note_replay(partner_key: str, day: date, *, messages: int, now: datetime, by: Actor) -> None:
    """Record that a person told a partner a day anew, with how many messages."""
    payload = PartnerReplayed(partner=partner_key, day=day, messages=messages)
    record(payload, at=now, actor=by, subject=f"partner:{partner_key}")
