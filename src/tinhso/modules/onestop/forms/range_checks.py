# SPDX-License-Identifier: EUPL-1.2
"""Tables of periods (tu…, den…): in order, without overlap, without gap. An empty end means "until today".

Two periods may share a boundary: people move on one day, and a month on a form has two halves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tinhso.modules.onestop.forms.dates import add_years, earliest, latest, show_date
from tinhso.modules.onestop.forms.problems import Ask, Problem, error


@dataclass(frozen=True)
class Span:
    """One row: its place in the table, first and last day; `of` is the text typed for the beginning."""

    row: int
    first: date
    last: date
    last_begins: date
    column: str


def check_no_overlap(ask: Ask) -> Iterator[Problem]:
    """ranges_no_overlap."""
    yield from _order(ask)
    yield from _overlaps(_spans(ask))


def check_no_gap(ask: Ask) -> Iterator[Problem]:
    """ranges_no_gap_no_overlap."""
    yield from check_no_overlap(ask)
    yield from _gaps(_spans(ask))


def check_cover_from_14(ask: Ask) -> Iterator[Problem]:
    """ranges_cover_from_age_14: from the fourteenth birthday of the applicant to today."""
    yield from check_no_gap(ask)
    spans = _spans(ask)
    born = ask.answers.get("ngay_sinh")
    if spans and isinstance(born, str):
        start = add_years(latest(born), 14)
        if spans[0].first > start and start <= ask.context.today:
            yield error(
                f"Kê khai “{ask.field.label}” từ khi đủ 14 tuổi ({show_date(start.isoformat())}).",
                f"{spans[0].row}-{spans[0].column}",
            )
    if spans and max(span.last for span in spans) < _month_start(ask.context.today):
        yield error(f"Kê khai “{ask.field.label}” đến nay; để trống ô “đến” của nơi đang ở.")


def _columns(row: dict[str, Any]) -> tuple[str, str]:
    """Return the keys of begin and end: tu and den with the same ending."""
    begin = next((key for key in row if key == "tu" or key.startswith("tu_")), "")
    return begin, begin.replace("tu", "den", 1)


def _spans(ask: Ask) -> list[Span]:
    """Return the rows that make sense, by their beginning."""
    spans = []
    for number, row in enumerate(ask.value):
        begin, end = _columns(row)
        if not begin:
            continue
        until = row.get(end)
        last = latest(until) if until else max(ask.context.today, earliest(row[begin]))
        starts = earliest(until) if until else last
        if last >= earliest(row[begin]):
            spans.append(Span(number, earliest(row[begin]), last, starts, begin))
    return sorted(spans, key=lambda span: (span.first, span.last))


def _order(ask: Ask) -> Iterator[Problem]:
    for number, row in enumerate(ask.value):
        begin, end = _columns(row)
        if begin and row.get(end) and latest(row[end]) < earliest(row[begin]):
            yield error(
                f"Dòng {number + 1}: nhập lại, thời điểm kết thúc phải sau thời điểm bắt đầu.", f"{number}-{end}"
            )


def _overlaps(spans: list[Span]) -> Iterator[Problem]:
    reached: Span | None = None
    for span in spans:
        if reached and span.first < reached.last_begins:
            yield error(
                f"Dòng {span.row + 1}: sửa lại để không chồng thời gian với dòng {reached.row + 1}.",
                f"{span.row}-{span.column}",
            )
        if reached is None or span.last > reached.last:
            reached = span


def _gaps(spans: list[Span]) -> Iterator[Problem]:
    reached: date | None = None
    for span in spans:
        if reached and span.first > reached + timedelta(days=1):
            missing = (reached + timedelta(days=1)).isoformat()
            yield error(
                f"Dòng {span.row + 1}: kê khai thêm khoảng từ {show_date(missing)}, không để hở thời gian.",
                f"{span.row}-{span.column}",
            )
        reached = max(reached, span.last) if reached else span.last


def _month_start(day: date) -> date:
    return day.replace(day=1)
