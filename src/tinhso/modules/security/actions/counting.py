# SPDX-License-Identifier: EUPL-1.2
"""Count the spool into the ledger: rows and the place up to which they count change together, so each record once."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import SYSTEM
from tinhso.modules.security import rules
from tinhso.modules.security.actions.sources import subject_of
from tinhso.modules.security.collect import reader, segments
from tinhso.modules.security.collect.ranges import Ranges
from tinhso.modules.security.collect.records import Record, Way
from tinhso.modules.security.collect.segments import Position
from tinhso.modules.security.formats.reading import read
from tinhso.modules.security.formats.types import Arrival, Event
from tinhso.modules.security.models import LedgerPlace, SequenceRange, Source, Stranger
from tinhso.modules.security.types import SourceHeardAgain

READER = "ledger"
LAST_SYSLOG_NUMBER = 2_147_483_647
RUN = "syslog:"
"""Before the number of a run of syslog; streams of HTTP have no colon."""
DISORDER = 1_000
MOST_STRANGERS = 10_000
"""Beyond so many, addresses that were not seen before are counted together under one row."""


@dataclass
class Sent:
    """What one source sent in a batch. minutes: by the minute of arrival; numbers: by stream.

    syslog_numbers: `meta sequenceId` in the order of arrival; it begins again when the sender does (RFC 5424, 7.3.1).
    """

    last: datetime
    count: int = 0
    unreadable: int = 0
    size: int = 0
    minutes: Counter[datetime] = field(default_factory=Counter)
    numbers: dict[str, Ranges] = field(default_factory=dict)
    syslog_numbers: list[int] = field(default_factory=list)


@dataclass
class Tally:
    """What a batch held. strangers: (peer, host) → count, first, last."""

    sources: dict[UUID, Sent] = field(default_factory=dict)
    strangers: dict[tuple[str, str], tuple[int, datetime, datetime]] = field(default_factory=dict)
    udp_dropped: int = 0


class Register:
    """The sources as a tally looks them up; read once for a run."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self.by_id = {one.id: one for one in sources}
        self._by_name = {one.host.lower(): one for one in self.by_id.values() if one.withdrawn_at is None}
        self._by_address: defaultdict[str, list[Source]] = defaultdict(list)
        for one in self._by_name.values():
            for address in one.addresses:
                self._by_address[address.removesuffix("/32")].append(one)

    def of(self, one: Record, event: Event) -> Source | None:
        """Return whose message it is: by token, by certificate, by host name, else by an address of one source only."""
        if one.source is not None:
            return self.by_id.get(one.source)
        names = rules.names_of(one.stream if one.way is Way.TLS and one.stream else event["host"])
        for name in names:
            found = self._by_name.get(name)
            if found is not None and rules.speaks_from(found.addresses, one.peer):
                return found
        from_there = self._by_address.get(one.peer, [])
        has_name = one.way is Way.TLS and one.stream
        return from_there[0] if len(from_there) == 1 and not has_name else None


def count_spool(folder: Path, *, zone: tzinfo, now: datetime, register: Register | None = None) -> int:
    """Count the next part of the spool; return how many bytes it was, 0 when everything is counted."""
    place = LedgerPlace.objects.filter(id=1).first() or LedgerPlace()
    before = Position(place.segment, place.offset)
    batch = reader.read(folder, before)
    if batch.position == before:
        return 0
    register = register or Register(Source.objects.all())
    tally = tally_of(batch.records, register, zone)
    _keep(tally, batch, before, register, now)
    segments.note_reader(folder, READER, batch.position)
    return max(1, batch.position.offset - (before.offset if batch.position.segment == before.segment else 0))


def tally_of(records: Iterable[Record], register: Register, zone: tzinfo) -> Tally:
    """Return what records add up to. Pure."""
    tally = Tally()
    for one in records:
        arrived = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=one.arrived_ns // 1_000)
        if one.way is Way.NOTE:
            told = json.loads(one.raw)
            tally.udp_dropped += int(told["count"]) if told.get("kind") == "udp_dropped" else 0
            continue
        event = read(one.raw, Arrival(arrived, zone, one.peer), is_piece=one.is_piece)
        source = register.of(one, event)
        if source is None:
            _add_stranger(tally, one, event, arrived)
        else:
            _add(tally.sources.setdefault(source.id, Sent(arrived)), one, event, arrived)
    return tally


def _add(sent: Sent, one: Record, event: Event, arrived: datetime) -> None:
    sent.last = max(sent.last, arrived)
    sent.count += 1
    sent.unreadable += event["kind"] == "unreadable"
    sent.size += len(one.raw)
    sent.minutes[arrived.replace(second=0, microsecond=0)] += 1
    if one.number:
        sent.numbers.setdefault(one.stream, Ranges()).add(one.number, one.number)
    said = event["fields"].get("sd.meta.sequenceId", "")
    if isinstance(said, str) and said.isdecimal() and 0 < int(said[:11]) <= LAST_SYSLOG_NUMBER:
        sent.syslog_numbers.append(int(said))


