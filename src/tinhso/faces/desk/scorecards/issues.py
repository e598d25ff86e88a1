# SPDX-License-Identifier: EUPL-1.2
"""What is issued every year, at the desk: what is missing this year; note a paper as issued, take a note back."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import reading as common
from tinhso.faces.ui import exports
from tinhso.faces.ui import yearly_words as words
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.documents import actions as documents
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.plans import published
from tinhso.modules.scorecards import actions, policies, yearly
from tinhso.modules.scorecards import queries_of_issues as queries


@officer_required()
@require_safe
def issues(request: HttpRequest) -> HttpResponse:
    """List the duties of a year, what is missing and what was issued; `?dang=` gives those shown as a file."""
    today = timezone.localdate()
    typed, text = request.GET.get("nam", "")[:10].strip(), request.GET.get("q", "")[:200].replace("\x00", "").strip()
    year, error = words.year_of(typed, today.year)
    state = request.GET.get("tt", "") if request.GET.get("tt", "") in dict(words.states()) else ""
    rows = queries.board(year, today)
    found = words.lines(rows, text, state)
    make = exports.FILES.get(request.GET.get("dang", ""))
    if make is not None and not error:
        return make(f"van-ban-hang-nam-{year}", *words.table(found))
    query = request.GET.copy()
    query.pop("dang", None)
    context = {"lines": found, "year": year, "total": len(rows), "states": words.states(), "file": query.urlencode()}
    context |= {
        "missing": sum(one.progress in words.MISSING for one in rows),
        "errors": {"nam": error} if error else {},
    }
    context["values"] = {"nam": typed or str(year), "q": text, "tt": state}
    return render(request, "desk/scorecards/issues.html", context, status=422 if error else 200)


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Show one duty of a year with everything noted under it; take what the officer does with it."""
    if not words.FIRST_YEAR <= year <= timezone.localdate().year + 1:
        raise Http404("no list of that year")
    duty = yearly.duty(code)
    deed = {"note": _note, "take_back": _take_back}.get(request.POST.get("act", ""))
    if request.method != "POST" or deed is None:
        return _page(request, year, duty)
    try:
        done = deed(request, year, duty)
    except common.FormFault as fault:
        return _page(request, year, duty, fault.errors, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        return _page(request, year, duty, common.placed(refusal), status=status_of(refusal))
    messages.success(request, done)
    return redirect("desk:yearly_issue", year, code)


def _note(request: HttpRequest, year: int, duty: yearly.Duty) -> str:
    viewer, data = request.viewer, request.POST  # type: ignore[attr-defined]
    key = common.identifier(data, "issue", _("Trang đã cũ. Hãy tải lại trang rồi ghi."))
    plan = common.optional_identifier(data, "plan") if duty.is_plan else None
    chosen = next((one for one in published.plans(year=year) if one.id == plan), None)
    number = data.get("number", "")[:200].replace("\x00", "").strip()
    day = common.day(data, "issued_on")
    if chosen is not None:
        number, day = number or chosen.number, day or chosen.issued_on
    if day is None:
        raise common.FormFault({"issued_on": _("Hãy nhập ngày, ví dụ 27 3 2026.")})
    file = request.FILES.get("file")
    told = actions.IssueTold(
        duty=duty.code,
        year=year,
        number=number,
        issued_on=day,
        plan=chosen.id if chosen else None,
        file=(file.name or "tep", file.read()) if file else None,
    )
    actions.note_issue(key, told, viewer=viewer, now=timezone.now())
    return _("Đã ghi văn bản này là đã ban hành.")


def _take_back(request: HttpRequest, year: int, duty: yearly.Duty) -> str:
    key = common.identifier(request.POST, "issue", _("Trang đã cũ. Hãy tải lại trang rồi ghi."))
    why = request.POST.get("why", "")[:500].replace("\x00", "")
    actions.take_back_issue(key, why=why, viewer=request.viewer, now=timezone.now())  # type: ignore[attr-defined]
    return _("Đã bỏ ghi. Dòng cũ vẫn còn trong lịch sử.")


def _page(
    request: HttpRequest, year: int, duty: yearly.Duty, errors: dict[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    row = next(one for one in queries.board(year, today) if one.duty == duty)
    may_note = row.issue is None and policies.may_note_issue(viewer)
    plans = published.plans(year=year) if may_note and duty.is_plan else []
    context: dict[str, Any] = {
        "line": words.line(row),
        "year": year,
        "new_id": uuid7() if may_note else None,
        "may_take_back": row.issue is not None and policies.may_take_back_issue(viewer, row.issue),
        "history": queries.history(duty.code, year),
        "plans": [(str(one.id), f"{one.number} {one.title}".strip()) for one in plans],
        "errors": errors,
        "values": request.POST.dict(),
        "home": f"{reverse('desk:yearly_issues')}?nam={year}",
    }
    return render(request, "desk/scorecards/issue.html", context, status=status)


@officer_required()
@require_safe
def issue_file(request: HttpRequest, issue_id: uuid.UUID) -> HttpResponse:
    """Hand out the file of a note to officers; who took it is recorded."""
    found, file = queries.issue_with_file(issue_id)
    purpose = f"Xem văn bản hằng năm {found.number} năm {found.year}"
    viewer = request.viewer  # type: ignore[attr-defined]
    opened = documents.download(file.id, purpose=purpose, now=timezone.now(), by=viewer.actor())
    return exports.attachment(opened.data, filename=opened.filename, media_type=opened.media_type)
