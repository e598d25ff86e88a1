# SPDX-License-Identifier: EUPL-1.2
"""Matches of a batch gathered to what one alert says: rule, machine, how often, from when to when. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tinhso.modules.security.detection.pipeline import Match, Speaker, Taken, plain
from tinhso.modules.security.detection.rulebook import Rulebook, level_of
from tinhso.modules.security.store.rows import Row
from tinhso_sigma import Change, Correlation, Rule

MOST_EVIDENCE = 5
LONGEST_RAW = 4_096
LONGEST_KEY = 200
Key = tuple[str, str, str]
"""Key of the rule, machine, what a correlation grouped by."""


@dataclass(slots=True)
class Found:
    """What one alert has to be told. count: matches, or findings of a correlation, that came with this batch."""

    rule: Rule | Correlation
    speaker: Speaker
    about: str
    first_at: datetime
    last_at: datetime
    count: int = 0
    evidence: list[dict[str, Any]] = field(default_factory=list)
    withdrawn: bool = False

    @property
    def key(self) -> Key:
        return self.rule.key[:LONGEST_KEY], self.speaker.host, self.about

    @property
    def level(self) -> str:
        return level_of(self.rule.level)


def gathered(taken: Taken, rulebook: Rulebook) -> list[Found]:
    """Return what the matches and changes of a batch come to, one for each alert."""
    found: dict[Key, Found] = {}
    for match in taken.matches:
        if rulebook.alerts_alone(match.rule):
            _add_match(found, match)
    rows = {match.row.id: match.row for match in taken.matches}
    whose = {match.row.id: match.speaker for match in taken.matches}
    for change in taken.changes:
        _add_change(found, change, rows, whose)
    return list(found.values())


def _add_match(found: dict[Key, Found], match: Match) -> None:
    key = (match.rule.key[:LONGEST_KEY], match.speaker.host, "")
    one = found.setdefault(key, Found(match.rule, match.speaker, "", match.at, match.at))
    one.count += 1
    one.first_at, one.last_at = min(one.first_at, match.at), max(one.last_at, match.at)
    _add_evidence(one, [match.row])


def _add_change(found: dict[Key, Found], change: Change, rows: dict[str, Row], whose: dict[str, Speaker]) -> None:
    """Gather what a correlation told; it names a machine when one was among its groups, else the group only."""
    told = change.finding
    speaker = next((whose[one] for one in reversed(told.origins) if one in whose), Speaker(""))
    names = told.correlation.group_by
    host = speaker if "host" in names or "computer" in names else Speaker("", None, speaker.unit)
    about = plain(" · ".join(told.group), 300)
    first, last = (datetime.fromtimestamp(at, tz=UTC) for at in (told.first_at, told.last_at))
    one = found.setdefault(
        (told.correlation.key[:LONGEST_KEY], host.host, about), Found(told.correlation, host, about, first, last)
    )
    one.count += (change.kind == "opened") - (change.kind == "withdrawn")
    one.first_at, one.last_at = min(one.first_at, first), max(one.last_at, last)
    one.withdrawn = change.kind == "withdrawn"
    _add_evidence(one, [rows[origin] for origin in told.origins if origin in rows])


def _add_evidence(one: Found, rows: Iterable[Row]) -> None:
    there = {each["id"] for each in one.evidence}
    for row in rows:
        if len(one.evidence) < MOST_EVIDENCE and row.id not in there:
            one.evidence.append(evidence_of(row))
            there.add(row.id)


def evidence_of(row: Row) -> dict[str, Any]:
    """Return what an alert keeps of an event, also when the store has given it up."""
    event = row.event
    raw = event["raw"].decode("utf-8", "replace").replace("\x00", "�")
    at = event["time"] or event["arrived"]
    told = {"id": row.id, "at": at.isoformat(), "host": plain(event["host"], 255), "kind": event["kind"]}
    return told | {"raw": raw[:LONGEST_RAW], "is_cut": len(raw) > LONGEST_RAW}
