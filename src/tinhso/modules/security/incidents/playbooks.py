# SPDX-License-Identifier: EUPL-1.2
"""The playbooks that come along, by category of incident."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tinhso.modules.security.types.incidents import Category


@dataclass(frozen=True)
class PlaybookTask:
    """One task. needs_approval: a head or leader agrees before it is done."""

    key: str
    title: str
    about: str = ""
    needs_approval: bool = False


@cache
def _told() -> dict[str, list[dict[str, Any]]]:
    text = Path(__file__).with_name("playbooks.yaml").read_text(encoding="utf-8")
    found: dict[str, list[dict[str, Any]]] = yaml.safe_load(text)
    return found


def playbook(category: Category) -> tuple[PlaybookTask, ...]:
    """Return the tasks for a category in order; one without a playbook of its own has the general one."""
    told = _told()
    rows = [*told["common_before"], *told.get(category.value, told["other"]), *told["common_after"]]
    return tuple(PlaybookTask(one["key"], one["title"], one.get("about", ""), bool(one.get("approve"))) for one in rows)


def has_own_playbook(category: Category) -> bool:
    """Whether a category has tasks of its own; the others have the general ones."""
    return category is Category.OTHER or category.value in _told()
