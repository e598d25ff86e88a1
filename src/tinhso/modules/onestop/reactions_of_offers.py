# SPDX-License-Identifier: EUPL-1.2
"""Answers to acts about offers: tell the person, close the way back once the dossier has stopped."""

from datetime import datetime
from uuid import UUID

from tinhso.config import env
from tinhso.kernel.events.subscriptions import react
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.exchange.actions import queue_message
from tinhso.modules.onestop import notices
from tinhso.modules.onestop.actions.restoring import note_restored
from tinhso.modules.onestop.models import Offer
from tinhso.modules.onestop.proactive.types import OfferMade
from tinhso.modules.onestop.queries.offers import service_of
from tinhso.modules.onestop.queries.telling import channels_of
from tinhso.modules.onestop.telling.texts import short_texts
from tinhso.modules.onestop.types import DossierStopped

SUBSCRIBER = "onestop-offers"


@react(SUBSCRIBER, OfferMade)
def tell_of_offer(act: ActRow, now: datetime) -> None:
    """Queue one message per channel the person is reached by; same act, same key."""
    offer = Offer.objects.select_related("person").filter(id=UUID(act.data["offer"])).first()
    if offer is None:
        return
    person, wording = offer.person, short_texts()[act.verb]
    for channel in channels_of(person, wording.kind):
        is_short = channel == "sms"
        subject, body = notices.offer_letter(offer, service_of(offer).title, link=f"{env.BASE_URL}/toi/de-nghi/")
        queue_message(
            key=f"onestop:{act.seq}:{channel}",
            channel=channel,
            recipient=person.phone if is_short else person.email,
            subject=f"{subject} (mẫu {wording.version})" if is_short else subject,
            body=wording.text.format(province=env.PROVINCE_NAME) if is_short else body,
            now=now,
        )


@react(SUBSCRIBER, DossierStopped)
def close_the_way_back(act: ActRow, now: datetime) -> None:
    """A dossier that an offer had filed has stopped: compare the state with the one before."""
    if act.case_id is not None:
        note_restored(act.case_id, now=now)
