# SPDX-License-Identifier: EUPL-1.2
"""The money of an annex: each row read with the unit of its column, and all of them held against the total row."""

from collections.abc import Iterable, Sequence
from typing import Final

from tinhso.lib.money import format_vnd
from tinhso.lib.said_money import UNIT_WORDS, Fault, SaidAmount, amount_of_number, read_amount, say_number
from tinhso.modules.plans.annex.grid import Cell, one_line
from tinhso.modules.plans.annex.sentences import doubt
from tinhso.modules.plans.annex.types import AnnexRow, Doubt

FAR: Final = 100
"""Between amounts that differ by this factor lies a slip of unit or separator, not of arithmetic."""

_FAULTS: Final = {
    Fault.NO_UNIT: "cost_no_unit",
    Fault.TWO_READINGS: "cost_two_readings",
    Fault.UNREADABLE: "cost_unreadable",
    Fault.NOT_WHOLE: "cost_not_whole",
    Fault.TOO_LARGE: "cost_too_large",
}


def amount_in(cell: Cell, unit_vnd: int | None) -> SaidAmount:
    """Return the amount of a cell; its text is kept as said, on one line."""
    if cell.number is not None:
        return amount_of_number(cell.number, say_number(cell.number), unit_vnd)
    return read_amount(one_line(cell.text), unit_vnd)


def amount_doubts(amount: SaidAmount, unit_vnd: int | None, where: str) -> list[Doubt]:
    """Return what is doubtful about one amount by itself."""
    if amount.fault:
        return [doubt(where, _FAULTS[amount.fault], said=amount.said)]
    found = []
    if amount.own_unit_vnd and unit_vnd and amount.own_unit_vnd != unit_vnd:
        found.append(doubt(where, "cost_other_unit", said=amount.said))
    if amount.is_rounded and amount.vnd is not None:
        found.append(doubt(where, "cost_rounded", said=amount.said, amount=format_vnd(amount.vnd)))
    return found


def total_doubts(rows: Sequence[AnnexRow], total: SaidAmount, where: str) -> list[Doubt]:
    """Return what is doubtful when the rows of a table are held against its total row.

    While an amount of a row cannot be read, a smaller sum proves nothing.
    """
    if total.vnd is None:
        return [doubt(where, "total_unread", said=total.said)] if total.fault else []
    known = [row.cost_vnd for row in rows if row.cost_vnd is not None]
    unread = any(row.cost_vnd is None and _has_figures(row.cost_said) for row in rows)
    words, summed = format_vnd(total.vnd), sum(known)
    found = [
        doubt(row.where, "cost_beyond_total", amount=format_vnd(row.cost_vnd), total=words)
        for row in rows
        if row.cost_vnd and total.vnd and row.cost_vnd >= FAR * total.vnd
    ]
    if known and _is_far(summed, total.vnd) and (not unread or summed > total.vnd):
        found.append(doubt(where, "total_far", total=words, sum=format_vnd(summed)))
    elif known and summed != total.vnd and not total.is_rounded and not unread:
        found.append(doubt(where, "total_differs", total=words, sum=format_vnd(summed)))
    return found


def _has_figures(said: str) -> bool:
    return any(char.isdigit() for char in said)


def _is_far(one: int, other: int) -> bool:
    smaller, larger = sorted((one, other))
    return larger > 0 and larger >= FAR * smaller


def said_with_unit(amount: SaidAmount, unit_vnd: int | None) -> str:
    """Return an amount with the unit of its column in words, for an annex whose tables use different units."""
    if not amount.said or amount.own_unit_vnd or amount.vnd is None or unit_vnd not in UNIT_WORDS:
        return amount.said
    return f"{amount.said} {UNIT_WORDS[unit_vnd]}"


def has_two_units(units: Iterable[int | None]) -> bool:
    """Tell whether tables of one annex count their money in different units."""
    return len(set(units)) > 1
