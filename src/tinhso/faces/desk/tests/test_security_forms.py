# SPDX-License-Identifier: EUPL-1.2
"""Whole numbers as people type them into forms of information security."""

import pytest

from tinhso.faces.desk.reading import FormFault
from tinhso.faces.desk.security.forms import whole


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
