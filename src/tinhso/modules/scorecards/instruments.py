# SPDX-License-Identifier: EUPL-1.2
"""Register of legal instruments (sổ văn bản): the life of each, what replaced what, whether one is in force on a day.

Read from `data/law/instruments.yaml` once. What is not known is said so: an instrument whose first day nobody found is
never called in force, and one that has a successor without a day is called succeeded, not ended.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tinhso.lib.citations import citations
from tinhso.modules.scorecards.errors import RegisterFaulty

FILE = Path(__file__).parent / "data" / "law" / "instruments.yaml"


class Mark(StrEnum):
    """How sure an entry is: read in the text (A), quoted by an official source (B), to be checked (C)."""

    READ = "A"
    QUOTED = "B"
    UNCHECKED = "C"


class Relation(StrEnum):
    """What one instrument does to another."""

    REPLACES = "replaces"
    REPEALS = "repeals"
    REPEALS_PART = "repeals_part"
    AMENDS = "amends"
    GUIDES = "guides"


ENDING = (Relation.REPLACES, Relation.REPEALS)


class Standing(StrEnum):
    """How an instrument stands on a day, as far as its days are known."""

    NOT_ISSUED = "not_issued"
    NOT_YET = "not_yet"
    IN_FORCE = "in_force"
    ISSUED = "issued"
    SUCCEEDED = "succeeded"
    ENDED = "ended"
    UNKNOWN = "unknown"


NO_LONGER = (Standing.SUCCEEDED, Standing.ENDED)
"""What nothing in force should rest on any more."""


@dataclass(frozen=True)
class Link:
    """One instrument does something to another. since: from which day, None where nobody found it."""

    number: str
    kind: Relation
    other: str
    since: date | None
    mark: Mark


@dataclass(frozen=True)
class Entry:
    """Văn bản trong sổ. title: the official one, where it was read; ended_on: last day of effect.

    did: what it does to others; undergone: what others do to it.
    """

    number: str
    title: str | None
    subject: str | None
    issuer: str
    issued_on: date | None
    in_force_on: date | None
    ended_on: date | None
    mark: Mark
    note: str
    did: tuple[Link, ...]
    undergone: tuple[Link, ...]

    @property
    def begins(self) -> date | None:
        """Return the earliest day known of it."""
        return self.issued_on or self.in_force_on

    @property
    def last_day(self) -> date | None:
        """Return the last day it is in force: as told, or the day before one that ends it begins; None if unknown."""
        days = [link.since - timedelta(days=1) for link in self.undergone if link.kind in ENDING and link.since]
        return min([*days, *([self.ended_on] if self.ended_on else [])], default=None)


@cache
def entries() -> tuple[Entry, ...]:
    """Return the register in the order of the file; raises RegisterFaulty naming the entry."""
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return read(told["instruments"], told["relations"])


def read(instruments: Iterable[Mapping[str, Any]], relations: Iterable[Mapping[str, Any]]) -> tuple[Entry, ...]:
    """Return entries from what a file says; raises RegisterFaulty naming the entry."""
    links = [_link(one) for one in relations]
    found = tuple(_entry(one, links) for one in instruments)
    known = {one.number for one in found}
    for link in links:
        if not {link.number, link.other} <= known:
            raise RegisterFaulty(f"{link.number} {link.kind.value} {link.other}: one of them is not in the register")
    for one in found:
        _check(one)
    return found


ENTRY_KEYS = {"number", "title", "subject", "issuer", "issued_on", "in_force_on", "ended_on", "mark", "note"}


def _link(entry: Mapping[str, Any]) -> Link:
    return Link(entry["from"], Relation(entry["kind"]), entry["to"], entry["since"], Mark(entry["mark"]))


def _entry(entry: Mapping[str, Any], links: list[Link]) -> Entry:
    number = entry["number"]
    if strange := set(entry) - ENTRY_KEYS:
        raise RegisterFaulty(f"{number}: {', '.join(sorted(strange))} is no part of an entry")
    return Entry(
        number=number,
        title=entry.get("title"),
        subject=entry["subject"],
        issuer=entry["issuer"],
        issued_on=entry["issued_on"],
        in_force_on=entry["in_force_on"],
        ended_on=entry["ended_on"],
        mark=Mark(entry["mark"]),
        note=entry.get("note", ""),
        did=tuple(one for one in links if one.number == number),
        undergone=tuple(one for one in links if one.other == number),
    )


def _check(one: Entry) -> None:
    if [cited.number for cited in citations(one.number)] != [one.number]:
        raise RegisterFaulty(f"{one.number}: not a number that texts can cite")
    days = [day for day in (one.issued_on, one.in_force_on, one.last_day) if day]
    if days != sorted(days):
        raise RegisterFaulty(f"{one.number}: its days do not follow each other")


def named(number: str) -> list[Entry]:
    """Return every entry that bears a number, the newest first: two directives are both 14/CT-TTg."""
    found = [one for one in entries() if one.number == number]
    return sorted(found, key=lambda one: one.begins or date.min, reverse=True)


def standing(one: Entry, day: date) -> Standing:
    """Return how an instrument stands on a day, and never more than its days allow.

    >>> [standing(named("42/2022/NĐ-CP")[0], day).value for day in (date(2026, 6, 30), date(2026, 7, 1))]
    ['unknown', 'ended']
    >>> standing(named("61/2018/NĐ-CP")[0], date(2025, 6, 30)).value
    'in_force'
    """
    if one.last_day is not None and day > one.last_day:
        return Standing.ENDED
    if one.issued_on is not None and day < one.issued_on:
        return Standing.NOT_ISSUED
    if any(_succeeds(link, day) for link in one.undergone):
        return Standing.SUCCEEDED
    if one.in_force_on is not None:
        return Standing.IN_FORCE if day >= one.in_force_on else Standing.NOT_YET
    return Standing.UNKNOWN if one.issued_on is None else Standing.ISSUED


def _succeeds(link: Link, day: date) -> bool:
    """Whether a successor without a day of its own was there by a day; one without any counts from the year after."""
    if link.kind not in ENDING or link.since is not None:
        return False
    begins = min((one.begins for one in named(link.number) if one.begins), default=None)
    if begins is not None:
        return begins <= day
    year = citations(link.number)[0].year
    return year is not None and year < day.year


def no_longer(number: str, day: date) -> Entry | None:
    """Return the entry of a number when everything that bears it is no longer in force on a day; None otherwise."""
    found = named(number)
    if found and all(standing(one, day) in NO_LONGER for one in found):
        return found[0]
    return None
