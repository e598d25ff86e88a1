# SPDX-License-Identifier: EUPL-1.2
"""Words of scans, penetration tests and exercises; rows of their tables and files."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.faces.desk.security.levels_wording import TRUST
from tinhso.faces.desk.security.systems_wording import DASH, lines, link, options, tag
from tinhso.modules.security.levels.checks import rules
from tinhso.modules.security.queries import systems
from tinhso.modules.security.queries.checks import YearRow
from tinhso.modules.security.types.checks import CheckKind

__all__ = ["KINDS", "options"]
KINDS = {
    CheckKind.SCAN: gettext_lazy("Quét lỗ hổng"),
    CheckKind.PENTEST: gettext_lazy("Kiểm thử xâm nhập"),
    CheckKind.EXERCISE: gettext_lazy("Diễn tập"),
}
DONE, PLANNED, LATE = "✓", "○", "!"


def day(on: date | None) -> str:
    return f"{on:%d/%m/%Y}" if on else ""


def may_keep(viewer: Any, system: Any) -> bool:
    return not system.withdrawn_at and systems.may_keep(
        viewer, system.focal_id, system.owner_id, system.security_unit_id
    )


def rule_options(on: date) -> list[tuple[str, str]]:
    """Return the intervals that were read, each with its source and how sure it is."""
    found = []
    for one in rules(on).values():
        note = str(TRUST[one.trust])
        found.append((one.code, f"{one.text} ({one.source}{', ' + note if note else ''})"))
    return found


def rhythm(one: Any) -> str:
    return _("%(n)s tháng một lần") % {"n": one.months} if one.months else _("một lần")


def drill_words(one: Any) -> str:
    return f"{one.title} ({day(timezone.localdate(one.ended_at))})"


def planned_headers() -> list[str]:
    return [_("Hệ thống"), _("Việc"), _("Dự kiến"), _("Hạn theo kỳ"), _("Kỳ"), _("Căn cứ")]


def planned_row(one: Any, today: date) -> list[Any]:
    name = lines([link(one.system.name, "desk:system_checks", one.system_id), one.system.focal.name])
    parts: list[Any] = [day(one.due_on)]
    if one.due_on < today:
        parts.append(tag(_("Quá hạn"), "error"))
    elif one.planned_on < today:
        parts.append(tag(_("Chậm so với dự kiến"), "waiting"))
    what = link(KINDS[CheckKind(one.kind)], "desk:security_check", one.id)
    return [name, what, day(one.planned_on), lines(parts), rhythm(one), one.basis]


def done_headers() -> list[str]:
    return [_("Hệ thống"), _("Việc"), _("Ngày làm"), _("Đơn vị thực hiện"), _("Phát hiện"), _("Minh chứng")]


def done_row(one: Any) -> list[Any]:
    name = link(one.system.name, "desk:system_checks", one.system_id)
    when = day(one.done_on) if one.on_time else lines([day(one.done_on), tag(_("Muộn"), "error")])
    what = link(KINDS[CheckKind(one.kind)], "desk:security_check", one.id)
    return [name, what, when, one.doer, findings(one), evidence(one)]


def findings(one: Any) -> str:
    if one.findings is None:
        return DASH
    return _("%(open)s còn mở trên %(all)s") % {"open": one.findings_open, "all": one.findings}


def evidence(one: Any) -> Any:
    parts = [one.paper] if one.paper else []
    if one.document_id:
        parts.append(link(_("Báo cáo (SHA-256 %(hash)s…)") % {"hash": one.sha256[:12]}, "desk:check_report", one.id))
    if one.drill is not None:
        parts.append(link(one.drill.title, "desk:drill", one.drill.id))
    return lines(parts)


def month_headers() -> list[str]:
    return [_("Hệ thống"), _("Việc"), *(_("Th. %(n)s") % {"n": n} for n in range(1, 13))]


def month_row(row: YearRow) -> list[Any]:
    """Return a row of a year: each month with what was done, planned, overdue on which day."""
    name = link(row.system.name, "desk:system_checks", row.system.id)
    return [name, KINDS[CheckKind(row.kind)], *(_month(row, month) for month in range(1, 13))]


def _month(row: YearRow, month: int) -> Any:
    marked = ((DONE, row.done), (LATE, row.late), (PLANNED, row.planned))
    return lines(f"{mark} {on.day}" for mark, days in marked for on in sorted(days.get(month, ())))


def facts(one: Any, today: date) -> list[tuple[str, Any]]:
    """Return what is known of a check, for its page."""
    found: list[tuple[str, Any]] = [
        (_("Hệ thống"), link(one.system.name, "desk:system_checks", one.system_id)),
        (_("Đơn vị vận hành"), one.system.focal.name),
        (_("Kỳ"), rhythm(one)),
        (_("Căn cứ"), one.basis),
        (_("Dự kiến"), day(one.planned_on)),
        (_("Hạn theo kỳ"), lines([day(one.due_on), tag(_("Quá hạn"), "error")]) if _is_late(one, today)
         else day(one.due_on)),
    ]  # fmt: skip
    if one.done_on:
        when = day(one.done_on) if one.on_time else lines([day(one.done_on), tag(_("Muộn"), "error")])
        found += [
            (_("Ngày làm"), when),
            (_("Đơn vị thực hiện"), one.doer),
            (_("Phát hiện"), findings(one)),
            (_("Minh chứng"), evidence(one)),
            (_("Mã băm SHA-256 của báo cáo"), one.sha256 or DASH),
            (_("Người ghi"), one.told_by.full_name),
        ]
    return found


def _is_late(one: Any, today: date) -> bool:
    return one.done_on is None and one.dropped_at is None and one.due_on < today


def file_headers() -> list[str]:
    return [_("Hệ thống"), _("Đơn vị vận hành"), _("Việc"), _("Kỳ (tháng)"), _("Căn cứ"), _("Dự kiến"),
            _("Hạn theo kỳ"), _("Quá hạn"), _("Ngày làm"), _("Đúng hạn"), _("Đơn vị thực hiện"), _("Số phát hiện"),
            _("Trong đó chưa khắc phục"), _("Văn bản"), _("Mã băm SHA-256 của báo cáo")]  # fmt: skip


def file_row(one: Any, today: date) -> list[Any]:
    on_time = "" if one.on_time is None else _("có") if one.on_time else _("không")
    return [one.system.name, one.system.focal.name, str(KINDS[CheckKind(one.kind)]), one.months, one.basis,
            day(one.planned_on), day(one.due_on), _("có") if _is_late(one, today) else "", day(one.done_on), on_time,
            one.doer, one.findings, one.findings_open, one.paper, one.sha256]  # fmt: skip
