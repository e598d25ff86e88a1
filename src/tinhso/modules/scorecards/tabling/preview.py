# SPDX-License-Identifier: EUPL-1.2
"""Between a table that was read and a round: what each row would write, what it differs from; nothing is written."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tinhso.modules.scorecards.declaring import rules
from tinhso.modules.scorecards.declaring.types import Whose
from tinhso.modules.scorecards.models import Assessment, Declaration, Score
from tinhso.modules.scorecards.queries_of_assessments import Row
from tinhso.modules.scorecards.tabling.rows import Column, TableRow

WHOSE = {Column.APPRAISED: Whose.APPRAISED, Column.FINAL: Whose.FINAL}


class Fate(StrEnum):
    """What becomes of a score of the table."""

    NEW = "new"
    SAME = "same"
    CHANGES = "changes"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Told:
    """One score of a row. before: the share entered last; seen: its row in the book, 0 for none."""

    whose: Whose
    said: str
    share: Decimal | None
    before: Decimal | None
    seen: int
    fate: Fate
    problem: str
    declaration_id: uuid.UUID


@dataclass(frozen=True)
class Read:
    """One row of the table with what it would write. doubts: sentences to be looked at before."""

    row: TableRow
    own_said: str
    scores: tuple[Told, ...]
    doubts: tuple[str, ...]
    is_left: bool


def preview(rows: Sequence[TableRow], found: Assessment, board: Sequence[Row]) -> list[Read]:
    """Return every row of the table with what it would write into a round. board: the round as its desk shows it."""
    by_code = {one.part.code: one for one in board}
    newest = _newest(found)
    return [_read(row, by_code.get(row.component), newest) for row in rows]


def lacking(rows: Sequence[TableRow], board: Sequence[Row]) -> list[str]:
    """Return the components of the round the table has no row for."""
    told = {one.component for one in rows}
    return [one.part.code for one in board if one.part.code not in told]


def _newest(found: Assessment) -> dict[tuple[uuid.UUID, str], Score]:
    ids = Declaration.objects.filter(assessment=found).values("case_id")
    scores = Score.objects.filter(declaration_id__in=ids).order_by("declaration_id", "whose", "-id")
    return {(one.declaration_id, one.whose): one for one in scores.distinct("declaration_id", "whose")}


def _read(row: TableRow, here: Row | None, newest: dict[tuple[uuid.UUID, str], Score]) -> Read:
    own = row.values.get(Column.OWN)
    said = own.said if own else ""
    doubts = [one for one in (row.problem, row.note) if one]
    if here is None or row.problem:
        return Read(row, said, (), tuple(doubts), is_left=True)
    scores = [_score(whose, row, here, newest) for column, whose in WHOSE.items() if column in row.values]
    doubts += [row.values[column].note for column in WHOSE if column in row.values and row.values[column].note]
    doubts += [f"{_name(one.whose)}: {one.problem}" for one in scores if one.problem]
    if own is not None and (wrong := _own_doubt(own.share, own.problem, here)):
        doubts.append(wrong)
    return Read(row, said, tuple(scores), tuple(doubts), is_left=any(one.fate is Fate.UNREADABLE for one in scores))


def _name(whose: Whose) -> str:
    return "Thẩm định" if whose is Whose.APPRAISED else "Công nhận"


def _score(whose: Whose, row: TableRow, here: Row, newest: dict[tuple[uuid.UUID, str], Score]) -> Told:
    value = row.values[Column(whose.value)]
    declaration_id = here.declaration.case_id
    before = newest.get((declaration_id, whose.value))
    share = before.share if before else None
    if value.share is None:
        fate = Fate.UNREADABLE
    elif before is None or before.share is None:
        fate = Fate.NEW
    else:
        fate = Fate.SAME if before.share == value.share else Fate.CHANGES
    seen = before.id if before else 0
    return Told(whose, value.said, value.share, share, seen, fate, value.problem, declaration_id)


def _own_doubt(share: Decimal | None, problem: str, here: Row) -> str:
    """Return what the self score of the table differs from; it is compared and never written."""
    if problem:
        return f"Tự đánh giá: {problem}"
    if here.own is None:
        return "Tự đánh giá trong bảng có số, trong kỳ này chưa có kê khai nào được chấp nhận."
    if rules.shown(share) != rules.shown(here.own):
        return "Tự đánh giá trong bảng khác số kê khai đã được chấp nhận."
    return ""
