# SPDX-License-Identifier: EUPL-1.2
"""Keep what a partner calls something of ours."""

from datetime import datetime

from django.db import transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import SYSTEM
from tinhso.kernel.exchange.models import TheirName
from tinhso.kernel.exchange.types import PartnerNamed


@transaction.atomic(durable=True)
def note_their_name(partner_key: str, ours: str, theirs: str, *, now: datetime) -> str:
    """Keep the name a partner gave and return the one in force; a second name for the same thing is not kept."""
    kept, made = TheirName.objects.get_or_create(
        partner_id=partner_key, ours=ours, defaults={"theirs": theirs, "given_at": now}
    )
    if made:
        payload = PartnerNamed(partner=partner_key, ours=ours, theirs=theirs)
        record(payload, at=now, actor=SYSTEM, subject=f"partner:{partner_key}")
    return kept.theirs
