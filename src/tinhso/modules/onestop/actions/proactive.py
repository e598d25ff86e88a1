# SPDX-License-Identifier: EUPL-1.2
"""The daily work of proactive services: find occasions, ask registers by consent, make offers, carry out by consent."""

import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import HouseError
from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.actions import log_reading
from tinhso.kernel.identity.models import Consent, Person
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop import definitions as procedures
from tinhso.modules.onestop import forms
from tinhso.modules.onestop.actions.drafts import begin
from tinhso.modules.onestop.actions.filing import Filing, file_in_name
from tinhso.modules.onestop.actions.online_help import OnlineHelp
from tinhso.modules.onestop.errors import NoBodyResponsible, ProcedureNotOpen, RegisterUnavailable
from tinhso.modules.onestop.models import Offer, ProcedureVersion, RegisterLook
from tinhso.modules.onestop.proactive import definitions, rules
from tinhso.modules.onestop.proactive.types import Fact, Grade, Occasion, OfferCarriedOut, OfferMade, Service, Standing
from tinhso.modules.onestop.queries import declarations, offers, registers
from tinhso.modules.onestop.queries.catalogue import route, version_in_force
from tinhso.modules.onestop.registers import client
from tinhso.modules.onestop.registers.types import Answer, Inquiry, Register, Told
from tinhso.modules.onestop.types import Channel, FiledBy, ReturnMethod

log = logging.getLogger(__name__)
HOUSE = Actor("system:proactive")
Ask = Callable[[Inquiry], Told]


def make_offers(*, now: datetime, only: uuid.UUID | None = None, ask: Ask = client.ask) -> int:
    """Make every offer whose day has come and return how many; made twice, nothing changes.

    only: one person, who asked oneself. Registers are asked outside any transaction, each reading an act before.
    Source: 224/2026/NĐ-CP, Điều 16–17.
    """
    today = timezone.localtime(now).date()
    made = 0
    for service in definitions.services():
        if rules.is_on(service, today):
            for one in list(offers.candidates(service, today, only)):
                try:
                    made += _consider(service, one, now, ask)
                except HouseError as refusal:
                    log.warning("offer %s to person %s: %s", service.key, one.person.id, refusal.sentence)
    return made


def _consider(service: Service, one: offers.Candidate, now: datetime, ask: Ask) -> bool:
    """Make an offer to a candidate when the occasion is new and no register speaks against it."""
    today = timezone.localtime(now).date()
    person, occasion = one.person, one.occasion
    if occasion is not None and not offers.is_wanted(service, person.id, occasion):
        return False
    told: Mapping[str, str] = {}
    if service.register and offers.may_ask_registers(person.id):
        if offers.must_wait(service, person.id, today):
            return False
        told = _ask(service, person, now, ask)
        if rules.bars(service, told):
            return False
    occasion = occasion or _told_occasion(service, told, today)
    return occasion is not None and _make(service, person.id, _with_told(service, occasion, told), told, now)


def _ask(service: Service, person: Person, now: datetime, ask: Ask) -> Mapping[str, str]:
    """Return what a register told about a person, nothing when it was silent; what was told is not kept."""
    if not person.personal_number:
        return {}
    register, fields = Register(service.register["name"]), tuple(service.register["fields"])
    purpose = f"Dịch vụ chủ động “{service.title}”: tra cứu {registers.title_of(register)} theo sự đồng ý của bạn"[:300]
    _note_asking(service, person, purpose, registers.labels_of(fields), now)
    try:
        told = ask(Inquiry(uuid7(), register, person.personal_number, fields, purpose))
    except RegisterUnavailable:
        return {}
    again = timezone.localtime(now).date() + timedelta(days=service.again_days or 1)
    RegisterLook.objects.filter(person=person, service=service.key).update(again_on=again)
    return told.values if told.answer in (Answer.KNOWN, Answer.PARTIAL) else {}


@transaction.atomic(durable=True)
def _note_asking(service: Service, person: Person, purpose: str, shown: list[str], now: datetime) -> None:
    """Write the reading down before the question leaves the house; a silent register is asked again tomorrow."""
    log_reading(person.id, purpose=purpose, shown=shown, now=now, by=HOUSE)
    tomorrow = timezone.localtime(now).date() + timedelta(days=1)
    RegisterLook.objects.update_or_create(
        person=person, service=service.key, defaults={"asked_at": now, "again_on": tomorrow}
    )


def _told_occasion(service: Service, told: Mapping[str, str], today: date) -> Occasion | None:
    """Return the occasion a register told of: the last day of something; None when none, or it is not yet time."""
    for value in told.values():
        try:
            day = date.fromisoformat(value)
        except ValueError:
            continue
        if rules.is_time(service, day, today):
            return Occasion(day.isoformat(), day, ())
    return None


def _with_told(service: Service, occasion: Occasion, told: Mapping[str, str]) -> Occasion:
    if not told:
        return occasion
    source = registers.title_of(service.register["name"])
    rows = zip(registers.labels_of(tuple(told)), told.values(), strict=True)
    facts = tuple(Fact(label, registers.readable(value), source) for label, value in rows)
    return Occasion(occasion.key, occasion.day, occasion.facts + facts)


