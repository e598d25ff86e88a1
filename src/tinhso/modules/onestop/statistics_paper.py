# SPDX-License-Identifier: EUPL-1.2
"""A statistic table as a PDF to print and sign by hand."""

from collections.abc import Sequence
from datetime import datetime

from tinhso.kernel.documents.rendering import render
from tinhso.kernel.registry.models import Unit
from tinhso.modules.onestop.papers import TEMPLATES, head_of

TITLE = "Biểu tổng hợp tình hình, kết quả giải quyết thủ tục hành chính"


def render_statistics(
    unit: Unit,
    entries: Sequence[tuple[str, str]],
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    now: datetime,
    title: str = TITLE,
) -> bytes:
    """Return the PDF of a table; entries: what it counts, in words. The first column is three times as wide."""
    data = {
        **head_of(unit, "", now),
        "kind": title,
        "entries": list(entries),
        "columns": [(head, 3 if place == 0 else 1) for place, head in enumerate(headers)],
        "rows": [list(row) for row in rows],
    }
    return render(TEMPLATES / "table.typ", data, title=title, now=now)
