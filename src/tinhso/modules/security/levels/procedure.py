# SPDX-License-Identifier: EUPL-1.2
"""The way of a dossier: its parts, who appraises and approves, its limits (Nghị định 85/2016, Điều 12, 15–19)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tinhso.modules.security.levels.reading import Trust, table, trust


@dataclass(frozen=True)
class Limit:
    """A limit of the law. value None: none is written. unit: as the calendar names it."""

    value: int | None
    unit: str
    source: str
    trust: Trust


@dataclass(frozen=True)
class Roles:
    """Who does what for a level: security_unit, owner or ministry. opinion: who writes one before, empty: nobody."""

    appraises: str
    approves: str
    opinion: str
    also: str


def _rules() -> Mapping[str, Any]:
    return table("level_procedure")


def roles(level: int) -> Roles:
    """Return who appraises and approves a level (Nghị định 85/2016, Điều 12)."""
    one = _rules()["roles"]["by_level"][level]
    return Roles(one["appraises"], one["approves"], one["opinion"] or "", one.get("also") or one.get("then") or "")


def limit(step: str, level: int, on: date) -> Limit:
    """Return the limit of a step: completeness, appraisal or approval; the appraisal of levels 1 and 2 has none."""
    one = _rules()["limits"][step]
    value = one["by_level"][level] if "by_level" in one else one["value"]
    return Limit(value, one["unit"], one["source"], trust(one, on))


def parts(level: int, variant: str) -> list[tuple[int, str]]:
    """Return number and wording of the parts of the dossier (Điều 15). variant: new or running."""
    found = []
    for one in _rules()["dossier_parts"]:
        if level in one.get("levels", (level,)):
            more = one.get("variants", {}).get(variant, "")
            found.append((one["number"], f"{one['text']}: {more}" if more else one["text"]))
    return found


def plan_parts() -> list[tuple[str, str]]:
    """Return key and wording of the seven parts of the protection plan (Điều 19)."""
    return [(one["key"], one["text"]) for one in _rules()["plan_parts"]["items"]]


def serious_reasons(level: int) -> list[tuple[str, str]]:
    """Return what the reasoning of levels 4 and 5 has to say besides (Thông tư 03/2017, Điều 7 khoản 3)."""
    return [(one["key"], one["text"]) for one in _rules()["serious_reasons"]["items"] if level in one["levels"]]


def ministry_on(on: date) -> str:
    """Return who appraises levels 4 and 5 on a day; empty where we have not read it (then it is typed)."""
    for one in _rules()["appraiser"]:
        if one["until"] is None or on <= one["until"]:
            return one["title"] or ""
    return ""


@dataclass(frozen=True)
class Content:
    """What a dossier says and holds, as the check of completeness needs it. files: numbers of parts with a file."""

    level: int
    said: Mapping[str, str]
    files: frozenset[int]


def missing(content: Content) -> list[str]:
    """Return what a dossier lacks by Điều 15 and 19, in words; nothing when it is complete."""
    said = {key: text.strip() for key, text in content.said.items()}
    lacking = []
    if not said.get("overview"):
        lacking.append("Phần 1: mô tả tổng quan")
    if 2 not in content.files:
        lacking.append("Phần 2: tệp tài liệu thiết kế")
    if not said.get("reasons"):
        lacking.append("Phần 3: thuyết minh đề xuất cấp độ")
    for key, text in serious_reasons(content.level):
        if not said.get(f"serious.{key}"):
            lacking.append(f"Phần 3: {text[0].lower()}{text[1:]}")
    for key, text in plan_parts():
        if not said.get(f"plan.{key}"):
            lacking.append(f"Phần 4: {text[0].lower()}{text[1:]}")
    if roles(content.level).opinion and not said.get("opinion"):
        lacking.append("Phần 5: ý kiến chuyên môn của đơn vị chuyên trách")
    return lacking


@dataclass(frozen=True)
class Standing:
    """What decides a level: kind, information, focal operator and supplier, components, users at the threshold."""

    kind: str
    information: tuple[str, ...]
    focal: str
    supplier: str
    components: str
    users_reached: bool


def changes(approved: Standing, today: Standing) -> list[str]:
    """Return which things changed since the level was approved: each calls for a new determination (Điều 18)."""
    found = []
    if approved.kind != today.kind:
        found.append("kind")
    if sorted(approved.information) != sorted(today.information):
        found.append("information")
    if (approved.focal, approved.supplier) != (today.focal, today.supplier):
        found.append("operator")
    if approved.components.split() != today.components.split():
        found.append("components")
    if approved.users_reached != today.users_reached:
        found.append("users")
    return found
