# SPDX-License-Identifier: EUPL-1.2
"""SQL for what the acts of a slice add up to (ADR 0052): acts are grouped once for each place, not once for each fact.

An act adds to twenty facts, but to two or three places: its unit, its unit by service. So each place is one grouping
with a column for each fact, and the columns become rows afterwards. Only a fact that several verbs or places add to is
summed once more.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tinhso.kernel.indicators.statements import NOTHING, OfVerb, Slice, acts_of, condition
from tinhso.kernel.indicators.tracing import Added

KEYS = "day, unit_id, area, dimension"


@dataclass
class Place:
    """Where acts of a verb add: unit, area and dimension as SQL, and what they add to each fact there.

    fact: the name of the fact where it is made of fields of the act, and so part of the place; else empty.
    """

    unit: str
    area: str
    dimension: str
    fact: str
    facts: dict[str, list[Added]] = field(default_factory=dict)

    def grouped(self, source: str) -> str:
        """Return SQL that groups the acts of a source: the place, then a column for each fact."""
        all_of = dict.fromkeys(_all_of(one) for rows in self.facts.values() for one in rows)
        where = "true" if "true" in all_of else " OR ".join(all_of)
        columns = [f"{_total(rows)} AS sum_{number}" for number, rows in enumerate(self.facts.values())]
        name = f"{self.fact}::text" if self.fact else "''"
        texts = f"{self.area}::text AS area, {self.dimension}::text AS dimension"
        return (
            f"SELECT act.day, {self.unit} AS unit_id, {texts}, {name} AS fact, {', '.join(columns)} "
            f"FROM {source} act WHERE {where} GROUP BY 1, 2, 3, 4, 5"
        )

    def named(self) -> list[str]:
        """Return for each column the fact it adds to, as SQL over a grouped row."""
        return ["fact"] if self.fact else [f"{one}::text" for one in self.facts]


def sums(one: Slice, verbs: Sequence[OfVerb]) -> str:
    """Return SQL for what the acts of a slice add up to: fact, day, unit, area, dimension, value."""
    parts, columns = _parts(one, verbs)
    if not columns:
        return NOTHING
    alone = _added_to_once(columns)
    apart = [_rows(column) for column in columns if column.fact in alone]
    again = [_rows(column) for column in columns if column.fact not in alone]
    if again:
        apart.append(
            f"SELECT fact, {KEYS}, sum(value)::bigint FROM ({' UNION ALL '.join(again)}) added "
            f"GROUP BY fact, {KEYS} HAVING sum(value) <> 0"
        )
    return f"WITH {', '.join(parts)} {' UNION ALL '.join(apart)}"


@dataclass(frozen=True)
class _Column:
    """One column of a grouping: the grouping's name, the fact as SQL, the number of the column."""

    grouping: str
    fact: str
    number: int


def _parts(one: Slice, verbs: Sequence[OfVerb]) -> tuple[list[str], list[_Column]]:
    """Return what stands before the SELECT, acts of verbs and their groupings, and the columns of these."""
    parts, columns = [], []
    for place_of_verb, of in enumerate(verbs):
        places, source = places_of(of), f"acts_{place_of_verb}"
        if places:
            parts.append(f"{source} AS MATERIALIZED ({acts_of(one, of)})")
        for number, place in enumerate(places):
            name = f"{source}_{number}"
            parts.append(f"{name} AS MATERIALIZED ({place.grouped(source)})")
            columns += [_Column(name, fact, column) for column, fact in enumerate(place.named())]
    return parts, columns


def places_of(of: OfVerb) -> list[Place]:
    """Return the places acts of a verb add to."""
    found: dict[tuple[str, str, str, str], Place] = {}
    for added in (added for fold in of.folds for added in fold.added if added.amount != "0"):
        made_of_fields = added.fact if "act." in added.fact else ""
        key = (added.unit, added.area, added.dimension, made_of_fields)
        found.setdefault(key, Place(*key)).facts.setdefault(added.fact, []).append(added)
    return list(found.values())


def _added_to_once(columns: Sequence[_Column]) -> set[str]:
    """Return the facts one column alone adds to; a fact named by fields may be any, so that then there are none."""
    if any(column.fact == "fact" for column in columns):
        return set()
    times: Mapping[str, int] = Counter(column.fact for column in columns)
    return {fact for fact, count in times.items() if count == 1}


def _rows(column: _Column) -> str:
    value = f"sum_{column.number}"
    return f"SELECT {column.fact} AS fact, {KEYS}, {value} AS value FROM {column.grouping} WHERE {value} <> 0"


def _total(rows: Sequence[Added]) -> str:
    """Return the sum of some additions over the acts of a group; what does not hold for an act is not computed."""
    return f"({' + '.join(_sum(one) for one in rows)})"


def _sum(added: Added) -> str:
    only = f" FILTER (WHERE {_all_of(added)})" if added.conditions else ""
    if added.amount.lstrip("-").isdecimal():
        return f"count(*){only} * ({added.amount})"
    return f"coalesce(sum(({added.amount})::bigint){only}, 0)::bigint"


def _all_of(added: Added) -> str:
    return " AND ".join(_conditions(added)) or "true"


def _conditions(added: Added) -> Iterator[str]:
    for one in sorted(added.conditions, key=str):
        yield condition(one)
