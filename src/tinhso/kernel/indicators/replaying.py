# SPDX-License-Identifier: EUPL-1.2
"""Fold the whole ledger again: folds are traced once and run by the database, days slice by slice (ADR 0052).

Slices hold about as many acts each, so that memory does not grow with the ledger. What a trace cannot tell of is folded
act by act.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import Any

from django.db import connection
from django.utils import timezone

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.models import Act
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators import folding
from tinhso.kernel.indicators.statements import OfVerb, Slice, checks, late_sums
from tinhso.kernel.indicators.summing import sums
from tinhso.kernel.indicators.sums import SealedOn, Sums
from tinhso.kernel.indicators.tracing import trace

SLICE_ACTS = 100_000
LONGEST_DAYS = 366
NO_LIMIT = 2**62
VERBS = """
SELECT verb FROM unnest(%s::text[]) WITH ORDINALITY folded (verb, place)
WHERE EXISTS (SELECT 1 FROM ledger_act WHERE ledger_act.verb = folded.verb) ORDER BY place
"""


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
    found = []
    for start in range(0, days, length):
        begin = first + timedelta(days=start)
        end = min(until, begin + timedelta(days=length - 1))
        instants = _start(begin), _start(end + timedelta(days=1))
        found.append(Slice(begin, end, *instants, last, tuple(known[start : start + length])))
    return found


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


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


def traced_folds() -> list[OfVerb]:
    """Return every fold traced, by verb; verbs without acts are left out."""
    with connection.cursor() as cursor:
        cursor.execute(VERBS, [folding.folded_verbs()])
        verbs = [verb for (verb,) in cursor.fetchall()]
    return [OfVerb(verb, tuple(trace(folder.fold, verb) for folder in folding.folders(verb))) for verb in verbs]


@dataclass
class Folding:
    """How a slice is folded. by_sql: what the database does; one_by_one: the folds it cannot do, by verb.

    is_late: whether an act of the slice may have been sealed on a later day than its own.
    """

    by_sql: list[OfVerb] = field(default_factory=list)
    one_by_one: dict[str, list[folding.Fold]] = field(default_factory=dict)
    is_late: bool = False


def plan(one: Slice, verbs: Sequence[OfVerb]) -> Folding:
    """Look which folds the database can do for all acts of a slice."""
    found, by_verb = Folding(), {of.verb: of for of in verbs}
    if not verbs:
        return found
    with connection.cursor() as cursor:
        cursor.execute(checks(one, verbs))
        for verb, is_late, unsaid in cursor.fetchall():
            found.is_late = found.is_late or is_late
            places = [place for place, says_too_little in enumerate(unsaid) if says_too_little]
            found.by_sql.append(by_verb[verb].without(places))
            if places:
                found.one_by_one[verb] = [by_verb[verb].folds[place].fold for place in places]
    return found


def fold(one: Slice, verbs: Sequence[OfVerb]) -> Sums:
    """Return what the acts of a slice add up to."""
    folding_plan = plan(one, verbs)
    found = fold_one_by_one(one, folding_plan)
    found.by_day.update(_read(sums(one, folding_plan.by_sql)))
    if folding_plan.is_late:
        found.late.update(_read(late_sums(one, folding_plan.by_sql)))
    return found


def _read(statement: str) -> Counter[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return Counter({tuple(key): value for *key, value in cursor.fetchall()})


def fold_one_by_one(one: Slice, todo: Folding) -> Sums:
    """Return what the acts of a slice add by the folds the database cannot do."""
    found = Sums()
    if todo.one_by_one:
        sealed_on = SealedOn(ledger.sealed_instants(1, one.last))
        for act in _acts(one, todo.one_by_one):
            deltas = [delta for each in todo.one_by_one[act.verb] for delta in each(act)]
            found.take(act, deltas, sealed_on)
    return found


def _acts(one: Slice, verbs: Iterable[str]) -> Iterator[ActRow]:
    found = Act.objects.filter(at__gte=one.begins, at__lt=one.ends, seq__lte=one.last, verb__in=list(verbs))
    for act in found.iterator(chunk_size=2_000):
        yield ledger.act_row(act)
