# SPDX-License-Identifier: EUPL-1.2
"""Lists of botnet and DDoS addresses, and sightings: which machine of which unit, then a case until it is clean."""

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import SYSTEM, Actor
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.security import policies
from tinhso.modules.security.actions.indicators import Found, half_lives, keep_found
from tinhso.modules.security.actions.infected import report_infected
from tinhso.modules.security.errors import IntelligenceIncomplete
from tinhso.modules.security.intelligence import blacklists, decay
from tinhso.modules.security.intelligence.blacklists import Line
from tinhso.modules.security.intelligence.errors import NotIntelligence
from tinhso.modules.security.models import Blacklist, Indicator, Sighting
from tinhso.modules.security.queries.machines import Machine, machine_named, machine_of_source, machines_at
from tinhso.modules.security.types import BlacklistTaken, IndicatorKind, Tlp

SHOWN = 100


@dataclass(frozen=True)
class Seen:
    """An indicator met in events: of a source of the register, else of the host or address that spoke."""

    indicator_id: int
    at: datetime
    source_id: uuid.UUID | None = None
    host: str = ""
    address: str = ""
    count: int = 1


def take_blacklist(
    content: bytes, *, origin: str, is_ours: bool, now: datetime, viewer: Viewer | None = None
) -> Blacklist:
    """Take a list in; the same file again gives the first back and does nothing.

    is_ours: its addresses are of machines of the province, each gets its case; else they are watched for, and a machine
    of ours among them gets its case too. viewer: who brought it; None when the national centre sent it.
    Raises IntelligenceIncomplete for a file that is no list.
    """
    seat = policies.check_intelligence(viewer) if viewer is not None else None
    if not origin.strip() or len(origin) > 200:
        raise IntelligenceIncomplete("Hãy ghi nơi gửi danh sách, không quá 200 ký tự.", code="origin")
    try:
        read = blacklists.read(content)
    except NotIntelligence as error:
        raise IntelligenceIncomplete(error.sentence, code="file") from error
    sha256 = hashlib.sha256(bytes([is_ours]) + content).hexdigest()
    by = viewer.actor(seat) if viewer is not None else SYSTEM
    with transaction.atomic(durable=viewer is not None):
        kept = Blacklist(
            digest=sha256, is_ours=is_ours, origin=origin.strip(), taken_at=now, rows=len(read.lines), ours=0
        )
        kept.taken_by_id = viewer.as_officer if viewer is not None else None
        kept.unreadable, kept.unreadable_count = list(read.unreadable[:SHOWN]), len(read.unreadable)
        Blacklist.objects.bulk_create([kept], ignore_conflicts=True)
        first = Blacklist.objects.get(digest=sha256)
        if first.id != kept.id:
            return first
        _use(kept, read.lines, now, by)
        payload = BlacklistTaken(kept.rows, kept.ours, kept.unreadable_count)
        record(payload, at=now, actor=by, subject=f"blacklist:{kept.id}")
    return kept


def _use(kept: Blacklist, lines: Sequence[Line], now: datetime, by: Actor) -> None:
    ours = machines_at({line.address for line in lines})
    for line in sorted((one for one in lines if one.address in ours), key=lambda one: ours[one.address].key):
        seen_at = min(line.seen_at or now, now)
        report_infected(ours[line.address], malware=line.words, seen_at=seen_at, now=now, by=by)
        kept.ours += 1
    if kept.is_ours:
        kept.unplaced = sorted({line.address for line in lines} - set(ours))
    else:
        keep_found([_found(line, kept, now) for line in lines], now=now)
    kept.save(update_fields=["ours", "unplaced"])


def _found(line: Line, kept: Blacklist, now: datetime) -> Found:
    seen = min(line.seen_at or now, now)
    return Found(
        kind=IndicatorKind.ADDRESS,
        value=line.address,
        origin=f"list:{kept.origin}",
        origin_title=kept.origin,
        label=line.words,
        tlp=Tlp.AMBER,
        valid_from=seen,
        confirmed_at=seen,
    )


@transaction.atomic(durable=True)
def note_sightings(seen: Iterable[Seen], *, now: datetime) -> int:
    """Count indicators that events met and report the machines they were met on; return how many machines."""
    return count_sightings(seen, now=now)


def count_sightings(seen: Iterable[Seen], *, now: datetime) -> int:
    """Do so inside the caller's transaction, as the detector does with each batch.

    An indicator that is seen is as fresh as new.
    """
    ages = half_lives()
    machines: dict[str, tuple[Machine, str, datetime]] = {}
    for one in sorted(seen, key=lambda each: each.indicator_id):
        indicator = Indicator.objects.select_for_update().filter(id=one.indicator_id).first()
        if indicator is None:
            continue
        _count(indicator, one)
        indicator.sightings += one.count
        indicator.last_seen_at = max(indicator.last_seen_at or one.at, one.at)
        indicator.confirmed_at = max(indicator.confirmed_at, one.at)
        age = ages.get(IndicatorKind(indicator.kind))
        indicator.decays_at = decay.decays_at(indicator.confidence, indicator.confirmed_at, age)
        indicator.save(update_fields=["sightings", "last_seen_at", "confirmed_at", "decays_at"])
        machine = _machine_of(one)
        if machine is not None:
            before = machines.get(machine.key)
            machines[machine.key] = (machine, indicator.label, max(one.at, before[2]) if before else one.at)
    for _key, (machine, label, at) in sorted(machines.items()):
        report_infected(machine, malware=label, seen_at=at, now=now)
    return len(machines)


def _machine_of(one: Seen) -> Machine | None:
    if one.source_id is not None:
        return machine_of_source(one.source_id)
    return (machine_named(one.host) if one.host else None) or machines_at([one.address]).get(one.address)


def _count(indicator: Indicator, one: Seen) -> None:
    day = timezone.localdate(one.at)
    fresh = Sighting(indicator=indicator, source_id=one.source_id, day=day, count=0, last_at=one.at)
    Sighting.objects.bulk_create([fresh], ignore_conflicts=True)
    held = Sighting.objects.filter(indicator=indicator, day=day)
    held = held.filter(source_id=one.source_id) if one.source_id is not None else held.filter(source=None)
    held.update(count=F("count") + one.count, last_at=Greatest("last_at", one.at))
