# SPDX-License-Identifier: EUPL-1.2
"""Lend one's post to a colleague for some days, and take it back."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.faces.desk import reading
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity import actions, queries


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def delegations(request: HttpRequest) -> HttpResponse:
    """Show what was lent and borrowed; lend a post."""
    if request.method != "POST":
        return _page(request)
    try:
        _delegate(request)
    except reading.FormFault as fault:
        return _page(request, fault.errors)
    except Refused as refusal:
        return _page(request, {"": refusal.sentence})
    messages.success(request, _("Đã ủy quyền. Người được ủy quyền thấy việc của bạn trong ngăn riêng."))
    return redirect("desk:delegations")


def _delegate(request: HttpRequest) -> None:
    sent, viewer = request.POST, request.viewer  # type: ignore[attr-defined]
    paper = sent.get("paper", "").strip()
    if not paper:
        raise reading.FormFault({"paper": _("Hãy ghi số và ngày của văn bản ủy quyền.")})
    actions.delegate(
        reading.identifier(sent, "assignment", _("Hãy chọn chức vụ để ủy quyền.")),
        to=reading.identifier(sent, "to", _("Hãy chọn người được ủy quyền.")),
        begins=reading.required_day(sent, "begins"),
        ends=reading.required_day(sent, "ends"),
        paper=paper[:120],
        now=timezone.now(),
        by=viewer.actor(),
    )


def _page(request: HttpRequest, errors: dict[str, str] | None = None) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    held = [one for one in queries.assignments_of(viewer.officer_id) if _covers(one.valid, today)]
    colleagues = {officer.id: officer for one in held for officer in queries.officers_in(one.post.unit_id, today)}
    context = {
        "posts": [(str(one.id), f"{one.post.title}, {one.post.unit.name}") for one in held],
        "colleagues": [(str(key), one.full_name) for key, one in colleagues.items() if key != viewer.officer_id],
        "rows": [_row(one, viewer.officer_id, today) for one in queries.delegations_of(viewer.officer_id)],
        "errors": errors,
        "values": request.POST.dict(),
    }
    return render(request, "desk/delegations.html", context, status=422 if errors else 200)


def _covers(span: object, day: object) -> bool:
    lower, upper = span.lower, span.upper  # type: ignore[attr-defined]
    return (lower is None or lower <= day) and (upper is None or day < upper)


def _row(one: object, officer_id: uuid.UUID, today: object) -> dict[str, object]:
    post, mine = one.assignment.post, one.assignment.officer_id == officer_id  # type: ignore[attr-defined]
    ended = one.valid.upper is not None and one.valid.upper <= today  # type: ignore[attr-defined]
    return {"delegation": one, "post": post, "mine": mine, "ended": ended, "can_end": mine and not ended}


@officer_required()
@require_POST
def end_delegation(request: HttpRequest, delegation_id: uuid.UUID) -> HttpResponse:
    """Take a lent post back from today on."""
    viewer = request.viewer  # type: ignore[attr-defined]
    actions.end_delegation(delegation_id, today=timezone.localdate(), now=timezone.now(), by=viewer.actor())
    messages.success(request, _("Đã chấm dứt ủy quyền."))
    return redirect("desk:delegations")
