# SPDX-License-Identifier: EUPL-1.2
"""Report templates in force, and what one says for a period in the viewer's own scope."""

import uuid
from dataclasses import asdict, dataclass
from datetime import date

from tinhso.kernel.identity.types import Viewer
from tinhso.lib.vntext import search_key
from tinhso.modules.onestop.errors import BadReport
from tinhso.modules.onestop.models import Report, ReportVersion
from tinhso.modules.onestop.queries import statistics
from tinhso.modules.onestop.reports import rules
from tinhso.modules.onestop.reports.types import Shape

Cells = list[int | float | None]


@dataclass(frozen=True)
class Said:
    """A report for a period: key, title and cells of each line, and the cells of the total."""

    lines: list[tuple[str, str, Cells]]
    total: Cells


def reports_in_force(text: str = "") -> list[Report]:
    """Return templates that are offered in Vietnamese order; every word of `text` stands in the title."""
    words = search_key(text).split()
    found = Report.objects.filter(ended_at=None).order_by("sort_key", "id")
    return [one for one in found if all(word in search_key(one.title) for word in words)]


def newest(report_id: uuid.UUID) -> ReportVersion:
    """Return the version in force; raises BadReport for a template that is not there or has ended."""
    found = ReportVersion.objects.filter(report=report_id, report__ended_at=None).select_related("report")
    version = found.order_by("-number").first()
    if version is None:
        raise BadReport("Mẫu báo cáo này không có hoặc đã ngừng dùng. Hãy chọn mẫu khác.", code="gone")
    return version


def versions_of(report_id: uuid.UUID) -> list[ReportVersion]:
    """Return all versions of a template, newest first."""
    return list(ReportVersion.objects.filter(report=report_id).select_related("published_by").order_by("-number"))


def run(viewer: Viewer, shape: Shape, since: date, until: date) -> Said:
    """Return what a template says from one day to the end of another, from facts alone."""
    wanted = statistics.Table(since=since, until=until, by=shape.rows, field=shape.field, channel=shape.channel)
    lines, total = statistics.table(viewer, wanted)
    return Said([(one.key, one.title, _cells(shape, one.numbers)) for one in lines], _cells(shape, total))


def _cells(shape: Shape, numbers: statistics.Numbers) -> Cells:
    counted = asdict(numbers)
    return [rules.cell(column, counted) for column in shape.columns]
