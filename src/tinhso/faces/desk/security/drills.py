# SPDX-License-Identifier: EUPL-1.2
"""Exercises: the list, a scenario written anew, from one that comes along or from another exercise, and changed."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import reading
from tinhso.faces.desk.security import drill_words as words
from tinhso.faces.desk.security import forms, incident_words
from tinhso.faces.desk.security.wording import options
from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.registry.queries import units_as_of
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.security import policies
from tinhso.modules.security.actions import drills as actions
from tinhso.modules.security.incidents.drills import starters
from tinhso.modules.security.queries import drills as queries
from tinhso.modules.security.types.drills import DrillTold
from tinhso.modules.security.types.incidents import Category

ON_A_PAGE = 25


@officer_required()
@require_safe
def drill_list(request: HttpRequest) -> HttpResponse:
    """List exercises, one's own or all; `?dang=` gives a file."""
    viewer, asked = request.viewer, request.GET  # type: ignore[attr-defined]
    text = forms.asked_text(request)
    state = asked.get("tt", "") if asked.get("tt", "") in words.FILTERS else "open"
    found = queries.drills_for(viewer, text=text, state=state)
    if make := exports.FILES.get(asked.get("dang", "")):
        return make("dien-tap", words.headers(), [words.row(words.line(one)) for one in found])
    page = Paginator(found, ON_A_PAGE).get_page(asked.get("trang"))
    may_prepare = policies.runs_centre(viewer)
    context = {
        "lines": [words.line(one) for one in page.object_list],
        "page": page,
        "states": options(words.FILTERS),
        "values": {"q": text, "tt": state},
        "is_narrowed": bool(text or state != "open"),
        "of_year": words.of_year(*queries.held_in(timezone.localdate().year))
        if policies.sees_everything(viewer)
        else "",
        "new_id": uuid7() if may_prepare else None,
        "starters": [(one, uuid7()) for one in starters().values()] if may_prepare else [],
        "file": forms.file_query(request),
    }
    return render(request, "desk/security/drills.html", context)


@officer_required("operator")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, drill_id: uuid.UUID) -> HttpResponse:
    """Write a scenario under the id of this form; `?mau=` begins with a starter, `?tu=` with another exercise."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    data = request.POST if request.method == "POST" else request.GET
    starter = starters().get(data.get("mau", ""))
    source_id = reading.optional_identifier(data, "tu")
    source = queries.drill_for(viewer, source_id) if source_id else None
    begun = {"mau": starter.key if starter else "", "tu": source_id or ""}
    if request.method != "POST":
        return _form(request, _begin(starter, source) | begun)

    def prepare() -> None:
        key = starter.key if starter else ""
        actions.prepare_drill(drill_id, told(request), starter=key, source=source, viewer=viewer, now=now)

    errors, status = forms.tried(prepare)
    if errors:
        return _form(request, request.POST.dict(), errors, status=status)
    messages.success(request, _("Đã lưu kịch bản. Thêm người tham gia và tình huống rồi bắt đầu khi đến giờ."))
    return redirect("desk:drill", drill_id)


def _begin(starter: Any, source: Any) -> dict[str, Any]:
    """Return what the form begins with."""
    soon = f"{timezone.localtime().replace(minute=0):%Y-%m-%dT%H:%M}"
    if source is not None:
        return values_of(source) | {"planned_at": soon}
    if starter is None:
        return {"severity": "3", "planned_at": soon}
    return {
        "title": starter.title, "purpose": starter.purpose, "category": starter.category,
        "severity": str(starter.severity), "system_name": starter.system_name, "planned_at": soon,
    }  # fmt: skip


def values_of(drill: Any) -> dict[str, Any]:
    return {
        "title": drill.title, "purpose": drill.purpose, "category": drill.category, "severity": str(drill.severity),
        "unit": str(drill.unit_id), "system_name": drill.system_name,
        "planned_at": f"{timezone.localtime(drill.planned_at):%Y-%m-%dT%H:%M}",
    }  # fmt: skip


@officer_required("operator")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, drill_id: uuid.UUID) -> HttpResponse:
    """Change what a scenario says before the exercise begins."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.drill_for(viewer, drill_id)
    if request.method != "POST":
        return _form(request, values_of(found), drill=found)
    errors, status = forms.tried(lambda: actions.change_drill(drill_id, told(request), viewer=viewer, now=now))
    if errors:
        return _form(request, request.POST.dict(), errors, status=status, drill=found)
    messages.success(request, _("Đã sửa kịch bản."))
    return redirect("desk:drill", drill_id)


def told(request: HttpRequest) -> DrillTold:
    """Return what the form says; raises FormFault with a sentence beside the box."""
    data = request.POST
    severity = data.get("severity", "")
    return DrillTold(
        title=forms.text(data, "title", 300),
        purpose=forms.text(data, "purpose", actions.LONGEST_WORDS + 1),
        category=reading.choice(data, "category", Category, _("Hãy chọn loại sự cố.")),
        severity=int(severity) if severity in ("1", "2", "3", "4") else 0,
        unit_id=reading.identifier(data, "unit", _("Hãy chọn đơn vị giả định bị sự cố.")),
        system_name=forms.text(data, "system_name", 301),
        planned_at=forms.moment(data, "planned_at"),
    )


def unit_options() -> list[tuple[str, str]]:
    found = units_as_of(timezone.localdate()).order_by("sort_key")
    return [(str(one.id), one.name) for one in found]


def _form(
    request: HttpRequest,
    values: dict[str, Any],
    errors: dict[str, str] | None = None,
    *,
    status: int = 200,
    drill: Any = None,
) -> HttpResponse:
    context = {
        "drill": drill,
        "units": unit_options(),
        "categories": options(incident_words.CATEGORIES),
        "severities": options(incident_words.SEVERITIES),
        "values": values,
        "errors": errors,
    }
    return render(request, "desk/security/drill_form.html", context, status=status)
