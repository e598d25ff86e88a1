# SPDX-License-Identifier: EUPL-1.2
"""Who someone is, in which seats an officer may act on a day, who has seen a person's data."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from tinhso.db import rows
from tinhso.kernel.events.queries import act as act_of
from tinhso.kernel.events.queries import acts_of_subject
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.identity.models import (
    Account,
    Assignment,
    Consent,
    Delegation,
    Officer,
    Organisation,
    Person,
)
from tinhso.kernel.identity.types import OVERSEEING, Seat, Viewer
from tinhso.kernel.registry.queries import descendants, unit_names
from tinhso.lib.vntext import search_key

ANONYMOUS = Viewer(key="anonymous:", name="")


def viewer_of(account: Account, on: date) -> Viewer:
    """Return the viewer behind an account on a day: a person, or an officer with own and lent seats."""
    officer = Officer.objects.filter(account=account).first()
    if officer is not None:
        return viewer_of_officer(officer, on)
    person = Person.objects.filter(account=account).first()
    if person is None:
        return ANONYMOUS
    return viewer_of_person(person)


def viewer_of_person(person: Person) -> Viewer:
    return Viewer(key=person.key, name=person.full_name, person_id=person.id)


def viewer_of_officer(officer: Officer, on: date) -> Viewer:
    """Return the officer with every seat held or lent on that day; leaders see their unit and all below it."""
    seats = tuple(_own_seats(officer, on)) + tuple(_lent_seats(officer, on))
    scope: set[uuid.UUID] = set()
    for seat in seats:
        wide = seat.role in OVERSEEING
        scope.update(descendants(seat.unit_id, on) if wide else [seat.unit_id])
    return Viewer(key=officer.key, name=officer.full_name, officer_id=officer.id, seats=seats, scope=frozenset(scope))


def _own_seats(officer: Officer, on: date) -> Iterable[Seat]:
    held = Assignment.objects.filter(officer=officer, valid__contains=on, post__valid__contains=on)
    for assignment in held.select_related("post__unit").order_by("id"):
        post = assignment.post
        yield Seat(post.unit_id, post.unit.name, post.role, post.title, post.field)


def _lent_seats(officer: Officer, on: date) -> Iterable[Seat]:
    lent = Delegation.objects.filter(
        delegate=officer,
        valid__contains=on,
        assignment__valid__contains=on,
        assignment__post__valid__contains=on,
    )
    for delegation in lent.select_related("assignment__post__unit", "assignment__officer").order_by("id"):
        post = delegation.assignment.post
        lender = delegation.assignment.officer.key
        yield Seat(post.unit_id, post.unit.name, post.role, post.title, post.field, on_behalf_of=lender)


def person(person_id: uuid.UUID) -> Person:
    return Person.objects.get(id=person_id)


def person_by_number(number: str) -> Person | None:
    return Person.objects.filter(personal_number=number).first()


def organisation_by_tax_code(tax_code: str) -> Organisation | None:
    return Organisation.objects.filter(tax_code=tax_code).first()


def officer(officer_id: uuid.UUID) -> Officer:
    return Officer.objects.get(id=officer_id)


def officers_in(unit_id: uuid.UUID, on: date, *roles: str) -> list[Officer]:
    """Return officers who hold a post with one of the roles in a unit on a day, in order of name."""
    held = Assignment.objects.filter(post__unit_id=unit_id, valid__contains=on)
    if roles:
        held = held.filter(post__role__in=roles)
    return list(Officer.objects.filter(id__in=held.values("officer_id")).order_by("sort_key"))


def lent_away(unit_id: uuid.UUID, on: date) -> set[uuid.UUID]:
    """Return officers who have lent their post in a unit to somebody else on a day: they are away."""
    lent = Delegation.objects.filter(
        valid__contains=on, assignment__valid__contains=on, assignment__post__unit_id=unit_id
    )
    return set(lent.values_list("assignment__officer_id", flat=True))


def seat_of(officer_id: uuid.UUID, unit_id: uuid.UUID, on: date) -> Seat | None:
    """Return the seat an officer holds in a unit on a day, for names under papers."""
    found = viewer_of_officer(officer(officer_id), on)
    return next((seat for seat in found.seats if seat.unit_id == unit_id), None)


def sits_in(officer_id: uuid.UUID, unit_id: uuid.UUID, on: date) -> bool:
    """Whether an officer holds a post of the unit on that day, or has been lent one."""
    return bool(rows.value(_SITS_IN, unit_id, on, on, officer_id, officer_id, on))


_SITS_IN = """SELECT EXISTS (
    SELECT FROM identity_assignment a JOIN registry_post p ON p.id = a.post_id
    WHERE p.unit_id = %s AND a.valid @> %s::date AND p.valid @> %s::date AND (
        a.officer_id = %s OR EXISTS (
            SELECT FROM identity_delegation d
            WHERE d.assignment_id = a.id AND d.delegate_id = %s AND d.valid @> %s::date)))"""


def search_people(text: str, *, limit: int = 20) -> list[Person]:
    """Return persons by number or by name without diacritics."""
    digits = "".join(char for char in text if char.isdigit())
    if len(digits) == 12:
        return list(Person.objects.filter(personal_number=digits))
    found = Person.objects.all()
    for word in search_key(text).split():
        found = found.filter(search_key__contains=word)
    return list(found.order_by("sort_key")[:limit])


@dataclass(frozen=True)
class Reading:
    """One reading of a person's data, as shown to that person."""

    at: datetime
    reader: str
    unit: str
    purpose: str
    shown: tuple[str, ...]
    seq: int
    unit_id: uuid.UUID | None


