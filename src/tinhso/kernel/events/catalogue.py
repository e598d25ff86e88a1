# SPDX-License-Identifier: EUPL-1.2
"""The one catalogue of verbs: every act the product can record, with its typed payload and version.

A verb is a past fact with a grammar, noun first: `dossier:supplement:requested`.
"""

import dataclasses
import re
import types
import typing
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from tinhso.kernel.events.errors import LedgerMisuse

GRAMMAR = re.compile(r"^[a-z][a-z_]*(:[a-z][a-z_]*){1,3}$")
PLAIN = {str, int, bool, date, datetime, uuid.UUID}
P = TypeVar("P")


@dataclass(frozen=True)
class Verb:
    """One kind of act: name, Vietnamese title for people, version of its payload, the payload class."""

    name: str
    title: str
    version: int
    payload: type


VERBS: dict[str, Verb] = {}
_BY_PAYLOAD: dict[type, Verb] = {}


def act(name: str, *, title: str, version: int = 1) -> Callable[[type[P]], type[P]]:
    """Declare a frozen dataclass as the payload of verb `name`.

    Raises LedgerMisuse for a name outside the grammar, a name taken, or a field of a type the ledger cannot keep.
    """

    def declare(payload: type[P]) -> type[P]:
        if not GRAMMAR.match(name):
            raise LedgerMisuse(f"verb {name!r} does not follow noun:…:past_fact")
        taken = VERBS.get(name)
        if taken and taken.payload.__qualname__ != payload.__qualname__:
            raise LedgerMisuse(f"verb {name!r} is already {taken.payload.__qualname__}")
        for field, hint in typing.get_type_hints(payload).items():
            if not _keepable(hint):
                raise LedgerMisuse(
                    f"{payload.__qualname__}.{field}: the ledger keeps {sorted(t.__name__ for t in PLAIN)}"
                )
        verb = Verb(name, title, version, payload)
        VERBS[name] = _BY_PAYLOAD[payload] = verb
        return payload

    return declare


def _keepable(hint: Any) -> bool:
    if hint in PLAIN:
        return True
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return len(args) == 2 and args[1] is Ellipsis and _keepable(args[0])
    if origin in (types.UnionType, typing.Union):
        return all(arg is type(None) or _keepable(arg) for arg in args)
    return False


def verb_of(payload: object) -> Verb:
    """Return the verb of a payload instance or class; raises LedgerMisuse if it was never declared."""
    kind = payload if isinstance(payload, type) else type(payload)
    try:
        return _BY_PAYLOAD[kind]
    except KeyError:
        raise LedgerMisuse(f"{kind.__qualname__} is not in the catalogue of verbs") from None


def to_json(payload: object) -> dict[str, Any]:
    """Return the payload as JSON values; dates and identifiers become text, empty optional fields are left out."""
    fields = dataclasses.fields(payload)  # type: ignore[arg-type]
    pairs = ((field.name, getattr(payload, field.name)) for field in fields)
    return {name: _plain(value) for name, value in pairs if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def title_of(verb: str) -> str:
    """Return the Vietnamese title of a verb; an old verb no longer declared shows its name."""
    known = VERBS.get(verb)
    return known.title if known else verb


def data_of(payload_type: type[P], data: Mapping[str, Any]) -> P:
    """Return the payload built from an act's JSON; fields added later take their defaults."""
    hints = typing.get_type_hints(payload_type)
    return payload_type(**{name: _typed(hints[name], value) for name, value in data.items() if name in hints})


def _typed(hint: Any, value: Any) -> Any:
    options = [arg for arg in typing.get_args(hint) if arg is not type(None)]
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return _typed(options[0], value)
    if typing.get_origin(hint) is tuple:
        return tuple(_typed(options[0], item) for item in value)
    if hint in (date, datetime):
        return hint.fromisoformat(value)
    return uuid.UUID(value) if hint is uuid.UUID else value
