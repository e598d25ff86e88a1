# SPDX-License-Identifier: EUPL-1.2
"""The scenarios of exercises that come along: ours, to begin with and to be changed by each centre."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from tinhso.modules.security.types.drills import InjectTold
from tinhso.modules.security.types.incidents import Category


@dataclass(frozen=True)
class Starter:
    """A scenario that comes along. key: its name in the file."""

    key: str
    title: str
    purpose: str
    category: Category
    severity: int
    system_name: str
    injects: tuple[InjectTold, ...]


@cache
def starters() -> dict[str, Starter]:
    """Return the scenarios that come along by key, in the order of the file."""
    told = yaml.safe_load(Path(__file__).with_name("drills.yaml").read_text(encoding="utf-8"))
    return {
        key: Starter(
            key=key,
            title=one["title"],
            purpose=one["purpose"],
            category=Category(one["category"]),
            severity=one["severity"],
            system_name=one["system"],
            injects=tuple(InjectTold(row["minute"], row["text"], row["expected"]) for row in one["injects"]),
        )
        for key, one in told.items()
    }
