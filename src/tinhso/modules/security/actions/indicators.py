# SPDX-License-Identifier: EUPL-1.2
"""Indicators: drawn from STIX objects, written by hand or taken from lists; aged, revoked, held by warning lists."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.security import listing, policies
from tinhso.modules.security.errors import IntelligenceIncomplete
from tinhso.modules.security.intelligence import decay, patterns, stix, values
from tinhso.modules.security.intelligence.warninglists import listed_by
from tinhso.modules.security.models import Collection, DecayRule, Indicator, StixObject
from tinhso.modules.security.types import DecaySet, IndicatorAdded, IndicatorKind, IndicatorRevoked, Tlp

BATCH = 2_000
HAND = "hand"
LONGEST_HALF_LIFE = 3_650
FIELDS = ["origin_title", "label", "confidence", "tlp", "valid_from", "valid_until", "confirmed_at", "decays_at",
          "revoked_at", "listed_by"]  # fmt: skip


@dataclass(frozen=True)
class Found:
    """One value as its origin says it. revoked_at: its origin took it back."""

    kind: IndicatorKind
    value: str
    origin: str
    origin_title: str
    label: str
    tlp: Tlp
    valid_from: datetime
    confirmed_at: datetime
    confidence: int | None = None
    valid_until: datetime | None = None
    revoked_at: datetime | None = None


def half_lives() -> dict[IndicatorKind, int | None]:
    """Return the half-life in force of each kind, in days."""
    said = {IndicatorKind(one.kind): one.half_life_days for one in DecayRule.objects.all()}
    return {**decay.HALF_LIVES_DAYS, **said}


def keep_found(found: Sequence[Found], *, now: datetime) -> int:
    """Write what origins say of values, inside the caller's transaction; return how many rows were written.

    The same value from the same origin is one row; it takes what the origin says now.
    """
    lists, ages = listing.in_force().lists, half_lives()
    rows = {(one.kind, one.value, one.origin): _row(one, lists, ages, now) for one in found}
    Indicator.objects.bulk_create(
        rows.values(), BATCH, update_conflicts=True, unique_fields=["kind", "value", "origin"], update_fields=FIELDS
    )
    return len(rows)


def _row(one: Found, lists: Sequence[Any], ages: Mapping[IndicatorKind, int | None], now: datetime) -> Indicator:
    return Indicator(
        kind=one.kind,
        value=one.value,
        origin=one.origin,
        origin_title=one.origin_title[:200],
        label=one.label[:250],
        confidence=one.confidence,
        tlp=one.tlp,
        valid_from=one.valid_from,
        valid_until=one.valid_until,
        confirmed_at=one.confirmed_at,
        decays_at=decay.decays_at(one.confidence, one.confirmed_at, ages.get(one.kind)),
        revoked_at=one.revoked_at,
        listed_by=listed_by(one.kind, one.value, lists)[:200],
        added_at=now,
    )


def derive_indicators(*, now: datetime, limit: int = 20_000) -> int:
    """Draw indicators from STIX objects not looked at yet, collection by collection; return how many objects."""
    looked = 0
    for collection in Collection.objects.order_by("alias"):
        while looked < limit and (here := _derive_some(collection, now)):
            looked += here
    return looked


@transaction.atomic(durable=True)
def _derive_some(collection: Collection, now: datetime) -> int:
    """Look at the next objects of a collection; how far it came is written with what it found."""
    held = Collection.objects.select_for_update().get(id=collection.id)
    rows = list(StixObject.objects.filter(collection=held, id__gt=held.derived_upto).order_by("id")[:BATCH])
    if not rows:
        return 0
    feed = held.feeds.filter(stopped_at=None, confidence__isnull=False).first()
    assumed = feed.confidence if feed is not None else None
    drawn = [one for one in rows if one.type == "indicator" and one.is_last]
    found = [each for one in drawn for each in _values_of(one, held, assumed, now)]
    _take_back([f"stix:{held.id}:{one.stix_id}" for one in drawn], now)
    keep_found(found, now=now)
    Collection.objects.filter(id=held.id).update(derived_upto=rows[-1].id)
    return len(rows)


def _take_back(origins: list[str], now: datetime) -> None:
    """A new version of an indicator may leave out values: what is still in it is written again right after."""
    Indicator.objects.filter(origin__in=origins, revoked_at=None).update(revoked_at=now)


def _values_of(row: StixObject, collection: Collection, assumed: int | None, now: datetime) -> Iterable[Found]:
    said = json.loads(row.body)
    confidence = said.get("confidence")
    given = isinstance(confidence, int) and not isinstance(confidence, bool) and 0 <= confidence <= 100
    pattern = str(said.get("pattern", ""))
    read = patterns.watched_values(pattern) if said.get("pattern_type") == "stix" else None
    until = said.get("valid_until")
    for kind, value in read or [(IndicatorKind.OTHER, " ".join(pattern.split())[: values.LONGEST])]:
        yield Found(
            kind=kind,
            value=value,
            origin=f"stix:{collection.id}:{row.stix_id}",
            origin_title=collection.title,
            label=str(said.get("name") or ""),
            tlp=Tlp(row.tlp),
            valid_from=stix.moment(said.get("valid_from")),
            confirmed_at=row.version or row.added_at,
            confidence=confidence if given else assumed,
            valid_until=stix.moment(until) if until is not None else None,
            revoked_at=now if said.get("revoked") is True else None,
        )


@transaction.atomic(durable=True)
def add_indicator(
    text: str, *, label: str, confidence: int | None, tlp: Tlp, viewer: Viewer, now: datetime
) -> Indicator:
    """Write one indicator by hand; the kind is read from the value. Raises IntelligenceIncomplete."""
    seat = policies.check_intelligence(viewer)
    read = values.guessed(text)
    if read is None:
        sentence = "Hãy ghi một địa chỉ IP, một mạng (203.0.113.0/24), tên miền, địa chỉ web hoặc mã băm."
        raise IntelligenceIncomplete(sentence, code="value")
    if not label.strip() or len(label) > 250:
        raise IntelligenceIncomplete("Hãy ghi vì sao cần theo dõi, không quá 250 ký tự.", code="label")
    if confidence is not None and not 0 <= confidence <= 100:
        raise IntelligenceIncomplete("Độ tin cậy từ 0 đến 100, hoặc để trống.", code="confidence")
    kind, value = read
    keep_found(
        [
            Found(
                kind,
                value,
                HAND,
                "Ghi tay",
                label.strip(),
                tlp,
                valid_from=now,
                confirmed_at=now,
                confidence=confidence,
            )
        ],
        now=now,
    )
    made = Indicator.objects.get(kind=kind, value=value, origin=HAND)
    record(IndicatorAdded(kind), at=now, actor=viewer.actor(seat), subject=f"indicator:{made.id}")
    return made


@transaction.atomic(durable=True)
def revoke_indicator(indicator_id: int, *, viewer: Viewer, now: datetime) -> None:
    """Watch an indicator no more; a new version from its origin, or writing it again, brings it back."""
    seat = policies.check_intelligence(viewer)
    one = Indicator.objects.select_for_update().get(id=indicator_id)
    if one.revoked_at is None:
        Indicator.objects.filter(id=one.id).update(revoked_at=now)
        record(IndicatorRevoked(one.kind), at=now, actor=viewer.actor(seat), subject=f"indicator:{one.id}")


@transaction.atomic(durable=True)
def set_half_lives(said: Mapping[IndicatorKind, int | None], *, viewer: Viewer, now: datetime) -> None:
    """Set how fast indicators of each kind age, in days; None: they do not. Kinds that change are judged anew."""
    seat = policies.check_intelligence(viewer)
    for kind, days in said.items():
        if days is not None and not 1 <= days <= LONGEST_HALF_LIFE:
            sentence = "Thời gian bán rã từ 1 đến 3.650 ngày; để trống nếu không giảm."
            raise IntelligenceIncomplete(sentence, code=kind.value)
    before = half_lives()
    for kind, days in said.items():
        if before.get(kind) != days:
            _set_half_life(kind, days, now, viewer.actor(seat))


def _set_half_life(kind: IndicatorKind, days: int | None, now: datetime, by: Actor) -> None:
    DecayRule.objects.update_or_create(kind=kind, defaults={"half_life_days": days})
    for batch in _in_batches(Indicator.objects.filter(kind=kind)):
        for one in batch:
            one.decays_at = decay.decays_at(one.confidence, one.confirmed_at, days)
        Indicator.objects.bulk_update(batch, ["decays_at"])
    record(DecaySet(kind, days), at=now, actor=by, subject=f"indicator_kind:{kind}")


def list_again() -> int:
    """Hold every indicator against the warning lists of today; return how many changed."""
    lists, changed = listing.in_force().lists, 0
    for batch in _in_batches(Indicator.objects.exclude(kind=IndicatorKind.OTHER)):
        turned = []
        for one in batch:
            title = listed_by(IndicatorKind(one.kind), one.value, lists)[:200]
            if title != one.listed_by:
                one.listed_by = title
                turned.append(one)
        Indicator.objects.bulk_update(turned, ["listed_by"])
        changed += len(turned)
    return changed


def _in_batches(found: Any) -> Iterable[list[Indicator]]:
    last = 0
    while batch := list(found.filter(id__gt=last).order_by("id")[:BATCH]):
        yield batch
        last = batch[-1].id
