# SPDX-License-Identifier: EUPL-1.2
"""Writes of identity: register people, appoint officers, delegate, consent, log reading."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import SYSTEM, Actor
from tinhso.kernel.identity import rules
from tinhso.kernel.identity.errors import DelegationImpossible, NotAPerson
from tinhso.kernel.identity.models import (
    Account,
    Assignment,
    Consent,
    Delegation,
    Officer,
    Organisation,
    Person,
    StaffBasis,
)
from tinhso.kernel.identity.types import (
    AccountDisabled,
    AccountKind,
    ConsentGiven,
    ConsentWithdrawn,
    DelegationEnded,
    OfficerAppointed,
    OfficerRelieved,
    OrganisationRegistered,
    PersonChanged,
    PersonDataRead,
    PersonRegistered,
    PowerDelegated,
    SignedIn,
)
from tinhso.kernel.registry.models import Post
from tinhso.lib.vntext import person_sort_key, search_key, sort_key

LONGEST_DELEGATION = timedelta(days=366)
"""House rule: a post is lent for a year at most."""


@dataclass(frozen=True)
class PersonFacts:
    """What a source says of a person; empty where it says nothing. sex: nam | nu."""

    full_name: str
    personal_number: str = ""
    birth_date: date | None = None
    sex: str = ""
    phone: str = ""
    email: str = ""
    commune_code: str = ""
    address: str = ""
    other_paper: str = ""


@transaction.atomic
def register_person(facts: PersonFacts, *, source: str, now: datetime, by: Actor, synthetic: bool = False) -> Person:
    """Return the person with this number, creating or refreshing it from the source.

    What the e-ID vouches for is not overwritten by a desk; a desk only fills what is empty. A change is an act.
    Raises NotAPerson with a sentence when number, birth date and sex contradict one another.
    """
    problem = rules.contradiction(facts.personal_number, facts.birth_date, facts.sex)
    if problem:
        raise NotAPerson(problem)
    person = Person.objects.filter(personal_number=facts.personal_number).first() if facts.personal_number else None
    created = person is None
    person = person or Person(personal_number=facts.personal_number or None, source=source, created_at=now)
    person.synthetic = synthetic or person.synthetic
    person.source = "eid" if source == "eid" else person.source
    vouched = not created and person.source == "eid" and source != "eid"
    changed = _take_over(person, facts, keep_filled=vouched)
    person.sort_key = person_sort_key(person.full_name)
    person.search_key = search_key(person.full_name)
    person.save()
    if created:
        record(PersonRegistered(source=source), at=now, actor=by, subject=person.key)
    elif changed:
        record(PersonChanged(source=source, fields=tuple(changed)), at=now, actor=by, subject=person.key)
    return person


FACTS = ("full_name", "birth_date", "sex", "phone", "email", "commune_code", "address", "other_paper")


def _take_over(person: Person, facts: PersonFacts, *, keep_filled: bool) -> list[str]:
    """Write what the source says onto the person; return the names of the fields that changed.

    keep_filled: what another source vouches for is not overwritten, only what is empty is filled.
    """
    if facts.email and not _is_address(facts.email):
        raise NotAPerson("Địa chỉ thư điện tử không đúng. Hãy nhập dạng ten@vidu.vn hoặc để trống.")
    changed = []
    for field in FACTS:
        value = getattr(facts, field)
        standing = getattr(person, field)
        if value and value != standing and not (keep_filled and standing):
            setattr(person, field, value)
            changed.append(field)
    return changed


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


@transaction.atomic
def sign_in_person(account: Account, facts: PersonFacts, *, now: datetime) -> Person:
    """Bind an account to the person the e-ID provider vouches for, and record the sign-in."""
    person = register_person(facts, source="eid", now=now, by=SYSTEM)
    if Person.objects.filter(account=account).exclude(id=person.id).exists():
        raise NotAPerson("Tài khoản này thuộc về người khác. Hãy đăng xuất rồi đăng nhập lại bằng định danh của bạn.")
    first = person.account_id is None
    if person.account_id != account.id:
        person.account = account
        person.save(update_fields=["account"])
    record(SignedIn(method="oidc", first=first), at=now, actor=Actor(person.key), subject=person.key)
    return person


@transaction.atomic
def register_organisation(
    *,
    tax_code: str,
    name: str,
    now: datetime,
    by: Actor,
    address: str = "",
    commune_code: str = "",
    source: str = "counter",
) -> Organisation:
    """Return the organisation with this tax code, creating it; raises NotAPerson for a wrong check digit."""
    code = rules.checked_tax_code(tax_code)
    found = Organisation.objects.filter(tax_code=code).first()
    if found:
        return found
    made = Organisation.objects.create(
        tax_code=code,
        name=name,
        address=address,
        commune_code=commune_code,
        sort_key=sort_key(name),
        search_key=search_key(name),
        created_at=now,
    )
    record(OrganisationRegistered(source=source), at=now, actor=by, subject=made.key)
    return made


@transaction.atomic
def create_officer(
    *, username: str, password: str | None, full_name: str, email: str = "", demo: bool = False
) -> Officer:
    """Create an officer with an account; without a password the account waits for one."""
    account = Account.objects.create_user(username, password, kind=AccountKind.OFFICER, email=email, is_demo=demo)
    return Officer.objects.create(
        account=account,
        full_name=full_name,
        email=email,
        sort_key=person_sort_key(full_name),
        search_key=search_key(full_name),
    )


def write_basis(officer: Officer, words: str, *, now: datetime, by: Actor) -> uuid.UUID | None:
    """Keep the reason of a deed to an officer and return its key, None when nothing was said; for the act beside it."""
    if not words:
        return None
    return StaffBasis.objects.create(officer=officer, words=words[:500], written_by=by.key, written_at=now).id


@transaction.atomic
def appoint(officer: Officer, post: Post, *, begins: date, now: datetime, by: Actor, reason: str = "") -> Assignment:
    """Give an officer a post from a day on."""
    assignment = Assignment.objects.create(officer=officer, post=post, valid=DateRange(begins, None))
    payload = OfficerAppointed(post=post.id, begins=begins, basis=write_basis(officer, reason, now=now, by=by))
    record(payload, at=now, actor=by, subject=officer.key, unit_id=post.unit_id)
    return assignment


@transaction.atomic
def relieve(assignment: Assignment, *, ends: date, now: datetime, by: Actor, reason: str = "") -> None:
    """End an assignment; `ends` is the first day without it. Delegations of it end with it."""
    assignment.valid = DateRange(assignment.valid.lower, max(ends, assignment.valid.lower or ends))
    assignment.save(update_fields=["valid"])
    payload = OfficerRelieved(
        post=assignment.post_id, ends=ends, basis=write_basis(assignment.officer, reason, now=now, by=by)
    )
    record(payload, at=now, actor=by, subject=assignment.officer.key, unit_id=assignment.post.unit_id)


@transaction.atomic
def delegate(
    assignment_id: uuid.UUID, *, to: uuid.UUID, begins: date, ends: date, paper: str, now: datetime, by: Actor
) -> Delegation:
    """Lend a post to another officer from `begins` up to and including `ends`.

    Raises DelegationImpossible when it has no end after its beginning, is to oneself, or the post is not held by `by`.
    """
    assignment = Assignment.objects.select_related("officer", "post").get(id=assignment_id)
    if assignment.officer.key != by.key:
        raise DelegationImpossible("Chỉ người đang giữ chức vụ mới được ủy quyền chức vụ đó.")
    if assignment.officer_id == to:
        raise DelegationImpossible("Không thể tự ủy quyền cho mình. Hãy chọn cán bộ khác.")
    if ends < begins:
        raise DelegationImpossible("Ngày kết thúc ủy quyền phải từ ngày bắt đầu trở đi.")
    if begins < timezone.localtime(now).date() or ends - begins > LONGEST_DELEGATION:
        raise DelegationImpossible("Ủy quyền phải bắt đầu từ hôm nay trở đi và không quá một năm.")
    if not _works_with(to, assignment, begins):
        raise DelegationImpossible("Chỉ ủy quyền được cho cán bộ đang làm việc trong cùng đơn vị.")
    made = Delegation.objects.create(
        assignment=assignment, delegate_id=to, valid=DateRange(begins, ends, "[]"), paper=paper
    )
    payload = PowerDelegated(post=assignment.post_id, delegate=to, begins=begins, ends=ends)
    record(payload, at=now, actor=by, subject=assignment.officer.key, unit_id=assignment.post.unit_id)
    return made


def _works_with(officer_id: uuid.UUID, assignment: Assignment, on: date) -> bool:
    held = Assignment.objects.filter(officer_id=officer_id, officer__account__is_active=True, valid__contains=on)
    return held.filter(post__unit_id=assignment.post.unit_id).exists()


@transaction.atomic
def end_delegation(delegation_id: uuid.UUID, *, today: date, now: datetime, by: Actor) -> None:
    """Take a lent post back from today on; raises DelegationImpossible when someone else lent it."""
    found = (
        Delegation.objects.select_for_update(of=("self",)).select_related("assignment__officer").get(id=delegation_id)
    )
    if found.assignment.officer.key != by.key:
        raise DelegationImpossible("Chỉ người đã ủy quyền mới được chấm dứt ủy quyền.")
    found.valid = DateRange(found.valid.lower, max(today, found.valid.lower))
    found.save(update_fields=["valid"])
    record(DelegationEnded(delegation=found.id), at=now, actor=by, subject=found.assignment.officer.key)


@transaction.atomic
def log_reading(
    person_id: uuid.UUID,
    *,
    purpose: str,
    shown: Sequence[str],
    now: datetime,
    by: Actor,
    case_id: uuid.UUID | None = None,
) -> None:
    """Record that `by` saw these fields of a person, and why; shown to that person."""
    payload = PersonDataRead(purpose=purpose, shown=tuple(shown))
    record(payload, at=now, actor=by, subject=f"person:{person_id}", case_id=case_id, rule="91/2025/QH15")


@transaction.atomic
def give_consent(person_id: uuid.UUID, *, purpose: str, text_version: str, now: datetime, by: Actor) -> Consent:
    """Record a person's consent to one purpose; giving it twice keeps the first."""
    standing = Consent.objects.filter(
        person_id=person_id, purpose=purpose, text_version=text_version, withdrawn_at=None
    ).first()
    if standing:
        return standing
    made = Consent.objects.create(person_id=person_id, purpose=purpose, text_version=text_version, given_at=now)
    record(
        ConsentGiven(purpose=purpose, text_version=text_version),
        at=now,
        actor=by,
        subject=f"person:{person_id}",
    )
    return made


