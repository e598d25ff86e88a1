# SPDX-License-Identifier: EUPL-1.2
"""A round of assessment for everybody: what is declared, accepted, by which unit, what acts prove; nobody named."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tinhso.faces.ui.assessment_words import FOOTINGS, share_words
from tinhso.faces.ui.data_files import Table
from tinhso.kernel.casework import workflow
from tinhso.lib.vntext import sort_key
from tinhso.modules.scorecards.declaring import rules
from tinhso.modules.scorecards.declaring.types import Footing
from tinhso.modules.scorecards.dti.types import Edition
from tinhso.modules.scorecards.queries_of_assessments import Row

DECLARED_STATES = ("declared", "accepted")


@dataclass(frozen=True)
class Line:
    """One component as everybody sees it; shares of one: declared and accepted, by the ministry, by acts."""

    code: str
    name: str
    main: str
    unit: str
    footing: str
    phase: str
    state: str
    state_phase: str
    accepted: Decimal | None
    appraised: Decimal | None
    final: Decimal | None
    folded: Decimal | None
    differs: bool

    @property
    def shares(self) -> tuple[str, str, str, str]:
        found = (self.folded, self.accepted, self.appraised, self.final)
        first, second, third, fourth = (share_words(one) for one in found)
        return first, second, third, fourth

    @property
    def percents(self) -> tuple[Decimal | None, ...]:
        return tuple(rules.shown(one) for one in (self.folded, self.accepted, self.appraised, self.final))


@dataclass(frozen=True)
class UnitLine:
    """What one unit has to declare: how many components, declared, accepted."""

    name: str
    given: int
    declared: int
    accepted: int


def lines_of(rows: Sequence[Row]) -> list[Line]:
    return [_line(one) for one in rows]


def _line(row: Row) -> Line:
    footing, phase = FOOTINGS[row.footing]
    state = workflow.state(row.declaration.case.kind, row.declaration.case.state)
    return Line(
        code=row.part.code,
        name=row.part.title or row.part.working or _("Chưa biết tên"),
        main=f"{row.main.code} {row.main.title}",
        unit=row.declaration.unit.name if row.declaration.unit else "",
        footing=str(footing),
        phase=phase,
        state=state.title,
        state_phase=state.phase,
        accepted=row.own,
        appraised=row.appraised,
        final=row.final,
        folded=row.folded.share if row.folded else None,
        differs=row.contradicts and row.own is not None,
    )


def counts_of(rows: Sequence[Row]) -> list[tuple[str, str, int]]:
    """Return (key, words, how many) of what the page says first; the words are of all components of the round."""
    states = [one.declaration.case.state for one in rows]
    return [
        ("all", _("Chỉ số thành phần"), len(rows)),
        ("folded", _("Được việc đã làm chứng minh"), sum(one.footing is Footing.FOLDED for one in rows)),
        ("declared", _("Đã kê khai"), sum(one in DECLARED_STATES for one in states)),
        ("accepted", _("Kê khai được chấp nhận"), states.count("accepted")),
        ("evidence", _("Được chấp nhận kèm minh chứng"), sum(_is_evidenced(one) for one in rows)),
    ]


def _is_evidenced(row: Row) -> bool:
    return row.own is not None and row.accepted is not None and row.accepted.has_evidence


def unit_lines(rows: Sequence[Row]) -> list[UnitLine]:
    """Return the units that declare, in Vietnamese order; what nobody was given stands last."""
    by_unit: dict[str, list[Row]] = {}
    for row in rows:
        by_unit.setdefault(row.declaration.unit.name if row.declaration.unit else "", []).append(row)
    ordered = sorted(by_unit, key=lambda name: (not name, sort_key(name)))
    return [_unit_line(name, by_unit[name]) for name in ordered]


def _unit_line(name: str, rows: Sequence[Row]) -> UnitLine:
    states = [one.declaration.case.state for one in rows]
    declared = sum(one in DECLARED_STATES for one in states)
    return UnitLine(name or _("Chưa giao đơn vị kê khai"), len(rows), declared, states.count("accepted"))


def heads() -> list[str]:
    return [
        _("Mã"), _("Chỉ số thành phần"), _("Chỉ số chính"), _("Đơn vị kê khai"), _("Nguồn số"),
        _("Tình trạng kê khai"), *(name for _code, name in columns()),
    ]  # fmt: skip


def columns() -> tuple[tuple[str, str], ...]:
    """Return code and name of the shares, in percent."""
    return (
        ("FOLDED", _("Tính từ việc đã làm, %")),
        ("OWN", _("Tự đánh giá, %")),
        ("APPRAISED", _("Thẩm định, %")),
        ("FINAL", _("Công nhận, %")),
    )


def cells(lines: Sequence[Line]) -> list[tuple[Any, ...]]:
    return [(one.code, one.name, one.main, one.unit, one.footing, one.state, *one.percents) for one in lines]


def table_of(found: Any, of: Edition, lines: Sequence[Line]) -> Table:
    """Return the shares of a round as data for machines."""
    return Table(
        code=f"{found.edition}-{found.year}-ROUND",
        title=_("Kỳ đánh giá năm %(year)s: %(title)s") % {"year": found.year, "title": of.title},
        source=of.source,
        period=str(found.year),
        axis=("COMPONENT", _("Chỉ số thành phần"), ""),
        columns=columns(),
        lines=tuple((one.code, f"{one.code} {one.name}", one.percents) for one in lines),
        notes=(_("Tỷ lệ đạt của từng thành phần, không phải điểm; chưa có trọng số nên không có điểm."),),
    )
