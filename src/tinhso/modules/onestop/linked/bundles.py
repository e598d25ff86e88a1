# SPDX-License-Identifier: EUPL-1.2
"""Bundles of linked procedures as pure rules: which components there are, in which order, what each must yield.

Source: Nghị định 63/2024/NĐ-CP (mark B in `data/bundles.yaml`: quoted, not read in full).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tinhso.kernel.events.errors import Refused
from tinhso.lib.ids import IdentifierError
from tinhso.lib.personal_number import parse_personal_number

LEAD = "lead"
LONGEST_TEXT = 60


@dataclass(frozen=True)
class Output:
    """One piece of result data of a component. type: text | date | personal_number."""

    key: str
    label: str
    type: str
    required: bool


@dataclass(frozen=True)
class Component:
    """Thủ tục thành phần: one procedure of a bundle and the body that does it.

    body: kind of unit, `lead` for the body that resolves the dossier. needs: result data of earlier components;
    declared: questions of the declaration the body may see; place: 1 right after the leading component.
    """

    key: str
    title: str
    result: str
    body: str
    place: int
    needs: tuple[str, ...]
    declared: tuple[str, ...]
    produces: tuple[Output, ...]
    is_optional: bool
    limit_working_days: int | None


@dataclass(frozen=True)
class BundleDefinition:
    """Nhóm thủ tục liên thông: the leading component and the others, in order of place."""

    key: str
    title: str
    law: str
    lead: Component
    others: tuple[Component, ...]

    def component(self, key: str) -> Component:
        return next(one for one in (self.lead, *self.others) if one.key == key)


@dataclass(frozen=True)
class SyncRule:
    """The sync clock of a bundle: minutes to tell a status, working hours to confirm receipt, the article."""

    push_minutes: int
    acknowledge_working_hours: int
    law: str


def sync_rule(raw: Mapping[str, Any]) -> SyncRule:
    return SyncRule(int(raw["push_minutes"]), int(raw["acknowledge_working_hours"]), str(raw["law"]))


def read_bundle(raw: Mapping[str, Any], answers: Mapping[str, Any]) -> BundleDefinition:
    """Return a bundle as it applies to a declaration: a component with a condition is there only when it holds.

    Raises ValueError for data that cannot be carried out: two leads, an unknown predecessor, a circle, something
    needed that nobody yields.
    """
    wanted = [one for one in raw["components"] if _applies(one.get("when"), answers)]
    leads = [one for one in wanted if one["body"] == LEAD]
    if len(leads) != 1:
        raise ValueError(f"bundle {raw['key']}: needs one leading component, has {len(leads)}")
    places = _places(wanted, leads[0]["key"])
    parts = [_component(one, places[one["key"]]) for one in wanted]
    for one in parts:
        _check_needs(one, parts)
    others = tuple(sorted((one for one in parts if one.place), key=lambda one: one.place))
    return BundleDefinition(str(raw["key"]), str(raw["title"]), str(raw["law"]), _lead_of(parts), others)


def _lead_of(parts: Sequence[Component]) -> Component:
    return next(one for one in parts if one.place == 0)


def _applies(when: Mapping[str, Any] | None, answers: Mapping[str, Any]) -> bool:
    return when is None or answers.get(str(when["field"])) == when["equals"]


def _places(wanted: Sequence[Mapping[str, Any]], lead: str) -> dict[str, int]:
    """Return how many components stand before each: the lead 0, what follows it 1, what follows that 2."""
    places = {lead: 0}
    left = [one for one in wanted if one["key"] != lead]
    while left:
        ready = [one for one in left if set(one.get("after") or [lead]) <= places.keys()]
        if not ready:
            names = ", ".join(str(one["key"]) for one in left)
            raise ValueError(f"components wait for one another or for one that is not there: {names}")
        for one in ready:
            places[one["key"]] = 1 + max(places[key] for key in (one.get("after") or [lead]))
        left = [one for one in left if one["key"] not in places]
    return places


def _component(raw: Mapping[str, Any], place: int) -> Component:
    outputs = tuple(Output(one["key"], one["label"], one["type"], bool(one["required"])) for one in raw["produces"])
    return Component(
        key=str(raw["key"]),
        title=str(raw["title"]),
        result=str(raw["result"]),
        body=str(raw["body"]),
        place=place,
        needs=tuple(raw.get("needs") or ()),
        declared=tuple(raw.get("declared") or ()),
        produces=outputs,
        is_optional=bool(raw.get("optional")),
        limit_working_days=raw.get("limit_working_days"),
    )


def _check_needs(one: Component, parts: Sequence[Component]) -> None:
    yielded = {output.key for part in parts if part.place < one.place for output in part.produces}
    if missing := set(one.needs) - yielded:
        raise ValueError(f"component {one.key} needs what nobody before it yields: {sorted(missing)}")


def check_outputs(outputs: Sequence[Output], values: Mapping[str, str], today: date) -> dict[str, str]:
    """Return the result data cleaned: numbers without spaces, dates as YYYY-MM-DD.

    Raises Refused with a sentence that names the first piece that is missing or cannot be right.
    """
    found = {}
    for one in outputs:
        text = str(values.get(one.key) or "").strip()
        if not text and one.required:
            raise Refused(f"Chưa nhập “{one.label}”. Hãy nhập đủ kết quả rồi gửi lại.")
        if text:
            found[one.key] = _checked(one, text, today)
    return found


def _checked(one: Output, text: str, today: date) -> str:
    if one.type == "personal_number":
        try:
            return parse_personal_number(text).text
        except IdentifierError as error:
            raise Refused(f"{one.label}: {error}") from error
    if one.type == "date":
        return _day(one, text, today)
    if len(text) > LONGEST_TEXT:
        raise Refused(f"“{one.label}” dài quá {LONGEST_TEXT} ký tự. Hãy kiểm tra lại.")
    return text


def _day(one: Output, text: str, today: date) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Refused(f"“{one.label}” không phải là ngày trong lịch. Hãy nhập lại, ví dụ 27 3 2026.") from error
    if day > today:
        raise Refused(f"“{one.label}” không được sau ngày hôm nay ({today:%d/%m/%Y}). Hãy kiểm tra lại.")
    return day.isoformat()
