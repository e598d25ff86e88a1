# SPDX-License-Identifier: EUPL-1.2
"""Numbers of papers: one after the other, without gaps, whoever draws."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from tinhso.kernel.documents.actions import next_number
from tinhso.kernel.documents.errors import NumberMisuse
from tinhso.kernel.documents.models import PaperNumber


@pytest.mark.django_db
def test_each_series_of_each_year_counts_from_one():
    drawn = [next_number("QĐ-UBND", 2026), next_number("QĐ-UBND", 2026), next_number("QĐ-UBND", 2027)]

    assert drawn == [1, 2, 1]
    assert next_number("TB-UBND", 2026) == 1


@pytest.fixture
def committing(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Let a test commit for real and clear the numbers after it; the ledger forbids the flush of a test case."""
    with django_db_blocker.unblock():
        yield
        PaperNumber.objects.all().delete()
        connection.close()


def test_a_number_outside_a_transaction_is_refused(committing):
    with pytest.raises(NumberMisuse):
        next_number("QĐ-UBND", 2026)


class _Abandoned(Exception):
    """The action failed after drawing its number."""


def test_parallel_writers_leave_no_gap_even_when_some_roll_back(committing):
    def draw(place: int) -> int | None:
        try:
            with transaction.atomic():
                number = next_number("QĐ-UBND", 2026)
                if place % 5 == 0:
                    raise _Abandoned
                return number
        except _Abandoned:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        drawn = sorted(number for number in pool.map(draw, range(60)) if number is not None)

    assert drawn == list(range(1, 49))
    assert PaperNumber.objects.get(series="QĐ-UBND", year=2026).last == 48
