# SPDX-License-Identifier: EUPL-1.2
"""Reads of adopted ledgers: which there are, what their units were called, their acts and the seal over them."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db.models import Q, QuerySet

from tinhso.kernel.events.models import Act, Seal
from tinhso.kernel.events.queries import Sealed, SealRow, act_row, seal_row
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators.models import AdoptedAct, AdoptedLedger, AdoptedSeal, AdoptedUnit
from tinhso.kernel.indicators.scopes import Scope
from tinhso.kernel.registry.queries import unit_names_on


@dataclass(frozen=True)
class Origin:
    """One adopted ledger: its key in a scope, its province, how much of it there is."""

    key: str
    province: str
    acts: int
    seals: int
    adopted_at: datetime


def origins() -> list[Origin]:
    """Return the adopted ledgers in the order they came."""
    found = AdoptedLedger.objects.order_by("id").only("id", "province", "acts", "seals", "adopted_at")
    return [Origin(str(one.id), one.province, one.acts, one.seals, one.adopted_at) for one in found]


def names_in(scope: Scope, unit_ids: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names units bore on the last day of a scope, the last one they bore where none is known for it.

    Adopted ledgers are asked only for units the registry does not know. Where all ledgers count together their units
    carry the name of the old province, for many a place there is called as one here.
    """
    found = unit_names_on(unit_ids, scope.until)
    lacking = unit_ids - found.keys()
    if not lacking:
        return found
    rows = AdoptedUnit.objects.filter(unit_id__in=lacking).order_by("valid").select_related("ledger")
    last = {one.unit_id: one for one in rows}
    then = last | {one.unit_id: one for one in rows.filter(valid__contains=scope.until)}
    return found | {one.unit_id: _name(one, scope) for one in then.values()}


def _name(one: AdoptedUnit, scope: Scope) -> str:
    return one.name if scope.adopted else f"{one.name} ({one.ledger.province} cũ)"


def sealed_before(key: str, instant: datetime) -> Sealed | None:
    """Return the newest seal an adopted ledger made before an instant; None when there was none."""
    found = AdoptedSeal.objects.filter(ledger_id=int(key), sealed_at__lt=instant).order_by("-last_seq").first()
    return None if found is None else Sealed(found.number, found.last_seq)


def last_act(key: str) -> int:
    return AdoptedLedger.objects.values_list("last_seq", flat=True).get(id=int(key))


def acts(keys: list[str], verbs: list[str], begins: datetime, ends: datetime) -> QuerySet[AdoptedAct]:
    """Return the acts of these ledgers and verbs in begins ≤ at < ends."""
    return AdoptedAct.objects.filter(
        ledger_id__in=[int(key) for key in keys], verb__in=verbs, at__gte=begins, at__lt=ends
    )


def adopted_row(one: AdoptedAct) -> ActRow:
    """Return an adopted act as read; it has the columns of our own."""
    return act_row(cast(Act, one))


def known(keys: list[str], instant: datetime) -> Q:
    """Return the condition on adopted acts that they were sealed before an instant."""
    condition = Q(pk__in=[])
    for key in keys:
        sealed = sealed_before(key, instant)
        if sealed:
            condition |= Q(ledger_id=int(key), seq__lte=sealed.last)
    return condition


def seals_of(ledger_id: int) -> Iterator[tuple[SealRow, bytes]]:
    """Return the seals of an adopted ledger in order, each with its time stamp or nothing."""
    for one in AdoptedSeal.objects.filter(ledger_id=ledger_id).order_by("number").iterator(chunk_size=50):
        yield seal_row(as_seal(one)), bytes(one.token)


def as_seal(one: AdoptedSeal) -> Seal:
    """Return an adopted seal in the shape of our own, to be read and checked alike; never saved."""
    return Seal(
        number=one.number,
        first_seq=one.first_seq,
        last_seq=one.last_seq,
        size=one.size,
        root=one.root,
        previous=one.previous,
        sealed_at=one.sealed_at,
        key_id=one.key_id,
        signature=one.signature,
        seqs=one.seqs,
        leaves=one.leaves,
    )
