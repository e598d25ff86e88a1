# SPDX-License-Identifier: EUPL-1.2
"""A short storm over every counterpart; the long one is `python -m tests.faults.chaos --minutes 60`."""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.faults.chaos import weather
from tests.faults.chaos.exercise import run
from tinhso_counterparts.modes import Word

SECONDS = 60.0


def test_the_same_seed_brings_the_same_weather_and_every_counterpart_its_share():
    spells = weather.forecast(7, 3600)

    assert spells == weather.forecast(7, 3600) != weather.forecast(8, 3600)
    assert all(one.at_seconds <= other.at_seconds for one, other in pairwise(spells))
    assert {one.name for one in spells} == set(weather.NAMES)
    for name in weather.NAMES:
        assert {one.word for one in spells if one.name == name} == set(Word)


@pytest.mark.slow
def test_after_a_storm_every_difference_has_an_explanation(tmp_path: Path) -> None:
    report = run(tmp_path, seed=5, seconds=SECONDS)

    assert not report.wrong, "\n".join(report.lines())
    assert report.traffic["failed_attempts"] > 0
    assert report.traffic["sent"]["national"] > 0
    assert report.examined["unsealed"] == 0
