# SPDX-License-Identifier: EUPL-1.2
"""The book F06 by unit, field and year, and the control slip F05 of one dossier."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.desk import pages, reading, wording
from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.faces.ui.words import day_words, moment_words
from tinhso.kernel.casework import queries as casework
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.registry import queries as registry
from tinhso.modules.onestop.papers import render_book, render_control_slip
from tinhso.modules.onestop.queries import books as signed
from tinhso.modules.onestop.queries import desk
from tinhso.modules.onestop.queries import dossiers as queries

PDF = "application/pdf"
SIZE = 50


@officer_required()
@require_safe
def books(request: HttpRequest) -> HttpResponse:
    """List the books of a unit in scope."""
    viewer = request.viewer  # type: ignore[attr-defined]
    unit_id = reading.optional_identifier(request.GET, "don_vi") or pages.own_unit(viewer)
    units = desk.units_in_scope(viewer)
    context = {"unit": registry.unit(unit_id), "books": desk.books_of(viewer, unit_id)}
    context["units"] = [(str(unit.id), unit.name) for unit in units] if len(units) > 1 else []
    return render(request, "desk/books.html", context)


@officer_required()
@require_safe
def book(request: HttpRequest, unit_id: uuid.UUID, field: str, year: int) -> HttpResponse:
    """Show one book in order of number; `?tai=excel` and `?tai=pdf` hand it out as a file."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    lines = desk.book_lines(viewer, unit_id, field, year)
    name = f"So-theo-doi-{field}-{year}"
    if request.GET.get("tai") == "excel":
        return exports.excel_file(name, _headers(), (_cells(line) for line in lines.iterator(chunk_size=2000)))
    unit = registry.unit(unit_id)
    if request.GET.get("tai") == "pdf":
        pdf = render_book(unit, field, year, [_words(line) for line in lines], now=now)
        return exports.attachment(pdf, filename=f"{name}.pdf", media_type=PDF)
    page = Paginator(lines, SIZE).get_page(request.GET.get("trang"))
    rows = [(line.dossier_id, _words(line)) for line in page]
    context = {"unit": unit, "field": field, "year": year, "headers": _headers(), "rows": rows, "page": page}
    context["papers"] = signed.book_papers(viewer, unit_id, field, year)
    context["can_sign"] = signed.can_sign(viewer, unit_id)
    return render(request, "desk/book.html", context)


def _headers() -> list[str]:
    return [
        _("Số"),
        _("Mã hồ sơ"),
        _("Thủ tục"),
        _("Tổ chức, cá nhân"),
        _("Cơ quan giải quyết"),
        _("Nhận"),
        _("Hẹn trả"),
        _("Trả kết quả"),
        _("Cách trả"),
    ]


def _cells(line: Any) -> list[Any]:
    dossier = line.dossier
    return [
        line.number,
        dossier.code,
        dossier.version.procedure.short_name,
        dossier.organisation.name if dossier.organisation else dossier.applicant.full_name,
        dossier.resolving_unit.name,
        dossier.received_at,
        dossier.promised_at,
        dossier.returned_at,
        str(wording.RETURNS.get(dossier.return_method, dossier.return_method)),
    ]


def _words(line: Any) -> list[str]:
    number, *rest = _cells(line)
    return [f"{number:04d}", *(day_words(one) if isinstance(one, datetime) else one or "" for one in rest)]


@officer_required()
@require_safe
def control_slip(request: HttpRequest, dossier_id: uuid.UUID) -> HttpResponse:
    """Hand out F05 as it stands now: made from the hand-overs of the dossier, nothing typed."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    dossier = queries.dossier_for_officer(viewer, dossier_id)
    if dossier.code is None:
        raise Refused(_("Hồ sơ chưa được tiếp nhận nên chưa có phiếu kiểm soát."))
    number = f"{dossier.book_line.number:04d}/PKS"
    pdf = render_control_slip(dossier, list(_hand_overs(dossier)), number=number, now=now)
    return exports.attachment(pdf, filename=f"phieu-kiem-soat-{dossier.code}.pdf", media_type=PDF)


def _hand_overs(dossier: Any) -> Iterator[list[str]]:
    giver = dossier.applicant.full_name
    for one in casework.holdings_of(dossier.case_id):
        receiver = _holder(one)
        yield [giver, receiver, moment_words(one.begins_at), _kept_time(dossier, one.begins_at), one.reason]
        giver = receiver


def _holder(holding: Any) -> str:
    role = str(wording.ROLES.get(holding.turn, holding.turn))
    who = holding.officer.full_name if holding.officer else role
    return f"{who}, {holding.unit.name}"


def _kept_time(dossier: Any, at: datetime) -> str:
    due = dossier.case.due_at
    return _("Quá hạn") if due and at > due else _("Trong hạn")
