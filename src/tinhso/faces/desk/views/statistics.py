# SPDX-License-Identifier: EUPL-1.2
"""Statistic tables of the viewer's own scope: every number leads to its dossiers; Excel and PDF to take away."""

import uuid
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.desk import pages, reading, wording
from tinhso.faces.desk.counting_words import KINDS, TITLES
from tinhso.faces.desk.rows import rows_of
from tinhso.faces.ui import exports
from tinhso.faces.ui.knowing import asked_again, file_name, knowledge, known_on, known_words
from tinhso.faces.ui.signin import officer_required
from tinhso.faces.ui.words import day_words
from tinhso.kernel.registry import queries as registry
from tinhso.lib.vntext import format_int
from tinhso.modules.onestop.queries import catalogue, desk, statistics
from tinhso.modules.onestop.queries.statistics import BY, COLUMNS, Line, Table
from tinhso.modules.onestop.queries.statistics_lists import dossiers_behind, tells_then
from tinhso.modules.onestop.statistics_paper import render_statistics

SHOWN = 200
KNOWN_DAY = "biet_ngay"
"""A line of a month is known on the last day of its whole table: links to what is behind it carry that day."""
MONTH = len("2026-11")
"""A line of a month has a key that ends with it."""


@officer_required("head", "leader", "controller", "reception", "auditor")
@require_safe
def statistics_table(request: HttpRequest) -> HttpResponse:
    """Show a table; `?tai=excel` and `?tai=pdf` hand it out as a file."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    errors: dict[str, str] = {}
    wanted = wanted_table(request, errors)
    lines, total = statistics.table(viewer, wanted)
    everything = [*((_title(wanted, line), line.numbers.cells()) for line in lines), (_("Tổng số"), total.cells())]
    headers = [str(KINDS[wanted.by]), *(str(TITLES[one]) for one in COLUMNS)]
    name = file_name(f"thong-ke-{wanted.since:%Y%m%d}-{wanted.until:%Y%m%d}", wanted.scope(()))
    if request.GET.get("tai") == "excel":
        return exports.excel_file(name, headers, ([title, *cells] for title, cells in everything))
    if request.GET.get("tai") == "pdf":
        unit = registry.unit(wanted.unit_id or pages.own_unit(viewer))
        rows = [[title, *(format_int(one) for one in cells)] for title, cells in everything]
        pdf = render_statistics(unit, _entries(wanted), headers, rows, now=now)
        return exports.attachment(pdf, filename=f"{name}.pdf", media_type="application/pdf")
    units = desk.units_in_scope(viewer)
    context = {
        "headers": headers,
        "rows": [(_title(wanted, line), _linked(wanted, line)) for line in lines],
        "total": total.cells(),
        "wanted": wanted,
        "errors": errors,
        "values": values_of(wanted),
        "kinds": list(KINDS.items()),
        "units": [(str(one.id), one.name) for one in units] if len(units) > 1 else [],
        "fields": [(one, one) for one, _count in catalogue.fields()],
        "channels": list(wording.CHANNELS.items()),
        "query": urlencode(values_of(wanted)),
        **knowledge(wanted.scope(())),
    }
    return render(request, "desk/statistics.html", context)


@officer_required("head", "leader", "controller", "reception", "auditor")
@require_safe
def behind(request: HttpRequest) -> HttpResponse:
    """Show the dossiers one number counts; `?tai=excel` hands all of them out."""
    viewer = request.viewer  # type: ignore[attr-defined]
    wanted, column = wanted_table(request, {}), request.GET.get("cot", "")
    column = column if column in COLUMNS else COLUMNS[0]
    found = dossiers_behind(viewer, wanted, column, procedure=request.GET.get("thu_tuc", ""))
    title = str(TITLES[column])
    if request.GET.get("tai") == "excel":
        headers = [_("Mã hồ sơ"), _("Thủ tục"), _("Kênh nộp"), _("Cơ quan giải quyết"), _("Ngày tiếp nhận")]
        told = wanted if tells_then(column) else replace(wanted, known_on=None)
        return exports.excel_file(file_name("ho-so", told.scope(())), headers, (_cells(one) for one in found))
    page = list(found[:SHOWN])
    for one in page:
        one.case.dossier = one
    query = request.GET.copy()
    context = {"rows": rows_of(one.case for one in page), "count": found.count(), "title": title, "wanted": wanted}
    context |= {"now": timezone.now(), "most": SHOWN, "query": query.urlencode(), "back": urlencode(values_of(wanted))}
    context |= {"untold": wanted.known_on is not None and not tells_then(column), **knowledge(wanted.scope(()))}
    return render(request, "desk/statistics_list.html", context)


def _cells(one: Any) -> list[Any]:
    channel = str(wording.CHANNELS.get(one.channel, one.channel))
    return [one.code, one.version.procedure.short_name, channel, one.resolving_unit.name, one.received_at]


def wanted_table(request: HttpRequest, errors: dict[str, str]) -> Table:
    """Return the table asked for: this year to today unless days were typed; a wrong day says so."""
    today = timezone.localdate()
    days: dict[str, date | None] = {}
    for name in ("tu", "den"):
        try:
            days[name] = reading.day(request.GET, name)
        except reading.FormFault as fault:
            errors |= fault.errors
    until = min(days.get("den") or today, today)
    since = days.get("tu") or date(until.year, 1, 1)
    if since > until:
        errors["tu"] = _("Ngày đầu kỳ phải trước ngày cuối kỳ.")
        since = date(until.year, 1, 1)
    by, channel = request.GET.get("theo", "don_vi"), request.GET.get("kenh", "")
    return Table(
        since=since,
        until=until,
        by=by if by in BY else "don_vi",
        unit_id=reading.optional_identifier(request.GET, "don_vi"),
        field=request.GET.get("linh_vuc", "")[:120],
        channel=channel if channel in wording.CHANNELS else "",
        known_on=_known_day(request, until, today),
    )


def _known_day(request: HttpRequest, until: date, today: date) -> date | None:
    """Return the day figures are known on: the last one they count, or a later one that a line of a table says."""
    known = known_on(request.GET, until)
    if known is None:
        return None
    try:
        return max(known, min(date.fromisoformat(request.GET.get(KNOWN_DAY, "")), today))
    except ValueError:
        return known


def values_of(wanted: Table) -> dict[str, Any]:
    """Return a table as what its address says."""
    found: dict[str, Any] = {"theo": wanted.by, "linh_vuc": wanted.field, "kenh": wanted.channel}
    found |= {"don_vi": str(wanted.unit_id or ""), **asked_again(wanted.scope(()))}
    if wanted.known_on not in (None, wanted.until):
        found[KNOWN_DAY] = f"{wanted.known_on}"
    for name, day in (("tu", wanted.since), ("den", wanted.until)):
        found |= {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
    return found


def _title(wanted: Table, line: Line) -> str:
    if wanted.by == "kenh":
        return str(wording.CHANNELS.get(line.key, line.key))
    return line.title or _("Không rõ")


def _linked(wanted: Table, line: Line) -> list[tuple[int, str]]:
    """Return each number of a line with the address of its dossiers, none for nought."""
    narrowed, more = _narrowed(wanted, line)
    base = reverse("desk:statistics_list")
    addresses = (f"{base}?{urlencode(values_of(narrowed) | more | {'cot': column})}" for column in COLUMNS)
    return [(one, address if one else "") for one, address in zip(line.numbers.cells(), addresses, strict=True)]


def _narrowed(wanted: Table, line: Line) -> tuple[Table, dict[str, str]]:
    if wanted.by == "don_vi":
        return replace(wanted, unit_id=uuid.UUID(line.key)), {}
    if wanted.by == "linh_vuc":
        return replace(wanted, field=line.key), {}
    if wanted.by == "kenh":
        return replace(wanted, channel=line.key), {}
    if wanted.by == "thu_tuc":
        return wanted, {"thu_tuc": line.key}
    months = dict(zip((f"{one:%Y-%m}" for one, _last in _months(wanted)), _months(wanted), strict=True))
    since, until = months[line.key[-MONTH:]]
    narrowed = replace(wanted, since=since, until=until)
    return (
        (replace(narrowed, unit_id=uuid.UUID(line.key[:-MONTH])), {}) if wanted.by == "don_vi_thang" else (narrowed, {})
    )


def _months(wanted: Table) -> list[tuple[date, date]]:
    return statistics.months_between(wanted.since, wanted.until)


def _entries(wanted: Table) -> list[tuple[str, str]]:
    period = _("từ %(since)s đến %(until)s") % {"since": day_words(wanted.since), "until": day_words(wanted.until)}
    found = [(_("Kỳ"), period), (_("Tổng hợp theo"), str(KINDS[wanted.by]))]
    found.append((_("Tính theo"), known_words(wanted.scope(()))))
    if wanted.field:
        found.append((_("Lĩnh vực"), wanted.field))
    return [*found, (_("Kênh nộp"), str(wording.CHANNELS[wanted.channel]))] if wanted.channel else found
