# SPDX-License-Identifier: EUPL-1.2
"""What a fold reads of an act, found out by letting it read: it is shown a few fields and says which one it misses.

Acts that agree in all a fold reads add the same, so that a replay folds one of them and multiplies (ADR 0047). A
field that nobody showed is never taken for an empty one: reading it raises.
"""

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

ABSENT = "\ue000"
"""Stands in an array for a field the act does not have; a letter of private use, which no payload holds."""
FIELDS = {
    "actor": "to_jsonb(actor)",
    "on_behalf_of": "to_jsonb(on_behalf_of)",
    "subject": "to_jsonb(subject)",
    "rule": "to_jsonb(rule)",
    "version": "to_jsonb(version)",
    "data.*": "data",
}
"""Fields of an act beside its data that a fold may ask for, as SQL. Instant, number, case and digest are not among
them: a fold that reads those has another answer for each act and cannot be a fact."""


class ReadsMore(Exception):
    """A fold read a field it was not shown: `data.<name>` or the name of a column."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def expression(field: str) -> str:
    """Return a field as SQL that gives jsonb. The names of data come from folds, so quotes in them are doubled."""
    if field in FIELDS:
        return FIELDS[field]
    name = field.removeprefix("data.").replace("'", "''").replace("%", "%%")
    return f"coalesce(data->'{name}', '\"{ABSENT}\"')"


class Data(Mapping[str, Any]):
    """The data of an act as far as shown."""

    __slots__ = ("_shown",)

    def __init__(self, shown: Mapping[str, Any]) -> None:
        self._shown = shown

    def _value(self, name: str) -> Any:
        try:
            return self._shown[name]
        except KeyError:
            raise ReadsMore(f"data.{name}") from None

    def __getitem__(self, name: str) -> Any:
        value = self._value(name)
        if value == ABSENT:
            raise KeyError(name)
        return value

    def get(self, name: str, default: Any = None) -> Any:
        value = self._value(name)
        return default if value == ABSENT else value

    def __contains__(self, name: object) -> bool:
        return bool(self._value(str(name)) != ABSENT)

    def __iter__(self) -> Iterator[str]:
        raise ReadsMore("data.*")

    def __len__(self) -> int:
        raise ReadsMore("data.*")


class Glimpse:
    """An act as far as shown: verb, unit, area and kind of actor always, the rest by what was asked for."""

    def __init__(
        self, verb: str, unit_id: uuid.UUID | None, area: str, kind: str, fields: Sequence[str], read: str | None
    ) -> None:
        self.verb, self.unit_id, self.area, self.actor_kind = verb, unit_id, area, kind
        values = json.loads(read) if read else ()
        shown: dict[str, Any] = {}
        self.data: Mapping[str, Any] = Data(shown)
        for field, value in zip(fields, values, strict=True):
            if field == "data.*":
                self.data = value
            elif field.startswith("data."):
                shown[field[5:]] = value
            else:
                setattr(self, field, value)

    def __getattr__(self, name: str) -> Any:
        """Say that a column was not shown; called only for names that are not there."""
        if name in FIELDS:
            raise ReadsMore(name)
        raise AttributeError(f"a fold must not read “{name}” of an act: it differs from act to act")
