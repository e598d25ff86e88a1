# SPDX-License-Identifier: EUPL-1.2
"""Offers of one person, the state to return to, where a dossier came from; who may be offered what."""

import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from tinhso.kernel.casework.types import Phase
from tinhso.kernel.identity.models import Consent, Person
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.errors import NotYourOffer
from tinhso.modules.onestop.models import Dossier, Draft, Offer, OfferBar, RegisterLook
from tinhso.modules.onestop.proactive import definitions, rules
from tinhso.modules.onestop.proactive.types import UNDECIDED, Fact, Occasion, Service, Standing, Trigger

OVER = (Phase.DONE, Phase.DROPPED)
CHILD_BORN_ON = "nks_ngay_sinh"
"""The question of the birth declaration that names the day the child was born."""
E_ID, STORE, DRAFTS = "Định danh điện tử của bạn", "Kho dữ liệu của bạn ở tỉnh", "Bản nháp của bạn"
MOST_AT_ONCE = 5000
"""People looked at for one service in one night; the rest follow the next night."""


def offer_for(viewer: Viewer, offer_id: uuid.UUID) -> Offer:
    """Return one's own offer; raises NotYourOffer whether it exists or not."""
    found = Offer.objects.select_related("dossier__case").filter(id=offer_id).first()
    if viewer.person_id is None or found is None or found.person_id != viewer.person_id:
        raise NotYourOffer("Không có đề nghị này trong tài khoản của bạn. Hãy mở lại trang Đề nghị cho tôi.")
    return found


def offers_of(viewer: Viewer, *, decided: bool) -> list[Offer]:
    """Return one's own offers, newest first: those still to be answered, or those answered."""
    if viewer.person_id is None:
        return []
    waiting = Q(standing__in=UNDECIDED)
    found = Offer.objects.filter(~waiting if decided else waiting, person_id=viewer.person_id)
    return list(found.select_related("dossier__case", "dossier__version").order_by("-made_at", "-id"))


def barred_by(viewer: Viewer) -> list[str]:
    """Return the keys of services the person does not want to hear of."""
    if viewer.person_id is None:
        return []
    return list(
        OfferBar.objects.filter(person_id=viewer.person_id).order_by("service").values_list("service", flat=True)
    )


def origin_of(dossier: Dossier) -> Offer | None:
    """Return the offer a dossier came from, filed by the house or from a draft it prepared."""
    from_draft = dossier.client_key.removeprefix("draft:") if dossier.client_key.startswith("draft:") else None
    return Offer.objects.filter(Q(dossier=dossier) | Q(draft_key=from_draft, draft_key__isnull=False)).first()


def has_draft(offer: Offer) -> bool:
    """Tell whether the draft that was prepared is still a draft: neither filed nor discarded by the person."""
    return offer.draft_key is not None and Draft.objects.filter(id=offer.draft_key).exists()


def was_filed(offer: Offer) -> bool:
    """Tell whether the person filed what was prepared."""
    return offer.draft_key is not None and Dossier.objects.filter(client_key=f"draft:{offer.draft_key}").exists()


def service_of(offer: Offer) -> Service:
    """Return the line of the table under which an offer was made."""
    found = definitions.service(offer.service, timezone.localtime(offer.made_at).date())
    assert found is not None, "a key that was offered stays in the table"
    return found


def consent_to(person_id: uuid.UUID, purpose: str, text_version: str) -> Consent | None:
    """Return the consent in force to this very wording."""
    standing = {"person_id": person_id, "purpose": purpose, "withdrawn_at": None}
    return Consent.objects.filter(text_version=text_version, **standing).first()


def standing_consent(person_id: uuid.UUID, service: Service) -> Consent | None:
    """Return the consent under which the house may file for the person; None without one, or to an older wording."""
    if not service.consent_version:
        return None
    return consent_to(person_id, service.consent_purpose, service.consent_version)


def may_ask_registers(person_id: uuid.UUID) -> bool:
    """Whether the person agreed that registers are asked in order to make offers."""
    return consent_to(person_id, *definitions.register_consent()) is not None


# The state a person can return to ------------------------------------------------------------------------------------


def state_of(person_id: uuid.UUID, procedure: str) -> bytes:
    """Return what stands in a person's name for one procedure: drafts and running dossiers, in one exact text.

    Acts and ended dossiers are history: they grow and are no state. Two equal texts are the same state.
    """
    mine = {"version__procedure_id": procedure}
    drafts = Draft.objects.filter(person_id=person_id, **mine).order_by("id")
    running = Dossier.objects.filter(applicant_id=person_id, **mine).exclude(case__phase__in=OVER)
    content = {
        "drafts": [_columns(one) for one in drafts],
        "dossiers": [[str(one.case_id), one.case.state] for one in running.select_related("case").order_by("case_id")],
    }
    return json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()


