# SPDX-License-Identifier: EUPL-1.2
"""Synthetic citizens that look real: names by frequency, ages by census, numbers by rule; always marked synthetic."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

from tinhso.config import env
from tinhso.kernel.identity.actions import PersonFacts

DATA = Path(__file__).parent / "data"
AGE_GROUPS = [f"age_{first}_{first + 4}" for first in range(0, 85, 5)] + ["age_85_plus"]
YOUNGEST_APPLICANT = 18


@dataclass(frozen=True)
class Weighted:
    """Values drawn by weight."""

    values: tuple[str, ...]
    edges: tuple[int, ...]

    def draw(self, dice: Random) -> str:
        return dice.choices(self.values, cum_weights=self.edges)[0]


@cache
def _names(kind: str, sex: str, recent: bool) -> Weighted:
    """Return the names of one kind for the national group; sex "" where the kind has none."""
    column = "weight_born_1980_on" if recent else "weight_born_before_1980"
    rows = [
        (row["name"], int(row[column]))
        for row in _rows("names_vn")
        if row["kind"] == kind
        and row["ethnic_group"].startswith("Kinh")
        and row["gender"] in ("", sex)
        and int(row[column])
    ]
    return Weighted(tuple(name for name, _ in rows), tuple(accumulate(weight for _, weight in rows)))


@cache
def _ages(district: str) -> Weighted:
    """Return the ages of a district; of all provinces known here where the census of 2019 had no such place yet."""
    rows = _rows("census2019_age")
    here = [row for row in rows if row["code"] == district] or [row for row in rows if row["level"] == "province"]
    adult = [group for group in AGE_GROUPS if int(group.split("_")[1]) >= YOUNGEST_APPLICANT - 3]
    return Weighted(tuple(adult), tuple(accumulate(sum(int(row[group]) for row in here) for group in adult)))


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


SEX_WORD = {"nam": "male", "nu": "female"}


def full_name(dice: Random, *, sex: str, birth_year: int) -> str:
    """Return a name as people of that sex and age bear it."""
    recent, word = birth_year >= 1980, SEX_WORD[sex]
    parts = [_names(kind, word, recent).draw(dice) for kind in ("family", "middle", "given")]
    return " ".join(parts)


def number_prefix() -> str:
    """Return how personal numbers of the province installed begin (Nghị định 137/2015/NĐ-CP, Điều 13)."""
    return env.PROVINCE.zfill(3)


def citizen(dice: Random, *, district: str, commune: str, today: date) -> PersonFacts:
    """Return a new synthetic adult living in a commune of the province installed."""
    group = _ages(district).draw(dice)
    youngest = max(int(group.split("_")[1]), YOUNGEST_APPLICANT)
    birth = today - timedelta(days=int((youngest + dice.random() * 5) * 365.25))
    sex = dice.choice(["nam", "nu"])
    century = (birth.year - 1900) // 100 * 2 + (1 if sex == "nu" else 0)
    number = f"{number_prefix()}{century}{birth.year % 100:02d}{dice.randrange(1_000_000):06d}"
    return PersonFacts(
        full_name=full_name(dice, sex=sex, birth_year=birth.year),
        personal_number=number,
        birth_date=birth,
        sex=sex,
        phone=f"+849{dice.randrange(10_000_000, 99_999_999)}",
        email=f"cd{number[-8:]}@congdan.example" if dice.random() < 0.6 else "",
        commune_code=commune,
        address=f"Số {dice.randrange(1, 300)}, ấp {dice.randrange(1, 9)}",
    )


def follows_on_line(facts: PersonFacts) -> bool:
    """Tell whether somebody who goes to the desk has an account to follow the dossier with: two of five."""
    return int(facts.personal_number[-1:] or 9) < 4
