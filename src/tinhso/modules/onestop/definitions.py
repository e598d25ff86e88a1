# SPDX-License-Identifier: EUPL-1.2
"""Read procedures and forms from the data files; a version is frozen by the digest of its content."""

import csv
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tinhso.modules.onestop.queue.types import PriorityGroup

DATA = Path(__file__).parent / "data"


@cache
def procedures() -> tuple[dict[str, Any], ...]:
    """Return the 153 procedures of the data file as written, nothing corrected."""
    return tuple(_yaml("procedures.yaml")["procedures"])


@cache
def forms() -> dict[str, dict[str, Any]]:
    """Return the declaration forms by the code of each procedure they serve."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted((DATA / "forms").glob("[!_]*.yaml")):
        form = _yaml(f"forms/{path.name}")
        for code in form["procedures"]:
            found[code] = form
    return found


@cache
def common() -> dict[str, Any]:
    """Return the lists, validators and prefill grades all forms share."""
    return dict(_yaml("forms/_common.yaml"))


@cache
def routing() -> dict[str, Any]:
    return dict(_yaml("routing.yaml"))


@cache
def everyday_words() -> dict[str, Any]:
    """Return filling words and the everyday names of procedures."""
    return dict(_yaml("everyday_words.yaml"))


@cache
def life_events() -> tuple[dict[str, Any], ...]:
    """Return the events of a life or of a trade with the procedures each needs, in order."""
    return tuple(_yaml("life_events.yaml")["events"])


@cache
def bundles() -> dict[str, dict[str, Any]]:
    """Return the bundles of linked procedures by the code under which they are filed, as written."""
    return {one["procedure"]: one for one in _yaml("bundles.yaml")["bundles"]}


@cache
def bundle_sync() -> dict[str, Any]:
    """Return the sync clock all bundles share, with its article and mark."""
    return dict(_yaml("bundles.yaml")["sync"])


@cache
def validity() -> tuple[dict[str, Any], ...]:
    """Return how long results are good for, where the law says so: procedure, months, law."""
    return tuple(_yaml("validity.yaml")["results"])


@cache
def registers() -> dict[str, Any]:
    """Return the national databases that can be asked: titles, fields by paper, labels, who puts a record right."""
    return dict(_yaml("registers.yaml"))


@cache
def paper_replacements() -> dict[str, tuple[dict[str, str], ...]]:
    """Return the lines of the annex of papers that data replace, by code of the procedure (66.7/2025/NQ-CP)."""
    found: dict[str, list[dict[str, str]]] = {}
    with (DATA / "paper_replacement.csv").open(encoding="utf-8", newline="") as stream:
        for line in csv.DictReader(stream):
            found.setdefault(line["procedure_code"], []).append(line)
    return {code: tuple(lines) for code, lines in found.items()}


@cache
def mandates() -> dict[str, Any]:
    """Return the law and the house rules of filing for another person."""
    return dict(_yaml("mandates.yaml"))


@cache
def data_question_clocks() -> dict[str, Any]:
    """Return the clocks of a question about a reading of one's data, each with value, unit and mark."""
    return dict(_yaml("data_questions.yaml")["clocks"])


def feedback() -> dict[str, Any]:
    """Return clocks (value, unit, mark), topics and grounds of refusal of feedback."""
    return dict(_yaml("feedback.yaml"))


def interruption_notice() -> dict[str, Any]:
    """Return how long before an interruption it is announced: value, unit, mark."""
    return dict(_yaml("interruptions.yaml")["notice"])


@cache
def queue_priority() -> tuple[PriorityGroup, ...]:
    """Return the groups a place may give priority to, in the order of the list."""
    return tuple(PriorityGroup(**one) for one in _yaml("queue_priority.yaml")["groups"])


def sector_title(sector: str) -> str:
    """Return how a sector is called on papers and pages; an unknown one shows its key."""
    return str(routing()["titles"].get(sector, sector))


def _yaml(name: str) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((DATA / name).read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader


def digest_of(definition: Mapping[str, Any], form: Mapping[str, Any] | None) -> str:
    """Return SHA-256 (hex) of definition and form: the same content is the same version."""
    text = json.dumps([definition, form], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def component_key(index: int) -> str:
    return f"tp{index + 1:02d}"


def components_of(definition: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the components to hand in or show, with keys; the declaration form itself is not one of them.

    Each: key, name, kind (submit | show), when (free text of the source or empty), replaced_by (databases).
    A component is required when it is to be submitted, has no condition and no database replaces it.
    """
    found = []
    for index, one in enumerate(definition.get("components") or []):
        if one.get("kind") == "form":
            continue
        when, replaced = one.get("when") or "", list(one.get("replaced_by") or [])
        found.append(
            {
                "key": component_key(index),
                "name": one["name"],
                "kind": one.get("kind", "submit"),
                "when": when,
                "replaced_by": replaced,
                "required": one.get("kind") == "submit" and not when and not replaced,
            }
        )
    return found
