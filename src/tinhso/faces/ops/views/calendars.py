# SPDX-License-Identifier: EUPL-1.2
"""The days of a year that differ from the week; announce one more."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.calendar.queries import overrides_of
from tinhso.kernel.calendar.types import DayKind, DayOverride
from tinhso.kernel.casework.actions import announce_day
from tinhso.kernel.events.errors import Refused

FIRST_YEAR, LAST_YEAR = 2000, 2100


@officer_required("operator", "auditor", "controller")
@require_http_methods(["GET", "HEAD", "POST"])
def days_off(request: HttpRequest) -> HttpResponse:
    """Show the days of a year; the operator announces another, and every clock it touches is computed anew."""
    if request.method != "POST":
        return _page(request)
    viewer = request.viewer  # type: ignore[attr-defined]
    if "operator" not in viewer.roles():
        raise Refused(_("Chỉ quản trị hệ thống được công bố ngày nghỉ."))
    try:
        override = _override(request.POST)
    except ValueError:
        return _page(request, {"day": _("Hãy nhập đủ ngày, loại, tên ngày và văn bản căn cứ.")})
    moved = announce_day(override, now=timezone.now(), by=viewer.actor())
    messages.success(request, _("Đã công bố. %(count)s hồ sơ được tính lại hạn.") % {"count": moved})
    return redirect(f"{request.path}?nam={override.day.year}")


def _override(sent: QueryDict) -> DayOverride:
    """Return the day announced; raises ValueError when something is missing or no such day exists."""
    name, basis = sent.get("name", "").strip(), sent.get("basis", "").strip()
    if not name or not basis:
        raise ValueError("name and basis are needed")
    day = date(*(int(sent.get(f"day-{box}", "")) for box in ("year", "month", "day")))
    return DayOverride(day=day, kind=DayKind(sent.get("kind", "")), name=name[:200], basis=basis[:300])


def _page(request: HttpRequest, errors: dict[str, str] | None = None) -> HttpResponse:
    typed = request.GET.get("nam", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else timezone.localdate().year
    year = min(max(year, FIRST_YEAR), LAST_YEAR)
    kinds = {
        DayKind.HOLIDAY: _("Nghỉ lễ, tết"),
        DayKind.COMPENSATION_OFF: _("Nghỉ bù, hoán đổi"),
        DayKind.MAKEUP_WORK: _("Làm bù"),
    }
    rows = [(one, kinds[DayKind(one.kind)]) for one in overrides_of(year)]
    context = {"year": year, "rows": rows, "kinds": [(kind.value, words) for kind, words in kinds.items()]}
    context |= {"errors": errors, "values": request.POST.dict()}
    return render(request, "ops/days_off.html", context, status=422 if errors else 200)
