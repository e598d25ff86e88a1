# SPDX-License-Identifier: EUPL-1.2
"""The yearly report on the quality of the services as a PDF to print and sign by hand."""

from datetime import datetime

from django.utils import timezone

from tinhso.kernel.documents.rendering import render
from tinhso.kernel.indicators.types import Figure
from tinhso.kernel.registry.models import Unit
from tinhso.lib.vntext import format_decimal, format_int
from tinhso.modules.onestop.models import Interruption, ServicePlan
from tinhso.modules.onestop.papers import TEMPLATES, head_of
from tinhso.modules.onestop.queries.quality import Quality
from tinhso.modules.onestop.types import ServicePlanKind

TITLE = "Báo cáo chất lượng cung cấp dịch vụ công trực tuyến"
COLUMNS = [("Nội dung", 3), ("Kết quả", 2), ("Cách tính, căn cứ", 5)]
NOTHING = "–"
PLANS = {
    ServicePlanKind.UPGRADE: "Kế hoạch nâng cấp trong năm",
    ServicePlanKind.CONTINUITY: "Kế hoạch duy trì dịch vụ khi bị tấn công",
}


def render_quality(unit: Unit, found: Quality, *, now: datetime) -> bytes:
    """Return the PDF of a year; what was not measured is said so and never shown as nought."""
    data = {
        **head_of(unit, "", now),
        "kind": f"{TITLE} năm {found.year}",
        "entries": [("Kỳ báo cáo", f"từ {found.since:%d/%m/%Y} đến {found.until:%d/%m/%Y}")],
        "columns": COLUMNS,
        "rows": rows_of(found),
    }
    return render(TEMPLATES / "table.typ", data, title=TITLE, now=now)


def rows_of(found: Quality) -> list[list[str]]:
    """Return the lines of the report: what, result, how it is counted."""
    return [
        *(_figure(one) for one in found.figures),
        *_feedback(found),
        *_service(found),
        *_safety(found),
        *_plans(found),
    ]


def _figure(one: Figure) -> list[str]:
    if one.value is None:
        value = NOTHING
    elif one.denominator is None:
        value = f"{format_int(int(one.value))} {one.definition.unit}"
    else:
        value = f"{format_decimal(one.value, 2)} % ({format_int(one.numerator)}/{format_int(one.denominator)})"
    return [one.definition.title, value, f"{one.definition.explanation} ({one.definition.source})"]


def _feedback(found: Quality) -> list[list[str]]:
    answered, on_time = found.feedback_answered, found.feedback_on_time
    value = f"{format_int(answered)}, đúng hạn {format_int(on_time)}" if answered else "0"
    return [["Phản ánh, kiến nghị đã trả lời", value, "Số phản ánh thuộc thẩm quyền đã trả lời trong kỳ."]]


def _service(found: Quality) -> list[list[str]]:
    measured = found.availability
    share = NOTHING if measured.share is None else f"{format_decimal(measured.share, 2)} %"
    since = f"{timezone.localtime(found.measured_since):%H:%M %d/%m/%Y}" if found.measured_since else "chưa đo"
    return [
        [
            "Tỷ lệ thời gian cổng trả lời",
            share,
            f"Đo mỗi phút từ {since}; phút không đo được tính là không trả lời; trừ thời gian tạm ngừng đã báo trước.",
        ],
        [
            "Số phút không trả lời, không đo được, tạm ngừng",
            f"{format_int(measured.failed)}; {format_int(measured.unmeasured)}; {format_int(measured.announced)}",
            f"Trong {format_int(measured.minutes)} phút.",
        ],
        *(_interruption(one) for one in found.interruptions),
    ]


def _interruption(one: Interruption) -> list[str]:
    begins, ends = timezone.localtime(one.begins_at), timezone.localtime(one.withdrawn_at or one.ends_at)
    why = f"{one.reason} Bất khả kháng: {one.force_majeure}" if one.force_majeure else one.reason
    return ["Đợt tạm ngừng đã thông báo", f"{begins:%H:%M %d/%m/%Y} – {ends:%H:%M %d/%m/%Y}", why]


def _safety(found: Quality) -> list[list[str]]:
    last = f", gần nhất {timezone.localtime(found.backups[-1].at):%d/%m/%Y}" if found.backups else ""
    lines = [["Sao lưu", f"{len(found.backups)} lần{last}", "Lệnh tinhso backup ghi lại mỗi lần."]]
    if not found.exercises:
        lines.append(["Diễn tập khôi phục", "chưa diễn tập trong kỳ", "Lệnh tinhso exercise ghi lại mỗi lần."])
    for one in found.exercises:
        result = "sổ nguyên vẹn" if one.data["sound"] else "sổ KHÔNG nguyên vẹn"
        told = (
            f"{format_int(one.data['acts'])} sự kiện, {format_int(one.data['entries'])} mục, {one.data['seconds']} giây"
        )
        on = f"{timezone.localtime(one.at):%d/%m/%Y}"
        lines.append(["Diễn tập khôi phục", f"{on}: {result}", f"{told}; sự kiện số {one.seq} trong sổ."])
    return lines


def _plans(found: Quality) -> list[list[str]]:
    return [_plan(kind, found.plans.get(kind)) for kind in ServicePlanKind]


def _plan(kind: ServicePlanKind, filed: ServicePlan | None) -> list[str]:
    told = f"nộp {timezone.localtime(filed.filed_at):%d/%m/%Y}" if filed else "chưa có"
    return [PLANS[kind], told, "Tệp đã nộp trong trang vận hành (224/2026/NĐ-CP, Điều 21)."]
