# SPDX-License-Identifier: EUPL-1.2
"""Which rules match events as our readers made them; Windows events go to the loop for lines as they came. Pure."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from tinhso.modules.security.formats.types import Event
from tinhso_sigma import Engine, LogSource, Rule
from tinhso_sigma.errors import BadEvent
from tinhso_sigma.events import Fields, fields_of, origin, parse, shape_of


def matched(engine: Engine, events: Sequence[Event]) -> dict[int, Sequence[Rule]]:
    """Return the rules that match, by number of the event."""
    found: dict[int, Sequence[Rule]] = {}
    lines: dict[LogSource, list[int]] = {}
    for number, event in enumerate(events):
        if _is_line(event):
            lines.setdefault(_source(event), []).append(number)
        elif event["kind"] != "unreadable" and (rules := _match(engine, event)):
            found[number] = rules
    for source, numbers in lines.items():
        answers = engine.match_lines([events[one]["raw"] for one in numbers], source)
        for number, answer in zip(numbers, answers, strict=True):
            # Half a surrogate pair, say: our reader mends what the loop refuses.
            rules = _match(engine, events[number]) if isinstance(answer, BadEvent) else answer
            if rules:
                found[number] = rules
    return found


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


def _source(event: Event) -> LogSource:
    told = event["logsource"]
    return LogSource(told.get("product"), told.get("category"), told.get("service"))
