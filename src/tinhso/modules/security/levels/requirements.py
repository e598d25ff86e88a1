# SPDX-License-Identifier: EUPL-1.2
"""What a level asks for, by family and annex; summed up. The clauses themselves were not read: see the table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tinhso.modules.security.levels.reading import Trust, of_day, table


class Answer(StrEnum):
    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"


CLOSED = frozenset({Answer.MET, Answer.NOT_APPLICABLE})


@dataclass(frozen=True)
class Requirement:
    """One family of one annex. clause: of TCVN 11930:2017 (5 to 9 = levels 1 to 5; .1 management, .2 technical)."""

    family: str
    annex: int
    group: str
    text: str
    clause: str
    hints: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{self.annex}-{self.family}"


@dataclass(frozen=True)
class Sum:
    """How many requirements stand with each answer; open: partly, not met or without an answer."""

    met: int
    partly: int
    not_met: int
    not_applicable: int
    unanswered: int

    @property
    def total(self) -> int:
        return self.met + self.partly + self.not_met + self.not_applicable + self.unanswered

    @property
    def open(self) -> int:
        return self.partly + self.not_met + self.unanswered


def standard_on(on: date) -> str | None:
    """Return the code of the newest standard of a day whose families were read; None before the first (1/7/2017)."""
    known = [one for one in table("regimes")["standards"] if one["from"] <= on and one["families"] == Trust.CONFIRMED]
    return str(known[-1]["code"]) if known else None


def newer_on(on: date) -> str:
    """Return the title of a standard in force whose families were not read; empty when there is none."""
    found = of_day(table("regimes")["standards"], on)
    return str(found["title"]) if found and found["families"] == Trust.MISSING else ""


def standard_title(code: str) -> str:
    return str(next(one["title"] for one in table("regimes")["standards"] if one["code"] == code))


def required(level: int) -> list[Requirement]:
    """Return what a level asks for: the families of its own annex and of every level below."""
    return [
        Requirement(
            family["key"],
            annex,
            group["key"],
            family["text"],
            f"{annex + 4}.{group['part']}",
            tuple(family["hints"]),
        )
        for annex in range(1, level + 1)
        for group in table("requirements")["groups"]
        for family in group["families"]
    ]


def group_texts() -> dict[str, str]:
    return {one["key"]: one["text"] for one in table("requirements")["groups"]}


def total(wanted: Iterable[Requirement], answers: Mapping[str, Answer]) -> Sum:
    """Sum the answers (by `Requirement.key`) up over requirements."""
    counts = dict.fromkeys([*Answer, None], 0)
    for one in wanted:
        counts[answers.get(one.key)] += 1
    return Sum(
        counts[Answer.MET],
        counts[Answer.PARTLY],
        counts[Answer.NOT_MET],
        counts[Answer.NOT_APPLICABLE],
        counts[None],
    )


def is_fully_deployed(level: int, answers: Mapping[str, Answer]) -> bool:
    """Whether no requirement of the level is open."""
    return total(required(level), answers).open == 0
