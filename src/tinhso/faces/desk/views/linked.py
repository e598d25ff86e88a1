# SPDX-License-Identifier: EUPL-1.2
"""Linked work: the page of a part for both sides, and the list of bodies a dossier may be forwarded to."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import forwarding, pages, reading
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.casework import workflow
from tinhso.kernel.events.errors import HouseError, NotAllowed, Refused
from tinhso.kernel.identity import actions as identity
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.vntext import search_key
from tinhso.modules.onestop import actions, forms, policies
from tinhso.modules.onestop.linked.types import Way
from tinhso.modules.onestop.queries import dossiers
from tinhso.modules.onestop.queries import parts as queries

Act = Callable[[uuid.UUID, QueryDict, Viewer, datetime], Any]
SHOWN = ("nội dung kê khai cần cho phần việc", "kết quả phần việc trước")


def _acknowledge(part_id: uuid.UUID, data: QueryDict, viewer: Viewer, now: datetime) -> Any:
    return actions.acknowledge_part(part_id, viewer=viewer, now=now)


def _answer(part_id: uuid.UUID, data: QueryDict, viewer: Viewer, now: datetime) -> Any:
    if data.get("fulfilled") not in {"yes", "no"}:
        raise Refused(_("Hãy chọn đã thực hiện được hay không."))
    return actions.answer_part(
        part_id,
        answer=data.get("answer", ""),
        fulfilled=data.get("fulfilled") == "yes",
        produced=forwarding.outputs(data),
        viewer=viewer,
        now=now,
    )


def _recall(part_id: uuid.UUID, data: QueryDict, viewer: Viewer, now: datetime) -> Any:
    return actions.recall_part(part_id, reason=data.get("reason", ""), viewer=viewer, now=now)


VERBS: dict[str, tuple[Act, Any]] = {
    "acknowledge": (_acknowledge, gettext_lazy("Đã xác nhận nhận phần việc.")),
    "answer": (_answer, gettext_lazy("Đã trả kết quả phần việc.")),
    "recall": (_recall, gettext_lazy("Đã rút lại phần việc.")),
}


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def linked_part(request: HttpRequest, part_id: uuid.UUID) -> HttpResponse:
    """Show a part to those of both sides; take receipt and answer of its body, or take it back for the sender."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.part(viewer, part_id)
    if request.method != "POST":
        _note_reading(viewer, found, now)
        return _page(request, found)
    verb = request.POST.get("viec", "")
    if verb not in VERBS:
        raise Http404(verb)
    act, done = VERBS[verb]
    try:
        act(part_id, request.POST, viewer, now)
    except reading.FormFault as fault:
        return _page(request, found, errors=fault.errors, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        return _page(request, found, errors={"": refusal.sentence}, status=status_of(refusal))
    messages.success(request, done)
    return redirect("desk:linked_part", part_id)


def _note_reading(viewer: Viewer, found: Any, now: datetime) -> None:
    identity.log_reading(
        found.dossier.applicant_id,
        purpose=f"Phần việc liên thông của hồ sơ {found.dossier.code}",
        shown=SHOWN,
        now=now,
        by=viewer.actor(viewer.seat_in(found.case.unit_id, *viewer.roles())),
        case_id=found.dossier_id,
    )


def _page(request: HttpRequest, found: Any, *, errors: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    viewer, now, case = request.viewer, timezone.now(), found.case  # type: ignore[attr-defined]
    line = next(one for one in queries.lines_of(found.dossier, now) if one.part and one.part.pk == found.pk)
    context = {"found": found, "case": case, "line": line, "now": now, "ended": case.closed_at is not None}
    context |= {"state": workflow.state(case.kind, case.state), "declared": _declared(found)}
    context |= {"given": [(one.label, one.value) for one in queries.given_to(found)]}
    context |= {"outputs": forwarding.named(queries.outputs_of(found))}
    context |= {f"can_{name}": policies.can_take_part(viewer, found, name) for name in VERBS}
    context |= {"errors": errors, "values": request.POST.dict()}
    context |= {"choices": [("yes", _("Đã thực hiện")), ("no", _("Không thực hiện được"))]}
    return render(request, "desk/linked_part.html", context, status=status)


def _declared(found: Any) -> list[tuple[str, str]]:
    """Return what the body may see of the declaration: the questions its component names, no other."""
    keys = queries.declared_for(found)
    dossier = found.dossier
    form = forms.form_for(dossier.version.definition, dossier.version.form)
    answers = {key: value for key, value in dossier.answers.items() if key in keys}
    groups = forms.summary(form, answers, area_name=pages.area_names(), officer=True)
    return [row for group in groups for row in group.rows]


@officer_required("specialist")
@require_safe
def bodies(request: HttpRequest, dossier_id: uuid.UUID, way: str) -> HttpResponse:
    """Give the bodies of the right level whose name holds the words typed, to fill the choice of the form."""
    if way not in {Way.PEER, Way.UP}:
        raise Http404(way)
    found = dossiers.dossier_for_officer(request.viewer, dossier_id)  # type: ignore[attr-defined]
    typed = next((request.GET[name] for name in request.GET if name.startswith("tim")), "")
    words = search_key(typed).split()
    units = queries.bodies_for(Way(way), found, timezone.now())
    fit = [(str(unit.id), unit.name) for unit in units if all(word in unit.search_key for word in words)]
    return render(request, "desk/_unit_options.html", {"units": fit})
