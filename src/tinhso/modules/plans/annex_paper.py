# SPDX-License-Identifier: EUPL-1.2
"""The annex of a plan with its results as a PDF, to be signed."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from django.utils import timezone

from tinhso.config import env
from tinhso.kernel.documents.rendering import render
from tinhso.kernel.registry import queries as registry
from tinhso.lib.vntext import spell_date
from tinhso.modules.plans.annex import Annex, AnnexRow, Result, row_keys
from tinhso.modules.plans.models import Plan

TEMPLATE = Path(__file__).parent / "paper_templates" / "annex.typ"
TITLE = "Báo cáo kết quả thực hiện kế hoạch"
COLUMNS = (("STT", 2), ("Nhiệm vụ", 9), ("Chủ trì", 5), ("Thời hạn", 4), ("Tình hình", 5), ("Kết quả, minh chứng", 9))


def render_annex(plan: Plan, annex: Annex, results: Mapping[str, Result], *, as_of: date, now: datetime) -> bytes:
    """Return the PDF of a plan's annex with its results as they stand on a day."""
    office = plan.office
    parent = registry.unit(office.parent_id).name if office.parent_id else None
    data = {
        "agency": office.name,
        "parent": parent,
        "number": "",
        "place": env.PROVINCE_NAME,
        "date": spell_date(timezone.localdate(now)),
        "kind": TITLE,
        "about": plan.title,
        "entries": [("Kế hoạch", f"{plan.number} ngày {plan.issued_on:%d/%m/%Y}" if plan.issued_on else "dự thảo"),
                    ("Tính đến hết ngày", f"{as_of:%d/%m/%Y}")],
        "columns": list(COLUMNS),
        "rows": _rows(annex, results),
    }  # fmt: skip
    return render(TEMPLATE, data, title=TITLE, now=now)


def _rows(annex: Annex, results: Mapping[str, Result]) -> list[list[str]]:
    """Return the rows of the table; a row of one cell is a heading that spans it."""
    rows: list[list[str]] = []
    above: tuple[str, ...] = ()
    for row, key in zip(annex.rows, row_keys(annex.rows), strict=True):
        shared = sum(1 for before, here in zip(above, row.group, strict=False) if before == here)
        rows += [[heading] for heading in row.group[shared:]]
        above = row.group
        rows.append(_row(row, results.get(key, Result())))
    return rows


def _row(row: AnnexRow, result: Result) -> list[str]:
    done = f"{result.state_words}, {result.done_on:%d/%m/%Y}" if result.done_on else result.state_words
    said = " ".join(one for one in (result.words, f"[{result.evidence}]" if result.evidence else "") if one)
    return [row.number, row.title, row.lead, row.due.said, done, said]
