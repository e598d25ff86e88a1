# SPDX-License-Identifier: EUPL-1.2
"""What was issued under the duties of a year, and what is missing still."""

import uuid
from dataclasses import dataclass
from datetime import date

from tinhso.kernel.documents.models import Document
from tinhso.modules.scorecards import yearly
from tinhso.modules.scorecards.models import Issue
from tinhso.modules.scorecards.yearly import Duty, Progress


@dataclass(frozen=True)
class DutyRow:
    """A duty of a year. issue: what was noted, None while nothing was; basis_over: its basis no longer in force."""

    duty: Duty
    year: int
    due_before: date | None
    issue: Issue | None
    progress: Progress
    basis_over: tuple[str, ...]


def board(year: int, today: date) -> list[DutyRow]:
    """Return every duty of a year with what was issued: one query. Its basis is looked at on its last day or today."""
    found = Issue.objects.filter(year=year, taken_back_at=None).select_related("office", "officer")
    issues = {one.duty: one for one in found}
    return [_row(one, year, issues.get(one.code), today) for one in yearly.duties()]


def _row(duty: Duty, year: int, issue: Issue | None, today: date) -> DutyRow:
    due = duty.due_before(year)
    looked_at = min(due or date(year, 12, 31), today)
    state = yearly.progress(due, issue.issued_on if issue else None, today)
    return DutyRow(duty, year, due, issue, state, yearly.basis_over(duty, looked_at))


def history(duty: str, year: int) -> list[Issue]:
    """Return everything noted under a duty of a year, the newest first, what was taken back among them."""
    found = Issue.objects.filter(duty=duty, year=year).select_related("office", "officer", "taken_back_by", "file")
    return list(found.order_by("-at", "-id"))


def issue_with_file(issue_id: uuid.UUID) -> tuple[Issue, Document]:
    """Return a note and its file; raises Issue.DoesNotExist, also for a note without one."""
    found = Issue.objects.select_related("file").get(id=issue_id)
    if found.file is None:
        raise Issue.DoesNotExist(issue_id)
    return found, found.file
