# SPDX-License-Identifier: EUPL-1.2
"""How sums come into the tables of facts: one upsert for many rows, and what came back to nought is taken out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

UPSERT = """
INSERT INTO indicators_{table} ({columns}, value)
SELECT * FROM unnest({casts}, %s::bigint[])
ON CONFLICT ON CONSTRAINT {once} DO UPDATE SET value = indicators_{table}.value + excluded.value
"""
PURGE = """
DELETE FROM indicators_{table} kept USING unnest({casts}) AS gone ({columns})
WHERE kept.value = 0 AND {same} AND {same_unit}
"""
"""A balance that came back to nought says nothing and would be added up for ever."""

TYPES = {
    "fact": "text",
    "day": "date",
    "month": "date",
    "unit_id": "uuid",
    "area": "text",
    "dimension": "text",
    "known_on": "date",
}
UNIT = 2
"""Where the unit stands in a key."""


@dataclass(frozen=True)
class Table:
    """How sums come into one table: added, then what came back to nought taken out, with a unit and without.

    Two statements for the latter, because an index is of no use to `IS NOT DISTINCT FROM`.
    key: the columns in the order of its index.
    """

    name: str
    once: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    add_rows: str
    purge: str
    purge_without_unit: str

    @classmethod
    def named(cls, table: str, once: str, *columns: str, first: str = "fact") -> "Table":
        """Return a table by its name. first: the column its index begins with."""
        words = {
            "table": table,
            "once": once,
            "columns": ", ".join(columns),
            "casts": ", ".join(f"%s::{TYPES[one]}[]" for one in columns),
            "same": " AND ".join(f"kept.{one} = gone.{one}" for one in columns if one != "unit_id"),
        }
        return cls(
            f"indicators_{table}",
            once,
            columns,
            (first, *(one for one in columns if one != first)),
            UPSERT.format(**words),
            PURGE.format(**words, same_unit="kept.unit_id = gone.unit_id"),
            PURGE.format(**words, same_unit="kept.unit_id IS NULL"),
        )

    def add(self, sums: Mapping[Any, int]) -> None:
        """Add sums by key to what the table holds; the keys have the order of its columns."""
        rows = rows_of(sums)
        _execute(self.add_rows, rows)
        keys = [row[:-1] for row in rows]
        _execute(self.purge, [key for key in keys if key[UNIT] is not None])
        _execute(self.purge_without_unit, [key for key in keys if key[UNIT] is None])


def rows_of(sums: Mapping[Any, int]) -> list[tuple[Any, ...]]:
    """Return keys with their sums, noughts left out, always in the same order: two writers never wait in a ring."""
    return sorted(((*key, amount) for key, amount in sums.items() if amount), key=lambda row: tuple(map(str, row)))


def copied(sums: Mapping[Any, int]) -> bytes:
    """Return sums by key as COPY reads them, noughts left out, each fact together and its days in order."""
    lines = ["\t".join([*map(_cell, key), str(amount)]) for key, amount in sums.items() if amount]
    lines.sort()
    return "\n".join([*lines, ""]).encode()


def _cell(value: object) -> str:
    if value is None:
        return "\\N"
    text = str(value)
    return text.translate(ESCAPED) if not text.isalnum() else text


ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _execute(statement: str, rows: Sequence[Sequence[object]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])


BY_DAY = Table.named("fact", "fact_once", "fact", "day", "unit_id", "area", "dimension", first="day")
BY_MONTH = Table.named("monthlyfact", "monthly_fact_once", "fact", "month", "unit_id", "area", "dimension")
OF_PROVINCE = Table.named("provincefact", "province_fact_once", "fact", "day", "unit_id", "area", "dimension")
LATE = Table.named("latefact", "late_fact_once", "fact", "day", "unit_id", "area", "dimension", "known_on")


def by_month(sums: Mapping[Any, int]) -> Counter[Any]:
    """Return the same sums with the first of the month in place of the day. Pure."""
    months: Counter[Any] = Counter()
    for (fact, day, unit_id, area, dimension), amount in sums.items():
        months[(fact, day.replace(day=1), unit_id, area, dimension)] += amount
    return months


def of_province(sums: Mapping[Any, int]) -> Counter[Any]:
    """Return the same sums without unit and area. Pure."""
    whole: Counter[Any] = Counter()
    for (fact, day, _unit_id, _area, dimension), amount in sums.items():
        whole[(fact, day, None, "", dimension)] += amount
    return whole
