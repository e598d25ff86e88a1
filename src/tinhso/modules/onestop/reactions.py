# SPDX-License-Identifier: EUPL-1.2
"""Answers to acts: tell the applicant, hand electronic results over, remind officers. Quick: no rendering here."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from tinhso.config import env
from tinhso.kernel.casework import rules as ladder
from tinhso.kernel.casework.types import CaseReminded
from tinhso.kernel.events.subscriptions import react
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.exchange.actions import queue_message
from tinhso.kernel.identity.models import Person
from tinhso.kernel.identity.queries import officers_in
from tinhso.modules.onestop import notices
from tinhso.modules.onestop import types as acts
from tinhso.modules.onestop.actions import return_electronically, settle_paid_duty
from tinhso.modules.onestop.linked import types as linked
from tinhso.modules.onestop.mandates.types import MandateKind
from tinhso.modules.onestop.models import Dossier
from tinhso.modules.onestop.payments.types import PaymentSettled
from tinhso.modules.onestop.queries.data_questions import question_of_case
from tinhso.modules.onestop.queries.dossiers import dossier_behind, dossier_of_case
from tinhso.modules.onestop.queries.feedback import feedback_of_case
from tinhso.modules.onestop.queries.parts import part_of_case
from tinhso.modules.onestop.queries.prechecks import precheck_of_case
from tinhso.modules.onestop.queries.telling import channels_of
from tinhso.modules.onestop.telling.texts import short_texts

SUBSCRIBER = "onestop"
PLACES = {"dossier": "ho-so", "consultation": "y-kien", "linked_part": "lien-thong", "directive": "chi-dao"}
"""Where the page of a case stands at the desk, by kind."""


@react(SUBSCRIBER, acts.DossierCompleted, acts.ResultCorrected)
def hand_over_electronic_result(act: ActRow, now: datetime) -> None:
    """A result wanted electronically is returned as soon as it is signed; the instant is that of the signature."""
    if act.case_id is not None:
        return_electronically(act.case_id, now=max(act.at, now) if _is_fresh(act, now) else act.at)


def _is_fresh(act: ActRow, now: datetime) -> bool:
    return abs((now - act.at).total_seconds()) < 86_400


@react(SUBSCRIBER, PaymentSettled)
def go_on_after_payment(act: ActRow, now: datetime) -> None:
    """A dossier that waits for its financial duty goes on by itself when the money has come."""
    settle_paid_duty(UUID(act.data["charge"]), receipt=act.data["receipt"], now=now)


@react(SUBSCRIBER, *notices.TOLD)
def tell_applicant(act: ActRow, now: datetime) -> None:
    """Queue one message per act and channel the applicant is reached by; same act, same key."""
    dossier = dossier_of_case(act.case_id) if act.case_id else None
    if dossier is None:
        return
    person = told_person(dossier)
    for channel in channels_of(person, short_texts()[act.verb].kind):
        is_short = channel == "sms"
        subject, body = notices.short(act, dossier) if is_short else notices.letter(act, dossier, link=_link(dossier))
        queue_message(
            key=f"onestop:{act.seq}:{channel}",
            channel=channel,
            recipient=person.phone if is_short else person.email,
            subject=subject,
            body=body,
            now=now,
            case_id=act.case_id,
        )


def told_person(dossier: Dossier) -> Person:
    """Return who is told: the applicant, or the guardian who filed while that mandate stands."""
    mandate = dossier.mandate
    is_guardian = mandate is not None and mandate.kind == MandateKind.GUARDIAN and mandate.stands
    return dossier.submitter if is_guardian and dossier.submitter else dossier.applicant


def _link(dossier: Dossier) -> str:
    return f"{env.BASE_URL}/ho-so/{dossier.case_id}/"


@react(SUBSCRIBER, CaseReminded)
def remind_officers(act: ActRow, now: datetime) -> None:
    """Tell the holder, the head or the leader of a dossier near or past its due date."""
    dossier = dossier_behind(act.case_id) if act.case_id else None
    if dossier is None or dossier.case.state == "sent":
        return  # a receipt that is counted in hours has its own alert
    rung = next(one for one in ladder.LADDER if one.name == act.data["rung"])
    link = f"{env.BASE_URL}/can-bo/{PLACES[dossier.case.kind]}/{act.case_id}/"
    subject, body = notices.reminder(rung, dossier, link)
    for address in _addresses(rung.tells, dossier, timezone.localtime(act.at)):
        queue_message(
            key=f"onestop:{act.seq}:{address}",
            channel="email",
            recipient=address,
            subject=subject,
            body=body,
            now=now,
            case_id=act.case_id,
        )


def _mail(act: ActRow, person: Person, subject: str, body: str, now: datetime) -> None:
    """Write to somebody who asked this house something; who has no address reads it on the portal."""
    if not person.email:
        return
    queue_message(
        key=f"onestop:{act.seq}:email",
        channel="email",
        recipient=person.email,
        subject=subject,
        body=body,
        now=now,
        case_id=act.case_id,
    )


@react(SUBSCRIBER, acts.DataQuestionAnswered, acts.DataQuestionRefused)
def tell_who_asked(act: ActRow, now: datetime) -> None:
    """Tell the citizen that the answer is there; the words themselves stay behind the sign-in."""
    found = question_of_case(act.case_id) if act.case_id else None
    if found is None:
        return
    subject, body = notices.data_question_closed(found, f"{env.BASE_URL}/toi/du-lieu/")
    _mail(act, found.person, subject, body, now)


@react(SUBSCRIBER, acts.FeedbackAnswered, acts.FeedbackRefused, acts.FeedbackMoreAsked)
def tell_who_wrote(act: ActRow, now: datetime) -> None:
    """Tell the sender of feedback that the unit has done something with it; the words stay behind the sign-in."""
    found = feedback_of_case(act.case_id) if act.case_id else None
    if found is None or found.person is None:
        return
    subject, body = notices.feedback_moved(act, found, f"{env.BASE_URL}/toi/phan-anh/{found.pk}/")
    _mail(act, found.person, subject, body, now)


@react(SUBSCRIBER, acts.PrecheckAnswered)
def tell_whose_draft(act: ActRow, now: datetime) -> None:
    """Tell the owner of a draft that the desk has looked; what it found stays behind the sign-in."""
    found = precheck_of_case(act.case_id) if act.case_id else None
    if found is None:
        return
    subject, body = notices.precheck_answered(found, f"{env.BASE_URL}/nhap/{found.draft_id}/")
    _mail(act, found.person, subject, body, now)


@react(SUBSCRIBER, linked.PartUnacknowledged)
def alert_officers(act: ActRow, now: datetime) -> None:
    """Tell the body that has not confirmed receipt, and the unit that sent the work."""
    part = part_of_case(act.case_id) if act.case_id else None
    if part is None:
        return
    on = timezone.localtime(act.at).date()
    told = officers_in(part.case.unit_id, on, "reception", "head") + officers_in(part.dossier.case.unit_id, on, "head")
    link = f"{env.BASE_URL}/can-bo/lien-thong/{part.case_id}/"
    subject, text = notices.unacknowledged(part, link)
    for address in sorted({one.email for one in told if one.email}):
        queue_message(
            key=f"onestop:{act.seq}:{address}",
            channel="email",
            recipient=address,
            subject=subject,
            body=text,
            now=now,
            case_id=act.case_id,
        )


def _addresses(tells: str, dossier: Dossier, at: datetime) -> list[str]:
    case = dossier.case
    if tells == "holder" and case.holder is not None:
        return [case.holder.email] if case.holder.email else []
    role = case.turn if tells == "holder" else tells
    unit_id: UUID = case.unit_id
    return sorted({officer.email for officer in officers_in(unit_id, at.date(), role) if officer.email})
