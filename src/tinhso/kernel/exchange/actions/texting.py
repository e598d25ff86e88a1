# SPDX-License-Identifier: EUPL-1.2
"""Short messages: sent outside the quiet hours; what became of them is asked of the centre."""

from datetime import datetime

from tinhso.config import env
from tinhso.kernel.exchange import queries, sms
from tinhso.kernel.exchange.actions.delivery import deliver_one
from tinhso.kernel.exchange.actions.reports import note_report
from tinhso.kernel.exchange.models import Message
from tinhso.kernel.exchange.quiet import QuietHours, first_allowed
from tinhso.kernel.exchange.rules import URGENT
from tinhso.kernel.exchange.smpp.pdu import Report
from tinhso.kernel.exchange.types import MessageState, Outcome


def deliver_texts(*, now: datetime, limit: int = 100) -> int:
    """Send the short messages that are due; return how many went. In the quiet hours urgent ones only.

    A centre that is down or asks for a pause ends the run; the messages behind the first keep their attempts.
    """
    morning = first_allowed(now, quiet_hours())
    if morning > now:
        waiting = Message.objects.filter(channel=sms.NAME, state=MessageState.QUEUED, next_at__lt=morning)
        waiting.exclude(key__startswith=URGENT).update(next_at=morning)
    sent = 0
    for message_id in queries.due_letters(now, limit, texts=True):
        outcome = deliver_one(message_id, now)
        if outcome is Outcome.BUSY:
            break
        sent += outcome is Outcome.SENT
    return sent


def quiet_hours() -> QuietHours | None:
    """Return the quiet hours of this installation; None when it has none."""
    return QuietHours(*env.SMS_QUIET) if env.SMS_QUIET else None


def collect_reports(*, now: datetime) -> int:
    """Ask the centre what became of messages; return how many reports came. Raises TemporaryFailure."""

    def take(report: Report) -> bool:
        note_report(report, now=now)
        return True

    return sms.listen(take)
