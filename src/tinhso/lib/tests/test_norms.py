# SPDX-License-Identifier: EUPL-1.2
"""Norm files: the value of a day, unknown values, and files that must not be used."""

from datetime import date
from decimal import Decimal

import pytest

from tinhso.lib.norms import NormFileError, NormNotInForce, Norms, UnknownNorm, check

ENTRY = """
- id: {id}
  value: {value}
  unit: working_day
  valid_from: {start}
  valid_to: {end}
  source: {source}
  mark: {mark}
"""


@pytest.fixture
def write(tmp_path):
    def write_entries(*entries, text=""):
        path = tmp_path / "norms.yaml"
        defaults = {
            "id": "supplement",
            "value": 3,
            "start": "2018-06-21",
            "end": "null",
            "source": "Nghị định 61/2018/NĐ-CP, Điều 17",
            "mark": "A",
        }
        path.write_text(text + "".join(ENTRY.format(**{**defaults, **entry}) for entry in entries), encoding="utf-8")
        return path

    return write_entries


def test_the_value_is_that_of_the_day_asked_for(write):
    path = write({"end": "2025-06-30"}, {"value": 2.5, "start": "2025-07-01", "mark": "C"})

    norms = Norms.load(path)

    assert norms.at("supplement", date(2025, 6, 30)).value == 3
    assert norms.at("supplement", date(2025, 7, 1)).value == Decimal("2.5")
    assert norms.at("supplement", date(2025, 7, 1)).mark == "C"


def test_an_unseen_value_stays_unknown(write):
    assert Norms.load(write({"value": "null"})).at("supplement", date(2026, 1, 1)).value is None


def test_unknown_norm_and_day_without_norm_are_two_errors(write):
    norms = Norms.load(write({}))

    with pytest.raises(UnknownNorm, match="known: supplement"):
        norms.at("suplement", date(2026, 1, 1))
    with pytest.raises(NormNotInForce, match="2018-06-20"):
        norms.at("supplement", date(2018, 6, 20))


@pytest.mark.parametrize(
    ("entries", "problem"),
    [
        ([{}, {"start": "2020-01-01"}], "overlaps"),
        ([{"end": "2019-01-01"}, {"start": "2019-01-01"}], "overlaps"),
        ([{"end": "2019-01-01"}, {"start": "2019-01-03"}], "gap between 2019-01-01 and 2019-01-03"),
        ([{"source": "''"}], "source is empty"),
        ([{"mark": "D"}], "not A, B or C"),
        ([{"start": "soon"}], "not a date"),
        ([{"end": "2017-01-01"}], "before it begins"),
        ([{"end": "later"}], "valid_to 'later' is not a date"),
        ([{"value": "{a: 1}"}], "mapping"),
        ([{"id": "''"}], "id is not text"),
    ],
)
def test_faulty_entries_are_named_and_the_file_refused(write, entries, problem):
    path = write(*entries)

    assert any(problem in found for found in check(path))
    with pytest.raises(NormFileError):
        Norms.load(path)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1", "not a list"),
        ("- just text\n", "entry 1 is not a mapping"),
        ("- {id: x, colour: red}\n", "unknown field colour"),
        ("- {id: x}\n", "missing value, unit"),
        ("- [", "not YAML"),
    ],
)
def test_a_file_of_another_shape_is_refused(write, text, problem):
    assert any(problem in found for found in check(write(text=text)))


def test_a_good_file_has_no_problems(write):
    assert check(write({"end": "2025-06-30"}, {"start": "2025-07-01"})) == []
