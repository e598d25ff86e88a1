# SPDX-License-Identifier: EUPL-1.2
"""Answers to acts of the queue and the calendar: tell who has an appointment, drop those of a new day off."""

from datetime import date, datetime
from uuid import UUID

from tinhso.config import env
from tinhso.kernel.casework.types import DayAnnounced
from tinhso.kernel.events.subscriptions import react
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.exchange.actions import queue_message
from tinhso.modules.onestop import notices
from tinhso.modules.onestop.actions.visits import drop_visits
from tinhso.modules.onestop.queries.telling import channels_of
from tinhso.modules.onestop.queries.visits import visit_of
from tinhso.modules.onestop.queue.types import VisitBooked, VisitDropped, VisitReminded
from tinhso.modules.onestop.telling.texts import short_texts

SUBSCRIBER = "onestop"


@react(SUBSCRIBER, DayAnnounced)
def drop_visits_of_a_day_off(act: ActRow, now: datetime) -> None:
    """End the appointments of a day that is none any more; each is an act, and its person is told by it."""
    drop_visits(date.fromisoformat(act.data["day"]), now=max(act.at, now))


@react(SUBSCRIBER, VisitBooked, VisitReminded, VisitDropped)
def tell_visitor(act: ActRow, now: datetime) -> None:
    """Queue one message per act and channel the person is reached by."""
    visit = visit_of(UUID(act.subject.partition(":")[2]))
    person, link = visit.person, f"{env.BASE_URL}/dat-lich/"
    for channel in channels_of(person, short_texts()[act.verb].kind):
        is_short = channel == "sms"
        subject, body = notices.visit_short(act, visit) if is_short else notices.visit_letter(act, visit, link=link)
        queue_message(
            key=f"onestop:{act.seq}:{channel}",
            channel=channel,
            recipient=person.phone if is_short else person.email,
            subject=subject,
            body=body,
            now=now,
        )
