# SPDX-License-Identifier: EUPL-1.2
"""What a message of the portal says of itself, however it is bent."""

import json

import pytest

from tinhso.modules.onestop.national.arrivals import Unreadable, number_in, read


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        json.dumps({"service": "NopHoSo", "data": [{"MaHoSo": "000.00.01\x00"}]}),
        json.dumps({"data": [{"MaHoSo": "x" * 5_000}]}),
        json.dumps({"data": []}),
        "nothing",
    ],
    ids=["deep", "nul", "long", "empty", "no json"],
)
def test_what_bears_no_number_of_the_portal_is_answered_without_one(text):
    assert number_in(text) == ""
    with pytest.raises(Unreadable):
        read(text)
