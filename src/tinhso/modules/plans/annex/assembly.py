# SPDX-License-Identifier: EUPL-1.2
"""From tables to an annex: headings become groups, rows become tasks, whatever is doubtful is said."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tinhso.lib.said_dates import DateKind, read_date
from tinhso.lib.vntext import search_key
from tinhso.modules.plans.annex import costs, units
from tinhso.modules.plans.annex.errors import unreadable
from tinhso.modules.plans.annex.grid import Grid, Row, each_line, filled, one_line, without_bullet
from tinhso.modules.plans.annex.headings import LONGEST_HEADING, Header, find_header
from tinhso.modules.plans.annex.lines import Kind, Line, heading_of, is_subtotal, kinds_of, read_line
from tinhso.modules.plans.annex.outline import Outline
from tinhso.modules.plans.annex.sentences import doubt
from tinhso.modules.plans.annex.title import title_in
from tinhso.modules.plans.annex.types import Annex, AnnexRow, Column, Doubt, Due, Field


@dataclass
class _Table:
    """One table while it is read. summed: its rows and those of the tables it goes on from, for the total row."""

    grid: Grid
    header: Header
    outline: Outline
    unit_vnd: int | None
    heads: set[tuple[str, ...]]
    summed: list[AnnexRow]
    rows: list[AnnexRow] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def assemble(grids: Sequence[Grid], doubts: Sequence[Doubt]) -> Annex:
    """Return the annex that stands in these tables; a table without a heading goes on with the one before it.

    doubts: what was found on the way to the tables. Raises AnnexUnreadable when no table has tasks.
    """
    tables: list[_Table] = []
    for grid in grids:
        header = find_header(grid)
        if header is None and not tables:
            continue
        table = _begun(grid, header) if header else _continued(grid, tables[-1])
        _read(table, header.start + header.height if header else 0)
        tables.append(table)
    if not tables:
        raise unreadable("no_table")
    if costs.has_two_units(table.unit_vnd for table in tables if Field.COST in table.header.places):
        tables = [_with_units_said(table) for table in tables]
    rows = tuple(row for table in tables for row in table.rows)
    found = [*doubts, *(one for table in tables for one in table.doubts), *_same_titles(rows)]
    first = tables[0]
    title = title_in(first.grid.said_before(first.header.start), is_sheet=first.grid.is_ruled)
    return Annex(rows, tuple(found), _columns(tables), title)


def _begun(grid: Grid, header: Header) -> _Table:
    heads = {_keys(row) for row in grid.rows[header.start : header.start + header.height]} - {()}
    return _Table(grid, header, Outline(), header.unit_vnd, heads, [], doubts=[*grid.notes, *header.doubts])


def _continued(grid: Grid, before: _Table) -> _Table:
    return _Table(
        grid, before.header, before.outline, before.unit_vnd, before.heads, before.summed, doubts=list(grid.notes)
    )


def _read(table: _Table, start: int) -> None:
    skipped = _repeated_headings(table, start)
    lines = [read_line(table.grid, table.header, index) for index in range(start, len(table.grid.rows))]
    lines = [line for line in lines if line.index not in skipped]
    totals: list[Line] = []
    for line, kind in zip(lines, kinds_of(lines), strict=True):
        if kind is Kind.TASK:
            _take_task(table, line)
        elif kind is Kind.TOTAL and not is_subtotal(line):
            totals.append(line)
        elif kind in (Kind.HEADING, Kind.UNSURE_HEADING):
            heading = heading_of(line)
            table.outline.enter(heading)
            if kind is Kind.UNSURE_HEADING:
                table.doubts.append(doubt(table.grid.where(line.index), "unsure_heading", text=heading))
    for line in totals:
        amount = costs.amount_in(line.cells[Field.COST], table.unit_vnd) if Field.COST in line.cells else None
        if amount:
            table.doubts += costs.total_doubts(table.summed, amount, table.grid.where(line.index))


def _repeated_headings(table: _Table, start: int) -> set[int]:
    """Return the rows in which the heading is typed again, as at the top of a page."""
    rows, sizes = table.grid.rows, {len(keys) for keys in table.heads}
    likely = [index for index in range(start, len(rows)) if _may_be_heading(rows[index], sizes)]
    return {index for index in likely if _keys(rows[index]) in table.heads}


def _may_be_heading(row: Row, sizes: set[int]) -> bool:
    """Whether a row has as many cells as a heading and as short ones, before its words are compared."""
    said = filled(row)
    return len(said) in sizes and all(len(cell.text) <= LONGEST_HEADING for cell in said)


def _keys(row: Row) -> tuple[str, ...]:
    return tuple(search_key(cell.text) for cell in filled(row))


def _take_task(table: _Table, line: Line) -> None:
    where = table.grid.where(line.index)
    table.outline.meet(line.text(Field.NUMBER))
    has = table.header.places.__contains__
    amount = costs.amount_in(line.cells[Field.COST], table.unit_vnd) if has(Field.COST) else None
    row = AnnexRow(
        number=one_line(line.text(Field.NUMBER)),
        group=table.outline.path,
        title=each_line(line.text(Field.TITLE)),
        lead=each_line(line.text(Field.LEAD)),
        coordinating=units.split_units(line.text(Field.COORDINATING)),
        person=each_line(line.text(Field.PERSON)),
        due=read_date(line.text(Field.DUE)),
        product=each_line(line.text(Field.PRODUCT)),
        cost_vnd=amount.vnd if amount else None,
        cost_said=amount.said if amount else "",
        source=each_line(line.text(Field.SOURCE)),
        where=where,
    )
    table.rows.append(row)
    table.summed.append(row)
    table.doubts += [] if row.title else [doubt(where, "no_title")]
    table.doubts += units.lead_doubts(row.lead, where) if has(Field.LEAD) else []
    table.doubts += units.coordinating_doubts(row.coordinating, where)
    table.doubts += _due_doubts(row.due, where) if has(Field.DUE) else []
    table.doubts += costs.amount_doubts(amount, table.unit_vnd, where) if amount else []


def _due_doubts(due: Due, where: str) -> list[Doubt]:
    if not due.said:
        return [doubt(where, "no_due")]
    if due.kind is DateKind.UNKNOWN:
        return [doubt(where, "due_unknown", said=due.said)]
    if due.is_list and due.day:
        return [doubt(where, "due_several", said=due.said, day=f"{due.day:%d/%m/%Y}")]
    return []


def _with_units_said(table: _Table) -> _Table:
    """Return a table whose amounts carry their unit themselves, because another table has another unit."""

    def said(row: AnnexRow) -> str:
        return costs.said_with_unit(costs.read_amount(row.cost_said, table.unit_vnd), table.unit_vnd)

    return replace(table, rows=[replace(row, cost_said=said(row)) for row in table.rows], unit_vnd=None)


def _columns(tables: Sequence[_Table]) -> tuple[Column, ...]:
    """Return each field once, as the first table that has it heads it, and the columns nobody recognised."""
    found: dict[object, Column] = {}
    for table in tables:
        for column in table.header.columns:
            key = column.heading if column.field is Field.UNKNOWN else column.field
            kept = replace(column, unit_vnd=table.unit_vnd) if column.field is Field.COST else column
            found.setdefault(key, kept)
    return tuple(found.values())


def _same_titles(rows: Sequence[AnnexRow]) -> list[Doubt]:
    seen: dict[str, str] = {}
    found: list[Doubt] = []
    for row in rows:
        key = search_key(without_bullet(row.title))
        if key and key in seen:
            found.append(doubt(row.where, "same_title", other=seen[key]))
        seen.setdefault(key, row.where)
    return found