def _columns(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def digest_of_state(person_id: uuid.UUID, procedure: str) -> str:
    """Return SHA-256 (hex) of the state of one procedure."""
    return hashlib.sha256(state_of(person_id, procedure)).hexdigest()


# Who may be offered what ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Candidate:
    """Somebody for whom the house knows an occasion, or must ask a register first (occasion None)."""

    person: Person
    occasion: Occasion | None


def candidates(service: Service, today: date, only: uuid.UUID | None = None) -> Iterator[Candidate]:
    """Give whoever may be offered a service, by what the house knows itself; only: one person and nobody else.

    Only people whom the national e-ID vouches for: nobody else could see or refuse an offer.
    """
    known = Person.objects.filter(source="eid")
    if only is not None:
        known = known.filter(id=only)
    if service.pilot:
        known = known.filter(commune_code__in=service.pilot)
    known = known.exclude(id__in=OfferBar.objects.filter(service=service.key).values("person_id"))
    yield from _FINDERS[service.trigger](service, today, known)


def _offered(service: Service) -> QuerySet[Offer, str]:
    """Return the occasions a service was offered for already: who was served leaves room for the next."""
    return Offer.objects.filter(service=service.key).values_list("occasion", flat=True)


def _of_age(service: Service, today: date, known: QuerySet[Person]) -> Iterator[Candidate]:
    years = service.numbers["age_years"]
    assert years is not None, "a service without its number is off"
    latest = rules.anniversary(today + timedelta(days=service.ahead_days), -years) + timedelta(days=1)
    earliest = rules.anniversary(today - timedelta(days=service.after_days or 0), -years) - timedelta(days=1)
    served = Offer.objects.filter(service=service.key).values("person_id")
    known = known.filter(birth_date__range=(earliest, latest)).exclude(id__in=served)
    for person in known.order_by("id")[:MOST_AT_ONCE]:
        assert person.birth_date is not None
        day = rules.anniversary(person.birth_date, years)
        if rules.is_time(service, day, today):
            born = Fact("Ngày sinh", f"{person.birth_date:%d/%m/%Y}", E_ID)
            yield Candidate(person, Occasion(day.isoformat(), day, (born,)))


def _with_child(service: Service, today: date, known: QuerySet[Person]) -> Iterator[Candidate]:
    years = service.numbers["under_years"]
    assert years is not None, "a service without its number is off"
    granted = Dossier.objects.filter(
        version__procedure_id__in=service.births,
        case__outcome="granted",
        applicant__in=known,
        finished_at__isnull=False,
        finished_at__gte=timezone.make_aware(datetime.combine(rules.anniversary(today, -years), time.min)),
    )
    granted = granted.annotate(key=Cast("case_id", CharField())).exclude(key__in=_offered(service))
    for one in granted.select_related("applicant").order_by("finished_at")[:MOST_AT_ONCE]:
        born = _day(one.answers.get(CHILD_BORN_ON))
        if born is None or not rules.is_under(born, years, today) or one.finished_at is None:
            continue
        registered = timezone.localtime(one.finished_at).date()
        facts = (
            Fact("Hồ sơ khai sinh đã giải quyết", one.code or one.provisional, STORE),
            Fact("Ngày sinh của con", f"{born:%d/%m/%Y}", STORE),
        )
        yield Candidate(one.applicant, Occasion(str(one.case_id), registered, facts))


def _with_draft(service: Service, today: date, known: QuerySet[Person]) -> Iterator[Candidate]:
    drafts = Draft.objects.filter(version__procedure_id=service.instead_of, person__in=known)
    drafts = drafts.annotate(key=Cast("id", CharField())).exclude(key__in=_offered(service))
    for one in drafts.select_related("person", "version__procedure").order_by("created_at")[:MOST_AT_ONCE]:
        begun = timezone.localtime(one.created_at).date()
        fact = Fact("Bản nháp đang điền", one.version.procedure.short_name, DRAFTS)
        yield Candidate(one.person, Occasion(str(one.id), begun, (fact,)))


def _with_card(service: Service, today: date, known: QuerySet[Person]) -> Iterator[Candidate]:
    """Give everyone who agreed that the population database is asked and is not asked too soon again."""
    purpose, version = definitions.register_consent()
    agreed = Consent.objects.filter(purpose=purpose, text_version=version, withdrawn_at=None).values("person_id")
    asked = RegisterLook.objects.filter(service=service.key, again_on__gt=today).values("person_id")
    for person in known.filter(id__in=agreed).exclude(id__in=asked).order_by("id")[:MOST_AT_ONCE]:
        yield Candidate(person, None)


_FINDERS = {
    Trigger.AGE_REACHED: _of_age,
    Trigger.CHILD_BORN: _with_child,
    Trigger.DRAFT_BEGUN: _with_draft,
    Trigger.CARD_ENDS: _with_card,
}


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def is_wanted(service: Service, person_id: uuid.UUID, occasion: Occasion) -> bool:
    """Tell whether an occasion is new, not barred, and nothing of its procedure is running or was granted already."""
    if Offer.objects.filter(person_id=person_id, service=service.key, occasion=occasion.key).exists():
        return False
    if OfferBar.objects.filter(person_id=person_id, service=service.key).exists():
        return False
    return not (service.procedure and _has_own(service.procedure, person_id))


def _has_own(procedure: str, person_id: uuid.UUID) -> bool:
    if Draft.objects.filter(person_id=person_id, version__procedure_id=procedure).exists():
        return True
    own = Dossier.objects.filter(applicant_id=person_id, version__procedure_id=procedure)
    return own.filter(~Q(case__phase__in=OVER) | Q(case__outcome="granted")).exists()


def must_wait(service: Service, person_id: uuid.UUID, today: date) -> bool:
    """Tell whether a register was asked for this service and is not asked again yet."""
    return RegisterLook.objects.filter(person_id=person_id, service=service.key, again_on__gt=today).exists()


def is_quiet(offer: Offer, today: date) -> bool:
    """Tell whether a person put an offer off and its day has not come."""
    return offer.standing == Standing.SNOOZED and offer.snoozed_until is not None and today < offer.snoozed_until
