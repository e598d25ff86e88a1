# SPDX-License-Identifier: EUPL-1.2
"""Probes: what is written is read, what is broken is left out, what was not measured counts against the house."""

import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tinhso.runtime import probes
from tinhso.runtime.backup import journal

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def minutes(first: int, after: int, *, answered: bool = True) -> dict[datetime, bool]:
    return {NOON + MINUTE * number: answered for number in range(first, after)}


def test_what_was_noted_is_read_over_the_end_of_a_month(tmp_path: Path) -> None:
    end = datetime(2026, 11, 30, 23, 59, tzinfo=UTC)
    for number, answered in enumerate((True, False, True)):
        probes.note(tmp_path, end + MINUTE * number, answered=answered)

    found = probes.read(tmp_path, end, end + MINUTE * 3)

    assert list(found.values()) == [True, False, True]
    assert probes.first(tmp_path) == end
    assert sorted(path.name for path in (tmp_path / "probes").iterdir()) == ["2026-11.txt", "2026-12.txt"]


def test_a_minute_asked_twice_counts_only_if_it_answered_twice(tmp_path: Path) -> None:
    probes.note(tmp_path, NOON, answered=False)
    probes.note(tmp_path, NOON + timedelta(seconds=20), answered=True)

    assert probes.read(tmp_path, NOON, NOON + HOUR) == {NOON: False}


@pytest.mark.parametrize(
    "line", ["", "x", "2026-11-22T05:01", "2026-11-22T05:01 2", "2026-13-01T00:00 1", "\xff\xfe 1"]
)
def test_a_broken_line_is_left_out(tmp_path: Path, line: str) -> None:
    probes.note(tmp_path, NOON, answered=True)
    with (tmp_path / "probes" / "2026-11.txt").open("ab") as stream:
        stream.write(line.encode("latin-1") + b"\n")

    assert probes.read(tmp_path, NOON, NOON + HOUR) == {NOON: True}


def test_old_months_are_forgotten(tmp_path: Path) -> None:
    for number in range(probes.MONTHS_KEPT + 3):
        probes.note(tmp_path, datetime(2024 + number // 12, number % 12 + 1, 1, tzinfo=UTC), answered=True)

    kept = sorted(path.stem for path in (tmp_path / "probes").iterdir())
    assert (len(kept), kept[0]) == (probes.MONTHS_KEPT, "2024-04")


@pytest.mark.parametrize(
    ("found", "announced", "parts", "share"),
    [
        (minutes(0, 60), [], (60, 0, 0, 0), "100.00"),
        (minutes(0, 57) | minutes(57, 60, answered=False), [], (57, 3, 0, 0), "95.00"),
        (minutes(0, 45), [], (45, 0, 15, 0), "75.00"),
        ({}, [], (0, 0, 60, 0), "0.00"),
        (minutes(0, 30), [(NOON + MINUTE * 30, NOON + HOUR * 2)], (30, 0, 0, 30), "100.00"),
        (minutes(0, 60), [(NOON + MINUTE * 30, NOON + HOUR)] * 2, (30, 0, 0, 30), "100.00"),
        (minutes(0, 30), [(NOON + MINUTE * 40, NOON + HOUR)], (30, 0, 10, 20), "75.00"),
        (minutes(0, 60), [(NOON + MINUTE * 40, NOON + MINUTE * 20)], (60, 0, 0, 0), "100.00"),
        ({}, [(NOON - HOUR, NOON + HOUR)], (0, 0, 0, 60), None),
        (minutes(0, 59) | minutes(59, 60, answered=False), [], (59, 1, 0, 0), "98.33"),
    ],
)
def test_the_minutes_of_an_hour(found, announced, parts, share) -> None:
    counted = probes.availability(found, announced, NOON, NOON + HOUR)

    assert (counted.answered, counted.failed, counted.unmeasured, counted.announced) == parts
    assert counted.share == (None if share is None else Decimal(share))


def test_months_back_cross_the_year() -> None:
    assert probes.months_back(date(2026, 2, 28), 3) == [date(2026, 2, 1), date(2026, 1, 1), date(2025, 12, 1)]


def test_the_prober_writes_what_it_heard_and_ends(tmp_path: Path) -> None:
    asked = threading.Event()
    answers = iter([True, False])

    def ask() -> bool:
        found = next(answers, None)
        if found is None:
            asked.set()
        return bool(found)

    prober = probes.Prober(tmp_path, ask, every_seconds=0.01)
    prober.start()
    assert asked.wait(10)
    prober.stop()

    lines = [line for path in (tmp_path / "probes").iterdir() for line in path.read_text().splitlines()]
    assert [line[-1] for line in lines[:2]] == ["1", "0"]


def test_backups_are_remembered_and_broken_lines_left_out(tmp_path: Path) -> None:
    assert journal.read(tmp_path) == []
    journal.note(tmp_path, journal.Made(NOON, 17))
    with (tmp_path / journal.FILE).open("a") as stream:
        stream.write("gestern 3\n2026-11-22T05:00:00 9\n")

    assert journal.read(tmp_path) == [journal.Made(NOON, 17)]
