# SPDX-License-Identifier: EUPL-1.2
"""Infected machines at the desk: the list of an officer's units, the steps of one, lists of addresses taken in."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import reading
from tinhso.faces.desk.security import intelligence_words as words
from tinhso.faces.desk.security.intelligence import keepers_only
from tinhso.faces.ui import exports
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.casework import workflow
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.modules.security import policies
from tinhso.modules.security.actions import blacklists, infected
from tinhso.modules.security.intelligence.blacklists import LONGEST_FILE
from tinhso.modules.security.queries import intelligence as queries

ON_A_PAGE = 25


@officer_required()
@require_safe
def machine_list(request: HttpRequest) -> HttpResponse:
    """List the infected machines of the officer's units, open ones first; `?dang=` gives a file."""
    viewer = request.viewer  # type: ignore[attr-defined]
    text = request.GET.get("q", "")[:200].replace("\x00", "").strip()
    state = request.GET.get("tt", "")
    states = words.machine_states()
    state = state if state in dict(states) else ""
    found = queries.machines_for(viewer, text=text, state=state)
    if make := exports.FILES.get(request.GET.get("dang", "")):
        rows = [words.machine_row(words.machine_line(one)) for one in found]
        return make("may-nhiem-ma-doc", words.machine_headers(), rows)
    query = request.GET.copy()
    for name in ("dang", "trang"):
        query.pop(name, None)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    everything = policies.sees_everything(viewer) or policies.may_keep_intelligence(viewer)
    context: dict[str, Any] = {
        "lines": [words.machine_line(one) for one in page.object_list],
        "page": page,
        "open": queries.machines_for(viewer, state="open").count(),
        "states": states,
        "values": {"q": text, "tt": state},
        "is_narrowed": bool(text or state),
        "file": query.urlencode(),
        "lists": queries.blacklists_taken() if everything else [],
        "may_take": policies.may_keep_intelligence(viewer),
    }
    return render(request, "desk/security/intelligence/machines.html", context)


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def machine(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Show one machine and take its next step, with words that say what was done."""
    viewer = request.viewer  # type: ignore[attr-defined]
    found = queries.machine_for(viewer, case_id)
    if request.method != "POST":
        return _page(request, found)
    step = request.POST.get("act", "")
    try:
        infected.handle_machine(
            found.case_id,
            step,
            text=request.POST.get(f"{step}-text", "").replace("\x00", ""),
            viewer=viewer,
            now=timezone.now(),
            expected_version=reading.version(request.POST),
        )
    except NotAllowed:
        raise
    except HouseError as refusal:
        errors = {f"{step}-{box}" if box == "text" else "": said for box, said in reading.placed(refusal).items()}
        return _page(request, found, errors, status=status_of(refusal))
    messages.success(request, _("Đã ghi."))
    return redirect("desk:infected_machine", found.case_id)


def _page(request: HttpRequest, found: Any, errors: dict[str, str] | None = None, *, status: int = 200) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    table = workflow.workflow("infected_machine")
    steps = [
        one
        for one in table.steps_from(found.case.state)
        if one.name in words.STEPS and policies.step_seat(viewer, found.case.unit_id, one.roles) is not None
    ]
    notes = [{**one, "title": words.STEPS[one["step"]], "when": parse_datetime(one["at"])} for one in found.notes]
    context = {
        **words.machine_line(found),
        "case": found.case,
        "steps": [(one.name, f"{one.name}-text", one.title) for one in steps],
        "notes": list(reversed(notes)),
        "values": request.POST.dict(),
        "errors": errors,
    }
    return render(request, "desk/security/intelligence/machine.html", context, status=status)


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def take_list(request: HttpRequest) -> HttpResponse:
    """Take in a list of addresses from a file."""
    template, data = "desk/security/intelligence/take_list.html", request.POST
    context: dict[str, Any] = {"values": {"about": "ours"}, "limit": LONGEST_FILE}
    context["abouts"] = [
        ("ours", _("Máy của tỉnh bị nhiễm"), _("Mỗi máy tìm thấy được báo cho đơn vị của máy")),
        ("bad", _("Máy chủ điều khiển, máy tấn công ở nơi khác"), _("Mỗi địa chỉ trở thành dấu hiệu cần theo dõi")),
    ]
    if request.method != "POST":
        return render(request, template, context)
    file = request.FILES.get("file")
    if file is None or data.get("about") not in ("ours", "bad"):
        missing = {"file": _("Hãy chọn tệp danh sách (CSV hoặc văn bản).")} if file is None else {}
        about = {} if data.get("about") in ("ours", "bad") else {"about": _("Hãy chọn danh sách nói về máy nào.")}
        return render(request, template, context | {"values": data.dict(), "errors": missing | about}, status=422)
    try:
        kept = blacklists.take_blacklist(
            file.read(LONGEST_FILE + 1),
            origin=data.get("origin", "").replace("\x00", ""),
            is_ours=data.get("about") == "ours",
            now=timezone.now(),
            viewer=request.viewer,  # type: ignore[attr-defined]
        )
    except NotAllowed:
        raise
    except HouseError as refusal:
        shown = context | {"values": data.dict(), "errors": reading.placed(refusal)}
        return render(request, template, shown, status=status_of(refusal))
    said = _("Đã nhận %(rows)s địa chỉ, trong đó %(ours)s của máy đã đăng ký; %(bad)s dòng không đọc được.")
    messages.success(request, said % {"rows": kept.rows, "ours": kept.ours, "bad": kept.unreadable_count})
    return redirect("desk:infected_machines")