@transaction.atomic
def withdraw_consent(consent_id: uuid.UUID, *, person_id: uuid.UUID, now: datetime, by: Actor) -> None:
    """Withdraw one's own consent; the row stays with the date of withdrawal."""
    consent = Consent.objects.select_for_update().get(id=consent_id, person_id=person_id)
    if consent.withdrawn_at is None:
        consent.withdrawn_at = now
        consent.save(update_fields=["withdrawn_at"])
        record(ConsentWithdrawn(purpose=consent.purpose), at=now, actor=by, subject=f"person:{person_id}")


@transaction.atomic
def disable_account(officer: Officer, *, reason: str, now: datetime, by: Actor) -> None:
    """Close an officer's account: the next request of an open session is refused, history keeps the name."""
    Account.objects.filter(id=officer.account_id).update(is_active=False)
    basis = write_basis(officer, reason, now=now, by=by)
    record(AccountDisabled(basis=basis), at=now, actor=by, subject=officer.key)


@transaction.atomic
def record_sign_in(account: Account, *, method: str, now: datetime) -> None:
    """Record the sign-in of an officer; nothing for a citizen, whose sign-in the e-ID's answer records."""
    officer = Officer.objects.filter(account=account).first()
    if officer is None:
        return
    record(SignedIn(method=method), at=now, actor=Actor(officer.key), subject=officer.key)
