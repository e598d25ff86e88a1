# SPDX-License-Identifier: EUPL-1.2
"""A part of the spool to rows of the store and matches of rules. No database, no clock of its own.

`take` reads every record in Python. `take_chunk` does the same with the common shapes made into rows in C (`quick`);
of those only what a rule or the watch list met is read in Python again, so that alerts come from one place.
"""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from tinhso.modules.security.collect import reader
from tinhso.modules.security.collect.reader import Batch, Chunk
from tinhso.modules.security.collect.records import Record, Way
from tinhso.modules.security.collect.segments import Position
from tinhso.modules.security.detection import quick
from tinhso.modules.security.detection.matching import matched, matched_lines, values_of
from tinhso.modules.security.detection.rulebook import Rulebook
from tinhso.modules.security.formats.assembly import Assembler
from tinhso.modules.security.formats.reading import made, read
from tinhso.modules.security.formats.types import Arrival, Event
from tinhso.modules.security.intelligence.watching import Watchlist
from tinhso.modules.security.store.rows import NOBODY, Columns, Row, columns, encode
from tinhso_sigma import Change, Rule
from tinhso_sigma.events import Fields

MOST_ASSEMBLERS = 5_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def plain(text: str, most: int) -> str:
    """Return a text as the database can hold it: without NUL, cut."""
    return text.replace("\x00", "")[:most]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose event it is. id, unit: None for a machine that is not on the register; host: as the register names it.

    keep: class of how long its events are kept (`store.classes`); None: that of the pipeline.
    """

    host: str
    id: uuid.UUID | None = None
    unit: uuid.UUID | None = None
    keep: int | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """One rule held on one event. at: when it says it happened, else when it arrived; fields: as rules see them."""

    rule: Rule
    row: Row
    at: datetime
    speaker: Speaker
    fields: Fields


class Hit(NamedTuple):
    """An event on which rules held."""

    row: Row
    speaker: Speaker
    rules: Sequence[Rule]


Met = tuple[Row, Speaker, set[int]]
Place = tuple[int, int, int]
"""Segment, offset and part of an event: what the store knows it by."""


@dataclass(slots=True)
class Taken:
    """What a batch came to. position: all before is in here; restart: where to begin again.

    rows: one for each whole event, in the order of the spool, but for those that stand in `part`; changes: of
    correlations; met: rows in which indicators of the watch list were met; last_arrival: of the last of them.
    """

    position: Position
    restart: Position
    rows: list[Row] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    met: list[Met] = field(default_factory=list)
    unreadable: int = 0
    damaged: int = 0
    skipped: int = 0
    last_arrival: datetime | None = None
    part: quick.Part | None = None

    @property
    def count(self) -> int:
        """How many events were taken."""
        return len(self.rows) + (self.part.count if self.part else 0)

    def bodies(self, there: set[Place] | None = None) -> list[bytes]:
        """Return the rows in RowBinary, those of a day and class together, but for those that are stored already."""
        there = there or set()
        found = {key: [body] for key, body in (self.part.bodies_without(there) if self.part else {}).items()}
        for row in self.rows:
            if (row.segment, row.offset, row.part) not in there:
                found.setdefault(((row.day - EPOCH.date()).days, row.keep), []).append(encode([row]))
        return [b"".join(found[key]) for key in sorted(found)]


Whose = Callable[[Record, Event], Speaker]


class Pipeline:
    """whose: who a record is from, by its door, sender and host; keep_days: class of events of machines that have none,
    below 60000 days."""

    def __init__(self, rulebook: Rulebook, whose: Whose, *, spool: int, zone: tzinfo, keep_days: int) -> None:
        self.rulebook, self.whose = rulebook, whose
        self._spool, self._zone, self._keep = spool, zone, keep_days
        self._assemblers: dict[tuple[str, uuid.UUID | None], Assembler] = {}
        self._quick = quick.made(spool, zone, self._speaks, lambda value: bool(self._watchlist.look([value])))
        self.watchlist = Watchlist(())

    @property
    def watchlist(self) -> Watchlist:
        return self._watchlist

    @watchlist.setter
    def watchlist(self, fresh: Watchlist) -> None:
        self._watchlist = fresh
        if self._quick:
            self._quick.watch(watches=fresh.size > 0)

    @property
    def is_quick(self) -> bool:
        """Whether common shapes are read in C."""
        return self._quick is not None

    def forget_speakers(self) -> None:
        """Ask `whose` anew from now on: the register has changed."""
        if self._quick:
            self._quick.forget_speakers()

    def take_chunk(self, chunk: Chunk, done: Position) -> Taken:
        """Return what bytes of the spool come to; as `take`, of its whole records."""
        part = self._quick.take(chunk, done) if self._quick else None
        if part is None:
            return self.take(reader.decoded(chunk), done)
        position = Position(chunk.segment, chunk.offset + part.stop)
        hard = list(quick.records_at(chunk, part.hard))
        taken, speakers = self._rows(Batch((), position, 0, chunk.skipped), hard, done)
        self._quick_senders(hard)
        taken.part = part
        if taken.count:
            self._judge(taken, speakers, chunk)
        return taken

    def _quick_senders(self, hard: Iterable[tuple[int, Record]]) -> None:
        """Have the senders of records that Python read left to it as long as their lines belong together."""
        if self._quick:
            self._quick.be_careful(((one.peer, one.source) for _, one in hard), self._is_idle)

    def _is_idle(self, sender: quick.Sender) -> bool:
        assembler = self._assemblers.get(sender)
        return assembler is None or assembler.is_idle

    def _speaks(self, one: Record, host: str) -> tuple[int, uuid.UUID, uuid.UUID]:
        speaker = self.whose(one, made(b"", Arrival(EPOCH, self._zone, one.peer), "", (None, host, {}, {})))
        return speaker.keep or self._keep, speaker.id or NOBODY, speaker.unit or NOBODY

    def take(self, batch: Batch, done: Position) -> Taken:
        """Return what a batch comes to; events that became whole before `done` were taken before and are left out."""
        taken, speakers = self._rows(batch, zip(batch.starts, batch.records, strict=True), done)
        self._quick_senders(zip(batch.starts, batch.records, strict=True))
        if taken.rows:
            self._judge(taken, speakers)
        return taken

    def _rows(
        self, batch: Batch, records: Iterable[tuple[int, Record]], done: Position
    ) -> tuple[Taken, list[Speaker]]:  # fmt: skip
        """Return what records come to before it is judged, and who speaks in each row. records: with their offsets."""
        taken = Taken(batch.position, batch.position, damaged=batch.damaged, skipped=batch.skipped)
        speakers: list[Speaker] = []
        for start, one in records:
            place = Position(batch.position.segment, start)
            events = self._whole(one, place)
            if place >= done:
                for part, event in enumerate(events):
                    speakers.append(speaker := self.whose(one, event))
                    taken.rows.append(self._row(event, speaker, place, part, columns(event["fields"])))
        marks = [one for each in self._assemblers.values() for one in each.marks() if isinstance(one, Position)]
        taken.restart = min([taken.position, *marks])
        return taken, speakers

    def _whole(self, one: Record, place: Position) -> list[Event]:
        """Return the events that are whole with a record; a note of the collector lets those go that waited long."""
        arrived = _arrival(one)
        if one.way is Way.NOTE:
            return [event for each in self._assemblers.values() for event in each.waited(arrived)]
        arrival = Arrival(arrived, self._zone, one.peer)
        return self._assembler(one).feed(one.raw, arrival, is_piece=one.is_piece, mark=place)

    def _assembler(self, one: Record) -> Assembler:
        key = (one.peer, one.source)
        found = self._assemblers.get(key)
        if found is None:
            if len(self._assemblers) >= MOST_ASSEMBLERS:
                self._assemblers = {key: each for key, each in self._assemblers.items() if each.marks()}
            found = self._assemblers[key] = Assembler()
        return found

    def _row(self, event: Event, speaker: Speaker, place: Position, part: int, several: Columns | None = None) -> Row:
        keep, source, unit = speaker.keep or self._keep, speaker.id or NOBODY, speaker.unit or NOBODY
        return Row(self._spool, place.segment, place.offset, keep, event, source, unit, part, several)

    def _judge(self, taken: Taken, speakers: list[Speaker], chunk: Chunk | None = None) -> None:
        """Match the rows, and let correlations count what matched, in the order of the spool."""
        taken.unreadable = sum(row.event["kind"] == "unreadable" for row in taken.rows)
        engine = self.rulebook.engine
        found = matched(engine, [row.event for row in taken.rows])
        hits = [Hit(taken.rows[number], speakers[number], rules) for number, rules in found.items()]
        met = [
            (row, speaker, ids) for row, speaker in zip(taken.rows, speakers, strict=True) if (ids := self._met(row))
        ]
        last = taken.rows[-1] if taken.rows else None
        taken.last_arrival = last.event["arrived"] if last else None
        if taken.part and chunk and taken.part.count:
            self._look_again(taken.part, chunk, hits, met)
            if last is None or last.offset < taken.part.offset(taken.part.count - 1):
                taken.last_arrival = quick.moment_of(taken.part.last)
        taken.met = sorted(met, key=lambda one: (one[0].offset, one[0].part))
        for hit in sorted(hits, key=lambda one: (one.row.offset, one.row.part)):
            self._count(taken, hit)

    def _look_again(self, part: quick.Part, chunk: Chunk, hits: list[Hit], met: list[Met]) -> None:
        """Read in Python what rules or the watch list met in rows made in C."""
        found: dict[int, Sequence[Rule]] = {}
        unsure: set[int] = set()
        for one in part.lines:
            for number, rules in matched_lines(self.rulebook.engine, one.lines, one.source):
                if rules is None:
                    unsure.add(one.numbers[number])
                else:
                    found[one.numbers[number]] = rules
        seen = part.met()
        numbers = sorted({*found, *unsure, *seen})
        wanted, flagged = dict(zip((part.offset(one) for one in numbers), numbers, strict=True)), set(seen)
        for offset, record in quick.records_at(chunk, sorted(wanted)):
            number, place = wanted[offset], Position(part.segment, offset)
            event = read(record.raw, Arrival(_arrival(record), self._zone, record.peer))
            speaker = self.whose(record, event)
            several = columns(event["fields"]) if number in flagged else None  # stored already
            row = self._row(event, speaker, place, 0, several)
            rules = found.get(number) or (matched(self.rulebook.engine, [event]).get(0) if number in unsure else None)
            if rules:
                hits.append(Hit(row, speaker, rules))
            if number in flagged:
                met.append((row, speaker, self._met(row)))

    def _count(self, taken: Taken, hit: Hit) -> None:
        """Note the matches of an event, and let correlations count them."""
        row, speaker = hit.row, hit.speaker
        values = values_of(self.rulebook.engine, row.event)
        values.setdefault("host", (speaker.host,))
        at = row.event["time"] or row.event["arrived"]
        for rule in hit.rules:
            taken.matches.append(Match(rule, row, at, speaker, values))
            if self.rulebook.is_counted(rule):
                taken.changes += self.rulebook.correlator.add(rule, values, at.timestamp(), row.id)

    def _met(self, row: Row) -> set[int]:
        """Return the indicators that addresses, names or hashes of an event meet."""
        if not self._watchlist.size or row.columns is None:
            return set()
        return self._watchlist.look(value for values in row.columns[1] for value in values)


def _arrival(one: Record) -> datetime:
    return EPOCH + timedelta(microseconds=one.arrived_ns // 1_000)
