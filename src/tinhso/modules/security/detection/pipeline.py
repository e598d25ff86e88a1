# SPDX-License-Identifier: EUPL-1.2
"""A batch of the spool to rows of the store and matches of rules. No database, no clock of its own."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo

from tinhso.modules.security.collect.reader import Batch
from tinhso.modules.security.collect.records import Record, Way
from tinhso.modules.security.collect.segments import Position
from tinhso.modules.security.detection.matching import matched, values_of
from tinhso.modules.security.detection.rulebook import Rulebook
from tinhso.modules.security.formats.assembly import Assembler
from tinhso.modules.security.formats.types import Arrival, Event
from tinhso.modules.security.intelligence.watching import Watchlist
from tinhso.modules.security.store.rows import NOBODY, Row, columns
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


@dataclass(slots=True)
class Taken:
    """What a batch came to. position: all before is in here; restart: where to begin again.

    rows: one for each whole event, in the order of the spool; changes: of correlations; met: rows in which indicators
    of the watch list were met; last_arrival: of the last of them.
    """

    position: Position
    restart: Position
    rows: list[Row] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    met: list[tuple[Row, Speaker, set[int]]] = field(default_factory=list)
    unreadable: int = 0
    damaged: int = 0
    skipped: int = 0
    last_arrival: datetime | None = None


Whose = Callable[[Record, Event], Speaker]


class Pipeline:
    """whose: who a record is from; keep_days: class of events of machines that have none, below 60000 days."""

    def __init__(self, rulebook: Rulebook, whose: Whose, *, spool: int, zone: tzinfo, keep_days: int) -> None:
        self.rulebook, self.whose = rulebook, whose
        self._spool, self._zone, self._keep = spool, zone, keep_days
        self._assemblers: dict[tuple[str, uuid.UUID | None], Assembler] = {}
        self.watchlist = Watchlist(())

    def take(self, batch: Batch, done: Position) -> Taken:
        """Return what a batch comes to; events that became whole before `done` were taken before and are left out."""
        taken = Taken(batch.position, batch.position, damaged=batch.damaged, skipped=batch.skipped)
        speakers: list[Speaker] = []
        for one, start in zip(batch.records, batch.starts, strict=True):
            place = Position(batch.position.segment, start)
            events = self._whole(one, place)
            if place >= done:
                for part, event in enumerate(events):
                    speakers.append(speaker := self.whose(one, event))
                    taken.rows.append(self._row(event, speaker, place, part))
        if taken.rows:
            self._judge(taken, speakers)
        marks = [one for each in self._assemblers.values() for one in each.marks() if isinstance(one, Position)]
        taken.restart = min([taken.position, *marks])
        return taken

    def _whole(self, one: Record, place: Position) -> list[Event]:
        """Return the events that are whole with a record; a note of the collector lets those go that waited long."""
        arrived = EPOCH + timedelta(microseconds=one.arrived_ns // 1_000)
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

    def _row(self, event: Event, speaker: Speaker, place: Position, part: int) -> Row:
        keep, source, unit = speaker.keep or self._keep, speaker.id or NOBODY, speaker.unit or NOBODY
        several = columns(event["fields"])
        return Row(self._spool, place.segment, place.offset, keep, event, source, unit, part, several)

    def _judge(self, taken: Taken, speakers: list[Speaker]) -> None:
        """Match the rows, and let correlations count what matched, in the order of the spool."""
        taken.last_arrival = taken.rows[-1].event["arrived"]
        taken.unreadable = sum(row.event["kind"] == "unreadable" for row in taken.rows)
        if self.watchlist.size:
            taken.met = [(row, speaker, ids) for row, speaker in zip(taken.rows, speakers, strict=True)
                         if (ids := self._met(row))]  # fmt: skip
        engine = self.rulebook.engine
        found = matched(engine, [row.event for row in taken.rows])
        for number in sorted(found):
            row, speaker = taken.rows[number], speakers[number]
            values = values_of(engine, row.event)
            values.setdefault("host", (speaker.host,))
            at = row.event["time"] or row.event["arrived"]
            for rule in found[number]:
                taken.matches.append(Match(rule, row, at, speaker, values))
                if self.rulebook.is_counted(rule):
                    taken.changes += self.rulebook.correlator.add(rule, values, at.timestamp(), row.id)

    def _met(self, row: Row) -> set[int]:
        """Return the indicators that addresses, names or hashes of an event meet."""
        return self.watchlist.look(value for values in row.columns[1] for value in values) if row.columns else set()
