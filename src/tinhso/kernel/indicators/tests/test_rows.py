# SPDX-License-Identifier: EUPL-1.2
"""Tables by month and year are told as they are known now and as they were known on a day."""

from collections import Counter
from datetime import date

import pytest

from tinhso.kernel.indicators import actions, rows
from tinhso.kernel.indicators.scopes import Scope
from tinhso.kernel.indicators.writing import LATE

NAME = "rows.counted"


@pytest.mark.django_db
def test_tables_by_month_and_year_are_told_as_known_then():
    first, second = date(2026, 9, 30), date(2026, 10, 1)
    sums = {(NAME, first, None, "", ""): 5, (NAME, second, None, "", ""): 7}
    late = {(NAME, first, None, "", "", second): 2, (NAME, second, None, "", "", date(2026, 10, 3)): 3}
    actions.write_sums(Counter(sums))
    LATE.add(late)

    def months(known_on: date | None) -> dict:
        return rows.sums_by_month([NAME], Scope(date(2026, 9, 1), second, known_on=known_on))

    assert months(None) == {(date(2026, 9, 1),): 5, (second,): 7}
    assert months(second) == {(date(2026, 9, 1),): 5, (second,): 4}
    assert rows.by_year([NAME], Scope(date(2026, 1, 1), first, known_on=first)) == {(2026, NAME, ""): 3}


@pytest.mark.django_db
def test_what_is_overdue_by_month_is_told_as_known_then():
    promised, received, known = date(2026, 9, 10), date(2026, 9, 5), date(2026, 10, 2)
    key = (NAME, received, None, "", f"{promised}|x")
    actions.write_sums(Counter({key: 4}))
    LATE.add({(*key, known): 1})

    def overdue(known_on: date | None) -> dict:
        return rows.overdue_by_month(NAME, Scope(date(2026, 9, 1), date(2026, 9, 30), known_on=known_on))

    assert overdue(None) == {(date(2026, 9, 1),): 4}
    assert overdue(date(2026, 9, 30)) == {(date(2026, 9, 1),): 3}
    assert overdue(known) == {(date(2026, 9, 1),): 4}
