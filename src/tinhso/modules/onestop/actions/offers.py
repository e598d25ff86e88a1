# SPDX-License-Identifier: EUPL-1.2
"""What a person says to an offer: yes, no, later, never again, and the words back. Each is an act."""

import uuid
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity.models import Person
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.actions.proactive import prepare, prepare_draft
from tinhso.modules.onestop.errors import NotYourOffer, OfferAnswered
from tinhso.modules.onestop.models import Draft, Offer, OfferBar
from tinhso.modules.onestop.proactive import definitions, rules
from tinhso.modules.onestop.proactive.types import (
    Grade,
    OfferAccepted,
    OfferRefused,
    OfferReopened,
    OfferSnoozed,
    ServiceBarred,
    ServiceUnbarred,
    Standing,
)
from tinhso.modules.onestop.queries import offers


def lock(offer_id: uuid.UUID, choice: str, becomes: Standing, viewer: Viewer) -> tuple[Offer, bool]:
    """Return one's own offer locked, and whether the very same was said before (pressed twice).

    Raises NotYourOffer; OfferAnswered when it stands otherwise than the page showed.
    """
    offers.offer_for(viewer, offer_id)
    offer = Offer.objects.select_for_update(of=("self",)).select_related("person").get(id=offer_id)
    if offer.standing == becomes:
        return offer, True
    if not rules.may(choice, offer.standing):
        raise OfferAnswered(
            "Đề nghị này vừa được trả lời ở một cửa sổ khác hoặc hồ sơ đã đổi trạng thái. "
            "Chưa có gì thay đổi thêm; hãy tải lại trang Đề nghị cho tôi."
        )
    return offer, False


def settle(offer: Offer, standing: Standing, now: datetime) -> None:
    """Write down how an offer stands from now on."""
    offer.standing, offer.decided_at, offer.snoozed_until = standing, now, None
    offer.save(update_fields=["standing", "decided_at", "snoozed_until"])


@transaction.atomic(durable=True)
def accept_offer(offer_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> Offer:
    """Say yes: take note, go on with the prepared draft, begin what was recommended, or confirm what was filed."""
    offer, again = lock(offer_id, "accept", Standing.ACCEPTED, viewer)
    if again:
        return offer
    wants_draft = offer.grade in (Grade.PREPARE, Grade.RECOMMEND)
    if wants_draft and not offers.has_draft(offer) and not offers.was_filed(offer):
        lay_ready(offer, now)
    settle(offer, Standing.ACCEPTED, now)
    payload = OfferAccepted(offer=offer.id, service=offer.service, grade=offer.grade)
    record(payload, at=now, actor=viewer.actor(), subject=offer.person.key, rule=rules.LAW)
    return offer


def lay_ready(offer: Offer, now: datetime) -> None:
    """Prepare the draft of an offer inside the caller's transaction. Raises Refused when nothing can be prepared."""
    service = offers.service_of(offer)
    ready = prepare(service, offer.person, timezone.localtime(now).date())
    if ready.version is None:
        raise Refused(" ".join(ready.missing) or "Thủ tục này hiện chưa nộp được.", source=rules.LAW)
    prepare_draft(offer, service, ready, now)


@transaction.atomic(durable=True)
def refuse_offer(offer_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> Offer:
    """Say no: what was prepared is removed, so that everything is as before."""
    offer, again = lock(offer_id, "refuse", Standing.REFUSED, viewer)
    if not again:
        _refuse(offer, viewer, now)
    return offer


def _refuse(offer: Offer, viewer: Viewer, now: datetime) -> None:
    if offer.draft_key is not None and not offers.was_filed(offer):
        Draft.objects.filter(id=offer.draft_key).delete()
        offer.draft_key = None
        offer.save(update_fields=["draft_key"])
    settle(offer, Standing.REFUSED, now)
    payload = OfferRefused(offer=offer.id, service=offer.service, grade=offer.grade)
    record(payload, at=now, actor=viewer.actor(), subject=offer.person.key, rule=rules.LAW)


@transaction.atomic(durable=True)
def snooze_offer(offer_id: uuid.UUID, *, until: date, viewer: Viewer, now: datetime) -> Offer:
    """Put an offer off until a day. Raises Refused for a day that is not ahead or too far."""
    today = timezone.localtime(now).date()
    if not today < until <= today + timedelta(days=rules.LONGEST_SNOOZE_DAYS):
        raise Refused(f"Hãy chọn một ngày từ ngày mai và không quá {rules.LONGEST_SNOOZE_DAYS} ngày.")
    offer, again = lock(offer_id, "snooze", Standing.SNOOZED, viewer)
    if again:
        return offer
    offer.standing, offer.snoozed_until = Standing.SNOOZED, until
    offer.save(update_fields=["standing", "snoozed_until"])
    payload = OfferSnoozed(offer=offer.id, service=offer.service, until=until)
    record(payload, at=now, actor=viewer.actor(), subject=offer.person.key, rule=rules.LAW)
    return offer


@transaction.atomic(durable=True)
def reopen_offer(offer_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> Offer:
    """Take a refusal back: the offer stands again, what it had prepared is prepared anew."""
    offer, again = lock(offer_id, "reopen", Standing.OPEN, viewer)
    if again:
        return offer
    offer.before = offers.digest_of_state(offer.person_id, offers.service_of(offer).procedure)
    offer.standing, offer.decided_at = Standing.OPEN, None
    offer.save(update_fields=["before", "standing", "decided_at"])
    if offer.grade == Grade.PREPARE:
        lay_ready(offer, now)
    payload = OfferReopened(offer=offer.id, service=offer.service)
    record(payload, at=now, actor=viewer.actor(), subject=offer.person.key, rule=rules.LAW)
    return offer


@transaction.atomic(durable=True)
def bar_service(key: str, *, viewer: Viewer, now: datetime) -> None:
    """Never offer this service to the person again; offers of it that wait are refused. Said twice it is once."""
    person = _person(viewer)
    if not any(one.key == key for one in definitions.services()):
        raise NotYourOffer("Không có dịch vụ này trong danh sách đề nghị.")
    _bar, new = OfferBar.objects.get_or_create(person=person, service=key, defaults={"barred_at": now})
    if not new:
        return
    waiting = Offer.objects.select_for_update(of=("self",)).filter(
        person=person, service=key, standing__in=rules.CHOICES["refuse"]
    )
    for offer in waiting.select_related("person").order_by("id"):
        _refuse(offer, viewer, now)
    record(ServiceBarred(service=key), at=now, actor=viewer.actor(), subject=person.key, rule=rules.LAW)


@transaction.atomic(durable=True)
def unbar_service(key: str, *, viewer: Viewer, now: datetime) -> None:
    """Hear of this service again; taking it back twice changes nothing."""
    person = _person(viewer)
    removed, _rows = OfferBar.objects.filter(person=person, service=key).delete()
    if removed:
        record(ServiceUnbarred(service=key), at=now, actor=viewer.actor(), subject=person.key, rule=rules.LAW)


def _person(viewer: Viewer) -> Person:
    if viewer.person_id is None:
        raise NotYourOffer("Hãy đăng nhập bằng định danh điện tử để trả lời đề nghị.")
    return Person.objects.select_for_update().get(id=viewer.person_id)
