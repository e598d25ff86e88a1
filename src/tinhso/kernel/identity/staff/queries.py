# SPDX-License-Identifier: EUPL-1.2
"""What the pages of administration show: officers found, one officer with posts and acts, proposals that wait."""

import uuid
from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import default_token_generator
from django.db.models import QuerySet
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from tinhso.kernel.events.queries import acts_of_subject
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.identity.models import Account, Assignment, Officer, StaffProposal
from tinhso.kernel.identity.queries import assignments_of, display_names
from tinhso.kernel.identity.staff.policies import is_weighty
from tinhso.kernel.identity.types import AccountKind
from tinhso.kernel.registry.models import Post, Unit
from tinhso.kernel.registry.queries import posts_of, units_as_of
from tinhso.lib.vntext import search_key

FILTERS = ("", "active", "disabled", "unposted", "no_factor")


def find_officers(text: str, *, kept: str, on: date) -> QuerySet[Officer]:
    """Return officers in Vietnamese order by words of the name (no diacritics needed) or the beginning of the username.

    kept: one of FILTERS; an unknown word keeps all.
    """
    found = Officer.objects.select_related("account").order_by("sort_key", "id")
    for word in search_key(text).split():
        found = found.filter(search_key__contains=word) | found.filter(account__username__istartswith=word)
    if kept == "active":
        return found.filter(account__is_active=True)
    if kept == "disabled":
        return found.filter(account__is_active=False)
    if kept == "unposted":
        return found.exclude(id__in=Assignment.objects.filter(valid__contains=on).values("officer_id"))
    if kept == "no_factor":
        return found.exclude(account_id__in=Authenticator.objects.values("user_id"))
    return found


def posts_today(officers: list[Officer], on: date) -> dict[uuid.UUID, list[str]]:
    """Return "title, unit" of the posts each officer holds on a day."""
    held = Assignment.objects.filter(officer__in=officers, valid__contains=on).select_related("post__unit")
    found: dict[uuid.UUID, list[str]] = {}
    for one in held.order_by("valid"):
        found.setdefault(one.officer_id, []).append(f"{one.post.title}, {one.post.unit.name}")
    return found


@dataclass(frozen=True)
class OfficerSheet:
    """One officer as an administrator sees it. acts: what was done, by whom, why; newest first."""

    officer: Officer
    current: list[Assignment]
    past: list[Assignment]
    factors: list[str]
    acts: list[tuple[ActRow, str, str]]
    weighty: bool
    waiting: list[StaffProposal]


def officer_sheet(officer_id: uuid.UUID, on: date) -> OfficerSheet:
    """Return the sheet of an officer; raises Officer.DoesNotExist."""
    officer = Officer.objects.select_related("account").get(id=officer_id)
    held = assignments_of(officer_id)
    current = [one for one in held if not one.valid.isempty and (one.valid.upper is None or one.valid.upper > on)]
    acts = [one for one in acts_of_subject(officer.key, limit=60) if one.verb != "account:signed_in"]
    names = display_names({one.actor for one in acts})
    bases = {str(key): words for key, words in officer.bases.values_list("id", "words")}
    bases |= {str(key): words for key, words in officer.proposals.values_list("id", "reason")}
    return OfficerSheet(
        officer,
        current,
        [one for one in held if one not in current],
        list(Authenticator.objects.filter(user_id=officer.account_id).values_list("type", flat=True)),
        [(one, names.get(one.actor, "Hệ thống"), _why(one, bases)) for one in acts],
        is_weighty(officer, on),
        [one for one in proposals_waiting() if one.officer_id == officer_id],
    )


def _why(act: ActRow, bases: dict[str, str]) -> str:
    return bases.get(str(act.data.get("basis") or act.data.get("proposal") or ""), "")


def proposals_waiting() -> list[StaffProposal]:
    """Return the proposals nobody has decided, oldest first."""
    related = ("officer", "post__unit", "replaces__post__unit")
    return list(StaffProposal.objects.filter(decided_at=None).select_related(*related).order_by("proposed_at"))


def units_found(text: str, on: date, *, limit: int = 30) -> list[Unit]:
    """Return living units by words of their name, in Vietnamese order."""
    found = units_as_of(on)
    for word in search_key(text).split():
        found = found.filter(search_key__contains=word)
    return list(found[:limit])


def posts_with_holders(unit_id: uuid.UUID, on: date) -> list[tuple[Post, list[str]]]:
    """Return the posts of a unit with the names of those who hold each on a day."""
    held = Assignment.objects.filter(post__unit_id=unit_id, valid__contains=on).select_related("officer")
    names: dict[uuid.UUID, list[str]] = {}
    for one in held.order_by("officer__sort_key"):
        names.setdefault(one.post_id, []).append(one.officer.full_name)
    return [(post, names.get(post.id, [])) for post in sorted(posts_of(unit_id, on), key=lambda post: post.title)]


def way_in_words(account: Account) -> tuple[str, str]:
    """Return the two parts of a link that sets this account's password once, within PASSWORD_RESET_TIMEOUT."""
    return urlsafe_base64_encode(account.pk.bytes), default_token_generator.make_token(account)


def account_of_way_in(account: str, token: str) -> Account | None:
    """Return the officer's open account a link belongs to; None when it is used up, too old, or not ours."""
    try:
        ident = uuid.UUID(bytes=urlsafe_base64_decode(account))
    except ValueError:
        return None
    found = Account.objects.filter(id=ident, kind=AccountKind.OFFICER, is_active=True).first()
    return found if found is not None and default_token_generator.check_token(found, token) else None