@dataclass
class Preparation:
    """What can be made ready for a person: version, answers, where; what is missing so that it could be filed."""

    version: ProcedureVersion | None = None
    answers: dict[str, Any] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


def prepare(service: Service, person: Person, today: date) -> Preparation:
    """Return the declaration as far as the house may fill it; the pledge and all choices are left to the person."""
    try:
        version = version_in_force(service.procedure, today)
    except ProcedureNotOpen as closed:
        return Preparation(missing=[closed.sentence])
    form = declarations.form_of(version)
    answers = forms.initial_answers(forms.prefill(form, declarations.sources_for(person))) | dict(service.answers)
    return Preparation(version, answers, _lacking(version, {**answers, **service.answers_under_consent}, person, today))


def _lacking(version: ProcedureVersion, answers: dict[str, Any], person: Person, today: date) -> list[str]:
    lacking = list(declarations.problems_of(version, answers, person, today).values())
    papers = procedures.components_of(version.definition)
    lacking += [f"Chưa có “{one['name']}”." for one in papers if one["required"]]
    try:
        route(version, person.commune_code, today)
    except NoBodyResponsible as nowhere:
        lacking.append(nowhere.sentence)
    return lacking


@transaction.atomic(durable=True)
def _make(service: Service, person_id: uuid.UUID, occasion: Occasion, told: Mapping[str, str], now: datetime) -> bool:
    """Make one offer at the highest grade allowed; whoever comes second finds it made."""
    person = Person.objects.select_for_update().get(id=person_id)
    if not offers.is_wanted(service, person_id, occasion):
        return False
    today = timezone.localtime(now).date()
    ready = prepare(service, person, today) if service.procedure else Preparation()
    consent = offers.standing_consent(person_id, service)
    grade = rules.grade_for(
        service, consented=consent is not None, cleared=rules.clears(service, told), complete=not ready.missing
    )
    if grade is not Grade.REMIND and ready.version is None:
        grade = Grade.REMIND
    offer = _written(service, person, occasion, grade, ready, now)
    if grade is Grade.CARRY_OUT:
        assert consent is not None, "rules.grade_for demands it"
        _carry_out(offer, service, ready, consent, now)
    elif grade is Grade.PREPARE:
        prepare_draft(offer, service, ready, now)
    return True


def _written(
    service: Service, person: Person, occasion: Occasion, grade: Grade, ready: Preparation, now: datetime
) -> Offer:
    """Write the offer with what it rests on, and that the house read it."""
    shown = [fact.label for fact in occasion.facts]
    log_reading(person.id, purpose=f"Dịch vụ chủ động: {service.title}"[:300], shown=shown, now=now, by=HOUSE)
    offer = Offer.objects.create(
        person=person,
        service=service.key,
        occasion=occasion.key,
        grade=grade,
        standing=Standing.DONE if grade is Grade.CARRY_OUT else Standing.OPEN,
        day=occasion.day,
        facts=[vars(fact) for fact in occasion.facts],
        missing=ready.missing if service.grade is Grade.CARRY_OUT and grade is not Grade.CARRY_OUT else [],
        made_at=now,
        before=offers.digest_of_state(person.id, service.procedure),
    )
    payload = OfferMade(
        offer=offer.id, service=service.key, grade=grade, procedure=service.procedure, read=tuple(shown)
    )
    record(payload, at=now, actor=HOUSE, subject=person.key, rule=rules.LAW)
    return offer


def prepare_draft(offer: Offer, service: Service, ready: Preparation, now: datetime) -> None:
    """Lay a prefilled draft ready, inside the caller's transaction."""
    draft = begin(
        service.procedure,
        person_id=offer.person_id,
        commune_code=offer.person.commune_code,
        answers=ready.answers,
        now=now,
    )
    offer.draft_key = draft.id
    offer.save(update_fields=["draft_key"])


def _carry_out(offer: Offer, service: Service, ready: Preparation, consent: Consent, now: datetime) -> None:
    """File in the person's name under the standing consent (224/2026/NĐ-CP, Điều 16, mức 4)."""
    assert ready.version is not None, "complete means that a version is in force"
    person = offer.person
    known = declarations.known_for(ready.version, person)
    answers = {**ready.answers, **service.answers_under_consent, **forms.locked_values(known)}
    filing = Filing(
        version=ready.version,
        applicant=person,
        commune_code=person.commune_code,
        answers=answers,
        channel=Channel.ONLINE,
        client_key=f"offer:{offer.id}",
        return_method=ReturnMethod.ELECTRONIC,
        filed_by=FiledBy.HOUSE,
        help=OnlineHelp(*declarations.kept_as_known(known, answers), personal=True),
    )
    actor = Actor(HOUSE.key, on_behalf_of=person.key)
    offer.dossier = file_in_name(filing, actor=actor, now=now)
    offer.save(update_fields=["dossier"])
    payload = OfferCarriedOut(
        offer=offer.id, service=service.key, dossier=offer.dossier.case_id, consent=consent.id, before=offer.before
    )
    record(payload, at=now, actor=actor, subject=person.key, case_id=offer.dossier.case_id, rule=rules.LAW)
