# SPDX-License-Identifier: EUPL-1.2
"""The words of the forms: labels of options and columns, lists to choose from, explicit lists of sections."""

import csv
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tinhso.modules.onestop.forms.types import Column, FieldType, Option

DATA = Path(__file__).parent / "data"


@cache
def labels() -> dict[str, dict[str, Any]]:
    """Return labels.yaml: `options`, `options_of_field`, `columns`."""
    return dict(_yaml("labels.yaml"))


@cache
def sections() -> dict[str, Any]:
    """Return sections.yaml: whose section it is, which source may fill it."""
    return dict(_yaml("sections.yaml"))


@cache
def lists() -> dict[str, tuple[Option, ...]]:
    """Return the options by list name; a list that nobody publishes (co_so_kcb) is empty."""
    found = {
        name: tuple(Option(str(key), str(label)) for key, label in rows.items())
        for name, rows in _yaml("lists.yaml").items()
    }
    return {**found, "ngan_hang": _banks(), "co_so_kcb": ()}


def option(form: str, field: str, key: str) -> Option | None:
    """Return the option with its label in this field, None if the catalogue has none."""
    special = labels()["options_of_field"].get(f"{form}.{field}", {})
    label = special.get(key, labels()["options"].get(key))
    return None if label is None else Option(key, str(label))


def column(key: str) -> Column | None:
    """Return what is known of a table column, None if the catalogue does not have it."""
    row = labels()["columns"].get(key)
    if row is None:
        return None
    return Column(
        key=key,
        label=str(row["label"]),
        type=FieldType(row.get("type", "text")),
        required=bool(row.get("required", False)),
        options=lists()[row["list"]] if "list" in row else (),
        is_year=bool(row.get("is_year", False)),
    )


def _banks() -> tuple[Option, ...]:
    with (DATA / "banks.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Option(row["code"], f"{row['short_name']} – {row['name']}") for row in csv.DictReader(file))


def _yaml(name: str) -> Any:
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
