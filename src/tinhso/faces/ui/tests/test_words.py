# SPDX-License-Identifier: EUPL-1.2
"""Time left, sizes and colours as pages say them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tinhso.faces.ui import brand
from tinhso.faces.ui.words import day_words, moment_words, remaining, size_words

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 3, 6, 9, 0, tzinfo=HERE)


@pytest.mark.parametrize(
    ("due", "words", "tone"),
    [
        (NOW + timedelta(days=9), "Còn 9 ngày", "calm"),
        (NOW + timedelta(days=2), "Còn 2 ngày", "soon"),
        (datetime(2026, 3, 7, 0, 30, tzinfo=HERE), "Còn 1 ngày", "soon"),
        (NOW + timedelta(hours=8), "Còn 8 giờ", "soon"),
        (NOW + timedelta(minutes=20), "Còn dưới 1 giờ", "soon"),
        (NOW - timedelta(minutes=20), "Quá hạn 1 giờ", "late"),
        (datetime(2026, 3, 5, 17, 0, tzinfo=HERE), "Quá hạn 1 ngày", "late"),
        (NOW - timedelta(days=1200), "Quá hạn 1.200 ngày", "late"),
    ],
)
def test_time_left_is_said_in_days_of_the_calendar(due: datetime, words: str, tone: str):
    found = remaining(due, NOW)

    assert (found.words, found.tone) == (words, tone)
    assert found.icon


@pytest.mark.parametrize(
    ("size", "words"), [(0, "1 kB"), (812, "1 kB"), (2_621_440, "2,5 MB"), (20_971_520, "20 MB"), (300_000, "293 kB")]
)
def test_sizes_are_written_the_vietnamese_way(size: int, words: str):
    assert size_words(size) == words


def test_an_instant_is_said_in_local_time():
    assert moment_words(datetime(2026, 5, 8, 20, 5, tzinfo=ZoneInfo("UTC"))) == "03:05 ngày 09/05/2026"
    assert day_words(datetime(2026, 5, 8, 20, 5, tzinfo=ZoneInfo("UTC"))) == "09/05/2026"


def test_a_pale_brand_colour_is_darkened_until_white_letters_can_be_read():
    found = brand.palette("#ffe066")["brand"]

    rgb = tuple(int(found[place : place + 2], 16) for place in (1, 3, 5))
    assert brand.contrast_with_white(rgb) >= brand.WANTED_CONTRAST


@pytest.mark.parametrize("colour", ["", "red", "#12345", "#0b5d66;}*{display:none", "url(x)"])
def test_what_is_no_colour_gives_the_default(colour: str):
    assert brand.style(colour) == brand.style(brand.DEFAULT)
