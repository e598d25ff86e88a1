# SPDX-License-Identifier: EUPL-1.2
"""The detector: reads the spool, stores every event, keeps every alert, and only then moves its place.

The store comes first, then the place and the alerts in one transaction. Killed in between, the same part is read again;
what the store has of it is known by the places of its rows, so every event is stored once and evaluated
once. While the store or the database is away the spool grows and nothing is lost.

While the store takes in one part, the next one is read and matched; at most one part is on its way at any time.
"""

import gc
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from django.db import InterfaceError, OperationalError, close_old_connections

from tinhso.modules.security.actions import detecting
from tinhso.modules.security.actions.counting import Register
from tinhso.modules.security.collect import reader, segments
from tinhso.modules.security.collect.records import Record
from tinhso.modules.security.collect.segments import Position
from tinhso.modules.security.detection.pipeline import Pipeline, Speaker, Taken, plain
from tinhso.modules.security.detection.rulebook import Rulebook, fingerprint, loaded
from tinhso.modules.security.formats.types import Event
from tinhso.modules.security.intelligence.watching import Watchlist
from tinhso.modules.security.models import DetectionRule, DetectorPlace, Source
from tinhso.modules.security.queries.intelligence import watched
from tinhso.modules.security.store import classes
from tinhso.modules.security.store.client import Store
from tinhso.modules.security.store.errors import StoreAway
from tinhso_sigma import Library

AWAY = (StoreAway, OperationalError, InterfaceError)
QUICK_BYTES = 8 * 1024 * 1024
IDLE_SECONDS, AGAIN_SECONDS, LOOK_SECONDS, WATCH_SECONDS = 0.1, 1.0, 5.0, 30.0

Clock = Callable[[], datetime]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """Where a detector works. rules: files and folders of Sigma rules beside our own."""

    folder: Path
    store: Store
    zone: tzinfo
    rules: tuple[Path, ...] = ()


@dataclass
class OnItsWay:
    """A part that was matched. stored: the store is taking it in; None: what it has of it is to be asked first."""

    taken: Taken
    stored: "Future[None] | None"


