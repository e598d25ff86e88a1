# SPDX-License-Identifier: EUPL-1.2
"""A hand-over of a shift on paper: what was written, what was open at that moment, who handed over and who took."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from tinhso.kernel.casework import workflow
from tinhso.kernel.registry.models import Unit
from tinhso.modules.security.incidents.papers import TITLES, Paper, Part, render_paper
from tinhso.modules.security.incidents.periodic import LEVEL_WORDS
from tinhso.modules.security.models import HandOver
from tinhso.modules.security.types.incidents import DutyKind

NOTHING = "Không có."


def handover_paper(one: HandOver, unit: Unit, *, now: datetime) -> bytes:
    """Return the PDF of a hand-over. unit: whose paper it is."""
    told = one.gathered
    accepted = f"{_at(one.accepted_at)}, {one.accepted_by.full_name}" if one.accepted_by else "Chưa có người nhận"
    paper = Paper(
        unit=unit,
        title="Biên bản bàn giao ca trực giám sát an toàn thông tin",
        about=_at(one.written_at),
        parts=(
            Part("Người bàn giao ghi", tuple(line for line in one.words.splitlines() if line.strip())),
            *_parts(told),
            Part("Người nhận ghi", tuple(line for line in one.remark.splitlines() if line.strip()) or (NOTHING,)),
        ),
        signer=one.written_by.full_name,
        post="Người bàn giao",
        entries=(("Bàn giao", f"{_at(one.written_at)}, {one.written_by.full_name}"), ("Nhận", accepted)),
        receivers=("Trung tâm giám sát", "Lưu: VT"),
    )
    return render_paper(paper, now=now)


def _parts(told: Mapping[str, Any]) -> Iterable[Part]:
    yield _table(
        "Cảnh báo đang mở", told["alerts"], (("Mức", 2), ("Cảnh báo", 6), ("Máy", 4), ("Từ", 3)),
        lambda row: (LEVEL_WORDS[row["level"]], row["title"], f"{row['host']} {row['unit']}", _iso(row["raised_at"])),
    )  # fmt: skip
    yield _table(
        "Sự cố đang xử lý", told["incidents"], (("Số", 3), ("Sự cố", 6), ("Trạng thái", 4), ("Đơn vị", 4)),
        lambda row: (row["number"] + _drill(row), row["title"], state_of(row["state"]), row["unit"]),
    )  # fmt: skip
    yield _table(
        "Hạn báo cáo đang chạy", told["clocks"], (("Sự cố", 3), ("Văn bản", 6), ("Hạn", 4)),
        lambda row: (row["number"] + _drill(row), TITLES[DutyKind(row["kind"])], _iso(row["due_at"]) + _late(row)),
    )  # fmt: skip
    yield _table(
        "Máy nhiễm mã độc chưa sạch", told["machines"], (("Máy", 4), ("Mã độc", 4), ("Đơn vị", 4), ("Hạn", 4)),
        lambda row: (row["host"], row["malware"] or "chưa rõ", row["unit"], _iso(row["due_at"]) + _late(row)),
    )  # fmt: skip
    yield _table(
        "Nguồn đang im lặng", told["silent"], (("Máy", 4), ("Đơn vị", 5), ("Im lặng từ", 4)),
        lambda row: (row["host"], row["unit"], _iso(row["silent_since"]) + (" (mới)" if row["is_new"] else "")),
    )  # fmt: skip
    yield Part("Lỗi của hệ thống giám sát", tuple(one["sentence"] for one in told["parts"]) or (NOTHING,))


def state_of(name: str) -> str:
    """Return the title of a state of an incident; the name itself for one that is no longer in the step table."""
    states = workflow.workflow("security_incident").states
    return states[name].title if name in states else name


def _table(title: str, told: Mapping[str, Any], columns: tuple[tuple[str, int], ...], row: Any) -> Part:
    rows = tuple(row(one) for one in told["rows"])
    left = told["total"] - len(rows)
    paragraphs = (NOTHING,) if not told["total"] else (f"Tổng số: {told['total']}.",)
    if left > 0:
        paragraphs = (f"Tổng số: {told['total']}, dưới đây là {len(rows)} mục đầu.",)
    return Part(title, paragraphs, columns, rows)


def _drill(row: Mapping[str, Any]) -> str:
    return " (diễn tập)" if row["is_drill"] else ""


def _late(row: Mapping[str, Any]) -> str:
    return " (quá hạn)" if row["is_late"] else ""


def _iso(text: str | None) -> str:
    return _at(datetime.fromisoformat(text)) if text else "chưa có"


def _at(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%H:%M ngày %d/%m/%Y}" if at else ""
