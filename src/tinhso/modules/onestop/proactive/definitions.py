# SPDX-License-Identifier: EUPL-1.2
"""The dated table of services, `data/proactive.yaml`, read once."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tinhso.modules.onestop.proactive.types import Grade, Service, Trigger

FILE = Path(__file__).parents[1] / "data" / "proactive.yaml"


@cache
def _read() -> dict[str, Any]:
    return dict(yaml.safe_load(FILE.read_text(encoding="utf-8")))


@cache
def services() -> tuple[Service, ...]:
    """Return every line of the table, also those that are off."""
    return tuple(_service(one) for one in _read()["services"])


def service(key: str, on: date) -> Service | None:
    """Return the line of a key that is in force on a day; the newest one when none is."""
    lines = [one for one in services() if one.key == key]
    in_force = [one for one in lines if one.valid_from <= on and (one.valid_to is None or on <= one.valid_to)]
    found = in_force or lines
    return found[-1] if found else None


@cache
def register_consent() -> tuple[str, str]:
    """Return purpose and version of the consent under which registers are asked for offers."""
    found = _read()["register_consent"]
    return str(found["purpose"]), str(found["text_version"])


def _service(raw: Mapping[str, Any]) -> Service:
    numbers = {name: one["value"] for name, one in raw["numbers"].items()}
    days = {name: raw[name] for name in ("ahead_days", "after_days", "again_days")}
    return Service(
        key=raw["key"],
        title=raw["title"],
        trigger=Trigger(raw["trigger"]),
        valid_from=raw["valid_from"],
        valid_to=raw["valid_to"],
        grade=Grade(raw["grade"]),
        off=raw["not_offered"] or "",
        procedure=raw["procedure"] or "",
        why=raw["why"],
        law=raw["law"],
        mark=raw["mark"] or "",
        source=raw["source"] or "",
        numbers=numbers,
        **days,
        elsewhere=raw.get("elsewhere") or {},
        register=raw.get("register") or {},
        answers=raw.get("answers") or {},
        answers_under_consent=raw.get("answers_under_consent") or {},
        consent_version=str((raw.get("consent") or {}).get("text_version", "")),
        cannot_undo=raw.get("cannot_undo") or "",
        instead_of=raw.get("instead_of") or "",
        births=tuple(raw.get("births") or ()),
        pilot=tuple(raw.get("pilot") or ()),
    )
