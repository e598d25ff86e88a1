# SPDX-License-Identifier: EUPL-1.2
"""Until when a day of a class stays: tables with the article each number is from."""

from datetime import date

import pytest
import yaml

from tinhso.modules.security.store import classes
from tinhso.modules.security.store.classes import HELD

TERMS = dict.fromkeys(classes.classes(), 30)


@pytest.mark.parametrize(
    ("code", "day", "until"),
    [
        ("archive", date(2026, 3, 2), date(2027, 3, 2)),  # QCVN 12:2026/BCA: 12 months
        ("archive", date(2024, 2, 29), date(2025, 2, 28)),
        ("general", date(2026, 6, 30), date(2026, 6, 30)),  # before Nghị định 333/2026/NĐ-CP: no number was read
        ("general", date(2026, 7, 1), date(2027, 7, 1)),  # since: 12 months
        ("level_3", date(2026, 6, 30), date(2026, 6, 30)),  # Thông tư 12/2022: figure not read, so none
        ("level_3", date(2026, 7, 1), date(2027, 7, 1)),
    ],
)
def test_the_law_holds_a_day(code, day, until):
    assert classes.legal_until(classes.number_of(code), day) == until


@pytest.mark.parametrize(
    ("keep", "day", "until"),
    [
        (classes.number_of("general"), date(2026, 3, 2), date(2026, 4, 1)),  # the term
        (classes.number_of("general"), date(2026, 8, 1), date(2027, 8, 1)),  # the law is longer
        (90, date(2026, 3, 2), date(2026, 5, 31)),  # a row of the time before classes keeps its own term
        (90, date(2026, 8, 1), date(2027, 8, 1)),
    ],
)
def test_the_longer_of_term_and_law_counts(keep, day, until):
    assert classes.kept_until(keep, day, TERMS) == until


def test_numbers_are_never_changed():
    told = {code: one.number for code, one in classes.classes().items()}
    levels = {f"level_{level}": 60_010 + level for level in range(1, 6)}
    assert told == {"general": 60_000, "archive": 60_001} | levels
    assert HELD not in told.values()


def test_what_nobody_read_stays_unknown():
    path = classes.Path(classes.__file__).parents[1] / "data" / "retention.yaml"
    table = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert {one["code"] for one in table["classes"] if one["months"] is not None} == {"archive"}
    assert table["floor"]["confidence"] == "I"


def test_a_term_of_twelve_months_has_no_day_too_few():
    archive = classes.classes()["archive"]
    assert classes.shortest_days(archive, date(2026, 3, 2)) == 366
    assert classes.shortest_days(classes.classes()["general"], date(2026, 3, 2)) == 0


def test_a_class_nobody_knows_counts_as_general():
    assert classes.class_of(365).code == classes.class_of(60_999).code == "general"
    assert classes.number_of("gone") == classes.number_of("general")
