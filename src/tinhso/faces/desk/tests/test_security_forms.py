# SPDX-License-Identifier: EUPL-1.2
"""Whole numbers and moments as people type them into forms of information security."""

from datetime import UTC, datetime

import pytest

from tinhso.faces.desk.reading import FormFault, optional_instant
from tinhso.faces.desk.security.forms import moment, whole


@pytest.mark.parametrize(
    ("typed", "number"),
    [("", None), ("0", 0), ("15", 15), ("1.500", 1500), ("12.345.678", 12_345_678), (" 1 500 ", 1500), ("1500", 1500)],
)
def test_whole_numbers_are_read(typed, number):
    assert whole({"n": typed}, "n", "Hãy ghi số.") == number


@pytest.mark.parametrize("typed", ["1.5", "1,5", "1.50", "1.5000", ".5", "-1", "12a", "١", "9" * 30, "1..000"])
def test_what_may_mean_something_else_is_asked_again(typed):
    with pytest.raises(FormFault, match="Hãy ghi số"):
        whole({"n": typed}, "n", "Hãy ghi số.")


@pytest.mark.parametrize(
    "typed", ["2026-03-02T08:30", "2026-03-02 08:30", " 2026-03-02T08:30:00 ", "2026-03-02T08:30+07:00"]
)
def test_moments_are_read_in_local_time(typed):
    assert optional_instant({"at": typed}, "at") == datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "9999-12-31T23:59", "2026-02-30T08:00", "hôm qua", "\x00"])
@pytest.mark.parametrize("read", [optional_instant, moment])
def test_what_is_no_moment_is_asked_again(typed, read):
    """A year no zone can tell would break the page that compares it."""
    with pytest.raises(FormFault):
        read({"at": typed}, "at")


def test_a_moment_may_be_left_out_where_the_form_says_so():
    assert optional_instant({}, "at") is None
    with pytest.raises(FormFault):
        moment({}, "at")
