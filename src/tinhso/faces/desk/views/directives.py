# SPDX-License-Identifier: EUPL-1.2
"""Directives at the desk: given from the page of a dossier, reported by who was told, judged by who gave them."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tinhso.faces.desk import pages, reading
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.casework import workflow
from tinhso.kernel.events.errors import Conflict, Refused
from tinhso.modules.onestop import actions
from tinhso.modules.onestop import policies_of_directives as policies
from tinhso.modules.onestop.queries import directives as queries
from tinhso.modules.onestop.queries import dossiers

LONGEST_TEXT = 4000
LONGEST_KEY = 64


@officer_required("head", "leader")
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, dossier_id: uuid.UUID) -> HttpResponse:
    """Show the form of a directive on a dossier, or take it; what is refused comes back with what was typed."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = dossiers.dossier_for_officer(viewer, dossier_id)
    policies.check_give(viewer, found)
    if request.method != "POST":
        return _give_page(request, found)
    try:
        made = actions.give_directive(dossier_id, _order(request.POST), viewer=viewer, now=now)
    except reading.FormFault as fault:
        return _give_page(request, found, fault.errors, status=422)
    except Refused as refusal:
        return _give_page(request, found, {"": refusal.sentence}, status=422)
    messages.success(request, _("Đã gửi ý kiến chỉ đạo."))
    return redirect("desk:directive", made.case_id)


def _order(data: QueryDict) -> actions.Order:
    unit, _colon, officer = data.get("to", "").partition(":")
    wanted = _("Hãy chọn đơn vị hoặc người được giao.")
    return actions.Order(
        client_key=data.get("key", "")[:LONGEST_KEY] or uuid.uuid4().hex,
        unit_id=reading.identifier({"to": unit}, "to", wanted),
        officer_id=reading.identifier({"to": officer}, "to", wanted) if officer else None,
        text=data.get("text", "")[:LONGEST_TEXT],
        answer_by=reading.end_of(reading.required_day(data, "answer_by")),
    )


def _give_page(
    request: HttpRequest, found: Any, errors: dict[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    people = [_option(one) for one in queries.addressees(viewer, found, timezone.localdate(now))]
    context = pages.heading(found, now) | {"people": people, "errors": errors, "values": request.POST.dict()}
    context["key"] = request.POST.get("key", "")[:LONGEST_KEY] or uuid.uuid4().hex
    return render(request, "desk/directive_give.html", context, status=status)


def _option(one: queries.Addressee) -> tuple[str, str]:
    if one.officer_id is None:
        return str(one.unit_id), _("Đơn vị: %(name)s") % {"name": one.unit}
    return f"{one.unit_id}:{one.officer_id}", f"{one.officer}, {one.unit}"


@dataclass(frozen=True)
class Deed:
    """What may be pressed on the page: the action, how its boxes are read, the sentence afterwards."""

    act: Callable[..., Any]
    read: Callable[[QueryDict], dict[str, Any]]
    done: Any


def _text(data: QueryDict) -> dict[str, Any]:
    return {"text": data.get(f"{data['act']}-text", "")[:LONGEST_TEXT]}


def _again(data: QueryDict) -> dict[str, Any]:
    return {**_text(data), "answer_by": reading.end_of(reading.required_day(data, "again"))}


def _officer(data: QueryDict) -> dict[str, Any]:
    return {"officer_id": reading.identifier(data, "officer", _("Hãy chọn người thực hiện."))}


DEEDS = {
    "pass_on": Deed(actions.pass_on_directive, _officer, gettext_lazy("Đã giao người thực hiện.")),
    "report": Deed(actions.report_directive, _text, gettext_lazy("Đã báo cáo; người chỉ đạo sẽ xác nhận.")),
    "confirm": Deed(actions.confirm_directive, _text, gettext_lazy("Đã xác nhận hoàn thành.")),
    "send_back": Deed(actions.send_directive_back, _again, gettext_lazy("Đã yêu cầu thực hiện lại.")),
    "take_back": Deed(actions.take_directive_back, _text, gettext_lazy("Đã rút ý kiến chỉ đạo.")),
}


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def directive(request: HttpRequest, directive_id: uuid.UUID) -> HttpResponse:
    """Show a directive with what was written under it; take what the officer does with it."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.directive_for_officer(viewer, directive_id)
    deed = DEEDS.get(request.POST.get("act", ""))
    if request.method != "POST" or deed is None:
        return _page(request, found)
    version = reading.version(request.POST)
    try:
        deed.act(directive_id, viewer=viewer, now=now, expected_version=version, **deed.read(request.POST))
    except reading.FormFault as fault:
        return _page(request, found, fault.errors, status=422)
    except (Refused, Conflict) as refusal:
        again = queries.directive_for_officer(viewer, directive_id)
        return _page(request, again, {"": refusal.sentence}, status=status_of(refusal))
    messages.success(request, str(deed.done))
    return redirect("desk:directive", directive_id)


def _page(request: HttpRequest, found: Any, errors: dict[str, str] | None = None, *, status: int = 200) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    context = {"found": found, "case": found.case, "state": workflow.state(found.case.kind, found.case.state)}
    context |= {"words": queries.words_of(found), "open": queries.steps_open_to(viewer, found), "titles": _titles()}
    context |= {"people": queries.people_for(found, timezone.localdate(now)), "now": now, "errors": errors}
    context |= {"values": request.POST.dict(), "ended": found.case.closed_at}
    context["number"] = found.dossier.code or found.dossier.provisional
    return render(request, "desk/directive.html", context, status=status)


def _titles() -> dict[str, str]:
    return {
        "reported": _("Báo cáo"),
        "sent_back": _("Yêu cầu thực hiện lại"),
        "confirmed": _("Xác nhận hoàn thành"),
        "taken_back": _("Rút chỉ đạo"),
    }
