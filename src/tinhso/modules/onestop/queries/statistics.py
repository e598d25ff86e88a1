# SPDX-License-Identifier: EUPL-1.2
"""Official statistic tables: dossiers by body, field, channel, procedure or month, as of a day, from facts alone.

A dossier counts for the body that resolves it; late is as Quyết định 766/QĐ-TTg counts, whether ended or open.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

from tinhso.kernel.events.errors import NotAllowed
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.indicators import queries as indicators
from tinhso.kernel.indicators import rows
from tinhso.kernel.indicators.origins import names_in
from tinhso.kernel.indicators.queries import Scope
from tinhso.kernel.registry import queries as registry
from tinhso.modules.onestop.models import Procedure
from tinhso.modules.onestop.types import Channel

BY = ("don_vi", "linh_vuc", "kenh", "thu_tuc", "thang", "don_vi_thang")
BY_MONTH = ("thang", "don_vi_thang")
FINE = (("onestop.received_by", "onestop.ended_by", "onestop.ended_on_time_by"), "onestop.open")
COARSE = (("onestop.received_in", "onestop.ended_in", "onestop.ended_on_time_in"), "onestop.open_in")
"""Received, ended, ended on time, and the balance of what is open: by procedure and channel, or by channel alone."""
MOST_MONTHS = 36
Known = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Table:
    """What to count. by: one of BY; field, channel, unit_id: only these (empty = all).

    known_on: only what the ledger had sealed by the end of that day, not before `until`; None: all known now.
    """

    since: date
    until: date
    by: str = "don_vi"
    unit_id: uuid.UUID | None = None
    field: str = ""
    channel: str = ""
    known_on: date | None = None

    def scope(self, units: tuple[uuid.UUID, ...]) -> Scope:
        """Return the days it counts, of some bodies (empty = all)."""
        return Scope(self.since, self.until, units, known_on=self.known_on)


@dataclass
class Numbers:
    """One line: open at the beginning, received, ended, and open at the end of the last day."""

    carried: int = 0
    received_online: int = 0
    received_otherwise: int = 0
    ended_on_time: int = 0
    ended_late: int = 0
    open_in_time: int = 0
    open_overdue: int = 0

    def add(self, other: "Numbers") -> None:
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))

    def cells(self) -> list[int]:
        return [getattr(self, one.name) for one in fields(self)]


COLUMNS = tuple(one.name for one in fields(Numbers))


@dataclass(frozen=True)
class Line:
    key: str
    title: str
    numbers: Numbers


def units_of(viewer: Viewer, wanted: Table) -> tuple[uuid.UUID, ...]:
    """Return the bodies a viewer's table counts, empty for all; raises NotAllowed outside the viewer's scope."""
    if wanted.unit_id is not None:
        if wanted.unit_id not in viewer.scope:
            raise NotAllowed("Đơn vị này không thuộc phạm vi của bạn. Hãy chọn đơn vị khác.")
        return (wanted.unit_id,)
    return () if viewer.oversees(registry.territory().root_id) else tuple(sorted(viewer.scope))


def table(viewer: Viewer, wanted: Table) -> tuple[list[Line], Numbers]:
    """Return the lines of a table in order of their titles, and their total."""
    return _table(wanted, units_of(viewer, wanted))


def whole_table(wanted: Table) -> tuple[list[Line], Numbers]:
    """Return the table of the whole province, for what is published or reported in its name."""
    return _table(wanted, ())


def _table(wanted: Table, units: tuple[uuid.UUID, ...]) -> tuple[list[Line], Numbers]:
    known = procedures()
    lines = _by_month(wanted, units, known) if wanted.by in BY_MONTH else _by_kind(wanted, units, known)
    total = Numbers()
    for line in lines:
        total.add(line.numbers)
    return lines, _without_inner_months(lines, total) if wanted.by in BY_MONTH else total


def facts_of(wanted: Table) -> tuple[tuple[str, str, str], str]:
    """Return the facts a table is read from; the coarse ones unless it asks for procedures."""
    return FINE if wanted.field or wanted.by in ("linh_vuc", "thu_tuc") else COARSE


def procedures() -> dict[str, tuple[str, str]]:
    """Return field and short name of every procedure by its code."""
    return {code: (field, name) for code, field, name in Procedure.objects.values_list("code", "field", "short_name")}


def _without_inner_months(lines: list[Line], total: Numbers) -> Numbers:
    """What is open passes from month to month: the total begins with the first and ends with the last."""
    if not lines:
        return total
    months = [line.key[-7:] for line in lines]
    first = [line.numbers for line, month in zip(lines, months, strict=True) if month == min(months)]
    last = [line.numbers for line, month in zip(lines, months, strict=True) if month == max(months)]
    total.carried = sum(one.carried for one in first)
    total.open_in_time = sum(one.open_in_time for one in last)
    total.open_overdue = sum(one.open_overdue for one in last)
    return total


def months_between(since: date, until: date) -> list[tuple[date, date]]:
    """Return first and last day of every month of a period, cut at its ends."""
    found: list[tuple[date, date]] = []
    first = since
    while first <= until and len(found) < MOST_MONTHS:
        following = (first.replace(day=1) + timedelta(days=31)).replace(day=1)
        found.append((first, min(until, following - timedelta(days=1))))
        first = following
    return found


def _by_month(wanted: Table, units: tuple[uuid.UUID, ...], known: Known) -> list[Line]:
    """Return a line per month, or per body and month."""
    by_unit = wanted.by == "don_vi_thang"
    found = _month_by_month(wanted, units, known, lambda unit_id: str(unit_id or "") if by_unit else "")
    names = names_in(wanted.scope(units), {uuid.UUID(key) for key, _month in found if key})
    titles = {str(unit_id): name for unit_id, name in names.items()}
    lines = []
    for key, month in sorted(found, key=lambda one: (titles.get(one[0], one[0]), one[1])):
        title = f"{titles.get(key, key)} – {month:%m/%Y}" if by_unit else f"{month:%m/%Y}"
        if not by_unit or any(found[key, month].cells()):
            lines.append(Line(f"{key}{month:%Y-%m}", title, found[key, month]))
    return lines


def _month_by_month(
    wanted: Table, units: tuple[uuid.UUID, ...], known: Known, key_of: Callable[[uuid.UUID | None], str]
) -> dict[tuple[str, date], Numbers]:
    """Return the numbers of each month by key and first day; what is open passes on from month to month."""
    flows, open_fact = facts_of(wanted)
    scope = wanted.scope(units)
    moved = rows.sums_by_month(flows, scope, "fact", "unit_id", "dimension")
    before = _before(scope)
    held = indicators.sums_by(flows[:2], before, "fact", "unit_id", "dimension")
    months = [since.replace(day=1) for since, _until in months_between(wanted.since, wanted.until)]
    late = _late_by_month(open_fact, scope, months[-1])
    found: dict[tuple[str, date], Numbers] = {}
    for unit_id, kind in {key[-2:] for key in (*moved, *held, *late)}:
        if not _fits(kind, wanted, known):
            continue
        carried = held.get((flows[0], unit_id, kind), 0) - held.get((flows[1], unit_id, kind), 0)
        for month in months:
            received, ended, on_time = (moved.get((month, fact, unit_id, kind), 0) for fact in flows)
            line = _line(carried, received, ended, on_time, late.get((month, unit_id, kind), 0), kind)
            found.setdefault((key_of(unit_id), month), Numbers()).add(line)
            carried += received - ended
    return found


def _before(scope: Scope) -> Scope:
    """Return all days before a scope, known as it is."""
    return replace(scope, since=date(1, 1, 1), until=scope.since - timedelta(days=1))


def _late_by_month(fact: str, scope: Scope, last: date) -> dict[tuple[date, uuid.UUID | None, str], int]:
    """Return what is overdue at the end of each month by month, body and kind; the last month ends with the scope."""
    whole = replace(scope, since=scope.since.replace(day=1))
    found = {key: total for key, total in rows.overdue_by_month(fact, whole, "unit_id", "rest").items()}
    if (scope.until + timedelta(days=1)).day != 1:
        at_end = indicators.overdue(fact, scope, "unit_id", "rest")
        found |= {(last, unit_id, kind): total for (unit_id, kind), total in at_end.items()}
    return found


def _by_kind(wanted: Table, units: tuple[uuid.UUID, ...], known: Known) -> list[Line]:
    keys: dict[str, Callable[[uuid.UUID | None, str], str]] = {
        "don_vi": lambda unit_id, kind: str(unit_id or ""),
        "linh_vuc": lambda unit_id, kind: known.get(procedure_of(kind), ("", ""))[0],
        "kenh": lambda unit_id, kind: channel_of(kind),
        "thu_tuc": lambda unit_id, kind: procedure_of(kind),
    }
    found = _counted(wanted, wanted.scope(units), known, keys[wanted.by])
    titles = _titles(wanted, found, known)
    lines = [Line(key, titles.get(key, key), numbers) for key, numbers in found.items() if any(numbers.cells())]
    return sorted(lines, key=lambda line: (line.title, line.key))


def procedure_of(kind: str) -> str:
    return kind.partition("|")[0]


def channel_of(kind: str) -> str:
    return kind.partition("|")[2]


def _titles(wanted: Table, found: Mapping[str, Numbers], known: Known) -> dict[str, str]:
    if wanted.by == "don_vi":
        names = names_in(wanted.scope(()), {uuid.UUID(key) for key in found if key})
        return {str(unit_id): name for unit_id, name in names.items()}
    return {code: f"{name} ({code})" for code, (_field, name) in known.items()} if wanted.by == "thu_tuc" else {}


def _counted(
    wanted: Table, scope: Scope, known: Known, key_of: Callable[[uuid.UUID | None, str], str]
) -> dict[str, Numbers]:
    """Return the numbers of a scope by the key of body and `<procedure>|<channel>`."""
    flows, open_fact = facts_of(wanted)
    moved = indicators.sums_by(flows, scope, "fact", "unit_id", "dimension")
    before = _before(scope)
    held = indicators.sums_by(flows[:2], before, "fact", "unit_id", "dimension")
    late = indicators.overdue(open_fact, scope, "unit_id", "rest")
    found: dict[str, Numbers] = {}
    for unit_id, kind in {key[-2:] for key in (*moved, *held, *late)}:
        if _fits(kind, wanted, known):
            received, ended, on_time = (moved.get((fact, unit_id, kind), 0) for fact in flows)
            carried = held.get((flows[0], unit_id, kind), 0) - held.get((flows[1], unit_id, kind), 0)
            line = _line(carried, received, ended, on_time, late.get((unit_id, kind), 0), kind)
            found.setdefault(key_of(unit_id, kind), Numbers()).add(line)
    return found


def _line(carried: int, received: int, ended: int, on_time: int, overdue: int, kind: str) -> Numbers:
    online = channel_of(kind) == Channel.ONLINE
    return Numbers(
        carried=carried,
        received_online=received if online else 0,
        received_otherwise=0 if online else received,
        ended_on_time=on_time,
        ended_late=ended - on_time,
        open_in_time=carried + received - ended - overdue,
        open_overdue=overdue,
    )


def _fits(kind: str, wanted: Table, known: Known) -> bool:
    if wanted.channel and channel_of(kind) != wanted.channel:
        return False
    return not wanted.field or known.get(procedure_of(kind), ("", ""))[0] == wanted.field
