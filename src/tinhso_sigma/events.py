# SPDX-License-Identifier: EUPL-1.2
"""From one line to an event, and from an event to its fields, whatever the producer's layout.

An event is a dictionary. Its fields are a map of folded names to the values they have: names lose spaces and case;
nested objects are joined by a dot; a list gives several values, of which one may hold. Where the system part of a
Windows event and its data have the same name, the system part is meant (`EventData` may hold a Channel of its own).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from tinhso_sigma.errors import BadEvent
from tinhso_sigma.names import field_name
from tinhso_sigma.values import fold, written
from tinhso_sigma.windows import CHANNEL, EVENT_ID, Shape, WindowsMap

Event = Mapping[str, Any]
Fields = dict[str, tuple[Any, ...]]
LONGEST_LINE = 4 << 20  # bytes
MOST_FIELDS = 20_000
DEEPEST = 64
MOST_LAYOUTS, MOST_NAMES = 1024, 200  # remembered, and names in one
TEXT_KEYS = ("#text", "value", "text", "#value")
ATTRIBUTE_KEYS = ("#attributes", "attributes")
WRAPPED = ("UserData", "user_data")


def parse(line: bytes | str) -> dict[str, Any]:
    """Return the event of a line of JSON. Of a name given twice in one object the last counts.

    Raises BadEvent: not JSON, not an object, bad UTF-8, nested without end, longer than 4 MiB.
    """
    if len(line) > LONGEST_LINE:
        raise BadEvent(f"Dòng dài hơn {LONGEST_LINE >> 20} MiB. Hãy cắt bớt tại nguồn rồi gửi lại.")
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise BadEvent(f"Dòng không phải JSON hợp lệ ({error}). Hãy kiểm tra nguồn gửi.") from error
    if not isinstance(found, dict):
        raise BadEvent("Dòng JSON phải là một đối tượng. Hãy gửi mỗi sự kiện một đối tượng trên một dòng.")
    return found


def _at(event: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        if not isinstance(event, dict):
            return None
        event = event.get(step)
    return event


def shape_of(event: Event, mapping: WindowsMap) -> Shape:
    """Return the first layout whose system part the event has; the last layout is the flat one."""
    for shape in mapping.shapes:
        if shape.system and isinstance(_at(event, shape.system), dict):
            return shape
    return mapping.shapes[-1]


def sections(event: Event, shape: Shape) -> tuple[dict[str, Any] | Any, ...]:
    """Return the parts that hold fields, the system part first."""
    if not shape.system:
        return (event,)
    return (_at(event, shape.system), *(_unwrapped(_at(event, path), path[-1]) for path in shape.data))


def _unwrapped(part: Any, name: str) -> Any:
    """Return what stands inside the one element that producers put between UserData and its fields."""
    if name in WRAPPED and isinstance(part, dict) and len(part) == 1:
        inner = next(iter(part.values()))
        return inner if isinstance(inner, dict) else part
    return part


def fields_of(event: Event, shape: Shape) -> Fields:
    """Return the fields; a name in an earlier section hides it in a later one, names equal in one section add up.

    Raises BadEvent when there are more than 20,000 values.
    """
    fields = _plain_fields(event, shape)
    if fields is not None:
        return fields
    fields = {}
    count = 0
    for section in sections(event, shape):
        own: dict[str, list[Any]] = {}
        for name, value in _quick_leaves(section, bool(shape.system)):
            folded = field_name(name)
            own.setdefault(shape.names.get(folded, folded), []).append(value)
            count += 1
            if count > MOST_FIELDS:
                raise BadEvent(f"Sự kiện có hơn {MOST_FIELDS:,} giá trị. Hãy kiểm tra nguồn gửi.")
        for name, values in own.items():
            fields.setdefault(name, tuple(values))
    return fields


def _plain_fields(event: Event, shape: Shape) -> Fields | None:
    """Return what `fields_of` returns, None for all but the common case: plain values under a layout seen before."""
    fields: Fields = {}
    for section in sections(event, shape):
        if section is None:
            continue
        if section.__class__ is not dict or len(section) > MOST_NAMES:
            return None
        key = tuple(section)
        names = shape.layouts.get(key) or _learnt(key, shape)
        if len(names) != len(key):
            return None
        for name, value in zip(names, section.values(), strict=True):
            if value.__class__ is dict or value.__class__ is list:
                return None
            fields.setdefault(name, (value,))
    return fields


def _learnt(key: tuple[str, ...], shape: Shape) -> tuple[str, ...]:
    """Return the folded names of a section, fewer than it has when two are one or one is empty; remember them."""
    folded = (field_name(name) for name in key if name)
    names = tuple(dict.fromkeys(shape.names.get(name, name) for name in folded))
    if len(shape.layouts) >= MOST_LAYOUTS:
        shape.layouts.clear()
    shape.layouts[key] = names
    return names


def _quick_leaves(section: Any, attributes: bool) -> Iterator[tuple[str, Any]]:
    """Give what `leaves` gives; most sections are plain, and recursion costs more than all the rest."""
    if section.__class__ is not dict:
        yield from leaves(section, attributes)
        return
    for name, value in section.items():
        if value.__class__ is dict or value.__class__ is list:
            yield from leaves(value, attributes, name, 1)
        elif name:
            yield name, value


def leaves(part: Any, attributes: bool, name: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Give name and value of everything below a part. attributes: XML is written in it, `Provider` has a `Name`.

    An empty list or object is a field without a value (null). Raises BadEvent below 64 levels.
    """
    if depth > DEEPEST:
        raise BadEvent(f"Sự kiện lồng quá {DEEPEST} cấp. Hãy kiểm tra nguồn gửi.")
    if isinstance(part, dict):
        named = _named_data(part) if attributes and name == "Data" else None
        if named:
            yield named
            return
        if name and not part:
            yield name, None
        for key, value in part.items():
            yield from leaves(value, attributes, _joined(name, key, attributes), depth + 1)
    elif isinstance(part, list):
        if name and not part:
            yield name, None
        for value in part:
            named = _named_data(value) if attributes else None
            yield from (named,) if named else leaves(value, attributes, name, depth + 1)
    elif name:
        yield name, part


def _joined(name: str, key: str, attributes: bool) -> str:
    if not name:
        return key
    if not attributes:
        return f"{name}.{key}"
    if key.lower() in TEXT_KEYS or key in ATTRIBUTE_KEYS:
        return name
    return f"{name}_{key.lstrip('@')}"


def _named_data(value: Any) -> tuple[str, Any] | None:
    """Return name and text of `<Data Name="x">text</Data>` as converters write it, None for anything else."""
    if not isinstance(value, dict):
        return None
    inner = next((value[key] for key in ATTRIBUTE_KEYS if isinstance(value.get(key), dict)), value)
    name = inner.get("Name", inner.get("@Name"))
    if not isinstance(name, str):
        return None
    text = [value[key] for key in (*TEXT_KEYS, "Value", "Text") if key in value]
    return (name, text[0]) if text and not isinstance(text[0], dict | list) else None


def origin(fields: Fields) -> tuple[str, str] | None:
    """Return channel (folded) and event number (as text), "" where one is missing; None when both are: not Windows."""
    channel, number = fields.get(CHANNEL), fields.get(EVENT_ID)
    if not channel and not number:
        return None
    return fold(_first(channel)), _first(number)


def _first(values: tuple[Any, ...] | None) -> str:
    return "" if not values or values[0] is None else written(values[0])
