# SPDX-License-Identifier: EUPL-1.2
"""What is due for systems and units at the desk, and what was done."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.faces.desk import reading
from tinhso.faces.desk.security import forms
from tinhso.faces.desk.security import levels_wording as wording
from tinhso.faces.desk.security.systems_wording import DASH, lines, link, tag
from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.security import actions
from tinhso.modules.security.levels import duties
from tinhso.modules.security.queries import level_records as queries
from tinhso.modules.security.queries import machines_register, systems


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def due(request: HttpRequest) -> HttpResponse:
    """List what is due for every system and unit, overdue first, and write down what was done; `?dang=` a file."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    if request.method != "POST":
        return _due(request, {}, 200)
    data = request.POST

    def note() -> None:
        unit = reading.optional_identifier(data, "unit")
        system = reading.optional_identifier(data, "system")
        if unit is None and system is None:
            raise reading.FormFault({"unit": _("Hãy chọn đơn vị hoặc hệ thống.")})
        sentence = _("Hãy ghi con số bằng chữ số, ví dụ 12.500.")
        told = actions.DutyTold(
            duty=data.get("duty", ""),
            unit_id=unit or systems.system_for(viewer, system).focal_id,  # type: ignore[arg-type]
            system_id=systems.system_for(viewer, system).id if system else None,
            done_on=reading.required_day(data, "done_on"),
            assessor=forms.text(data, "assessor", 301),
            assessor_kind=data.get("assessor_kind", ""),
            paper=forms.text(data, "paper", 201),
            scope=forms.text(data, "scope"),
            findings=forms.whole(data, "findings", sentence),
            findings_open=forms.whole(data, "findings_open", sentence),
        )
        record_id = reading.identifier(data, "record_id", _("Trang đã cũ. Hãy tải lại trang."))
        actions.record_duty(record_id, told, viewer=viewer, now=now)

    errors, status = forms.tried(note)
    if errors:
        return _due(request, errors, status)
    messages.success(request, _("Đã ghi việc đã làm."))
    return redirect("desk:security_due")


DUTIES = [(code, duties.text_of(code)) for code in duties.codes()]


def _due(request: HttpRequest, errors: dict[str, str], status: int) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    rows = queries.duties_for(viewer, today)
    heads = [_("Việc"), _("Của"), _("Hạn"), _("Lần trước"), _("Căn cứ")]
    if make := exports.FILES.get(request.GET.get("dang", "")):
        plain = [
            [row.due.text, row.system.name if row.system else row.unit.name, f"{row.due.due_on:%d/%m/%Y}",
             f"{row.due.last:%d/%m/%Y}" if row.due.last else "", row.due.source]
            for row in rows
        ]  # fmt: skip
        return make("viec-den-han-an-toan", heads, plain)
    keeps = systems.units_to_keep(viewer, today)
    context = {
        "heads": heads,
        "rows": [_due_row(row) for row in rows],
        "overdue": sum(row.is_overdue for row in rows),
        "done_heads": [_("Việc"), _("Của"), _("Ngày làm"), _("Văn bản"), _("Tổ chức đánh giá"), _("Phát hiện")],
        "done": [_done_row(one) for one in queries.records_for(viewer)],
        "may_keep": bool(keeps),
        "duties": DUTIES,
        "units": [(str(one.id), one.name) for one in keeps],
        "systems": machines_register.system_choices(viewer),
        "assessors": wording.options(wording.ASSESSORS),
        "new_id": request.POST.get("record_id") or uuid7(),
        "values": forms.typed_values(request) if errors else {"done_on": today},
        "errors": errors,
    }
    return render(request, "desk/security/due.html", context, status=status)


def _due_row(row: queries.DueRow) -> list[Any]:
    whose = link(row.system.name, "desk:system", row.system.id) if row.system else row.unit.name
    day = f"{row.due.due_on:%d/%m/%Y}"
    when = lines([day, tag(_("Quá hạn"), "error")]) if row.is_overdue else day
    note = wording.TRUST[row.due.trust]
    source = lines([row.due.source, f"({note})"]) if note else row.due.source
    last = f"{row.due.last:%d/%m/%Y}" if row.due.last else _("chưa lần nào")
    return [row.due.text, whose, when, last, source]


def _done_row(one: Any) -> list[Any]:
    whose = link(one.system.name, "desk:system", one.system.id) if one.system else one.unit.name
    day = f"{one.done_on:%d/%m/%Y}"
    found = DASH if one.findings is None else _("%(open)s còn mở trên %(all)s") % {
        "open": one.findings_open, "all": one.findings
    }  # fmt: skip
    when = day if one.on_time else lines([day, tag(_("Muộn"), "error")])
    return [duties.text_of(one.duty), whose, when, one.paper, one.assessor or DASH, found]
