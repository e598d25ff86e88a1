# SPDX-License-Identifier: EUPL-1.2
"""Statistics of steps: how long each step of the internal processes takes, how many are late, by whom."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.desk import wording
from tinhso.faces.desk.flowing import time_words
from tinhso.faces.desk.views.statistics import values_of, wanted_table
from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import Refused
from tinhso.modules.onestop.queries import catalogue, desk
from tinhso.modules.onestop.queries.flow_figures import StepFigures, step_figures, total_late


@officer_required("head", "leader", "controller", "reception", "auditor")
@require_safe
def step_statistics(request: HttpRequest) -> HttpResponse:
    """Show the steps of a period; `?tai=excel` hands them out as a file."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    errors: dict[str, str] = {}
    wanted = wanted_table(request, errors)
    by_officer = request.GET.get("nguoi") == "1"
    lines: list[StepFigures] = []
    try:
        lines = step_figures(viewer, wanted, now, by_officer=by_officer)
    except Refused as refusal:
        errors[""] = refusal.sentence
    if request.GET.get("tai") == "excel" and not errors:
        name = f"buoc-xu-ly-{wanted.since:%Y%m%d}-{wanted.until:%Y%m%d}"
        return exports.excel_file(name, _headers(), (_cells(one) for one in lines))
    passed, late = total_late(lines)
    units = desk.units_in_scope(viewer)
    values = values_of(wanted) | {"nguoi": "1" if by_officer else ""}
    context = {
        "headers": _headers(),
        "rows": [_cells(one) for one in lines],
        "passed": passed,
        "late": late,
        "wanted": wanted,
        "errors": errors,
        "values": values,
        "units": [(str(one.id), one.name) for one in units] if len(units) > 1 else [],
        "fields": [(one, one) for one, _count in catalogue.fields()],
        "channels": list(wording.CHANNELS.items()),
        "ways": [("1", _("Từng cán bộ"))],
        "query": urlencode(values),
    }
    return render(request, "desk/statistics_steps.html", context)


def _headers() -> list[str]:
    return [
        _("Thủ tục, phiên bản"),
        _("Bước"),
        _("Chức vụ"),
        _("Cán bộ giữ sau cùng"),
        _("Định mức"),
        _("Đã qua"),
        _("Trong đó trễ"),
        _("Thời gian trung bình"),
        _("Đang ở bước"),
        _("Đang trễ"),
    ]


def _cells(one: StepFigures) -> list[Any]:
    return [
        _("%(procedure)s, phiên bản %(version)s") % {"procedure": one.procedure, "version": one.version},
        f"{one.number}. {one.work}",
        str(wording.ROLES[one.role]),
        one.officer or "–",
        _length(one.planned),
        one.passed,
        one.late,
        _length(one.mean),
        one.here,
        one.here_late,
    ]


def _length(spent: timedelta | None) -> str:
    return "–" if spent is None else time_words(spent)
