# SPDX-License-Identifier: EUPL-1.2
"""What is issued every year in words, the same for everybody and at the desk."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.faces.ui.ranking_links import component_address
from tinhso.faces.ui.words import day_words
from tinhso.lib.citations import citations
from tinhso.lib.vntext import search_key
from tinhso.modules.scorecards.instruments import Mark
from tinhso.modules.scorecards.queries_of_issues import DutyRow
from tinhso.modules.scorecards.yearly import Progress

FIRST_YEAR = 2018
PROGRESSES = {
    Progress.ISSUED: (gettext_lazy("Đã ban hành"), "done"),
    Progress.LATE: (gettext_lazy("Đã ban hành, sau hạn"), "done"),
    Progress.OPEN: (gettext_lazy("Chưa ghi nhận"), "waiting"),
    Progress.OVERDUE: (gettext_lazy("Quá hạn, chưa ghi nhận"), "error"),
}
"""How a duty stands and the phase of its tag."""
SURE = {
    Mark.READ: gettext_lazy("A: đã đọc quy định"),
    Mark.QUOTED: gettext_lazy("B: đọc qua văn bản khác dẫn lại"),
    Mark.UNCHECKED: gettext_lazy("C: chỉ được nhắc tới, chưa thấy điều khoản buộc ban hành"),
}
MISSING = (Progress.OPEN, Progress.OVERDUE)


@dataclass(frozen=True)
class DutyLine:
    """One duty of a year in words. instruments: number and page of each in its basis; warning: which ended."""

    row: DutyRow
    state: str
    phase: str
    due: str
    sure: str
    instruments: list[tuple[str, str]]
    component_href: str
    warning: str
    plan_href: str


def line(row: DutyRow) -> DutyLine:
    words, phase = PROGRESSES[row.progress]
    numbers = dict.fromkeys(cited.number for cited in citations(row.duty.basis))
    plan = row.issue.plan if row.issue else None
    return DutyLine(
        row=row,
        state=str(words),
        phase=phase,
        due=_("trước ngày %(day)s") % {"day": day_words(row.due_before)} if row.due_before else _("không nêu ngày"),
        sure=str(SURE[row.duty.mark]),
        instruments=[(number, f"{reverse('portal:instruments')}?so={number}") for number in numbers],
        component_href=component_address(row.duty.component) if row.duty.component else "",
        warning=_warning(row),
        plan_href=reverse("portal:plan", args=[plan]) if plan else "",
    )


def _warning(row: DutyRow) -> str:
    if not row.basis_over:
        return ""
    return _(
        "Căn cứ %(numbers)s đã hết hiệu lực hoặc đã có văn bản thay; chưa đọc được văn bản mới có giữ việc này không."
    ) % {"numbers": ", ".join(row.basis_over)}


def lines(rows: Iterable[DutyRow], text: str = "", state: str = "") -> list[DutyLine]:
    """Return the duties that hold every word typed and stand as asked: `thieu` missing, `co` issued."""
    words = search_key(text).split()
    found = []
    for row in rows:
        number = row.issue.number if row.issue else ""
        said = search_key(" ".join([row.duty.title, row.duty.who, row.duty.basis, number]))
        fits = {"thieu": row.progress in MISSING, "co": row.progress not in MISSING}.get(state, True)
        if fits and all(word in said for word in words):
            found.append(line(row))
    return found


def states() -> list[tuple[str, str]]:
    return [("thieu", _("Chưa ghi nhận")), ("co", _("Đã ban hành"))]


def year_of(typed: str, this_year: int) -> tuple[int, str]:
    """Return the year typed and what is wrong with it; this year when nothing is typed."""
    if not typed:
        return this_year, ""
    if typed.isascii() and typed.isdigit() and FIRST_YEAR <= int(typed) <= this_year + 1:
        return int(typed), ""
    return this_year, _("Hãy ghi một năm từ %(first)d đến %(last)d.") % {"first": FIRST_YEAR, "last": this_year + 1}


def table(found: Iterable[DutyLine]) -> tuple[list[str], list[tuple[object, ...]]]:
    """Return the duties as a table; what is not known or not noted is empty."""
    heads = [
        _("Năm"),
        _("Văn bản phải ban hành"),
        _("Cơ quan"),
        _("Căn cứ"),
        _("Mức xác nhận"),
        _("Phải có trước ngày"),
    ]
    heads += [_("Tình trạng"), _("Số, ký hiệu"), _("Ngày ban hành"), _("Căn cứ cần xem lại")]
    return heads, [_cells(one) for one in found]


def _cells(one: DutyLine) -> tuple[object, ...]:
    row, issue = one.row, one.row.issue
    head: tuple[object, ...] = (row.year, row.duty.title, row.duty.who, row.duty.basis, row.duty.mark.value)
    issued = (issue.number, issue.issued_on) if issue else (None, None)
    return (*head, row.due_before, one.state, *issued, ", ".join(row.basis_over) or None)
