# SPDX-License-Identifier: EUPL-1.2
"""By what name a row of an annex is told apart, so that its result finds it again."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from tinhso.modules.plans.annex.errors import ResultWithoutRow
from tinhso.modules.plans.annex.grid import one_line
from tinhso.modules.plans.annex.outline import clean_number, number_of
from tinhso.modules.plans.annex.types import AnnexRow, Result, Results

_UNNUMBERED: Final = "#"


def row_keys(rows: Sequence[AnnexRow]) -> tuple[str, ...]:
    """Return one key for each row: the numbers above it and its own, "II/1"; a second "II/1" is "II/1~2".

    A heading without a number stands with its words; a row without one is counted: "II/#3" is the third row there.
    """
    seen: Counter[str] = Counter()
    counted: Counter[tuple[str, ...]] = Counter()
    keys: list[str] = []
    for row in rows:
        counted[row.group] += 1
        own = clean_number(row.number) or f"{_UNNUMBERED}{counted[row.group]}"
        key = "/".join([*(number_of(heading) or one_line(heading) for heading in row.group), own])
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}~{seen[key]}")
    return tuple(keys)


def results_of(rows: Sequence[AnnexRow], results: Results) -> list[Result]:
    """Return the result of each row, an empty one where none is known.

    Raises ResultWithoutRow for a result whose row the annex does not have: it would be lost silently.
    """
    keys = row_keys(rows)
    numbers = Counter(clean_number(row.number) for row in rows)
    names = [
        {key, clean_number(row.number)} if numbers[clean_number(row.number)] == 1 else {key}
        for key, row in zip(keys, rows, strict=True)
    ]
    strange = set(results) - set().union(*names)
    if strange:
        raise ResultWithoutRow(", ".join(sorted(strange)))
    return [next((results[name] for name in sorted(own) if name in results), Result()) for own in names]
