# SPDX-License-Identifier: EUPL-1.2
"""Our catalogue beside the national database: what differs, what is missing on either side, what has no code."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from tinhso.lib.vntext import search_key, sort_key
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.editing.compare import changes
from tinhso.modules.onestop.editing.types import Change, CopyState
from tinhso.modules.onestop.models import ListSync, NationalProcedure, ProcedureVersion, WorkingCopy
from tinhso.modules.onestop.national_list.rules import read_record, taken_over
from tinhso.modules.onestop.national_list.types import Kind
from tinhso.modules.onestop.queries.editing import content_of

NOT_NAMED_THERE = "Mã trong danh mục quốc gia"
"""That a code is found in the national database is no difference; it is the answer to one."""


@dataclass(frozen=True)
class Differing:
    """A procedure that both have and that differs. copy_id: the working copy that is open."""

    code: str
    name: str
    version: int
    changes: tuple[Change, ...]
    copy_id: UUID | None


@dataclass(frozen=True)
class Line:
    """A procedure of one side only, or one that cannot be compared; note: why, in words."""

    code: str
    name: str
    note: str = ""


T = TypeVar("T", Differing, Line)


@dataclass(frozen=True)
class Comparison:
    """The catalogue beside the national database, each list in Vietnamese order.

    same: how many agree; missing_here: offered there and not here; missing_there: ours that it does not know;
    ended: ours that it says have ended; no_code: kept in our data without a code; unreadable: records with a fault.
    """

    same: int
    differing: tuple[Differing, ...]
    missing_here: tuple[Line, ...]
    missing_there: tuple[Line, ...]
    ended: tuple[Line, ...]
    no_code: tuple[Line, ...]
    unreadable: tuple[Line, ...]

    @property
    def count(self) -> int:
        return len(self.differing) + len(self.missing_here) + len(self.missing_there) + len(self.ended)


def last_mark() -> int:
    """Return up to where changes were read without a fault; 0 before the first time."""
    last = ListSync.objects.filter(fault="").order_by("-made_at", "-id").first()
    return last.mark if last else 0


def last_sync() -> ListSync | None:
    return ListSync.objects.order_by("-made_at", "-id").first()


def compare(on: date, *, text: str = "") -> Comparison:
    """Return the comparison of the versions in force or to come with the newest records, holding every word of `text`.

    on: a version that ended before this day is not ours any more.
    """
    kept = {one.code: one for one in NationalProcedure.objects.all()}
    ours = _newest(on)
    copies = dict(WorkingCopy.objects.filter(state=CopyState.OPEN).values_list("code", "id"))
    same, differing, ended = 0, [], []
    for code, version in ours.items():
        record = kept.get(code)
        if record is None or not record.version:
            continue
        if record.kind == Kind.ENDED:
            ended.append(_line(version))
            continue
        found = read_record(record.record)
        before = content_of(version)
        lines = tuple(one for one in changes(before, taken_over(before, found)) if one.place != NOT_NAMED_THERE)
        same += not lines
        if lines:
            differing.append(Differing(code, _name(version), found.version, lines, copies.get(code)))
    return Comparison(
        same,
        tuple(_wanted(differing, text)),
        tuple(_wanted([_theirs(one) for one in kept.values() if _only_there(one, ours)], text)),
        tuple(_wanted([_line(one) for code, one in ours.items() if code not in kept], text)),
        tuple(_wanted(ended, text)),
        tuple(_wanted([Line("", str(one["name"])) for one in definitions.procedures() if not one["code"]], text)),
        tuple(_wanted([Line(one.code, _title(one, ours), one.fault) for one in kept.values() if one.fault], text)),
    )


def _newest(on: date) -> dict[str, ProcedureVersion]:
    rows = ProcedureVersion.objects.order_by("procedure_id", "number")
    found = {one.procedure_id: one for one in rows}
    return {code: one for code, one in found.items() if one.valid.upper is None or one.valid.upper > on}


def _only_there(one: NationalProcedure, ours: dict[str, ProcedureVersion]) -> bool:
    return bool(one.version) and one.code not in ours and one.kind != Kind.ENDED


def _name(version: ProcedureVersion) -> str:
    return str(version.definition["short_name"])


def _line(version: ProcedureVersion) -> Line:
    return Line(version.procedure_id, _name(version))


def _theirs(one: NationalProcedure) -> Line:
    return Line(one.code, str(one.record.get("TenTTHC", "")), str(one.record.get("LinhVuc", "")))


def _title(one: NationalProcedure, ours: dict[str, ProcedureVersion]) -> str:
    return _name(ours[one.code]) if one.code in ours else str(one.record.get("TenTTHC", ""))


def _wanted(rows: Iterable[T], text: str) -> list[T]:
    words = search_key(text).split()
    found = [one for one in rows if all(word in search_key(f"{one.code} {one.name}") for word in words)]
    return sorted(found, key=lambda one: (sort_key(one.name), one.code))


def summary(found: Comparison) -> dict[str, Any]:
    """Return a comparison as plain values for programs."""
    plain: dict[str, Any] = asdict(found)
    for one in plain["differing"]:
        one["copy_id"] = str(one["copy_id"]) if one["copy_id"] else None
    return plain
