# SPDX-License-Identifier: EUPL-1.2
"""The report of an exercise on paper: scenario, who took part, what was put in and done, how it was judged, lessons."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from tinhso.kernel.registry.models import Unit
from tinhso.modules.security.incidents.papers import Paper, Part, render_paper
from tinhso.modules.security.incidents.words import CATEGORY_WORDS, SEVERITY_WORDS
from tinhso.modules.security.models import Drill
from tinhso.modules.security.types.drills import DrillReport, InjectLine, Verdict
from tinhso.modules.security.types.incidents import Category

TITLE = "Báo cáo kết quả diễn tập ứng cứu sự cố an toàn thông tin mạng"
VERDICT_WORDS = {Verdict.MET: "đạt", Verdict.UNMET: "chưa đạt", Verdict.NOT_APPLICABLE: "không áp dụng"}
NOTHING = "Chưa ghi."
TABLE = (
    ("Phút", 2), ("Tình huống", 8), ("Gửi tới", 4), ("Đưa ra", 4), ("Trả lời đầu sau", 3), ("Đánh giá", 3),
)  # fmt: skip


def drill_paper(drill: Drill, told: DrillReport, members: Iterable[str], *, unit: Unit, now: datetime) -> bytes:
    """Return the PDF of a report. unit: whose paper it is; members: who took part, in words."""
    who = drill.started_by.full_name if drill.started_by else drill.prepared_by.full_name
    number = drill.incident.case.number if drill.incident else ""
    paper = Paper(
        unit=unit,
        title=TITLE,
        about=drill.title,
        parts=(
            _scenario(drill),
            Part("Thành phần tham gia", tuple(f"{one}." for one in members)),
            _sums(told),
            Part("Các tình huống", (), TABLE, tuple(_row(one) for one in told.lines)),
            *_details(told),
            Part("Bài học, việc phải sửa", _said(drill.lessons)),
        ),
        signer=who,
        post="Người điều khiển diễn tập",
        entries=(("Số sự cố diễn tập", number), ("Thời gian", _span(told))),
        receivers=("Các đơn vị tham gia", "Lưu: VT"),
    )
    return render_paper(paper, now=now)


def _scenario(drill: Drill) -> Part:
    category = CATEGORY_WORDS[Category(drill.category)]
    return Part(
        "Kịch bản",
        (
            *_said(drill.purpose),
            f"Sự cố giả định: {category}, mức {SEVERITY_WORDS[drill.severity]}, tại {drill.unit.name}.",
            f"Hệ thống giả định: {drill.system_name}.",
        ),
    )


def _sums(told: DrillReport) -> Part:
    lines = [
        f"Kịch bản có {len(told.lines)} tình huống: đưa ra {told.released}, bỏ qua {told.skipped}, "
        f"chưa đưa ra {told.left}. Có trả lời: {told.answered} trên {told.released}.",
        "Đánh giá: "
        + ", ".join(f"{VERDICT_WORDS[verdict]} {count}" for verdict, count in told.verdicts)
        + f", chưa đánh giá {told.unjudged}.",
    ]
    if told.pauses:
        lines.append(f"Tạm dừng {len(told.pauses)} lần; thời gian tạm dừng không tính vào phút diễn tập.")
    return Part("Kết quả chung", (f"Thời gian diễn tập: {told.ran_minutes} phút.", *lines))


def _row(one: InjectLine) -> tuple[str, ...]:
    minutes = one.first_answer_minutes
    answered = f"{minutes} phút" if minutes is not None else "không trả lời" if one.released_at else ""
    verdict = VERDICT_WORDS[Verdict(one.verdict)] if one.verdict else "chưa đánh giá" if one.released_at else ""
    return (str(one.minute), one.text, one.addressee, how_released(one), answered, verdict)


def how_released(one: InjectLine) -> str:
    """Return when an inject was put in, with the minute; that it was skipped or left over."""
    if one.released_at is not None:
        return f"phút {one.released_minute} ({timezone.localtime(one.released_at):%H:%M})"
    return "bỏ qua" if one.skipped_why else "chưa đưa ra"


def _details(told: DrillReport) -> Iterable[Part]:
    for number, one in enumerate(told.lines, 1):
        lines = [f"Mong đợi: {one.expected}"]
        if one.skipped_why:
            lines.append(f"Bỏ qua vì: {one.skipped_why}")
        lines += [
            f"{answer.officer} trả lời lúc {_clock(answer.at)} (sau {answer.minutes} phút, "
            f"làm lúc {_clock(answer.told_at)}): {answer.text}"
            for answer in one.answers
        ]
        if one.released_at is not None and not one.answers:
            lines.append("Không có trả lời.")
        if one.verdict:
            remark = f": {one.remark}" if one.remark else "."
            lines.append(f"Đánh giá {VERDICT_WORDS[Verdict(one.verdict)]}{remark}")
        yield Part(f"Tình huống {number} (phút {one.minute})", tuple(lines))


def _said(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip()) or (NOTHING,)


def _clock(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M}"


def _span(told: DrillReport) -> str:
    ended = f"{timezone.localtime(told.ended_at):%H:%M ngày %d/%m/%Y}" if told.ended_at else "chưa kết thúc"
    return f"{timezone.localtime(told.started_at):%H:%M ngày %d/%m/%Y} – {ended}"
