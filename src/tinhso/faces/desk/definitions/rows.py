# SPDX-License-Identifier: EUPL-1.2
"""Lists on a page of the editor: rows as typed, what was done to one of them, and the way back to its button."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from tinhso.modules.onestop.editing.listing import Deed, done

MOST_ROWS = 200
ADD = "them"
Row = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What a button of a list asked for: nothing (save), a row more, or a deed on the row at a place."""

    deed: Deed | None = None
    at: int = 0
    to: int = 0
    add: bool = False


@dataclass
class Typed:
    """What a browser sent for one part: the form, the rows after what was pressed, the button."""

    data: QueryDict
    rows: list[Row] = field(default_factory=list)
    what: Asked = field(default_factory=Asked)


def asked(data: QueryDict) -> Asked:
    """Return what was pressed; anything that cannot be read is a plain save."""
    word, *numbers = data.get("viec", "").split(":")
    if word == ADD:
        return Asked(add=True)
    if word not in set(Deed) or not all(one.isascii() and one.isdigit() and len(one) < 5 for one in numbers):
        return Asked()
    places = [int(one) for one in numbers]
    return Asked(Deed(word), places[0], places[1] if len(places) > 1 else 0) if places else Asked()


def typed(data: QueryDict, names: Sequence[str], lists: Sequence[str] = ()) -> list[Row]:
    """Return the rows of a page in order: one text under each name, a list of texts under those of `lists`."""
    count = data.get("so-dong", "")
    number = min(int(count), MOST_ROWS) if count.isascii() and count.isdigit() and len(count) < 5 else 0
    return [
        {name: data.get(f"{name}-{at}", "").replace("\x00", "").strip() for name in names}
        | {name: data.getlist(f"{name}-{at}") for name in lists}
        for at in range(number)
    ]


def arranged(rows: Sequence[Row], what: Asked) -> list[Row]:
    """Return the rows after what was pressed; a new row is empty and stands at the end."""
    if what.deed is not None:
        return done(rows, what.deed, what.at, what.to)
    return [*rows, {}] if what.add else [*rows]


def anchor(what: Asked, count: int) -> str:
    """Return the id of the button to come back to, so that a keyboard goes on where it was."""
    if what.deed is None or not count:
        return ""
    place = {Deed.UP: what.at - 1, Deed.DOWN: what.at + 1, Deed.MOVE: what.to, Deed.REMOVE: what.at}[what.deed]
    place = min(max(place, 0), count - 1)
    up = (what.deed is Deed.UP and place > 0) or place == count - 1
    return f"{Deed.UP if up else Deed.DOWN}-{place}"


def shown(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the rows as a template wants them (names of their controls) and the values under those names."""
    last = len(rows) - 1
    found = [
        {
            "at": at,
            "number": at + 1,
            "title": row.get(names[0]) or "",
            "first": at == 0,
            "last": at == last,
            **{name: f"{name}-{at}" for name in names},
        }
        for at, row in enumerate(rows)
    ]
    values = {f"{name}-{at}": row.get(name, "") for at, row in enumerate(rows) for name in names}
    return found, values
