# SPDX-License-Identifier: EUPL-1.2
"""SQL that folds a slice of the ledger, made of traced folds (ADR 0052): what acts add, and whether some say more."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tinhso.kernel.calendar.types import TIMEZONE
from tinhso.kernel.indicators.symbols import columns_of, literal
from tinhso.kernel.indicators.tracing import Added, Answered, Traced

ZONE = literal(TIMEZONE.key)
DAY = f"(at AT TIME ZONE {ZONE})::date"
KNOWN_ON = f"""(SELECT (sealed_at AT TIME ZONE {ZONE})::date FROM ledger_seal
 WHERE last_seq >= act.seq ORDER BY last_seq LIMIT 1)"""
"""The day from which an act is known; NULL under no seal, which is never later than its own day."""
ITEM = "item (fact, amount, unit_id, area, dimension)"
NO_ROW = "SELECT NULL::text, 0, NULL::uuid, NULL::text, NULL::text WHERE false"
NOTHING = "SELECT NULL::text, NULL::date, NULL::uuid, NULL::text, NULL::text, NULL::bigint WHERE false"
NOTHING_LATE = "SELECT NULL::text, NULL::date, NULL::uuid, NULL::text, NULL::text, NULL::date, NULL::bigint WHERE false"


@dataclass(frozen=True)
class Slice:
    """Days from `first` to `until`, as instants too. known: for each of them the last act surely sealed by its end."""

    first: date
    until: date
    begins: datetime
    ends: datetime
    last: int
    known: tuple[int, ...]


@dataclass(frozen=True)
class OfVerb:
    """The traced folds of a verb, each by its place among them."""

    verb: str
    folds: tuple[Traced, ...]

    def without(self, places: Iterable[int]) -> "OfVerb":
        """Return all but some, whose acts are folded one by one."""
        left_out = set(places)
        return OfVerb(self.verb, tuple(one for place, one in enumerate(self.folds) if place not in left_out))


def late_sums(one: Slice, verbs: Sequence[OfVerb]) -> str:
    """Return SQL for the part that was sealed on a later day than its own, with that day before the value."""
    late = f" AND {_is_late(one)}"
    parts = [_additions(one, of, late, f", {KNOWN_ON} AS known_on") for of in verbs if any(f.added for f in of.folds)]
    keys = "fact, day, unit_id, area, dimension, known_on"
    return _grouped(keys, parts, "known_on > day") if parts else NOTHING_LATE


def checks(one: Slice, verbs: Sequence[OfVerb]) -> str:
    """Return SQL for each verb: its name, whether an act was late, and for each fold whether it says too little."""
    return " UNION ALL ".join(_check(one, of) for of in verbs)


@dataclass(frozen=True)
class Sought:
    """Additions that are looked for: to a fact, for units, areas, dimensions (empty = all); not to `without` too."""

    fact: str
    unit_ids: tuple[uuid.UUID, ...]
    areas: tuple[str, ...]
    dimensions: tuple[str, ...]
    without: str


def newest(
    of: OfVerb,
    sought: Sought,
    begins: datetime,
    ends: datetime,
    last: int | None,
    before: tuple[datetime, int] | None,
    looked_at: int,
) -> str:
    """Return SQL that looks at so many of the newest acts of a verb: instant, number, whether it adds what is sought.

    last: no act beyond this number; before: only older ones than this. True also where a trace cannot tell: look at
    the act. The last row is the oldest act looked at, with NULL in place of an answer; none when there was none.
    """
    older = "" if before is None else f" AND (at, seq) < ({literal(before[0])}, {before[1]})"
    known = "" if last is None else f" AND seq <= {last}"
    unsure = " OR ".join(f"coalesce({_says_too_little(fold)}, false)" for fold in of.folds)
    adds = f"EXISTS (SELECT FROM ({_rows(of, sought.fact)}) {ITEM} WHERE {_fits(sought)})"
    if sought.without:
        same = f"item.amount <> 0 AND item.fact = {literal(sought.without)}"
        lacks = f"SELECT FROM ({_rows(of, sought.without)}) {ITEM} WHERE {same}"
        adds += f" AND NOT EXISTS ({lacks})"
    return f"""WITH seen AS MATERIALIZED (SELECT at, {_columns(of)} FROM ledger_act
WHERE at >= {literal(begins)} AND at < {literal(ends)} AND verb = {literal(of.verb)}{known}{older}
ORDER BY at DESC, seq DESC LIMIT {looked_at})
(SELECT at, seq, true FROM seen act WHERE {unsure} OR ({adds}) ORDER BY at DESC, seq DESC)
UNION ALL (SELECT at, seq, NULL FROM seen ORDER BY at, seq LIMIT 1)"""


def _fits(sought: Sought) -> str:
    found = ["item.amount <> 0", f"item.fact = {literal(sought.fact)}"]
    if sought.unit_ids:
        found.append(f"item.unit_id IN ({', '.join(literal(str(one)) for one in sought.unit_ids)})")
    if sought.areas:
        found.append(f"item.area IN ({', '.join(map(literal, sought.areas))})")
    if sought.dimensions:
        found.append(f"item.dimension IN ({', '.join(map(literal, sought.dimensions))})")
    return " AND ".join(found)


def of_month(table: str, month: date) -> str:
    """Return SQL for the sums of one month, named by its first day, in a table of days."""
    first = literal(month)
    return f"""SELECT fact, {first}::date, unit_id, area, dimension, sum(value)::bigint AS value
