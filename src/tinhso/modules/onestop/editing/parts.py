# SPDX-License-Identifier: EUPL-1.2
"""Each part of a record as it is saved: what was typed becomes keys of the record, the rest stays. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from tinhso.lib.vntext import search_key
from tinhso.modules.onestop.editing.types import OF_PART, PARTS, Content, Definition, Edit, Part
from tinhso.modules.onestop.internal_process import KEY_OF_UNIT, KEYS
from tinhso.modules.onestop.types import OnlineLevel

_CHECKED_KEYS: Final[Mapping[Part, tuple[str, ...]]] = {
    **{part: keys for part, keys in OF_PART.items() if part is not Part.TEXTS},
    Part.TEXTS: ("legal_basis", "source", "note"),
}
"""Keys whose `unverified` marks go when the controller says that the part was compared with the decision."""


@dataclass(frozen=True)
class General:
    """Names, place, time and way of the procedure; its code never changes. time_value: None when not confirmed."""

    code_confirmed: bool
    name: str
    short_name: str
    sector: str
    field: str
    level: Sequence[str]
    applicants: Sequence[str]
    authority: str
    time_value: int | None
    time_unit: str
    after_15h: bool
    online_level: str
    partial_ground: str
    partial_reason: str
    results: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Line:
    """One component as typed. copies: None when the source does not say how many."""

    name: str
    kind: str
    when: str = ""
    replaced_by: tuple[str, ...] = ()
    originals: int | None = None
    copies: int | None = None


@dataclass(frozen=True)
class StepLine:
    """One step of the internal process as typed. length: in the unit of the published time; None when it has none.

    kept: what the record says besides (a stopped clock, a state of the national portal), carried along unseen.
    """

    work: str
    actor: str
    role: str = ""
    length: Decimal | None = None
    parallel: bool = False
    kept: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Way:
    """How one channel stands: offered, with the time and fee the national portal shows for it."""

    channel: str
    time_value: int | None
    time_unit: str
    fee_shown_vnd: int | None


def edit(part: Part, change: Callable[[Definition], Definition], *, checked: bool = False, what: str = "") -> Edit:
    """Return the edit that changes the record in one part.

    checked: the controller compared the part with the decision, so its marks of not verified go.
    """

    def apply(content: Content) -> Content:
        changed = change(content.definition)
        return Content(_verified(changed, part) if checked else changed, content.form)

    return Edit(part, what or f"lưu mục {PARTS[part]}", apply)


def _verified(definition: Definition, part: Part) -> Definition:
    keys = _CHECKED_KEYS[part]
    left = [one for one in definition.get("unverified") or () if one.split(".")[0] not in keys]
    rest = {key: value for key, value in definition.items() if key != "unverified"}
    return {**rest, "unverified": left} if left else rest


def marks_of(definition: Mapping[str, Any], part: Part) -> list[str]:
    """Return which keys of a part are marked as not yet compared with an official source."""
    return [one for one in definition.get("unverified") or () if one.split(".")[0] in _CHECKED_KEYS[part]]


def with_general(definition: Definition, said: General) -> Definition:
    time = {key: value for key, value in definition["time"].items() if key not in ("value", "unit", "after_15h")}
    time |= {"value": said.time_value, "unit": said.time_unit or None}
    if said.after_15h:
        time["after_15h"] = "next_working_day"
    found = {
        **definition,
        "code_confirmed": said.code_confirmed,
        "name": said.name,
        "short_name": said.short_name,
        "sector": said.sector,
        "field": said.field,
        "level": list(said.level),
        "applicants": list(said.applicants),
        "time": time,
        "online_level": said.online_level or None,
        "results": [{"name": name, "code": code or None} for name, code in said.results],
    }
    partial = {"ground": said.partial_ground, "reason": said.partial_reason}
    wanted = partial if said.online_level == OnlineLevel.PARTIAL and any(partial.values()) else None
    return _or_without(_or_without(found, "authority", said.authority), "partial", wanted)


def _or_without(definition: Definition, key: str, value: Any) -> Definition:
    """Return the record with the value, or without the key when there is none."""
    rest = {one: kept for one, kept in definition.items() if one != key}
    return {**rest, key: value} if value else rest


def with_components(definition: Definition, lines: Sequence[Line], *, complete: bool) -> Definition:
    found = {**definition, "components": [_component(one) for one in lines]}
    rest = {key: value for key, value in found.items() if key != "components_complete"}
    return rest if complete else {**rest, "components_complete": False}


def _component(line: Line) -> dict[str, Any]:
    data: dict[str, Any] = {"name": line.name, "kind": line.kind}
    if line.when:
        data["when"] = line.when
    if line.replaced_by:
        data["replaced_by"] = list(line.replaced_by)
    counts = {"originals": line.originals, "copies": line.copies}
    return data | {key: value for key, value in counts.items() if value is not None}


def with_fee(definition: Definition, fee: Mapping[str, Any]) -> Definition:
    """Return the record with this fee; an amount nobody typed is null: not confirmed, never nought."""
    kept = {key: value for key, value in fee.items() if value not in (None, "")}
    return {**definition, "fee": {**kept, "kind": fee["kind"], "amount_vnd": fee.get("amount_vnd")}}


def with_channels(definition: Definition, ways: Sequence[Way]) -> Definition:
    """Return the record with its channels; the mark that they contradict one another follows from them."""
    rows = [
        {
            "channel": one.channel,
            "time_value": one.time_value,
            "time_unit": one.time_unit or None,
            "fee_shown_vnd": one.fee_shown_vnd,
        }
        for one in ways
    ]
    said = {(one.time_value, one.time_unit) for one in ways if one.time_value is not None}
    found = _or_without(definition, "portal_channels", rows)
    return _or_without(found, "portal_times_disagree", len(said) > 1)


def with_steps(definition: Definition, lines: Sequence[StepLine]) -> Definition:
    """Return the record with its internal process; lengths stand in the unit of the published time, as typed."""
    key = KEY_OF_UNIT.get((definition.get("time") or {}).get("unit") or "", "days")
    rows: list[dict[str, Any]] = []
    for line in lines:
        number = rows[-1]["seq"] if rows and line.parallel else (rows[-1]["seq"] + 1 if rows else 1)
        rows.append(_step(line, number, key))
    return _or_without(definition, "steps", rows)


def _step(line: StepLine, number: int, key: str) -> dict[str, Any]:
    shown = {"seq", "actor", "role", "work", "parallel", *KEYS}
    data = {name: value for name, value in (line.kept or {}).items() if name not in shown}
    data |= {"seq": number, "actor": line.actor, "work": line.work}
    if line.role:
        data["role"] = line.role
    if line.parallel:
        data["parallel"] = True
    if line.length is not None:
        whole = int(line.length)
        data[key] = whole if line.length == whole else float(line.length)  # halves are exact
    return data


def with_texts(
    definition: Definition, *, legal_basis: Sequence[str], source_decision: str, source: str, note: str
) -> Definition:
    found = {**definition, "legal_basis": list(legal_basis), "source": source or None}
    return _or_without(_or_without(found, "source_decision", source_decision), "note", note)


def empty_record(code: str, name: str, sector: str, field: str) -> Definition:
    """Return the record of a procedure of which nothing is known but its names: everything else is not confirmed."""
    return {
        "code": code,
        "code_confirmed": False,
        "name": name,
        "short_name": name,
        "sector": sector,
        "field": field,
        "level": [],
        "applicants": [],
        "time": {"value": None, "unit": None},
        "fee": {"kind": "unknown", "amount_vnd": None},
        "components": [],
        "results": [],
        "legal_basis": [],
        "online_level": None,
        "source": None,
    }


def words_of(definition: Mapping[str, Any]) -> str:
    """Return what a list of procedures is searched by."""
    return search_key(" ".join(str(definition.get(key) or "") for key in ("code", "short_name", "name", "field")))
