# SPDX-License-Identifier: EUPL-1.2
"""Public statistics of each service and year, from facts by month and procedure; no dossier is looked at.

Source: Thông tư 32/2017/TT-BTTTT (received and settled on line, in time, on and off line, satisfaction).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

from tinhso.kernel.indicators.queries import Scope, value_of
from tinhso.kernel.indicators.rows import by_year
from tinhso.kernel.indicators.types import Kind
from tinhso.lib.vntext import search_key, sort_key
from tinhso.modules.onestop.folds_of_services import service
from tinhso.modules.onestop.models import Procedure
from tinhso.modules.onestop.types import Channel

MINUTES_A_DAY = 1440
NAMES = ("received", "finished", "on_time", "completed", "minutes", "rated", "satisfied")
FACTS = tuple(f"onestop.service_{name}" for name in NAMES)


@dataclass
class Counts:
    """What the acts of a year add up to. minutes: from reception to the signature, of completed dossiers."""

    received: int = 0
    received_online: int = 0
    finished: int = 0
    finished_online: int = 0
    on_time: int = 0
    completed: int = 0
    minutes: int = 0
    rated: int = 0
    satisfied: int = 0

    def take(self, fact: str, channel: str, total: int) -> None:
        name = fact.removeprefix("onestop.service_")
        setattr(self, name, getattr(self, name) + total)
        if channel == Channel.ONLINE and name in ("received", "finished"):
            setattr(self, f"{name}_online", getattr(self, f"{name}_online") + total)

    def add(self, other: "Counts") -> None:
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))

    @property
    def online_share(self) -> Decimal | None:
        """Percent of what was received; None of nothing, as for every share here."""
        return value_of(Kind.SHARE, self.received_online, self.received)

    @property
    def on_time_share(self) -> Decimal | None:
        return value_of(Kind.SHARE, self.on_time, self.finished)

    @property
    def mean_days(self) -> Decimal | None:
        """Days of 24 hours, days off counted."""
        return value_of(Kind.MEAN, self.minutes, self.completed * MINUTES_A_DAY)

    @property
    def satisfaction(self) -> Decimal | None:
        return value_of(Kind.SHARE, self.satisfied, self.rated)


@dataclass(frozen=True)
class Service:
    """One service, or one field when code is empty, with its numbers of a year."""

    code: str
    name: str
    field: str
    sort_key: str
    search_key: str
    counts: Counts


def services_of(year: Scope) -> list[Service]:
    """Return every service ever published with its numbers of a year, noughts too, in Vietnamese order.

    year: days of one calendar year. Two queries, one more for what was known on a day.
    """
    counted = _counted(by_year(FACTS, year))
    rows = Procedure.objects.order_by("sort_key", "code").values_list(
        "code", "short_name", "field", "sort_key", "search_key"
    )
    return [Service(*row, counts=counted.get(row[0], Counts())) for row in rows]


def fields_of(services: Iterable[Service]) -> list[Service]:
    """Return the numbers added up by field (lĩnh vực), in Vietnamese order. Pure."""
    found: dict[str, Counts] = {}
    for one in services:
        found.setdefault(one.field, Counts()).add(one.counts)
    lines = [Service("", field, field, sort_key(field), "", counts) for field, counts in found.items()]
    return sorted(lines, key=lambda one: one.sort_key)


def total_of(services: Iterable[Service]) -> Counts:
    whole = Counts()
    for one in services:
        whole.add(one.counts)
    return whole


def chosen(services: Iterable[Service], *, text: str = "", field: str = "") -> list[Service]:
    """Return services of one field that hold every word, without diacritics. Pure."""
    words = search_key(text).split()
    has_words = bool(words) or not text.strip()
    return [
        one
        for one in services
        if has_words and field in ("", one.field) and all(word in one.search_key for word in words)
    ]


def years_of(code: str, until: Scope) -> dict[int, Counts]:
    """Return the numbers of one service by year up to the end of a scope, the newest first.

    Years without acts are left out.
    """
    dimensions = [service(code, channel) for channel in ("", *Channel)]
    totals = by_year(FACTS, until.since_ever(), dimensions=dimensions)
    found: dict[int, Counts] = {}
    for (year, fact, dimension), total in totals.items():
        found.setdefault(year, Counts()).take(fact, dimension.partition("|")[2], total)
    return dict(sorted(found.items(), reverse=True))


def years_counted(until: Scope) -> list[int]:
    """Return the years in which anything was received or finished up to the end of a scope, the newest first."""
    found = by_year(["onestop.received", "onestop.finished"], until.since_ever())
    return sorted({year for year, _fact, _dimension in found}, reverse=True)


def _counted(totals: Mapping[tuple[int, str, str], int]) -> dict[str, Counts]:
    found: dict[str, Counts] = {}
    for (_year, fact, dimension), total in totals.items():
        code, _bar, channel = dimension.partition("|")
        found.setdefault(code, Counts()).take(fact, channel, total)
    return found
