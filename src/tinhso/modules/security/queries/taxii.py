# SPDX-License-Identifier: EUPL-1.2
"""What a partner may read over TAXII: its collections, a page of objects, a manifest, versions, a status."""

import hmac
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from tinhso.modules.security.models import Collection, CollectionGrant, SharingPartner, StixObject, TaxiiStatus

LARGEST_PAGE = 5_000
"""Objects a page holds when the client names no number, or a larger one."""
LARGEST_ANSWER, CHUNK = 20_000_000, 250
"""Letters of objects in a page, which ends earlier then; rows fetched at once."""


@dataclass(frozen=True)
class Wanted:
    """What a client asks for. place: read on behind this number; versions: first, last, all or instants."""

    added_after: datetime | None = None
    place: int = 0
    limit: int = LARGEST_PAGE
    ids: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    versions: tuple[str | datetime, ...] = ("last",)
    spec_versions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """Objects of a page in the order of their arrival, with the asked fields; more: whether others follow."""

    rows: Sequence[Any]
    more: bool


def partner_by(login: str, secret_digest: str) -> SharingPartner | None:
    """Return the partner whose secret has this digest; None for a wrong one and for a partner shared with no more."""
    partner = SharingPartner.objects.filter(login=login, withdrawn_at=None).first()
    kept = partner.secret_digest if partner is not None else "0" * 64
    return partner if hmac.compare_digest(kept, secret_digest) else None


def grants_of(partner: SharingPartner) -> list[CollectionGrant]:
    """Return the collections a partner may see, in the order of their names."""
    found = partner.grants.select_related("collection").filter(collection__tlp__lte=partner.tlp)
    return list(found.order_by("collection__alias"))


def grant_for(partner: SharingPartner, name: str) -> CollectionGrant | None:
    """Return what a partner may do in a collection, by its id or alias; None when it may not know of it."""
    try:
        which = Q(collection_id=uuid.UUID(name))
    except ValueError:
        which = Q(collection__alias=name)
    return partner.grants.select_related("collection").filter(which, collection__tlp__lte=partner.tlp).first()


def page_of(collection: Collection, partner: SharingPartner, wanted: Wanted, *fields: str) -> Page:
    """Return one page of what a partner may read: id, time of arrival and the named fields of each object."""
    place = max(wanted.place, _place_at(collection, wanted.added_after))
    found = visible(collection, partner).filter(matching(wanted), id__gt=place)
    asked = found.order_by("id").values_list("id", "added_at", *fields, named=True)[: wanted.limit + 1]
    rows: list[Any] = []
    size = 0
    with transaction.atomic():  # the rows come piece by piece, so that a page of large objects is never held whole
        for row in asked.iterator(chunk_size=CHUNK):
            size += len(getattr(row, "body", ""))
            if len(rows) == wanted.limit or (rows and size > LARGEST_ANSWER):
                return Page(rows, True)
            rows.append(row)
    return Page(rows, False)


def _place_at(collection: Collection, added_after: datetime | None) -> int:
    """Return the last object that arrived until an instant: numbers and arrivals have one order."""
    if added_after is None:
        return 0
    before = StixObject.objects.filter(collection=collection, added_at__lte=added_after).order_by("-added_at")
    return before.values_list("id", flat=True).first() or 0


def visible(collection: Collection, partner: SharingPartner) -> QuerySet[StixObject]:
    return StixObject.objects.filter(collection=collection, tlp__lte=partner.tlp)


def matching(wanted: Wanted) -> Q:
    """Return the filter of `match[…]`: any of the values of each, all of the fields."""
    found = Q()
    if wanted.ids:
        found &= Q(stix_id__in=wanted.ids)
    if wanted.types:
        found &= Q(type__in=wanted.types)
    if wanted.spec_versions and "2.1" not in wanted.spec_versions:
        found &= Q(pk__in=[])  # everything here is STIX 2.1
    return found & matching_versions(wanted.versions)


def matching_versions(versions: Sequence[str | datetime]) -> Q:
    if "all" in versions:
        return Q()
    found = Q(pk__in=[])
    for one in versions:
        if one == "last":
            found |= Q(is_last=True)
        elif one == "first":
            found |= Q(is_first=True)
        else:
            found |= Q(version=one) | Q(version=None, added_at=one)
    return found


def status_for(partner: SharingPartner, status_id: uuid.UUID) -> TaxiiStatus | None:
    return TaxiiStatus.objects.filter(partner=partner, id=status_id).first()
