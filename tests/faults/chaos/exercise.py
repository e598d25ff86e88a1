# SPDX-License-Identifier: EUPL-1.2
"""One exercise from the empty folder to the verdict."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.chaos import weather
from tests.faults.chaos.house import ChaosHouse

PLAYERS = 2
Say = Callable[[str], None]


@dataclass
class Report:
    """What an exercise found. wrong: a line for everything without an explanation; empty when all is well."""

    seed: int
    seconds: float
    spells: Counter[str] = field(default_factory=Counter)
    scores: list[dict[str, Any]] = field(default_factory=list)
    traffic: dict[str, Any] = field(default_factory=dict)
    found: Counter[str] = field(default_factory=Counter)
    payments: dict[str, Any] = field(default_factory=dict)
    told_anew: int = 0
    examined: dict[str, Any] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def note_differences(self, books: dict[str, Any]) -> None:
        """Count the differences of the first night by what explains them."""
        for book in ("portal", "bank"):
            for one in books[book]:
                self.found[f"{book}, {one['kind']}: {one['because'] or 'WITHOUT EXPLANATION'}"] += 1
                if not one["because"]:
                    self.wrong.append(f"{book}: {one}")

    def lines(self) -> list[str]:
        """Return the report as text."""
        acts = {key: self.examined.get(key) for key in ("acts", "unsealed", "dossiers", "returned")}
        refusals = sum((Counter(one["refusals"]) for one in self.scores), Counter[str]())
        return [
            f"seed {self.seed}, {self.seconds / 60:.1f} minutes",
            f"behaviours ordered: {sum(self.spells.values())} {dict(sorted(self.spells.items()))}",
            f"lives {sum(one['lives'] for one in self.scores)}, ended {sum(one['ended'] for one in self.scores)}",
            *(f"  refused {count} times: {sentence}" for sentence, count in refusals.most_common(8)),
            f"messages: {self.traffic}",
            f"payments: {self.payments}",
            f"differences of the first night: {sum(self.found.values())}",
            *(f"  {count} {what}" for what, count in sorted(self.found.items())),
            f"told anew: {self.told_anew} dossiers",
            f"ledger: {acts}",
            f"WITHOUT EXPLANATION: {len(self.wrong)}",
            *(f"  {one}" for one in self.wrong[:30]),
        ]


def run(folder: Path, *, seed: int, seconds: float, say: Say = print) -> Report:
    """Play, recover, compare, tell anew, compare again, examine; `folder` is new and belongs to this exercise."""
    report, house = Report(seed, seconds), ChaosHouse(folder)
    try:
        house.start_counterparts()
        house.prepare()
        house.start()
        house.books("connect")
        _storm(house, report, say)
        _reckon(house, report, say)
        report.examined = house.audit()
    finally:
        house.stop()
    for key, value in report.examined.items():
        report.wrong += [f"{key}: {one}" for one in value] if isinstance(value, list) else []
    return report


def _storm(house: ChaosHouse, report: Report, say: Say) -> None:
    for number in range(PLAYERS):
        house.start_living(report.seed * 1000 + number, report.seconds)
    told = [0.0]

    def beat(passed: float) -> None:
        if passed - told[0] >= 60:
            told[0] = passed
            say(f"{passed / 60:.0f} min: {len(house.acknowledged())} lines acknowledged")

    spells = weather.forecast(report.seed, report.seconds)
    report.spells = weather.blow(spells, house.weather_folder, report.seconds, beat)
    weather.clear_up(house.weather_folder)
    for child in house.players:
        assert child.wait(120) == 0, house.tail("player")
    report.scores = house.scores()


def _reckon(house: ChaosHouse, report: Report, say: Say) -> None:
    say("the storm is over; what was given up is sent again")
    # What still does not go is a difference of the first night; after telling anew nothing may be left.
    house.books("settle")
    first = house.books("compare")
    report.note_differences(first)
    say(f"first comparison: {sum(report.found.values())} differences; the days are told anew")
    report.told_anew = house.books("replay")["told_anew"]
    report.traffic = house.books("settle")
    report.wrong += [f"does not go: {one}" for one in report.traffic.pop("left")]
    second = house.books("compare")
    report.payments = second["payments"]
    report.wrong += [f"portal, after telling anew: {one}" for one in second["portal"]]
    report.wrong += [f"bank, second night: {one}" for one in second["bank"] if not one["because"]]
    if second["payments"]["twice"]:
        report.wrong.append(f"{second['payments']['twice']} charges settled twice")
