# SPDX-License-Identifier: EUPL-1.2
"""Who the house exchanges messages with: register, suspend, resume."""

from datetime import datetime

from django.db import transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import Actor
from tinhso.kernel.exchange.actions.resending import SHORTEST_GROUND
from tinhso.kernel.exchange.channels import CHANNELS
from tinhso.kernel.exchange.errors import NotAMessage
from tinhso.kernel.exchange.models import Message, Partner
from tinhso.kernel.exchange.signing import sign
from tinhso.kernel.exchange.types import MessageState, PartnerRegistered, PartnerResumed, PartnerSuspended


@transaction.atomic(durable=True)
def register_partner(
    key: str, *, title: str, channel: str, endpoint: str, now: datetime, by: Actor, public_key: str = ""
) -> Partner:
    """Make a partner known, or give one another title, channel or endpoint; the same again changes nothing.

    public_key: with which it signs what it sends us (Ed25519, raw, hex); empty leaves the one known.
    What waits goes to the new address. Raises NotAMessage for a channel nobody provides.
    """
    if channel not in CHANNELS:
        raise NotAMessage(f"Không có kênh “{channel}”. Các kênh hiện có: {', '.join(sorted(CHANNELS))}.")
    facts = {"title": title, "channel": channel, "endpoint": endpoint}
    facts |= {"public_key": public_key} if public_key else {}
    partner, made = Partner.objects.select_for_update().get_or_create(key=key, defaults={**facts, "registered_at": now})
    changed = {name: value for name, value in facts.items() if getattr(partner, name) != value}
    if not made and not changed:
        return partner
    for name, value in changed.items():
        setattr(partner, name, value)
    partner.save()
    if changed:
        _redirect(partner)
    record(PartnerRegistered(partner=key, channel=channel), at=now, actor=by, subject=f"partner:{key}")
    return partner


def _redirect(partner: Partner) -> None:
    """Point what has not gone yet to the partner's new address; the signature covers the address."""
    held = Message.objects.select_for_update().filter(
        partner=partner, state__in=[MessageState.QUEUED, MessageState.DEAD]
    )
    for message in held:
        message.recipient, message.channel = partner.endpoint, partner.channel
        sign(message)
        message.save(update_fields=["recipient", "channel", "digest", "signature", "key_id"])


@transaction.atomic(durable=True)
def suspend_partner(key: str, *, reason: str, now: datetime, by: Actor) -> Partner:
    """Stop sending to a partner; messages wait. Raises NotAMessage without a reason.

    Source: 47/2020/NĐ-CP, Điều 43 (a stop is announced with its reason).
    """
    if len(reason.strip()) < SHORTEST_GROUND:
        raise NotAMessage("Hãy ghi rõ lý do tạm ngừng (ít nhất 10 ký tự). Liên thông vẫn đang chạy.")
    partner = Partner.objects.select_for_update().get(key=key)
    if partner.suspended_at is None:
        partner.suspended_at, partner.suspended_reason = now, reason.strip()[:300]
        partner.save(update_fields=["suspended_at", "suspended_reason"])
        record(PartnerSuspended(partner=key), at=now, actor=by, subject=f"partner:{key}")
    return partner


@transaction.atomic(durable=True)
def resume_partner(key: str, *, now: datetime, by: Actor) -> Partner:
    """Send to a partner again, what has waited first."""
    partner = Partner.objects.select_for_update().get(key=key)
    if partner.suspended_at is not None:
        partner.suspended_at, partner.suspended_reason = None, ""
        partner.save(update_fields=["suspended_at", "suspended_reason"])
        record(PartnerResumed(partner=key), at=now, actor=by, subject=f"partner:{key}")
    return partner
