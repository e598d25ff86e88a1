# SPDX-License-Identifier: EUPL-1.2
"""The public scorecard of a round as a PDF, to be sealed: shares as everybody sees them, nobody named, no score."""

import io
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import segno
from django.utils import timezone

from tinhso.config import env
from tinhso.kernel.casework import workflow
from tinhso.kernel.documents.rendering import render
from tinhso.kernel.registry import queries as registry
from tinhso.lib.vntext import format_percent, spell_date
from tinhso.modules.scorecards.declaring import rules
from tinhso.modules.scorecards.declaring.types import Footing
from tinhso.modules.scorecards.dti.reading import edition
from tinhso.modules.scorecards.models import Assessment
from tinhso.modules.scorecards.queries_of_assessments import Row

TEMPLATE = Path(__file__).parent / "paper_templates" / "scorecard.typ"
TITLE = "Bảng kết quả kỳ đánh giá chuyển đổi số"
COLUMNS = (
    ("Mã", 2), ("Chỉ số thành phần", 11), ("Đơn vị kê khai", 6), ("Nguồn số", 4), ("Kê khai", 5),
    ("Tính từ việc đã làm", 3), ("Tự đánh giá", 3), ("Thẩm định", 3), ("Công nhận", 3),
)  # fmt: skip
FOOTINGS = {
    Footing.FOLDED: "Tính từ việc đã làm",
    Footing.DECLARED: "Kê khai",
    Footing.FED: "Nhận từ hệ thống khác",
    Footing.STALE: "Kê khai đã cũ",
    Footing.MISSING: "Chưa có số",
}
NO_SUM = (
    "Các cột là tỷ lệ đạt của từng thành phần, không phải điểm; chưa văn bản nào xác nhận trọng số của từng thành phần "
    "nên bảng này không có tổng."
)


@dataclass(frozen=True)
class Scorecard:
    """What goes on the paper: of which round, under which identifier it can be found, as of which day, the rows."""

    assessment: Assessment
    paper_id: uuid.UUID
    as_of: date
    rows: Sequence[Row]


def render_scorecard(card: Scorecard, *, address: str, now: datetime) -> bytes:
    """Return the PDF. address: of the public page of this paper, whole, for the QR code."""
    found, of = card.assessment, edition(card.assessment.edition)
    office = found.office
    accepted = sum(one.declaration.case.state == "accepted" for one in card.rows)
    folded = sum(one.footing is Footing.FOLDED for one in card.rows)
    data = {
        "title": f"{TITLE} năm {found.year}",
        "agency": office.name,
        "parent": registry.unit(office.parent_id).name if office.parent_id else None,
        "place": env.PROVINCE_NAME,
        "date": spell_date(timezone.localdate(now)),
        "kind": TITLE,
        "about": f"năm {found.year}",
        "entries": [
            ("Bộ chỉ số", f"{of.title} ({of.source})"),
            ("Tính đến hết ngày", f"{card.as_of:%d/%m/%Y}"),
            ("Chỉ số thành phần", f"{len(card.rows)}; {folded} tính từ việc đã làm; {accepted} kê khai được chấp nhận"),
        ],
        "paragraphs": [NO_SUM],
        "qr": _qr(address),
        "qr_caption": f"Kiểm tra bản này tại {address}. Bản điện tử có chữ ký số của cơ quan là bản chính.",
        "columns": list(COLUMNS),
        "rows": [_line(one) for one in card.rows],
    }
    return render(TEMPLATE, data, title=f"{TITLE} năm {found.year}", now=now)


def _qr(text: str) -> str:
    stream = io.BytesIO()
    segno.make(text, error="m", micro=False).save(stream, kind="svg", xmldecl=False, svgns=True, border=2)
    return stream.getvalue().decode()


def _line(row: Row) -> list[str]:
    case, unit = row.declaration.case, row.declaration.unit
    shares = (row.folded.share if row.folded else None, row.own, row.appraised, row.final)
    percents = [rules.shown(one) for one in shares]
    return [
        row.part.code,
        row.part.title or row.part.working or "",
        unit.name if unit else "",
        FOOTINGS[row.footing],
        workflow.state(case.kind, case.state).title,
        *("–" if one is None else format_percent(one) for one in percents),
    ]
