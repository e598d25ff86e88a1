# SPDX-License-Identifier: EUPL-1.2
"""Declarations that press, over all open rounds: overdue, due soon, to be judged, with evidence that ages."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.desk import reading
from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.casework import workflow
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.scorecards import policies, pressing
from tinhso.modules.scorecards.pressing import Press, Pressed

ON_A_PAGE = 50


def words() -> dict[Press, str]:
    """Return the name of each list."""
    return {
        Press.OVERDUE: _("Kê khai quá hạn"),
        Press.SOON: _("Kê khai đến hạn trong ba ngày"),
        Press.JUDGE: _("Kê khai chờ xem xét"),
        Press.AGES: _("Minh chứng sắp hết hoặc đã hết giá trị"),
    }


def strip(viewer: Viewer, today: Any) -> list[tuple[str, str, int]]:
    """Return key, name and length of each list for who keeps or leads; nothing for others and where all is empty."""
    if not any(seat.role in policies.KEEPERS for seat in viewer.seats):
        return []
    found = [(one.value, said, len(pressing.pressing(viewer, today, one))) for one, said in words().items()]
    return found if any(count for _key, _said, count in found) else []


@officer_required(*policies.KEEPERS)
@require_safe
def listed(request: HttpRequest, press: str) -> HttpResponse:
    """List the declarations of one list in the officer's area: `?don_vi=` of one unit, `?dang=` as a file."""
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    if press not in set(Press):
        raise Http404(press)
    kind, unit_id = Press(press), reading.optional_identifier(request.GET, "don_vi")
    rows = pressing.pressing(viewer, today, kind, unit_id=unit_id)
    title = words()[kind]
    if make := exports.FILES.get(request.GET.get("dang", "")):
        return make(title, _heads(), [_line(one) for one in rows])
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("trang"))
    unit = rows[0].declaration.unit.name if unit_id and rows and rows[0].declaration.unit else ""
    context = {"title": title, "page": page, "lines": [_entry(one) for one in page.object_list], "unit": unit}
    return render(request, "desk/scorecards/pressing.html", context | {"unit_id": unit_id or "", "today": today})


def _entry(one: Pressed) -> dict[str, Any]:
    case = one.declaration.case
    state = workflow.state(case.kind, case.state)
    return {"one": one, "state": state.title, "phase": state.phase}


def _heads() -> list[str]:
    return [
        _("Chỉ số thành phần"), _("Năm"), _("Đơn vị kê khai"), _("Người kê khai"), _("Hạn kê khai"),
        _("Tình trạng kê khai"), _("Có giá trị đến"), _("Lần nhắc gần nhất"), _("Nhắc lúc"),
    ]  # fmt: skip


def _line(one: Pressed) -> list[Any]:
    found, told = one.declaration, one.reminder
    return [
        one.name, found.assessment.year, found.unit.name if found.unit else None,
        found.officer.full_name if found.officer else None, found.due_on,
        workflow.state(found.case.kind, found.case.state).title, one.until,
        told.title if told else None, told.sent_at if told else None,
    ]  # fmt: skip
