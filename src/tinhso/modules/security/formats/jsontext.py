# SPDX-License-Identifier: EUPL-1.2
"""JSON of strangers: strict (RFC 8259), no name twice, no endless depth, text that can be written again."""

import json
import re
from typing import Any

import orjson

from tinhso.modules.security.formats.types import Unreadable

DEEPEST = 64
LONGEST = 1_048_576
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def load(text: str) -> dict[str, Any]:
    """Return the object a line holds. Raises Unreadable with the reason."""
    if len(text) > LONGEST:
        raise Unreadable(f"Dòng JSON dài hơn {LONGEST} ký tự.")
    found = _canonical(text)
    if found is not None and text.count("{") + text.count("[") <= DEEPEST:
        return found
    try:
        found = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except Unreadable:
        raise
    except RecursionError as error:
        raise Unreadable("JSON lồng nhau quá sâu.") from error
    except ValueError as error:
        raise Unreadable("JSON bị cắt cụt hoặc sai cú pháp.") from error
    if not isinstance(found, dict):
        raise Unreadable("Dòng JSON không phải là một đối tượng.")
    if text.count("{") + text.count("[") > DEEPEST and _depth(found) > DEEPEST:
        raise Unreadable(f"JSON lồng nhau sâu hơn {DEEPEST} tầng.")
    return _writable(found) if _SURROGATE.search(text) else found


def _canonical(text: str) -> dict[str, Any] | None:
    """Return the object of a line that says it in exactly one way: as it would be written again, byte for byte.

    Such a line has no name twice, no number we would round, no half of a surrogate pair, so the careful reader can be
    spared. None for all others.
    """
    try:
        found = orjson.loads(raw := text.encode())
        same = orjson.dumps(found) == raw
    except (orjson.JSONDecodeError, orjson.JSONEncodeError, UnicodeEncodeError):
        return None
    return found if same and isinstance(found, dict) else None


def flat(value: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return nested objects as dotted names; lists stay as they are."""
    found: dict[str, Any] = {}
    for name, one in value.items():
        if isinstance(one, dict) and one:
            found.update(flat(one, f"{prefix}{name}."))
        else:
            found[f"{prefix}{name}"] = one
    return found


def at(value: Any, *names: str) -> Any:
    """Return what lies under names one below the other, or under their dotted name; None when it is not there."""
    dotted = value.get(".".join(names)) if isinstance(value, dict) else None
    if dotted is not None:
        return dotted
    for name in names:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def words(value: Any) -> str:
    """Return a value that should be a text as text; empty for what is none."""
    return value if isinstance(value, str) else str(value) if isinstance(value, (int, float)) else ""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable("Một tên trường xuất hiện hai lần trong cùng một đối tượng JSON.")
    return found


def _constant(name: str) -> Any:
    raise Unreadable(f"Giá trị {name} không có trong JSON chuẩn.")


def _depth(value: Any) -> int:
    deepest, left = 0, [(value, 1)]
    while left:
        one, level = left.pop()
        deepest = max(deepest, level)
        if isinstance(one, (dict, list)):
            left.extend((inner, level + 1) for inner in (one.values() if isinstance(one, dict) else one))
    return deepest


def _writable(value: Any) -> Any:
    """Return the value with halves of surrogate pairs replaced: they can be escaped in JSON and written nowhere."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode() if any("\ud800" <= c <= "\udfff" for c in value) else value
    if isinstance(value, dict):
        return {_writable(name): _writable(one) for name, one in value.items()}
    return [_writable(one) for one in value] if isinstance(value, list) else value