FROM {table} WHERE day >= {first}::date AND day < {first}::date + interval '1 month'
GROUP BY 1, 3, 4, 5 HAVING sum(value) <> 0"""


def province_of(table: str) -> str:
    """Return SQL for the sums of a table of days without unit and area."""
    return f"""SELECT fact, day, NULL::uuid AS unit_id, ''::text AS area, dimension, sum(value)::bigint AS value
FROM {table} GROUP BY 1, 2, 5 HAVING sum(value) <> 0"""


def _grouped(keys: str, parts: Sequence[str], condition: str = "true") -> str:
    return (
        f"SELECT {keys}, sum(amount)::bigint AS value FROM ({' UNION ALL '.join(parts)}) added "
        f"WHERE {condition} GROUP BY {keys} HAVING sum(amount) <> 0"
    )


def _additions(one: Slice, of: OfVerb, only: str, more: str) -> str:
    return f"""SELECT item.fact, act.day, item.unit_id, item.area, item.dimension, item.amount{more}
FROM ({acts_of(one, of, only)}) act CROSS JOIN LATERAL ({_rows(of)}) {ITEM}"""


def _rows(of: OfVerb, fact: str = "") -> str:
    """Return the additions of a verb as rows. fact: only those that can be to it; a name made of fields can be any."""
    rows = [
        _row(added)
        for fold in of.folds
        for added in fold.added
        if added.amount != "0" and (not fact or added.fact == literal(fact) or "act." in added.fact)
    ]
    return " UNION ALL ".join(rows) or NO_ROW


def _row(added: Added) -> str:
    """Return one addition; a row that is not made computes nothing, so that no cast meets what it does not suit."""
    conditions = [condition(one) for one in sorted(added.conditions, key=str)]
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    texts = f"{added.area}::text, {added.dimension}::text"
    return f"SELECT {added.fact}::text, {added.amount}, {added.unit}, {texts}{where}"


def condition(answered: Answered) -> str:
    """Return whether a question has one of its answers for a row `act`."""
    question, answers = answered
    if answers <= {"true", "false"} and not question.startswith('act."kind '):
        return f"({question})" if "true" in answers else f"NOT ({question})"
    return f"{question} IN ({', '.join(map(literal, sorted(answers)))})"


def acts_of(one: Slice, of: OfVerb, only: str = "") -> str:
    """Return the acts of a verb with the fields its folds read; OFFSET keeps each from being read again and again."""
    return f"""SELECT {DAY} AS day, {_columns(of)}
FROM ledger_act WHERE at >= {literal(one.begins)} AND at < {literal(one.ends)} AND seq <= {one.last}
AND verb = {literal(of.verb)}{only} OFFSET 0"""


def _columns(of: OfVerb) -> str:
    fields = sorted({name for fold in of.folds for name in fold.fields})
    return ", ".join(["seq, verb, unit_id, area, subject, rule, actor, on_behalf_of", *map(columns_of, fields)])


def _is_late(one: Slice) -> str:
    """Return the condition that an act may have been sealed on a later day than its own."""
    known = ",".join(map(str, one.known))
    return f"seq > (ARRAY[{known}]::bigint[])[{DAY} - {literal(one.first)} + 1]"


def _check(one: Slice, of: OfVerb) -> str:
    unsaid = [f"coalesce(bool_or({_says_too_little(fold)}), false)" for fold in of.folds]
    return f"""SELECT {literal(of.verb)}, coalesce(bool_or({_is_late(one).replace(DAY, "act.day")}), false),
ARRAY[{", ".join(unsaid)}]::boolean[] FROM ({acts_of(one, of)}) act"""


def _says_too_little(fold: Traced) -> str:
    others = [f"{kind} NOT IN ({', '.join(map(literal, sorted(known)))})" for kind, known in fold.kinds.items()]
    paths = [" AND ".join(map(condition, sorted(path, key=str))) or "true" for path in sorted(fold.unread, key=str)]
    return " OR ".join([*others, *(f"({path})" for path in paths)]) or "false"
