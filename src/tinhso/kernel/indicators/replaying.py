# SPDX-License-Identifier: EUPL-1.2
"""Fold the whole ledger by sets: the database groups acts that agree in what folds read, each group is folded once.

Days are folded slice by slice, each with about as many acts, so that memory does not grow with the ledger.
"""

import multiprocessing
import uuid
from bisect import bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Any, cast

import django
from django.db import connection
from django.utils import timezone

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.models import Act
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators.folding import deltas_of, folded_verbs
from tinhso.kernel.indicators.glimpses import Glimpse, ReadsMore, expression
from tinhso.kernel.indicators.sums import Key, SealedOn, Sums
from tinhso.kernel.indicators.writing import copied

SLICE_ACTS = 40_000
LONGEST_DAYS = 31
NO_LIMIT = 2**62

GROUPS = """
SELECT verb, day, unit, area, kind, shown, bool_or(late), count(*) FROM (
    SELECT verb, (at AT TIME ZONE %(zone)s)::date AS day, unit_id::text AS unit, area,
           split_part(actor, ':', 1) AS kind, (CASE verb {shown} END)::text AS shown,
           seq > (%(known)s::bigint[])[(at AT TIME ZONE %(zone)s)::date - %(first)s::date + 1] AS late
    FROM ledger_act
    WHERE at >= %(begins)s AND at < %(ends)s AND seq <= %(last)s AND verb = ANY(%(verbs)s)
) acts GROUP BY verb, day, unit, area, kind, shown
"""

_fields: dict[str, tuple[str, ...]] = {}
"""What the folds of each verb were seen to read, learnt as they ask."""


@dataclass(frozen=True)
class Slice:
    """Days from `first` to `until`. known: for each of them the last act that was surely sealed by its end."""

    first: date
    until: date
    last: int
    known: tuple[int, ...]

    @property
    def begins(self) -> datetime:
        return _start(self.first)

    @property
    def ends(self) -> datetime:
        return _start(self.until + timedelta(days=1))


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def slices(last: int) -> list[Slice]:
    """Return the days that hold acts up to `last`, in runs of about as many acts; none for an empty ledger."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(at), max(at) FROM ledger_act WHERE seq <= %s", [last])
        begins, ends = cursor.fetchone()
    if begins is None:
        return []
    first, until = timezone.localtime(begins).date(), timezone.localtime(ends).date()
    days = (until - first).days + 1
    length = max(1, min(LONGEST_DAYS, SLICE_ACTS * days // max(last, 1)))
    known = _known(ledger.sealed_instants(1, last), first, days)
    return [
        Slice(
            first + timedelta(days=start),
            min(until, first + timedelta(days=start + length - 1)),
            last,
            tuple(known[start : start + length]),
        )
        for start in range(0, days, length)
    ]


def _known(seals: Sequence[tuple[int, datetime]], first: date, days: int) -> list[int]:
    """Return for each day the last act before the first one sealed on a later day; no limit where none was."""
    begins = [1, *(last + 1 for last, _at in seals)]
    sealed = sorted((timezone.localtime(at).date(), begins[place]) for place, (_last, at) in enumerate(seals))
    lowest = list(accumulate((number for _day, number in reversed(sealed)), min))[::-1]
    on = [day for day, _number in sealed]
    found = []
    for offset in range(days):
        place = bisect_right(on, first + timedelta(days=offset))
        found.append(lowest[place] - 1 if place < len(lowest) else NO_LIMIT)
    return found


def fold(one: Slice) -> Sums:
    """Return what the acts of a slice add up to."""
    sums, is_late, verbs = Sums(), False, folded_verbs()
    while verbs:
        grouped, missed, late = _fold_groups(one, verbs)
        for part in grouped:
            sums.by_day.update(part)
        is_late, verbs = is_late or late, missed
    if is_late:
        _fold_late(one, sums)
    return sums


def _fold_groups(one: Slice, verbs: Sequence[str]) -> tuple[list[Counter[Key]], list[str], bool]:
    """Return the sums by verb, the verbs whose folds asked for more, whether any act was sealed late."""
    sums: defaultdict[str, Counter[Key]] = defaultdict(Counter)
    missed: set[str] = set()
    any_late = False
    for verb, day, unit, area, kind, shown, late, count in _groups(one, verbs):
        if verb in missed:
            continue
        any_late = any_late or bool(late)
        act = Glimpse(verb, _unit(unit), area, kind, _fields.get(verb, ()), shown)
        found = sums[verb]
        try:
            for delta in deltas_of(cast(ActRow, act)):
                found[(delta.fact, day, delta.unit_id, delta.area, delta.dimension)] += delta.amount * count
        except ReadsMore as more:
            _fields[verb] = (*_fields.get(verb, ()), more.field)
            missed.add(verb)
            sums.pop(verb)
    return list(sums.values()), sorted(missed), any_late


@lru_cache(maxsize=10_000)
def _unit(text: str | None) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None


def _groups(one: Slice, verbs: Sequence[str]) -> Iterable[tuple[Any, ...]]:
    shown = " ".join(
        f"WHEN '{verb}' THEN jsonb_build_array({', '.join(map(expression, _fields[verb]))})"
        for verb in verbs
        if _fields.get(verb)
    )
    asked: dict[str, Any] = {
        "zone": timezone.get_current_timezone_name(),
        "known": list(one.known),
        "first": one.first,
        "begins": one.begins,
        "ends": one.ends,
        "last": one.last,
        "verbs": list(verbs),
    }
    with connection.cursor() as cursor:
        cursor.execute(GROUPS.format(shown=shown or "WHEN '' THEN NULL::jsonb"), asked)
        while rows := cursor.fetchmany(5_000):
            yield from rows


def _fold_late(one: Slice, sums: Sums) -> None:
    """Add the part that was sealed on a later day than its own, act by act: few, except where days were played."""
    sealed_on = SealedOn(ledger.sealed_instants(1, one.last))
    for act in _maybe_late(one):
        day, known = timezone.localtime(act.at).date(), sealed_on(act.seq)
        if known is not None and known > day:
            for delta in deltas_of(act):
                sums.late[(delta.fact, day, delta.unit_id, delta.area, delta.dimension, known)] += delta.amount


def _maybe_late(one: Slice) -> Iterator[ActRow]:
    found = Act.objects.filter(at__gte=one.begins, at__lt=one.ends, seq__gt=min(one.known), seq__lte=one.last)
    for act in found.filter(verb__in=folded_verbs()).iterator(chunk_size=2_000):
        yield ledger.act_row(act)


def fold_for_copy(one: Slice) -> tuple[bytes, bytes]:
    """Return the sums of a slice and what of them was late, as COPY reads them."""
    sums = fold(one)
    return copied(sums.by_day), copied(sums.late)


def folded(todo: Sequence[Slice], processes: int) -> Iterator[tuple[bytes, bytes]]:
    """Fold slices here, or in several processes with a connection each; a few wait to be written, never all.

    Other processes see only what is committed, which for a ledger is all that can be folded.
    """
    if processes == 1 or len(todo) < processes:
        yield from map(fold_for_copy, todo)
        return
    with multiprocessing.get_context("spawn").Pool(processes, initializer=django.setup) as pool:
        waiting: deque[Any] = deque()
        for one in todo:
            waiting.append(pool.apply_async(fold_for_copy, (one,)))
            if len(waiting) > 2 * processes:
                yield waiting.popleft().get()
        while waiting:
            yield waiting.popleft().get()
