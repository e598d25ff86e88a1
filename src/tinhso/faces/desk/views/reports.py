# SPDX-License-Identifier: EUPL-1.2
"""Reports by templates: the list, the editor with a preview, a report of a period as page, Excel and signed PDF."""

import uuid
from datetime import date
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.faces.desk import reporting
from tinhso.faces.ui import exports
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.documents.queries import open_version
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.kernel.registry import queries as registry
from tinhso.lib.uuid7 import uuid7
from tinhso.lib.vntext import format_int
from tinhso.modules.onestop.actions import reports as actions
from tinhso.modules.onestop.errors import BadReport
from tinhso.modules.onestop.policies import check_controller
from tinhso.modules.onestop.queries import catalogue, reports
from tinhso.modules.onestop.reports import rules
from tinhso.modules.onestop.reports.types import Shape
from tinhso.modules.onestop.statistics_paper import render_statistics

ROLES = ("head", "leader", "controller", "reception", "auditor")


def _may_edit(request: HttpRequest) -> bool:
    try:
        check_controller(request.viewer)  # type: ignore[attr-defined]
    except HouseError:
        return False
    return True


@officer_required(*ROLES)
@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """List the templates in force."""
    text = request.GET.get("q", "")[:200]
    context = {"reports": reports.reports_in_force(text), "text": text, "may_edit": _may_edit(request)}
    return render(request, "desk/reports/list.html", context | {"new_id": uuid7()})


@officer_required("controller")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """Show a template, preview it with the numbers of this year, publish it; what is wrong is said at its control."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    check_controller(viewer)
    versions = reports.versions_of(report_id)
    if request.method != "POST":
        kept = Shape.of(versions[0].shape) if versions else None
        return _editor(request, report_id, kept, versions, len(versions))
    shape, typed = reporting.shape_of(request.POST), request.POST.get("seen", "")
    seen = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0
    try:
        if request.POST.get("deed") != "publish":
            actions.check_shape(shape)
            today = timezone.localdate(now)
            said = reports.run(viewer, shape, date(today.year, 1, 1), today)
            return _editor(request, report_id, shape, versions, seen, said=said)
        version = actions.publish_report(shape, report_id=report_id, seen=seen, viewer=viewer, now=now)
    except NotAllowed:
        raise
    except HouseError as refusal:
        where = refusal.code if isinstance(refusal, BadReport) else ""
        errors = {where: refusal.sentence}
        return _editor(request, report_id, shape, versions, seen, errors=errors, status=status_of(refusal))
    messages.success(request, _("Đã ban hành mẫu báo cáo, phiên bản %(number)s.") % {"number": version.number})
    return redirect("desk:report", report_id)


def _editor(
    request: HttpRequest,
    report_id: uuid.UUID,
    shape: Shape | None,
    versions: list[Any],
    seen: int,
    *,
    said: Any = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = reporting.choices() | {"report_id": report_id, "versions": versions, "seen": seen, "errors": errors}
    context["values"] = shape.kept() if shape else {"rows": "don_vi", "period": "month"}
    context["field_choices"] = [(one, one) for one, _count in catalogue.fields()]
    if shape is not None and said is not None:
        context |= {"headers": reporting.headers_of(shape), "rows": reporting.rows_of(shape, said)}
    return render(request, "desk/reports/edit.html", context, status=status)


@officer_required("controller")
@require_POST
def end(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """Offer a template no longer."""
    actions.end_report(report_id, viewer=request.viewer, now=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, _("Đã ngừng dùng mẫu báo cáo. Các bản đã ký vẫn còn."))
    return redirect("desk:reports")


@officer_required(*ROLES)
@require_safe
def report(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """Show a report of a period; `?tai=excel` hands it out as a file."""
    return _shown(request, report_id)


@officer_required("head", "leader", "controller")
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """Sign the PDF of a report and hand it out."""
    if request.method != "POST":
        return _shown(request, report_id)
    return _shown(request, report_id, signing=True)


def _shown(request: HttpRequest, report_id: uuid.UUID, *, signing: bool = False) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    today, errors = timezone.localdate(now), {}
    try:
        version = reports.newest(report_id)
    except BadReport as gone:
        messages.error(request, gone.sentence)
        return redirect("desk:reports")
    shape = Shape.of(version.shape)
    data = request.GET
    part, year = _chosen(data, shape, today)
    try:
        since, until = rules.days_of(shape.period, year, part, today)
    except BadReport as refusal:
        errors = {"part": refusal.sentence}
        part, year = _chosen({}, shape, today)
        since, until = rules.days_of(shape.period, year, part, today)
    said = reports.run(viewer, shape, since, until)
    headers, rows = reporting.headers_of(shape), reporting.rows_of(shape, said)
    if not errors and data.get("tai") == "excel":
        return exports.excel_file(f"bao-cao-{since:%Y%m%d}", headers, ([title, *cells] for title, cells in rows))
    if signing and not errors:
        seat = next(one for one in viewer.seats if one.role in ("head", "leader", "controller"))
        words = [(_("Kỳ"), reporting.period_words(shape, part, year)), (_("Đơn vị"), seat.unit_name)]
        written = [[title, *(_plain(one) for one in cells)] for title, cells in rows]
        pdf = render_statistics(
            registry.unit(seat.unit_id), words, headers, written, now=now, title=shape.heading or shape.title
        )
        paper = actions.ReportPaper(version, since, until, pdf)
        try:
            document = actions.sign_report(paper, seat=seat, viewer=viewer, now=now)
        except NotAllowed:
            raise
        except HouseError as refusal:
            errors = {"": refusal.sentence}
        else:
            opened = open_version(document.id)
            return exports.attachment(opened.data, filename=opened.filename, media_type=opened.media_type)
    context = {"report": version.report, "version": version, "shape": shape, "headers": headers, "rows": rows}
    context |= {"errors": errors, "period_words": reporting.period_words(shape, part, year), "part": part}
    context |= {"values": {"part": str(part), "year": str(year)}, "since": since, "until": until, "year": year}
    context |= {"parts": [(str(one), one) for one in range(1, reporting.PARTS[shape.period] + 1)]}
    context |= {"may_edit": _may_edit(request), "may_sign": bool({"head", "leader", "controller"} & viewer.roles())}
    return render(request, "desk/reports/report.html", context, status=422 if errors else 200)


def _plain(value: float | None) -> str:
    if value is None:
        return ""
    return format_int(value) if isinstance(value, int) else f"{value:.1f}".replace(".", ",")


def _chosen(data: Any, shape: Shape, today: date) -> tuple[int, int]:
    """Return part and year typed; the running period when none was."""
    typed = [data.get(name, "") for name in ("part", "year")]
    now = (today.month - 1) * reporting.PARTS[shape.period] // 12 + 1
    found = [int(one) if one.isascii() and one.isdigit() and len(one) < 5 else 0 for one in typed]
    if not any(typed):
        return now, today.year
    return found[0], found[1]
