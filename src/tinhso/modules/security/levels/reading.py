# SPDX-License-Identifier: EUPL-1.2
"""The tables of rules, read once; how sure we are of a rule on a day."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parents[1] / "data"


class Trust(StrEnum):
    """C: read in the text named; I: inferred or from secondary reports, shown as not confirmed; M: not read."""

    CONFIRMED = "C"
    INFERRED = "I"
    MISSING = "M"


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return a table of rules by the name of its file."""
    found: dict[str, Any] = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


def trust(rule: Mapping[str, Any], on: date) -> Trust:
    """Return how sure a rule is on a day: after `confirmed_until` the text that follows was not read, so inferred."""
    said = Trust(rule["confidence"])
    until: date | None = rule.get("confirmed_until")
    return Trust.INFERRED if said is Trust.CONFIRMED and until is not None and on > until else said


def of_day(rows: list[Mapping[str, Any]], on: date) -> Mapping[str, Any] | None:
    """Return the row in force on a day (`from` and `to` both included, `to` null: still)."""
    return next((one for one in rows if one["from"] <= on and (one["to"] is None or on <= one["to"])), None)
