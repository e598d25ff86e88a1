# SPDX-License-Identifier: EUPL-1.2
"""The morning brief of a leader on one printed page, and the lists of tasks its lines lead to."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.desk import briefing as shown
from tinhso.faces.desk import reading
from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.modules.plans import pressing
from tinhso.modules.plans.pressing import Press

ON_A_PAGE = 50


@officer_required("leader")
@require_safe
def briefing(request: HttpRequest) -> HttpResponse:
    """Show the brief of today for the area of this leader."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    today = timezone.localdate(now)
    units = ", ".join(sorted({seat.unit_name for seat in viewer.seats if seat.role == "leader"}))
    context = {"brief": shown.brief_of(viewer, today), "today": today, "now": now, "units": units}
    return render(request, "desk/briefing.html", context)


@officer_required("leader")
@require_safe
def pressing_tasks(request: HttpRequest, press: str) -> HttpResponse:
    """List the tasks behind a line: `?chu_tri=` of one lead unit, `?dang=` as a file."""
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    if press not in set(Press):
        raise Http404(press)
    kind, lead_id = Press(press), reading.optional_identifier(request.GET, "chu_tri")
    rows = pressing.pressing(viewer, today, kind, lead_id=lead_id)
    title = shown.press_words()[kind]
    if make := exports.FILES.get(request.GET.get("dang", "")):
        heads = [_("Nhiệm vụ"), _("Kế hoạch"), _("Chủ trì"), _("Hạn hoàn thành"), _("Tình trạng"), _("Vì sao")]
        body = [
            (one.task.title, one.task.plan.title, one.task.lead.name, one.task.due_on, one.light, one.why)
            for one in shown.task_lines(rows)
        ]
        return make(title, heads, body)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("trang"))
    lead = rows[0].task.lead.name if lead_id and rows else ""
    context = {"title": title, "page": page, "lines": shown.task_lines(list(page.object_list)), "lead": lead}
    return render(request, "desk/pressing.html", context | {"lead_id": lead_id or ""})
