# SPDX-License-Identifier: EUPL-1.2
"""Which rules match events as our readers made them; Windows events go to the loop for lines as they came. Pure.

Events of other formats are written as lines for that loop too: it is an order of magnitude faster than Python.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import orjson

from tinhso.modules.security.formats.types import Event
from tinhso_sigma import Engine, LogSource, Rule
from tinhso_sigma.errors import BadEvent
from tinhso_sigma.events import Fields, fields_of, origin, parse, shape_of


def matched(engine: Engine, events: Sequence[Event]) -> dict[int, Sequence[Rule]]:
    """Return the rules that match, by number of the event."""
    found: dict[int, Sequence[Rule]] = {}
    lines: dict[LogSource, list[tuple[int, bytes]]] = {}
    is_fast = engine.compiled is not None
    for number, event in enumerate(events):
        line = event["raw"] if _is_line(event) else _written(event) if is_fast else None
        if line is not None:
            lines.setdefault(_source(event), []).append((number, line))
        elif event["kind"] != "unreadable" and (rules := _match(engine, event)):
            found[number] = rules
    for source, numbered in lines.items():
        answers = engine.match_lines([line for _, line in numbered], source)
        for (number, _), answer in zip(numbered, answers, strict=True):
            # Half a surrogate pair, say: our reader mends what the loop refuses.
            rules = _match(engine, events[number]) if isinstance(answer, BadEvent) else answer
            if rules:
                found[number] = rules
    return found


def matched_lines(
    engine: Engine, lines: list[bytes], source: LogSource
) -> Iterator[tuple[int, Sequence[Rule] | None]]:  # fmt: skip
    """Give the numbers of the lines that rules match, with the rules; None where the loop refuses a line."""
    for number, answer in enumerate(engine.match_lines(lines, source)):
        if isinstance(answer, BadEvent):
            yield number, None
        elif answer:
            yield number, answer


def values_of(engine: Engine, event: Event) -> Fields:
    """Return the fields of an event as the rules saw them, by folded name; those of the audit log under both names."""
    told: Mapping[str, Any] = event["fields"]
    if _is_line(event):
        with suppress(BadEvent):
            told = parse(event["raw"])
    found = fields_of(told, shape_of(told, engine.mapping))
    place = origin(found) if engine.audit else None
    for name, theirs in (engine.mapping.aliases(*place) if place else {}).items():
        if theirs in found:
            found.setdefault(name, found[theirs])
    return found


def _match(engine: Engine, event: Event) -> Sequence[Rule]:
    try:
        return engine.match(event["fields"], _source(event))
    except BadEvent:
        return ()


def _is_line(event: Event) -> bool:
    """Whether an event is one line of JSON that the engine itself reads: of Windows, and what our reader refused.

    A name given twice makes a line unreadable to us; it must not hide from the rules what it says.
    """
    return event["kind"] in ("windows", "unreadable") and event["raw"][:1] == b"{"


def _written(event: Event) -> bytes | None:
    """Return the fields of an event as a line; None where JSON cannot say them: a number beyond 64 bits, say."""
    try:
        return orjson.dumps(event["fields"]) if event["kind"] != "unreadable" else None
    except orjson.JSONEncodeError:
        return None


def _source(event: Event) -> LogSource:
    told = event["logsource"]
    return LogSource(told.get("product"), told.get("category"), told.get("service"))
