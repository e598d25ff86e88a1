# SPDX-License-Identifier: EUPL-1.2
"""The calendar of scans, penetration tests and exercises at the desk: all systems, one system, one check."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import reading
from tinhso.faces.desk.security import check_words as words
from tinhso.faces.desk.security import forms
from tinhso.faces.desk.security.systems_wording import link
from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.documents import actions as documents
from tinhso.modules.security import policies
from tinhso.modules.security.actions import checks as actions
from tinhso.modules.security.levels import checks as rules
from tinhso.modules.security.queries import checks as queries
from tinhso.modules.security.queries import drills, systems
from tinhso.modules.security.types.checks import CheckDoneTold, CheckKind, CheckTold

ON_A_PAGE = 50
MOST_DRILLS = 50
OWN, ONCE = "own", "once"


@officer_required()
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Show what is planned and overdue, a year month by month, what was done; `?dang=` a file of all of it."""
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    said, kind = forms.asked_text(request), request.GET.get("loai", "")
    kind = kind if kind in set(CheckKind) else ""
    unit, year = reading.optional_identifier(request.GET, "don_vi"), _year(request, today)
    overdue = request.GET.get("tt") == "qua_han"
    found = queries.checks_for(viewer, text=said, unit_id=unit, kind=kind)
    planned = queries.planned(found, overdue_on=today if overdue else None)
    done = queries.done_in(found, year)
    if make := exports.FILES.get(request.GET.get("dang", "")):
        return make("lich-kiem-tra", words.file_headers(), [words.file_row(one, today) for one in [*planned, *done]])
    page = Paginator(planned, ON_A_PAGE).get_page(request.GET.get("trang"))
    rows = queries.year_of(queries.of_year(found, year), year, today)
    context = {
        "page": page,
        "heads": words.planned_headers(),
        "rows": [words.planned_row(one, today) for one in page.object_list],
        "overdue": queries.planned(found, overdue_on=today).count(),
        "year": year,
        "month_heads": words.month_headers(),
        "months": [words.month_row(one) for one in rows[:ON_A_PAGE]],
        "more_months": max(0, len(rows) - ON_A_PAGE),
        "done_heads": words.done_headers(),
        "done": [words.done_row(one) for one in done[:ON_A_PAGE]],
        "missing": [_missing(viewer, one, unit) for one in CheckKind if kind in ("", one)],
        "units": systems.focal_units(viewer),
        "kinds": words.options(words.KINDS),
        "states": [("qua_han", _("Quá hạn"))],
        "years": [(str(one), str(one)) for one in range(today.year + 1, today.year - 6, -1)],
        "values": {"q": said, "loai": kind, "don_vi": str(unit or ""), "tt": "qua_han" if overdue else "",
                   "nam": str(year)},
        "is_narrowed": bool(said or kind or unit or overdue),
        "file": forms.file_query(request),
    }  # fmt: skip
    return render(request, "desk/security/checks.html", context)


