# SPDX-License-Identifier: EUPL-1.2
"""Words of exercises: states, verdicts, lines of the list, of a scenario and of a report."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.faces.desk.security import incident_words
from tinhso.modules.security.queries.drill_report import addressee
from tinhso.modules.security.types.drills import DrillReport, DrillState, InjectLine, Verdict
from tinhso.modules.security.types.incidents import Category

STATES = {
    DrillState.PREPARED: gettext_lazy("Đang soạn"),
    DrillState.RUNNING: gettext_lazy("Đang diễn ra"),
    DrillState.PAUSED: gettext_lazy("Tạm dừng"),
    DrillState.ENDED: gettext_lazy("Đã kết thúc"),
    DrillState.CANCELLED: gettext_lazy("Đã hủy"),
}
PHASES = {
    DrillState.PREPARED: "open",
    DrillState.RUNNING: "working",
    DrillState.PAUSED: "waiting",
    DrillState.ENDED: "done",
    DrillState.CANCELLED: "dropped",
}
FILTERS = {
    "open": gettext_lazy("Đang soạn, đang diễn ra"),
    "over": gettext_lazy("Đã kết thúc, đã hủy"),
    "all": gettext_lazy("Tất cả"),
}
VERDICTS = {
    Verdict.MET: gettext_lazy("Đạt"),
    Verdict.UNMET: gettext_lazy("Chưa đạt"),
    Verdict.NOT_APPLICABLE: gettext_lazy("Không áp dụng"),
}
VERDICT_PHASES = {Verdict.MET: "done", Verdict.UNMET: "error", Verdict.NOT_APPLICABLE: "dropped"}


def line(one: Any) -> dict[str, Any]:
    """Return one line of the list."""
    return {
        "drill": one,
        "state": STATES[one.state],
        "phase": PHASES[one.state],
        "category": incident_words.CATEGORIES[Category(one.category)],
    }


def headers() -> list[str]:
    return [_("Diễn tập"), _("Loại sự cố"), _("Ngày giờ"), _("Tình trạng"), _("Đơn vị giả định bị sự cố"),
            _("Người soạn"), _("Bắt đầu"), _("Kết thúc")]  # fmt: skip


def row(told: dict[str, Any]) -> list[Any]:
    one = told["drill"]
    return [one.title, str(told["category"]), one.planned_at, str(told["state"]), one.unit.name,
            one.prepared_by.full_name, one.started_at, one.ended_at]  # fmt: skip


def of_year(year: int, count: int, last: date | None) -> str:
    """Return in a sentence how many exercises a year has seen; an exercise is owed every year by archive systems."""
    if last is None:
        sentence = _(
            "Năm %(year)s: chưa có cuộc nào kết thúc. QCVN 12:2026/BCA yêu cầu hệ thống lưu trữ diễn tập hằng năm."
        )
        return sentence % {"year": year}
    sentence = _("Năm %(year)s: %(count)s cuộc đã kết thúc, gần nhất ngày %(last)s.")
    return sentence % {"year": year, "count": count, "last": f"{last:%d/%m/%Y}"}


def member_name(one: Any) -> str:
    """Return who takes part: a person with the unit, or everybody of a unit who handles incidents."""
    if one.officer is not None:
        return addressee(one)
    return _("%(unit)s (mọi người xử lý sự cố)") % {"unit": one.unit.name}


def to_whom(member: Any) -> str:
    return member_name(member) if member is not None else _("Tất cả người tham gia")


def inject_state(one: Any, minute: int | None) -> tuple[str, str]:
    """Return how an inject stands in words, with the phase of its tag. minute: what the clock shows."""
    if one.released_at is not None:
        return _("Đã đưa ra"), "done"
    if one.skipped_at is not None:
        return _("Đã bỏ qua"), "dropped"
    if minute is not None and one.minute <= minute:
        return _("Đến giờ"), "waiting"
    return _("Chưa đến giờ"), "later"


def report_headers() -> list[str]:
    return [_("Phút dự kiến"), _("Tình huống"), _("Gửi tới"), _("Hành động mong đợi"), _("Đưa ra lúc"),
            _("Phút đưa ra"), _("Trả lời đầu sau (phút)"), _("Trả lời"), _("Đánh giá"), _("Nhận xét"),
            _("Vì sao bỏ qua")]  # fmt: skip


def report_row(one: InjectLine) -> list[Any]:
    """Return a line of the report for a file; numbers stay numbers."""
    answers = "\n".join(f"{answer.officer}: {answer.text}" for answer in one.answers)
    verdict = str(VERDICTS[Verdict(one.verdict)]) if one.verdict else ""
    return [one.minute, one.text, one.addressee, one.expected, one.released_at, one.released_minute,
            one.first_answer_minutes, answers, verdict, one.remark, one.skipped_why]  # fmt: skip


def sums(told: DrillReport) -> list[tuple[Any, Any]]:
    """Return the figures of a report with their names."""
    found: list[tuple[Any, Any]] = [
        (_("Thời gian diễn tập"), _("%(minutes)s phút") % {"minutes": told.ran_minutes}),
        (_("Tình huống đưa ra"), _("%(count)s trên %(all)s") % {"count": told.released, "all": len(told.lines)}),
        (_("Đã bỏ qua"), told.skipped),
        (_("Chưa đưa ra"), told.left),
        (_("Có trả lời"), _("%(count)s trên %(all)s") % {"count": told.answered, "all": told.released}),
    ]
    found += [(VERDICTS[verdict], count) for verdict, count in told.verdicts]
    return [*found, (_("Chưa đánh giá"), told.unjudged)]
