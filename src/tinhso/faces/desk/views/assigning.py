# SPDX-License-Identifier: EUPL-1.2
"""The head of a unit says beforehand who gets the dossiers of a field or a procedure."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.faces.desk import assigning as words
from tinhso.faces.desk.reading import FormFault, optional_identifier
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import Conflict, Refused
from tinhso.kernel.identity.queries import officers_in
from tinhso.kernel.registry.queries import unit
from tinhso.modules.onestop.actions import assigning as actions
from tinhso.modules.onestop.assigning.types import Way
from tinhso.modules.onestop.queries import assigning as queries
from tinhso.modules.onestop.queries.queue import sectors_here

LONGEST_CODE = 20


@officer_required("head", "leader")
@require_http_methods(["GET", "HEAD", "POST"])
def assignment_rules(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponse:
    """Show the standing rules of a unit and take a new one; what is refused comes back with what was typed."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    actions.check_head(viewer, unit_id)
    if request.method != "POST":
        return _page(request, unit_id)
    try:
        actions.set_assignment_rule(unit_id, viewer=viewer, now=now, **_read(request.POST))
    except FormFault as fault:
        return _page(request, unit_id, fault.errors, status=422)
    except (Refused, Conflict) as refusal:
        return _page(request, unit_id, {"": refusal.sentence}, status=status_of(refusal))
    messages.success(request, _("Đã đặt quy tắc; hồ sơ tiếp nhận từ bây giờ được giao theo quy tắc này."))
    return redirect("desk:assignment_rules", unit_id)


def _read(data: QueryDict) -> dict[str, Any]:
    way = str(data.get("way", ""))
    if way not in set(Way):
        raise FormFault({"way": _("Hãy chọn cách giao.")})
    officers = [optional_identifier({"one": text}, "one") for text in data.getlist("officers")]
    sector, procedure = data.get("sector", ""), data.get("procedure", "").strip()[:LONGEST_CODE]
    return {
        "sector": sector,
        "procedure": procedure,
        "way": Way(way),
        "officers": [one for one in officers if one is not None],
        "replaces": optional_identifier(data, f"standing-{procedure or sector}"),
    }


def _page(
    request: HttpRequest, unit_id: uuid.UUID, errors: dict[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    people = officers_in(unit_id, timezone.localdate(), "specialist")
    rules = queries.rules_of(unit_id)
    context = {
        "unit": unit(unit_id),
        "rules": [words.rule_line(one) for one in rules],
        "standing": [(one.procedure_id or one.sector, one.id) for one in rules],
        "sectors": sectors_here(),
        "ways": list(words.way_words().items()),
        "people": [(str(one.id), one.full_name) for one in people],
        "chosen": request.POST.getlist("officers"),
        "values": request.POST.dict(),
        "errors": errors,
    }
    return render(request, "desk/assignment_rules.html", context, status=status)


@officer_required("head", "leader")
@require_POST
def end_rule(request: HttpRequest, rule_id: uuid.UUID) -> HttpResponse:
    """Let a rule be over."""
    ended = actions.end_assignment_rule(rule_id, viewer=request.viewer, now=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, _("Đã bỏ quy tắc; hồ sơ mới chờ phụ trách phân công."))
    return redirect("desk:assignment_rules", ended.unit_id)