def who_has_seen(person_id: uuid.UUID, *, limit: int = 200) -> list[Reading]:
    """Return who read this person's data, newest first, with unit and purpose (ai đã xem dữ liệu của tôi)."""
    return _readings(acts_of_subject(f"person:{person_id}", verbs=["person:data:read"], limit=limit))


def reading_of(person_id: uuid.UUID, seq: int) -> Reading | None:
    """Return one reading of this person's data by its number in the ledger, None when it is not one."""
    found = act_of(seq)
    if found is None or found.verb != "person:data:read" or found.subject != f"person:{person_id}":
        return None
    return _readings([found])[0]


def _readings(acts: list[ActRow]) -> list[Reading]:
    names = display_names({act.actor for act in acts})
    units = unit_names({act.unit_id for act in acts if act.unit_id})
    return [
        Reading(
            act.at,
            names.get(act.actor, "Hệ thống"),
            units.get(act.unit_id, "") if act.unit_id else "",
            str(act.data["purpose"]),
            tuple(act.data["shown"]),
            act.seq,
            act.unit_id,
        )
        for act in acts
    ]


def display_names(keys: set[str]) -> dict[str, str]:
    """Return names for actor keys at once; keys of unknown kinds are left out."""
    by_kind: dict[str, set[str]] = {}
    for key in keys:
        kind, _, ident = key.partition(":")
        by_kind.setdefault(kind, set()).add(ident)
    officers = Officer.objects.filter(id__in=by_kind.get("officer", ())).values_list("id", "full_name")
    people = Person.objects.filter(id__in=by_kind.get("person", ())).values_list("id", "full_name")
    return {f"officer:{ident}": name for ident, name in officers} | {f"person:{ident}": name for ident, name in people}


def delegations_of(officer_id: uuid.UUID) -> list[Delegation]:
    """Return delegations given or received by an officer, newest first."""
    mine = Q(assignment__officer_id=officer_id) | Q(delegate_id=officer_id)
    related = ("assignment__post__unit", "assignment__officer", "delegate")
    return list(Delegation.objects.filter(mine).select_related(*related).order_by("-valid"))


def consents_of(person_id: uuid.UUID) -> list[Consent]:
    return list(Consent.objects.filter(person_id=person_id).order_by("-given_at"))


def demo_accounts_exist() -> bool:
    return Account.objects.filter(is_demo=True, is_active=True).exists()


def assignments_of(officer_id: uuid.UUID) -> list[Assignment]:
    """Return every post the officer has held, newest first."""
    held = Assignment.objects.filter(officer_id=officer_id).select_related("post__unit")
    return list(held.order_by("-valid"))


def list_officers(*, unit_id: uuid.UUID | None = None, text: str = "", limit: int = 100) -> list[Officer]:
    found = Officer.objects.select_related("account").order_by("sort_key")
    if unit_id:
        found = found.filter(assignments__post__unit_id=unit_id).distinct()
    for word in search_key(text).split():
        found = found.filter(search_key__contains=word)
    return list(found[:limit])


@dataclass(frozen=True)
class DemoOfficer:
    """An account of the demonstration with the seat it opens."""

    username: str
    name: str
    title: str
    unit: str
    role: str


def demo_officers() -> list[DemoOfficer]:
    """Return the demonstration accounts of officers by unit; empty in production."""
    held = Assignment.objects.filter(officer__account__is_demo=True, officer__account__is_active=True)
    rows = held.select_related("officer__account", "post__unit").order_by("post__unit__sort_key", "post__title")
    return [
        DemoOfficer(
            one.officer.account.username, one.officer.full_name, one.post.title, one.post.unit.name, one.post.role
        )
        for one in rows
    ]