def _year(request: HttpRequest, today: date) -> int:
    typed = request.GET.get("nam", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else today.year
    return year if reading.FIRST_YEAR <= year <= reading.LAST_YEAR else today.year


def _missing(viewer: Any, kind: CheckKind, unit: uuid.UUID | None) -> tuple[str, int, list[Any]]:
    """Return a kind with how many systems have no plan of it, and the first of them."""
    found = queries.without(viewer, kind, unit_id=unit)
    return str(words.KINDS[kind]), len(found), [link(one.name, "desk:system_checks", one.id) for one in found[:10]]


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def system(request: HttpRequest, system_id: uuid.UUID) -> HttpResponse:
    """Show the calendar of one system and plan the next check of a kind."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = systems.system_for(viewer, system_id)
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        errors, status = forms.tried(lambda: actions.plan_check(found.id, _told(request), viewer=viewer, now=now))
        if not errors:
            messages.success(request, _("Đã lập lịch."))
            return redirect("desk:system_checks", found.id)
    today = timezone.localdate(now)
    planned, done = queries.of_system(found.id)
    context = {
        "system": found,
        "heads": words.planned_headers()[1:],
        "planned": [words.planned_row(one, today)[1:] for one in planned],
        "done_heads": words.done_headers()[1:],
        "done": [words.done_row(one)[1:] for one in done],
        "may_keep": words.may_keep(viewer, found),
        "kinds": words.options(words.KINDS),
        "rhythms": [*words.rule_options(today), (OWN, _("Kỳ riêng: ghi số tháng và căn cứ")), (ONCE, _("Chỉ một lần"))],
        "values": forms.typed_values(request) if errors else {},
        "errors": errors,
    }
    return render(request, "desk/security/system_checks.html", context, status=status)


def _told(request: HttpRequest) -> CheckTold:
    data = request.POST
    kind = reading.choice(data, "kind", CheckKind, _("Hãy chọn quét, kiểm thử hay diễn tập."))
    planned_on, rhythm = reading.required_day(data, "planned_on"), data.get("rhythm", "")
    if rhythm in rules.rules(timezone.localdate()):
        return CheckTold(kind, planned_on, rule=rhythm)
    if rhythm not in (OWN, ONCE):
        raise reading.FormFault({"rhythm": _("Hãy chọn kỳ.")})
    sentence = _("Hãy ghi số tháng bằng chữ số, ví dụ 6.")
    months = forms.whole(data, "months", sentence) if rhythm == OWN else None
    if rhythm == OWN and months is None:
        raise reading.FormFault({"months": sentence})
    return CheckTold(kind, planned_on, months=months, basis=forms.text(data, "basis", 301))


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, check_id: uuid.UUID) -> HttpResponse:
    """Show one check; write down that it was done with its report, or take it off the calendar."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.check_for(viewer, check_id)
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        is_drop = request.POST.get("act") == "drop"

        def deed() -> None:
            if is_drop:
                actions.drop_check(found.id, viewer=viewer, now=now)
            else:
                actions.complete_check(found.id, _done_told(request), viewer=viewer, now=now)

        errors, status = forms.tried(deed)
        if not errors:
            messages.success(request, _("Đã bỏ lịch.") if is_drop else _("Đã ghi việc đã làm."))
            return redirect("desk:system_checks", found.system_id)
    today = timezone.localdate(now)
    is_open = found.done_on is None and found.dropped_at is None
    context = {
        "check": found,
        "title": words.KINDS[CheckKind(found.kind)],
        "facts": words.facts(found, today),
        "is_open": is_open,
        "may_keep": is_open and words.may_keep(viewer, found.system),
        "drills": _drills(viewer) if found.kind == CheckKind.EXERCISE else [],
        "values": forms.typed_values(request) if errors else {"done_on": today},
        "errors": errors,
    }
    return render(request, "desk/security/check.html", context, status=status)


def _drills(viewer: Any) -> list[tuple[str, str]]:
    return [(str(one.id), words.drill_words(one)) for one in drills.ended_for(viewer)[:MOST_DRILLS]]


def _done_told(request: HttpRequest) -> CheckDoneTold:
    data, file = request.POST, request.FILES.get("report")
    sentence = _("Hãy ghi con số bằng chữ số, ví dụ 12.500.")
    return CheckDoneTold(
        done_on=reading.required_day(data, "done_on"),
        doer=forms.text(data, "doer", 301),
        paper=forms.text(data, "paper", 201),
        findings=forms.whole(data, "findings", sentence),
        findings_open=forms.whole(data, "findings_open", sentence),
        data=file.read() if file is not None else b"",
        filename=(file.name or "") if file is not None else "",
        drill_id=reading.optional_identifier(data, "drill"),
    )


@officer_required()
@require_safe
def report(request: HttpRequest, check_id: uuid.UUID) -> HttpResponse:
    """Hand out the report of a check to who sees its system; who took it is recorded."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.check_for(viewer, check_id)
    if found.document_id is None:
        raise Http404("no report")
    seat = policies.reading_seat(viewer, found.system.focal_id)
    purpose = "Xem báo cáo quét, kiểm thử, diễn tập"
    opened = documents.download(found.document_id, purpose=purpose, now=now, by=viewer.actor(seat))
    return exports.attachment(opened.data, filename=opened.filename, media_type=opened.media_type)