class Detector:
    """One run. `step` evaluates the next part; `run` goes on until told to stop."""

    def __init__(self, plan: Plan, clock: Clock, say: Say) -> None:
        self.plan, self.clock, self.say = plan, clock, say
        self._stopping = False
        self._told = ""
        self._looked = 0.0
        self._watched = -WATCH_SECONDS
        self._version: tuple[int, int] | None = None
        self._is_unsure = True
        self._on_its_way: OnItsWay | None = None
        self._writer = ThreadPoolExecutor(1, "store")

    def stop(self) -> None:
        self._stopping = True

    def run(self) -> None:
        """Evaluate until told to stop; what is away is waited for."""
        if not self.patiently(self.start):
            return
        with _garbage_by_hand():
            while not self._stopping:
                self.patiently(self._look)
                if not self.step() and not self._stopping:
                    time.sleep(IDLE_SECONDS)
        if self._on_its_way:
            with suppress(*AWAY):  # else the next start asks the store for it
                self._keep(self._on_its_way)

    def start(self) -> None:
        """Find out where evaluation and store stand. Raises StoreAway and errors of the database."""
        spool = segments.identity(self.plan.folder)
        self.plan.store.prepare()
        place = detecting.claim_place(spool)
        self.place = Position(place.segment, place.offset)
        self._at = Position(place.from_segment, place.from_offset)
        segments.note_reader(self.plan.folder, segments.DETECTOR, self._at)
        self._spool = spool
        plan, nothing, keep = self.plan, Rulebook(Library()), classes.number_of("general")
        self.pipeline = Pipeline(nothing, self._whose, spool=spool, zone=plan.zone, keep_days=keep)
        self._load(place)

    def step(self) -> bool:
        """Take the next part of the spool, or end the one that is on its way; whether there was either."""
        limit = QUICK_BYTES if self.pipeline.is_quick else reader.READ_BYTES
        chunk, was_waiting = reader.chunk(self.plan.folder, self._at, limit), self._on_its_way is not None
        taken = self.pipeline.take_chunk(chunk, self.place) if chunk else None
        if taken is None or taken.position == self._at:
            self._settle()
            return was_waiting
        self._at = taken.position
        if self._settle() and taken.position > self.place:
            self._on_its_way = OnItsWay(taken, self._storing(taken))
        return True

    def _storing(self, taken: Taken) -> "Future[None] | None":
        """Let the store take a part in; not while it is unsure what it has, after a start and after any failure."""
        if self._is_unsure or not taken.count:
            return None
        self._is_unsure = True
        return self._writer.submit(self.plan.store.insert_bodies, taken.bodies())

    def _settle(self) -> bool:
        """End the part that is on its way; False when told to stop before it was done."""
        part = self._on_its_way
        if part is not None and self.patiently(lambda: self._keep(part)):
            self._on_its_way = None
        return self._on_its_way is None

    def patiently(self, do: Callable[[], object]) -> bool:
        """Do something, again and again while store or database are away; False when told to stop meanwhile."""
        while not self._stopping:
            try:
                close_old_connections()
                do()
            except AWAY as error:
                self._tell(f"{error} Đang chờ; sự kiện nằm trong vùng đệm.")
                time.sleep(AGAIN_SECONDS)
                continue
            self._tell("")
            return True
        return False

    def _keep(self, part: OnItsWay) -> None:
        """Keep what the store took in; where it is not sure what it has, ask and store the rest first."""
        taken = part.taken
        if part.stored is not None:
            stored, part.stored = part.stored, None
            stored.result()
        elif taken.count:
            there = self.plan.store.ids_behind(self._spool, (self.place.segment, self.place.offset))
            self.plan.store.insert_bodies(taken.bodies(there))
        detecting.keep_batch(taken, self.place, self.pipeline.rulebook, now=self.clock())
        self._is_unsure = False
        self.place = taken.position
        segments.note_reader(self.plan.folder, segments.DETECTOR, taken.restart)

    def _look(self) -> None:
        """Every few seconds, with nothing on its way: who is on the register, have the rules changed?"""
        if time.monotonic() - self._looked < LOOK_SECONDS:
            return
        if not self._settle():
            return
        gc.collect()
        place = DetectorPlace.objects.get(id=1)
        if self._version != (place.rules_version, fingerprint(self.plan.rules)):
            self._load(place)
        self._register = Register(Source.objects.all())
        self.pipeline.forget_speakers()
        if time.monotonic() - self._watched > WATCH_SECONDS:
            self.pipeline.watchlist = Watchlist(watched(self.clock()))
            self._watched = time.monotonic()
        detecting.forget_counted(self.pipeline.rulebook, now=self.clock())
        self._looked = time.monotonic()

    def _load(self, place: DetectorPlace) -> None:
        off = frozenset(DetectionRule.objects.filter(is_on=False).values_list("key", flat=True))
        self._version = (place.rules_version, fingerprint(self.plan.rules))
        rulebook = loaded(self.plan.rules, off)
        detecting.note_rules(rulebook)
        detecting.remember_counted(rulebook)
        self._register = Register(Source.objects.all())
        self.pipeline.rulebook = rulebook
        aside = len(rulebook.library.aside)
        self.say(
            f"Bộ phát hiện dùng {len(rulebook.by_key)} luật, {len(rulebook.correlations)} tương quan; gác {aside}."
        )

    def _whose(self, one: Record, event: Event) -> Speaker:
        source = self._register.of(one, event)
        if source is None:
            return Speaker(plain(event["host"], 255))
        return Speaker(source.host, source.id, source.unit_id, classes.number_of(source.keep_class))

    def _tell(self, sentence: str) -> None:
        if sentence != self._told:
            self._told = sentence
            self.say(sentence or "Bộ phát hiện làm việc trở lại.")


@contextmanager
def _garbage_by_hand() -> Iterator[None]:
    """Look for circles of garbage at `_look` only: a batch is many small objects that die together without any help.

    Looked for by itself after every few hundred of them, it took half the time of the detector.
    """
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()
