# SPDX-License-Identifier: EUPL-1.2
"""The head sets up the queue: rule and appointments, counters and their fields, keys of kiosks and screens."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.config import env
from tinhso.faces.desk.queueing import NUMBERS, group_options, sector_words, settings_of
from tinhso.faces.desk.reading import FormFault
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import Conflict, Refused
from tinhso.kernel.registry.queries import unit
from tinhso.modules.onestop.actions import queue_settings as actions
from tinhso.modules.onestop.queries import queue as queries
from tinhso.modules.onestop.queue.policies import check_head
from tinhso.modules.onestop.queue.types import DeviceKind

ADDRESS = "queue_device_address"
"""Where the address of a new device waits to be shown once."""


@officer_required("head", "leader")
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponse:
    """Show all settings; keep rule, groups and appointments."""
    viewer = request.viewer  # type: ignore[attr-defined]
    check_head(viewer, unit_id)
    if request.method != "POST":
        return _page(request, unit_id)
    try:
        typed = settings_of(request.POST)
    except FormFault as fault:
        return _page(request, unit_id, fault.errors)
    actions.set_place(unit_id, typed, viewer=viewer, now=timezone.now())
    messages.success(request, _("Đã lưu thiết lập hàng đợi."))
    return redirect("desk:queue_settings", unit_id)


def _page(request: HttpRequest, unit_id: uuid.UUID, errors: dict[str, str] | None = None) -> HttpResponse:
    place = queries.place_or_none(unit_id)
    shown = place or actions.USUAL
    values = request.POST.dict() or {name: getattr(shown, name) for name in NUMBERS}
    groups = (
        request.POST.getlist("groups") if errors else list(place.priority_groups if place else actions.USUAL.groups)
    )
    counters = queries.counters(unit_id, unused=True)
    context = {
        "unit": unit(unit_id),
        "place": place,
        "values": values,
        "groups": groups,
        "group_options": group_options(),
        "counters": [(one, sector_words(one)) for one in counters],
        "next_number": max((one.number for one in counters), default=0) + 1,
        "sectors": queries.sectors_here(),
        "devices": queries.devices(unit_id),
        "kinds": [(DeviceKind.KIOSK.value, _("Máy lấy số")), (DeviceKind.SCREEN.value, _("Màn hình gọi số"))],
        "address": request.session.pop(ADDRESS, ""),
        "errors": errors,
    }
    return render(request, "desk/queue/settings.html", context, status=422 if errors else 200)


@officer_required("head", "leader")
@require_POST
def set_counter(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponse:
    """Add a counter or change one."""
    typed = request.POST.get("number", "")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
    sectors, in_use = request.POST.getlist("sectors"), request.POST.get("in_use", "1") == "1"

    def act(viewer: Any) -> None:
        actions.set_counter(unit_id, number, sectors=sectors, in_use=in_use, viewer=viewer, now=timezone.now())
        messages.success(request, _("Đã lưu quầy %(number)s.") % {"number": number})

    return _done(request, unit_id, act)


@officer_required("head", "leader")
@require_POST
def issue_device(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponse:
    """Issue a key; the address that holds it is shown once."""
    kind = DeviceKind.SCREEN if request.POST.get("kind") == DeviceKind.SCREEN else DeviceKind.KIOSK

    def act(viewer: Any) -> None:
        label = request.POST.get("label", "").replace("\x00", "")
        _device, key = actions.issue_device(unit_id, kind, label, viewer=viewer, now=timezone.now())
        page = "portal:kiosk" if kind is DeviceKind.KIOSK else "portal:screen"
        request.session[ADDRESS] = f"{env.BASE_URL}{reverse(page, args=[key])}"

    return _done(request, unit_id, act)


@officer_required("head", "leader")
@require_POST
def withdraw_device(request: HttpRequest, unit_id: uuid.UUID, device_id: uuid.UUID) -> HttpResponse:
    """Close the address of a lost or replaced device at once."""

    def act(viewer: Any) -> None:
        actions.withdraw_device(device_id, viewer=viewer, now=timezone.now())
        messages.success(request, _("Đã thu hồi khóa; địa chỉ đó không mở được nữa."))

    return _done(request, unit_id, act)


def _done(request: HttpRequest, unit_id: uuid.UUID, act: Any) -> HttpResponse:
    try:
        act(request.viewer)  # type: ignore[attr-defined]
    except (Refused, Conflict) as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("desk:queue_settings", unit_id)