def _add_stranger(tally: Tally, one: Record, event: Event, arrived: datetime) -> None:
    key = (one.peer[:255], event["host"].replace("\x00", "")[:255])
    count, first, last = tally.strangers.get(key, (0, arrived, arrived))
    tally.strangers[key] = (count + 1, min(first, arrived), max(last, arrived))


@transaction.atomic(durable=True)
def _keep(tally: Tally, batch: reader.Batch, before: Position, register: Register, now: datetime) -> None:
    """Add a tally to the ledger, once: where the place has moved meanwhile, another counted the same part."""
    LedgerPlace.objects.get_or_create(id=1)
    place = LedgerPlace.objects.select_for_update().get(id=1)
    if Position(place.segment, place.offset) != before:
        return
    ids = sorted(tally.sources)
    for source in Source.objects.select_for_update(of=("self",)).filter(id__in=ids).order_by("id"):
        _keep_source(source, tally.sources[source.id], now)
    _keep_minutes(tally.sources)
    _keep_numbers(tally.sources)
    _keep_strangers(tally)
    place.segment, place.offset, place.counted_at = batch.position.segment, batch.position.offset, now
    place.damaged_bytes += batch.damaged
    place.skipped_segments += batch.skipped
    place.udp_dropped += tally.udp_dropped
    place.save()


def _keep_source(source: Source, sent: Sent, now: datetime) -> None:
    heard = max(sent.last, source.last_heard_at or sent.last)
    source.received += sent.count
    source.unreadable += sent.unreadable
    source.last_heard_at = heard
    if source.silent_since is not None and heard > source.silent_since:
        payload = SourceHeardAgain(source.silent_since)
        record(payload, at=now, actor=SYSTEM, subject=subject_of(source.id), unit_id=source.unit_id)
        source.silent_since = None
    source.save(update_fields=["received", "unreadable", "last_heard_at", "silent_since"])


ADD_HOUR = """
INSERT INTO security_hourcount AS h (source_id, hour, minutes, size_bytes) VALUES (%s, %s, %s, %s)
ON CONFLICT (source_id, hour) DO UPDATE SET size_bytes = h.size_bytes + excluded.size_bytes,
  minutes = ARRAY(SELECT a + b FROM unnest(h.minutes, excluded.minutes) WITH ORDINALITY AS t(a, b, n) ORDER BY n)
"""

ADD_STRANGER = """
INSERT INTO security_stranger AS s (peer, host, first_at, last_at, received) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (peer, host) DO UPDATE SET received = s.received + excluded.received,
  first_at = least(s.first_at, excluded.first_at), last_at = greatest(s.last_at, excluded.last_at)
"""


def _keep_minutes(sources: dict[UUID, Sent]) -> None:
    rows = []
    for source_id, sent in sorted(sources.items()):
        hours: defaultdict[datetime, list[int]] = defaultdict(lambda: [0] * 60)
        for minute, count in sent.minutes.items():
            hours[minute.replace(minute=0)][minute.minute] += count
        sizes = dict.fromkeys(hours, 0) | {max(hours): sent.size}
        rows += [(source_id, hour, hours[hour], sizes[hour]) for hour in sorted(hours)]
    with connection.cursor() as cursor:
        cursor.executemany(ADD_HOUR, rows)


def _keep_numbers(sources: dict[UUID, Sent]) -> None:
    for source_id, sent in sorted(sources.items()):
        _number_runs(source_id, sent)
        for stream, came in sent.numbers.items():
            there = SequenceRange.objects.filter(source_id=source_id, stream=stream)
            before = {(one.low, one.high): one for one in there}
            together = Ranges(before)
            for low, high in came.ranges():
                together.add(low, high)
            after = set(together.ranges())
            there.filter(id__in=[one.id for span, one in before.items() if span not in after]).delete()
            fresh = sorted(after - set(before))
            SequenceRange.objects.bulk_create(
                SequenceRange(source_id=source_id, stream=stream, low=low, high=high, last_at=sent.last)
                for low, high in fresh
            )


def _number_runs(source_id: UUID, sent: Sent) -> None:
    """Put the numbers of syslog under their run: number 1, or a fall by more than disorder explains, begins another."""
    if not sent.syslog_numbers:
        return
    there = SequenceRange.objects.filter(source_id=source_id, stream__startswith=RUN)
    run = max((int(one[len(RUN) :]) for one in there.values_list("stream", flat=True)), default=1)
    last = max(there.filter(stream=f"{RUN}{run}").values_list("high", flat=True), default=0)
    for number in sent.syslog_numbers:
        if last and (number == 1 or number + DISORDER < last):
            run, last = run + 1, 0
        last = max(last, number)
        sent.numbers.setdefault(f"{RUN}{run}", Ranges()).add(number, number)


def _keep_strangers(tally: Tally) -> None:
    known = set(Stranger.objects.values_list("peer", "host")) if tally.strangers else set()
    with connection.cursor() as cursor:
        for key, (count, first, last) in sorted(tally.strangers.items()):
            place = key if key in known or len(known) < MOST_STRANGERS else ("", "")
            known.add(place)
            cursor.execute(ADD_STRANGER, [*place, first, last, count])
