# SPDX-License-Identifier: EUPL-1.2
"""The four layers of protection at the desk: the table of all systems, one system's with its evidence."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import reading
from tinhso.faces.desk.security import forms
from tinhso.faces.desk.security import levels_wording as wording
from tinhso.faces.desk.security.systems_wording import lines, link, tag
from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.security import actions
from tinhso.modules.security.levels import layers
from tinhso.modules.security.levels.layers import EvidenceKind
from tinhso.modules.security.queries import level_records as queries
from tinhso.modules.security.queries import systems


@officer_required()
@require_safe
def layer_table(request: HttpRequest) -> HttpResponse:
    """Show the four layers of every system an officer sees, each yes, no or unknown with its reason."""
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    unit = reading.optional_identifier(request.GET, "don_vi")
    rows = queries.layers_for(viewer, today, unit_id=unit)
    told = [(row.system, [wording.layer_line(one) for one in row.layers]) for row in rows]
    heads = [_("Hệ thống"), *(f"{no}. {text}" for no, text, _trust in layers.layers())]
    if make := exports.FILES.get(request.GET.get("dang", "")):
        plain = [[system.name, *(f"{one['words']}: {one['why']}" for one in found)] for system, found in told]
        return make("bon-lop-bao-ve", heads, plain)
    context = {
        "heads": heads,
        "rows": [
            [
                lines([link(system.name, "desk:system_layers", system.id), system.focal.name]),
                *(_layer_cell(one) for one in found),
            ]
            for system, found in told
        ],
        "standing": [
            (no, text, *(sum(row.layers[no - 1].stands is said for row in rows) for said in (True, None)))
            for no, text, _trust in layers.layers()
        ],
        "total": len(rows),
        "units": systems.focal_units(viewer),
        "values": {"don_vi": str(unit or "")},
    }
    return render(request, "desk/security/layers.html", context)


def _layer_cell(one: dict[str, Any]) -> Any:
    return lines([tag(one["words"], one["phase"]), one["why"]])


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def system_layers(request: HttpRequest, system_id: uuid.UUID) -> HttpResponse:
    """Show the layers of one system with their evidence; add a piece, take one back."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    system = systems.system_for(viewer, system_id)
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        data = request.POST

        def deed() -> None:
            if data.get("act") == "withdraw":
                mine = {str(one.id): one.id for one in queries.evidence_of(system.id)}
                if data.get("evidence", "") in mine:
                    actions.withdraw_evidence(mine[data["evidence"]], viewer=viewer, now=now)
                return
            told = actions.EvidenceTold(
                system_id=system.id,
                kind=reading.choice(data, "kind", EvidenceKind, _("Hãy chọn loại minh chứng.")),
                paper=forms.text(data, "paper", 301),
                on=reading.required_day(data, "on"),
                until=reading.day(data, "until"),
                organisation=forms.text(data, "organisation", 301),
                answered=data.get("answered") != "false",
            )
            key = reading.identifier(data, "evidence_id", _("Trang đã cũ. Hãy tải lại trang."))
            actions.tell_evidence(key, told, viewer=viewer, now=now)

        errors, status = forms.tried(deed)
        if not errors:
            messages.success(request, _("Đã ghi."))
            return redirect("desk:system_layers", system.id)
    return _system_layers(request, system, errors, status)


def _system_layers(request: HttpRequest, system: Any, errors: dict[str, str], status: int) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    held = queries.held_by([system], queries.no_connection)[system.id]
    evidence = queries.evidence_of(system.id)
    context = {
        "system": system,
        "layers": [
            (
                wording.layer_line(one),
                [(piece, wording.EVIDENCE[EvidenceKind(piece.kind)]) for piece in evidence if piece.layer == one.no],
            )
            for one in layers.standing(held, today)
        ],
        "may_keep": not system.withdrawn_at
        and systems.may_keep(viewer, system.focal_id, system.owner_id, system.security_unit_id),
        "kinds": wording.options(wording.EVIDENCE),
        "yes_no": [("true", _("Có")), ("false", _("Không"))],
        "new_id": request.POST.get("evidence_id") or uuid7(),
        "values": forms.typed_values(request) if errors else {"on": today, "answered": "true"},
        "errors": errors,
    }
    return render(request, "desk/security/system_layers.html", context, status=status)
