# SPDX-License-Identifier: EUPL-1.2
"""Internet links at the desk: each with its sensors, those without one in red on top (Thông tư 31/2017/TT-BTTTT)."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.faces.desk import reading
from tinhso.faces.desk.security import forms
from tinhso.faces.desk.security import systems_wording as wording
from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.security import actions
from tinhso.modules.security.queries import systems as queries
from tinhso.modules.security.types import LinkTold


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def link_list(request: HttpRequest) -> HttpResponse:
    """List the Internet links an officer sees, and register one; `?dang=` gives a file."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    if request.method != "POST":
        return _list(request, {}, 200)

    def register() -> None:
        link_id = reading.identifier(request.POST, "link_id", _("Trang đã cũ. Hãy tải lại trang."))
        actions.register_link(link_id, _told(request), viewer=viewer, now=now)

    errors, status = forms.tried(register)
    if errors:
        return _list(request, errors, status)
    messages.success(request, _("Đã đăng ký đường truyền. Hãy đặt cảm biến cho đường truyền."))
    return redirect("desk:internet_link", request.POST["link_id"])


def _told(request: HttpRequest) -> LinkTold:
    data = request.POST
    return LinkTold(
        unit_id=reading.identifier(data, "unit", _("Hãy chọn đơn vị thuê đường truyền.")),
        label=forms.text(data, "label", 201),
        carrier=forms.text(data, "carrier", 201),
        networks=tuple(one.replace("\x00", "") for one in reading.lines(data, "networks")),
        https_plan=forms.text(data, "https_plan"),
    )


def _list(request: HttpRequest, errors: dict[str, str], status: int) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    rows = queries.links_for(viewer)
    heads = [_("Đường truyền"), _("Cảm biến"), _("Lưu lượng mã hóa"), _("Đơn vị")]
    if make := exports.FILES.get(request.GET.get("dang", "")):
        plain = [
            [row.link.label, row.link.carrier, ", ".join(row.link.networks), str(wording.SENSORS[row.state]),
             ", ".join(one.source.host for one in row.sensors), row.link.https_plan, row.link.unit.name]
            for row in rows
        ]  # fmt: skip
        plain_heads = [_("Đường truyền"), _("Nhà mạng"), _("Mạng"), _("Tình trạng"), _("Cảm biến"),
                       _("Lưu lượng mã hóa"), _("Đơn vị")]  # fmt: skip
        return make("duong-truyen-internet", plain_heads, plain)
    keeps = queries.units_to_keep(viewer, today)
    context = {
        "heads": heads,
        "rows": [_row(row) for row in rows],
        "red": sum(row.is_red for row in rows),
        "total": len(rows),
        "units": [(str(one.id), one.name) for one in keeps],
        "new_id": request.POST.get("link_id") or uuid7(),
        "values": forms.typed_values(request) if errors else {"unit": str(keeps[0].id) if len(keeps) == 1 else ""},
        "errors": errors,
    }
    return render(request, "desk/security/links.html", context, status=status)


def _row(row: Any) -> list[Any]:
    sensor = wording.tag(wording.SENSORS[row.state], wording.PHASES[row.state])
    plan = wording.tag(_("Đã nêu"), "done") if row.link.https_plan else wording.tag(_("Chưa nêu"), "waiting")
    return [
        wording.lines([wording.link(row.link.label, "desk:internet_link", row.link.id), row.link.carrier]),
        wording.lines([sensor, *(one.source.host for one in row.sensors)]),
        plan,
        row.link.unit.name,
    ]


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, link_id: uuid.UUID) -> HttpResponse:
    """Show a link; place a sensor, remove one, take the link off."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.link_for(viewer, link_id)
    row = next((one for one in queries.links_for(viewer) if one.link.id == found.id), None)
    if request.method != "POST":
        return _page(request, found, row, {}, 200)

    def deed() -> None:
        act = request.POST.get("act")
        if act == "place":
            source = reading.identifier(request.POST, "source", _("Hãy chọn một nguồn sự kiện."))
            actions.place_sensor(found.id, source, viewer=viewer, now=now)
        elif act == "remove":
            mine = {str(one.id): one.id for one in row.sensors} if row else {}
            if request.POST.get("sensor", "") in mine:
                actions.remove_sensor(mine[request.POST["sensor"]], viewer=viewer, now=now)
        elif act == "withdraw":
            actions.withdraw_link(found.id, viewer=viewer, now=now)

    errors, status = forms.tried(deed)
    if errors:
        return _page(request, found, row, errors, status)
    return redirect("desk:internet_links") if request.POST.get("act") == "withdraw" else redirect(request.path)


def _page(request: HttpRequest, found: Any, row: Any, errors: dict[str, str], status: int) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    keeps = not found.withdrawn_at and queries.may_keep(viewer, found.unit_id)
    context = {
        "link": found,
        "row": row,
        "state": wording.SENSORS[row.state] if row else _("Đã gỡ"),
        "phase": wording.PHASES[row.state] if row else "dropped",
        "sensors": [(one, wording.AGENTS[queries.state_of_source(one.source)],
                     wording.PHASES[queries.state_of_source(one.source)]) for one in (row.sensors if row else ())],
        "may_keep": keeps,
        "sources": queries.sources_to_name(viewer) if keeps else [],
        "errors": errors,
    }  # fmt: skip
    return render(request, "desk/security/link.html", context, status=status)
