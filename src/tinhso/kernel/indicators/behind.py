# SPDX-License-Identifier: EUPL-1.2
"""The acts behind a figure: found by the database through the traces of the folds, looked at once more one by one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from heapq import merge

from django.db import connection
from django.utils import timezone

from tinhso.kernel.events.models import Act
from tinhso.kernel.events.queries import Sealed, act_row, sealed_before
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators import folding, origins
from tinhso.kernel.indicators.scopes import OWN, Scope, end_of
from tinhso.kernel.indicators.statements import OfVerb, Sought, newest
from tinhso.kernel.indicators.tracing import trace
from tinhso.kernel.indicators.types import Delta

CHUNK, LARGEST_CHUNK, GROWTH = 200, 50_000, 4
"""Acts of a verb the database looks at in one go: few at first, more each time, as long as more are wanted."""


@dataclass(frozen=True)
class Wanted:
    """Acts that added more than nothing to a fact.

    dimensions: only under these; without: not those that added to this other fact too.
    """

    fact: str
    scope: Scope
    dimensions: tuple[str, ...] = ()
    without: str = ""

    def fits(self, act: ActRow) -> bool:
        added = [delta for delta in folding.deltas_of(act) if delta.amount]
        lacks = not self.without or all(delta.fact != self.without for delta in added)
        return lacks and any(self._counts(delta) for delta in added)

    def _counts(self, delta: Delta) -> bool:
        in_unit = not self.scope.unit_ids or delta.unit_id in self.scope.unit_ids
        in_area = not self.scope.areas or delta.area in self.scope.areas
        known = not self.dimensions or delta.dimension in self.dimensions
        return delta.fact == self.fact and in_unit and in_area and known

    def sought(self) -> Sought:
        return Sought(self.fact, self.scope.unit_ids, self.scope.areas, self.dimensions, self.without)


def acts_of_fact(
    fact: str, scope: Scope, *, dimensions: Sequence[str] = (), without: str = "", limit: int = 200
) -> list[ActRow]:
    """Return the newest acts that added to a fact; dimensions: only under these.

    without: leave out acts that added to this other fact too, as to a numerator: what is left is what lacks.
    """
    wanted, found = Wanted(fact, scope, tuple(dimensions), without), list[ActRow]()
    verbs = folding.verbs_behind(fact)
    streams = [_newest_first(verb, wanted) for verb in verbs] if not scope.adopted else []
    streams.append(_adopted(verbs, scope))
    for act in merge(*streams, key=lambda act: (act.at, act.seq), reverse=True):
        if wanted.fits(act):
            found.append(act)
        if len(found) >= limit:
            break
    return found


def sealed_for(scope: Scope) -> Sealed | None:
    """Return the newest seal at the end of the day up to which the scope knows; None without such a day or seal."""
    if scope.known_on is None:
        return None
    instant = end_of(scope.known_on)
    return origins.sealed_before(scope.origin, instant) if scope.adopted else sealed_before(instant)


def _newest_first(verb: str, wanted: Wanted) -> Iterator[ActRow]:
    """Yield the acts of a verb that may fit, a chunk at a time: each begins where the one before ended."""
    scope = wanted.scope
    sealed = None if scope.known_on is None else sealed_before(end_of(scope.known_on))
    begins = timezone.make_aware(datetime.combine(scope.since, time.min))
    last = None if scope.known_on is None else (sealed.last if sealed else 0)
    before: tuple[datetime, int] | None = None
    chunk = CHUNK
    while True:
        statement = newest(_traced(verb, wanted), wanted.sought(), begins, end_of(scope.until), last, before, chunk)
        with connection.cursor() as cursor:
            cursor.execute(statement)
            places = [(at, seq) for at, seq, _fits in cursor.fetchall()]
        if not places:
            return
        before = places.pop()
        yield from _acts(places)
        chunk = min(chunk * GROWTH, LARGEST_CHUNK)


def _adopted(verbs: list[str], scope: Scope) -> Iterator[ActRow]:
    """Yield the acts of verbs in the adopted ledgers of a scope, the newest first; each is looked at."""
    keys = [scope.origin] if scope.adopted else [one.key for one in origins.origins() if scope.origin != OWN]
    if keys:
        begins = timezone.make_aware(datetime.combine(scope.since, time.min))
        found = origins.acts(keys, verbs, begins, end_of(scope.until))
        if scope.known_on is not None:
            found = found.filter(origins.known(keys, end_of(scope.known_on)))
        yield from map(origins.adopted_row, found.order_by("-at", "-seq").iterator(chunk_size=CHUNK))


def _acts(places: Sequence[tuple[datetime, int]]) -> Iterator[ActRow]:
    """Yield acts by instant and number, a few at a time; the instants let the database look into their months only."""
    for start in range(0, len(places), CHUNK):
        some = places[start : start + CHUNK]
        found = Act.objects.filter(seq__in=[seq for _at, seq in some], at__lte=some[0][0], at__gte=some[-1][0])
        acts = {act.seq: act for act in found}
        yield from (act_row(acts[seq]) for _at, seq in some)


def _traced(verb: str, wanted: Wanted) -> OfVerb:
    """Return the folds of a verb that may add to what is wanted or to what must be lacking."""
    folders = [one for one in folding.folders(verb) if {wanted.fact, wanted.without} & one.facts]
    return OfVerb(verb, tuple(trace(folder.fold, verb) for folder in folders))
