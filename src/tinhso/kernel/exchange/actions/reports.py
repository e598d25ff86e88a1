# SPDX-License-Identifier: EUPL-1.2
"""What became of a short message: parts are known by the identifiers the SMS centre gave them."""

from datetime import datetime

from django.db import transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import SYSTEM
from tinhso.kernel.exchange import sms
from tinhso.kernel.exchange.models import Attempt, Message, TextPart
from tinhso.kernel.exchange.smpp.pdu import Report
from tinhso.kernel.exchange.types import MessageGivenUp, MessageReported, MessageState

DELIVERED = "DELIVRD"
PENDING = {"ENROUTE", "ACCEPTD", "UNKNOWN"}
"""States of SMPP (5.2.28) that are not an end: the centre is still trying, or does not know."""


def link_parts(message: Message, now: datetime) -> None:
    """Tie the parts of a message that has just gone to their identifiers; those of an earlier sending are let go."""
    identifiers = sms.identifiers(message.receipt)
    message.parts.exclude(remote_id__in=identifiers).update(message=None)
    for place, remote_id in enumerate(identifiers, 1):
        part = _part(remote_id)
        if part.message_id is not None and (part.message_id, part.place) != (message.id, place):
            part.state, part.reported_at = "", None  # a centre begun afresh counts from one again
        part.message, part.place = message, place
        part.save()
    _settle(message, now)


@transaction.atomic(durable=True)
def note_report(report: Report, *, now: datetime) -> None:
    """Keep what became of one part; the same report again changes nothing.

    A report may come before its part is known here, when the sender is still about to mark it or was killed: it is
    kept under its identifier and meets the message later.
    """
    part = _part(report.remote_id)
    if part.state not in ("", *PENDING) or report.state == part.state:
        return
    part.state, part.reported_at = report.state, now
    part.save(update_fields=["state", "reported_at"])
    if part.message_id is not None:
        _settle(Message.objects.select_for_update().get(id=part.message_id), now)


def _part(remote_id: str) -> TextPart:
    """Return the part of an identifier, locked; its report and its message may come in the same instant."""
    TextPart.objects.bulk_create([TextPart(remote_id=remote_id)], ignore_conflicts=True)
    return TextPart.objects.select_for_update().get(remote_id=remote_id)


def _settle(message: Message, now: datetime) -> None:
    """Say what became of a message once every part has come to its end; a part that is lost needs a person."""
    states = set(message.parts.values_list("state", flat=True))
    if not states or states & {"", *PENDING}:
        return
    lost = sorted(states - {DELIVERED})
    subject = f"message:{message.id}"
    reported = MessageReported(message=message.id, arrived=not lost, parts=message.parts.count())
    record(reported, at=now, actor=SYSTEM, subject=subject, case_id=message.case_id)
    if lost and message.state == MessageState.SENT:
        answer = f"Tổng đài báo tin không tới máy: {', '.join(lost)}."
        Attempt.objects.create(message=message, at=now, succeeded=False, answer=answer)
        message.state = MessageState.DEAD
        message.save(update_fields=["state"])
        given_up = MessageGivenUp(message=message.id, channel=message.channel, attempts=message.attempts)
        record(given_up, at=now, actor=SYSTEM, subject=subject, case_id=message.case_id)
