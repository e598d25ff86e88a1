# SPDX-License-Identifier: EUPL-1.2
"""Which level a system has: questions one at a time, the highest criterion and part win (Nghị định 85/2016)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tinhso.modules.security.levels.reading import Trust, of_day, table

Answers = Mapping[str, str]


@dataclass(frozen=True)
class Basis:
    """By which criteria a system is judged on a day.

    regime, criteria: codes; criteria None: the text was not read, then no level is given; title: of the law.
    """

    regime: str
    title: str
    criteria: str | None
    trust: Trust
    in_transition: bool


@dataclass(frozen=True)
class Criterion:
    """One criterion that was met."""

    code: str
    level: int
    article: str
    text: str


@dataclass(frozen=True)
class Question:
    key: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """Level of one part: None when no criterion of the law is met. met: the highest first."""

    level: int | None
    met: tuple[Criterion, ...]


@dataclass(frozen=True)
class Users:
    """How the number of users stands to the threshold. state: fine, near, reached."""

    state: str
    users: int
    threshold: int


def basis_on(on: date) -> Basis | None:
    """Return by which criteria a record of that day is judged; None before the first regime (1/7/2016)."""
    regime = of_day(table("regimes")["regimes"], on)
    if regime is None:
        return None
    transition = regime.get("transition")
    if regime["criteria"] is None and transition and on <= transition["until"]:
        return Basis(regime["code"], regime["title"], transition["criteria"], Trust(transition["confidence"]), True)
    return Basis(regime["code"], regime["title"], regime["criteria"], Trust(regime["confidence"]), False)


def questions() -> list[Question]:
    return [Question(one["key"], tuple(one["choices"])) for one in table("level_criteria")["questions"]]


def _asked(question: Mapping[str, Any], answers: Answers) -> bool:
    if "when_any" not in question:
        return True
    return any(_holds(when, answers) for when in question["when_any"])


def _holds(when: Mapping[str, list[str]], answers: Answers) -> bool:
    return all(answers.get(key) in allowed for key, allowed in when.items())


def needed(answers: Answers) -> list[Question]:
    """Return the questions that the answers so far lead to, in order, answered or not."""
    found, known = [], dict[str, str]()
    for one in table("level_criteria")["questions"]:
        if _asked(one, known):
            found.append(Question(one["key"], tuple(one["choices"])))
            if answers.get(one["key"]) in one["choices"]:
                known[one["key"]] = answers[one["key"]]
    return found


def next_question(answers: Answers) -> Question | None:
    """Return the first question without an answer of its own choices; None when all are answered."""
    return next((one for one in needed(answers) if answers.get(one.key) not in one.choices), None)


def relevant(answers: Answers) -> dict[str, str]:
    """Return the answers to questions that are asked; a left-over of another path is dropped."""
    return {one.key: answers[one.key] for one in needed(answers) if answers.get(one.key) in one.choices}


def judge(answers: Answers, criteria: str) -> Result:
    """Return the level of one part by a set of criteria: the highest of those met."""
    said = relevant(answers)
    met = [
        Criterion(one["code"], one["level"], one["article"], one["text"])
        for one in table("level_criteria")["criteria_sets"][criteria]["criteria"]
        if _holds(one["when"], said)
    ]
    met.sort(key=lambda one: -one.level)
    return Result(met[0].level if met else None, tuple(met))


def criteria_met_by(answer: tuple[str, str], answers: Answers, criteria: str) -> list[Criterion]:
    """Return the criteria that stand because of one answer (key, choice), among those met."""
    key, choice = answer
    wanted = {
        one["code"]
        for one in table("level_criteria")["criteria_sets"][criteria]["criteria"]
        if choice in one["when"].get(key, ())
    }
    return [one for one in judge(answers, criteria).met if one.code in wanted]


def highest(levels: Iterable[int | None]) -> int | None:
    """Return the level of a system from those of its parts (Điều 5): the highest; None when one of them is open."""
    found = list(levels)
    known = [one for one in found if one is not None]
    return max(known) if known and len(known) == len(found) else None


def users_watch(users: int) -> Users:
    """Return how a number of users stands: reached from 10,000 on, near from the warning of the house on."""
    rules = table("level_criteria")
    threshold = rules["users_threshold"]["value"]
    if users >= threshold:
        return Users("reached", users, threshold)
    return Users("near" if users >= rules["users_warning"]["value"] else "fine", users, threshold)
