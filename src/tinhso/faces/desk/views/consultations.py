# SPDX-License-Identifier: EUPL-1.2
"""Opinions between agencies: the question as the asked unit sees it, its answer, the list of units to ask."""

import uuid
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.casework import policies, workflow
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.registry import queries as registry
from tinhso.lib.vntext import search_key
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.queries import dossiers as queries


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def consultation(request: HttpRequest, consultation_id: uuid.UUID) -> HttpResponse:
    """Show a question to those of both units, take the answer of the asked one."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.consultation(consultation_id)
    policies.check_see(viewer, found.case)
    if request.method != "POST":
        return _page(request, found)
    try:
        _answer(request, consultation_id, now)
    except Refused as refusal:
        return _page(request, found, errors={"": refusal.sentence}, status=422)
    messages.success(request, _("Đã gửi ý kiến trả lời."))
    return redirect("desk:inbox")


def _answer(request: HttpRequest, consultation_id: uuid.UUID, now: datetime) -> None:
    agrees = request.POST.get("agrees", "")
    if agrees not in {"yes", "no"}:
        raise Refused(_("Hãy chọn đồng ý hay không đồng ý."))
    actions.answer_consultation(
        consultation_id,
        answer=request.POST.get("answer", ""),
        agrees=agrees == "yes",
        viewer=request.viewer,  # type: ignore[attr-defined]
        now=now,
    )


def _page(
    request: HttpRequest, found: object, *, errors: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    case, now = found.case, timezone.now()  # type: ignore[attr-defined]
    can_answer = bool(policies.steps_open_to(request.viewer, case))  # type: ignore[attr-defined]
    context = {"found": found, "case": case, "now": now, "state": workflow.state(case.kind, case.state)}
    context |= {"can_answer": can_answer, "errors": errors, "values": request.POST.dict(), "ended": case.closed_at}
    context |= {"choices": [("yes", _("Đồng ý")), ("no", _("Không đồng ý"))]}
    return render(request, "desk/consultation.html", context, status=status)


@officer_required("specialist")
@require_safe
def unit_options(request: HttpRequest, dossier_id: uuid.UUID) -> HttpResponse:
    """Give the units whose name holds the words typed, to fill the choice of the form."""
    found = queries.dossier_for_officer(request.viewer, dossier_id)  # type: ignore[attr-defined]
    units = registry.units_as_of(timezone.localdate()).exclude(id=found.case.unit_id)
    for word in search_key(request.GET.get("tim", "")).split():
        units = units.filter(search_key__contains=word)
    return render(request, "desk/_unit_options.html", {"units": [(str(unit.id), unit.name) for unit in units]})
