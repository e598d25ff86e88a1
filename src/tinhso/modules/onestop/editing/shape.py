# SPDX-License-Identifier: EUPL-1.2
"""Small checks of JSON values that come from outside: each gives the places and faults it finds, in Vietnamese."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

Fault = tuple[str, str]
"""Place inside the value (empty for the value itself) and what is wrong with it."""
Check = Callable[[Any], Iterator[Fault]]
LONGEST_TEXT = 4000


def is_storable(text: str) -> bool:
    """Return whether a database keeps this text: no NUL, no lone surrogate."""
    return "\x00" not in text and text.encode("utf-8", "ignore").decode("utf-8") == text


def text(longest: int = LONGEST_TEXT, *, empty: bool = False) -> Check:
    def check(value: Any) -> Iterator[Fault]:
        if not isinstance(value, str):
            yield "", "phải là chữ"
        elif not is_storable(value):
            yield "", "có ký tự không lưu được"
        elif not empty and not value.strip():
            yield "", "không được để trống"
        elif len(value) > longest:
            yield "", f"dài quá {longest} ký tự"

    return check


def one_of(words: Collection[str]) -> Check:
    def check(value: Any) -> Iterator[Fault]:
        if not isinstance(value, str) or value not in words:
            yield "", f"phải là một trong: {', '.join(sorted(words))}"

    return check


def yes_or_no(value: Any) -> Iterator[Fault]:
    if not isinstance(value, bool):
        yield "", "phải là true hoặc false"


def whole(lowest: int = 0, highest: int = 10**12) -> Check:
    def check(value: Any) -> Iterator[Fault]:
        if type(value) is not int or not lowest <= value <= highest:
            yield "", f"phải là số nguyên từ {lowest} đến {highest}"

    return check


def halves(value: Any) -> Iterator[Fault]:
    """Time of a step: whole or half, as decisions state it."""
    if type(value) not in (int, float) or not 0 <= value <= 10_000 or value * 2 != int(value * 2):
        yield "", "phải là số nguyên hoặc nửa, ví dụ 0.5"


def maybe(check: Check) -> Check:
    def checked(value: Any) -> Iterator[Fault]:
        if value is not None:
            yield from check(value)

    return checked


def each(check: Check, most: int = 200) -> Check:
    def checked(value: Any) -> Iterator[Fault]:
        if not isinstance(value, list):
            yield "", "phải là danh sách"
        elif len(value) > most:
            yield "", f"có quá {most} dòng"
        else:
            for number, one in enumerate(value):
                yield from _under(f"[{number}]", check(one))

    return checked


def record(fields: Mapping[str, Check], needed: Collection[str] = ()) -> Check:
    """Check a mapping: known keys only, those needed are there."""

    def checked(value: Any) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield "", "phải là nhóm các mục"
            return
        for key in value:
            if key not in fields:
                yield "", f"có mục lạ “{str(key)[:60]}”"
        for key in needed:
            if key not in value:
                yield "", f"thiếu mục “{key}”"
        for key, check in fields.items():
            if key in value:
                yield from _under(f".{key}", check(value[key]))

    return checked


def _under(place: str, faults: Iterator[Fault]) -> Iterator[Fault]:
    for inner, fault in faults:
        yield f"{place}{inner}", fault


def anything_storable(value: Any) -> Iterator[Fault]:
    """Any JSON value whose texts a database keeps."""
    if isinstance(value, str):
        if not is_storable(value):
            yield "", "có ký tự không lưu được"
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from anything_storable(key)
            yield from _under(f".{str(key)[:40]}", anything_storable(one))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _under(f"[{number}]", anything_storable(one))
    elif value is not None and not isinstance(value, (bool, int, float)):
        yield "", "có giá trị không phải chữ, số hay danh sách"
