# SPDX-License-Identifier: EUPL-1.2
"""Each part of a record in boxes, and the boxes back as a change of the record."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tinhso.faces.desk.definitions import choices, reading
from tinhso.faces.desk.definitions.rows import Row, Typed
from tinhso.faces.desk.reading import lines
from tinhso.modules.onestop.editing import parts, words
from tinhso.modules.onestop.editing.listing import Deed
from tinhso.modules.onestop.editing.types import Edit, Part
from tinhso.modules.onestop.internal_process import KEY_OF_UNIT, KEYS, WORDS, shown, sum_of

Record = Mapping[str, Any]
DEEDS = {Deed.UP: "chuyển lên", Deed.DOWN: "chuyển xuống", Deed.MOVE: "chuyển chỗ", Deed.REMOVE: "bỏ"}
"""What was done to a row, as the button that takes it back says; Vietnamese like the record itself."""


def _is_checked(typed: Typed) -> bool:
    return bool(typed.data.get("da-doi-chieu"))


def _what(typed: Typed, noun: str, before: list[str]) -> str:
    """Return what the change is called on the button that takes it back; empty for a plain save."""
    if typed.what.deed is None:
        return ""
    name = before[typed.what.at] if typed.what.at < len(before) else ""
    return f"{DEEDS[typed.what.deed]} {noun} “{name[:80]}”"


def general_values(definition: Record) -> dict[str, Any]:
    time, partial = definition["time"], definition.get("partial") or {}
    rows = (f"{one['name']} | {one['code']}" if one.get("code") else one["name"] for one in definition["results"])
    return {
        **{key: definition.get(key) or "" for key in ("name", "short_name", "sector", "field", "authority")},
        "code_confirmed": "1" if definition["code_confirmed"] else "",
        "level": definition["level"],
        "applicants": definition["applicants"],
        "time_value": "" if time["value"] is None or time["unit"] == "same_day" else str(time["value"]),
        "time_unit": time["unit"] or "",
        "after_15h": "1" if time.get("after_15h") else "",
        "online_level": definition["online_level"] or "",
        "partial_ground": partial.get("ground", ""),
        "partial_reason": partial.get("reason", ""),
        "results": "\n".join(rows),
    }


def general_edit(typed: Typed, definition: Record) -> Edit:
    said = reading.general(typed.data)
    return parts.edit(Part.GENERAL, lambda one: parts.with_general(one, said), checked=_is_checked(typed))


def components_values(definition: Record) -> dict[str, Any]:
    return {"day-du": "" if definition.get("components_complete") is False else "1"}


def components_rows(definition: Record) -> list[Row]:
    return [
        {
            "ten": one["name"],
            "loai": one["kind"],
            "khi": one.get("when", ""),
            "banchinh": _number(one.get("originals")),
            "bansao": _number(one.get("copies")),
            "dulieu": one.get("replaced_by", []),
        }
        for one in definition["components"]
    ]


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def components_edit(typed: Typed, definition: Record) -> Edit:
    found, complete = reading.components(typed.rows), bool(typed.data.get("day-du"))
    what = _what(typed, "giấy tờ", [one["name"] for one in definition["components"]])
    return parts.edit(
        Part.COMPONENTS,
        lambda one: parts.with_components(one, found, complete=complete),
        checked=_is_checked(typed),
        what=what,
    )


def fee_values(definition: Record) -> dict[str, Any]:
    fee = definition["fee"]
    amounts = {key: _number(fee.get(key)) for key in words.AMOUNTS}
    return amounts | {key: fee.get(key) or "" for key in ("kind", "unit", "what", "note")}


def fee_edit(typed: Typed, definition: Record) -> Edit:
    fee = reading.fee(typed.data)
    return parts.edit(Part.FEES, lambda one: parts.with_fee(one, fee), checked=_is_checked(typed))


def channels_values(definition: Record) -> dict[str, Any]:
    found = definition.get("portal_channels") or []
    values: dict[str, Any] = {"channels": [one["channel"] for one in found]}
    for one in found:
        values[f"thoihan-{one['channel']}"] = _number(one["time_value"])
        values[f"donvi-{one['channel']}"] = one["time_unit"] or ""
        values[f"phi-{one['channel']}"] = _number(one["fee_shown_vnd"])
    return values


def channels_edit(typed: Typed, definition: Record) -> Edit:
    found = reading.ways(typed.data)
    return parts.edit(Part.CHANNELS, lambda one: parts.with_channels(one, found), checked=_is_checked(typed))


def steps_values(definition: Record) -> dict[str, Any]:
    return {}


def steps_rows(definition: Record) -> list[Row]:
    return [
        {
            "lam": one["work"],
            "ai": one["actor"],
            "chuc": one.get("role", ""),
            "gio": next((shown(Decimal(str(one[key]))) for key in KEYS if one.get(key) is not None), ""),
            "songsong": "1" if one.get("parallel") else "",
            "goc": str(at),
        }
        for at, one in enumerate(definition.get("steps") or ())
    ]


def steps_edit(typed: Typed, definition: Record) -> Edit:
    before = definition.get("steps") or []
    found = reading.steps(typed.rows, before)
    what = _what(typed, "bước", [one["work"] for one in before])
    return parts.edit(Part.STEPS, lambda one: parts.with_steps(one, found), checked=_is_checked(typed), what=what)


def texts_values(definition: Record) -> dict[str, Any]:
    plain = {key: definition.get(key) or "" for key in ("source_decision", "source", "note")}
    return plain | {"legal_basis": "\n".join(definition["legal_basis"])}


def texts_edit(typed: Typed, definition: Record) -> Edit:
    data, laws = typed.data, lines(typed.data, "legal_basis")
    said = {key: data.get(key, "").replace("\x00", "").strip() for key in ("source_decision", "source", "note")}
    return parts.edit(
        Part.TEXTS, lambda one: parts.with_texts(one, legal_basis=laws, **said), checked=_is_checked(typed)
    )


def choices_of(part: Part, definition: Record) -> dict[str, Any]:
    """Return what can be chosen on the page of a part, and what the page says of the record."""
    if part is Part.GENERAL:
        return {
            "sectors": choices.sectors(),
            "levels": choices.LEVELS,
            "who": choices.APPLICANTS,
            "units": choices.TIMES,
            "online": choices.ONLINE,
            "grounds": choices.GROUNDS,
            "variants": [words.span(one["value"], one["unit"]) for one in definition["time"].get("variants", ())],
        }
    if part is Part.COMPONENTS:
        return {"kinds": choices.KINDS, "databases": choices.databases()}
    if part is Part.FEES:
        return {"kinds": choices.FEES, "amounts": list(words.AMOUNTS.items())}
    if part is Part.CHANNELS:
        return {"all_channels": choices.CHANNELS, "units": choices.CHANNEL_TIMES}
    if part is Part.STEPS:
        unit = KEY_OF_UNIT.get(definition["time"].get("unit") or "", "days")
        return {"roles": choices.ROLES, "unit": WORDS[unit], "sum": sum_of(definition), "time": words.time(definition)}
    return {}
