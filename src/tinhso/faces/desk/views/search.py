# SPDX-License-Identifier: EUPL-1.2
"""Search among all dossiers in scope, with export to Excel and CSV."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.desk import paging, reading, wording
from tinhso.faces.desk.rows import rows_of
from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.casework import workflow
from tinhso.modules.onestop.queries import catalogue, desk

NEWEST = paging.Order("case__opened_at", descending=True, identifier="case_id")
MOST_EXPORTED = 50_000
FILES = {"excel": exports.excel_file, "csv": exports.csv_file}


@officer_required()
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the dossiers that fit; `?tai=excel` and `?tai=csv` hand the list out as a file."""
    viewer = request.viewer  # type: ignore[attr-defined]
    errors: dict[str, str] = {}
    found = desk.search_dossiers(viewer, _wanted(request, errors))
    if request.GET.get("tai") in FILES:
        return FILES[request.GET["tai"]](_("Danh sách hồ sơ"), _headers(), _exported(found))
    page = paging.page(found, NEWEST, request.GET, lambda one: (one.case.opened_at, str(one.case_id)))
    context: dict[str, Any] = {"rows": rows_of(_cases(page.rows)), "page": page, "now": timezone.now()}
    if request.headers.get("HX-Request") == "true":
        return render(request, "desk/_found.html", context)
    context |= {"errors": errors, "values": request.GET.dict(), "states": _states(), "units": _units(viewer)}
    context |= {"procedures": [(one.code, one.short_name) for one in catalogue.procedures()], "query": _query(request)}
    return render(request, "desk/search.html", context)


def _wanted(request: HttpRequest, errors: dict[str, str]) -> desk.Search:
    sent = request.GET
    days = {}
    for name in ("tu", "den"):
        try:
            days[name] = reading.day(sent, name)
        except reading.FormFault as fault:
            errors |= fault.errors
    since, until = days.get("tu"), days.get("den")
    return desk.Search(
        text=sent.get("q", ""),
        state=sent.get("trang_thai", ""),
        procedure=sent.get("thu_tuc", ""),
        unit_id=reading.optional_identifier(sent, "don_vi"),
        since=reading.start_of(since) if since else None,
        until=reading.start_of(until + timedelta(days=1)) if until else None,
    )


def _cases(dossiers: list[Any]) -> list[Any]:
    for dossier in dossiers:
        dossier.case.dossier = dossier
    return [dossier.case for dossier in dossiers]


def _states() -> list[tuple[str, str]]:
    return [(state.key, state.title) for state in workflow.workflow("dossier").states.values()]


def _units(viewer: Any) -> list[tuple[str, str]]:
    units = desk.units_in_scope(viewer)
    return [(str(unit.id), unit.name) for unit in units] if len(units) > 1 else []


def _query(request: HttpRequest) -> str:
    query = request.GET.copy()
    for name in ("sau", "truoc", "tai"):
        query.pop(name, None)
    return query.urlencode()


def _headers() -> list[str]:
    return [
        _("Mã hồ sơ"),
        _("Thủ tục"),
        _("Người nộp"),
        _("Kênh nộp"),
        _("Trạng thái"),
        _("Đơn vị đang giữ"),
        _("Cơ quan giải quyết"),
        _("Ngày nộp"),
        _("Ngày tiếp nhận"),
        _("Hẹn trả"),
        _("Hạn hiện tại"),
        _("Xong"),
        _("Trả kết quả"),
    ]


def _exported(found: Any) -> Iterator[list[Any]]:
    for one in NEWEST.of(found)[:MOST_EXPORTED].iterator(chunk_size=2000):
        yield [
            one.code or one.provisional,
            one.version.procedure.short_name,
            one.organisation.name if one.organisation else one.applicant.full_name,
            str(wording.CHANNELS.get(one.channel, one.channel)),
            wording.state_title(one.case),
            one.case.unit.name,
            one.resolving_unit.name,
            one.submitted_at,
            one.received_at,
            one.promised_at,
            one.case.due_at,
            one.finished_at,
            one.returned_at,
        ]
