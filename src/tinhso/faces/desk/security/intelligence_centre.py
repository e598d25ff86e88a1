# SPDX-License-Identifier: EUPL-1.2
"""The national centre at the desk: how the connection stands, what was sent, what waits; connect it, share upwards."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import reading
from tinhso.faces.desk.security import intelligence_words as words
from tinhso.faces.desk.security.intelligence import READERS, keepers_only
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.kernel.exchange.channels import CHANNELS
from tinhso.kernel.exchange.signing import exchange_key
from tinhso.modules.security import policies
from tinhso.modules.security.actions import national_centre as actions
from tinhso.modules.security.intelligence import scrubbing
from tinhso.modules.security.queries import national_centre as queries
from tinhso.modules.security.types import PacketKind

ON_A_PAGE = 25


@officer_required(*READERS)
@require_safe
def centre(request: HttpRequest) -> HttpResponse:
    """Show the connection by layer and every packet with its receipt or its last fault."""
    state = request.GET.get("tt", "") if request.GET.get("tt", "") in words.MESSAGES else ""
    page = Paginator(queries.packets(state), ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "centre": queries.centre(),
        "records": [(words.LAYERS[one.layer], one) for one in queries.connection_records()],
        "lines": [_line(one) for one in page.object_list],
        "page": page,
        "states": [(key, said) for key, (said, _phase) in words.MESSAGES.items()],
        "values": {"tt": state},
        "may_keep": policies.may_keep_intelligence(request.viewer),  # type: ignore[attr-defined]
    }
    return render(request, "desk/security/intelligence/centre.html", context)


def _line(one: Any) -> dict[str, Any]:
    told, (state, phase) = queries.told_of(one), words.MESSAGES[one.state]
    last = max(one.tries.all(), key=lambda each: (each.at, each.id), default=None)
    kind = words.PACKETS.get(PacketKind(told["kind"]), told["kind"])
    fault = "" if last is None or last.succeeded else last.answer
    return {"one": one, "kind": kind, "reference": told["reference"], "state": state, "phase": phase, "fault": fault}


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def connect(request: HttpRequest) -> HttpResponse:
    """Connect the centre, or give it another address, transport or key."""
    held, data = queries.centre(), request.POST
    if request.method != "POST":
        values = {"endpoint": held.endpoint, "channel": held.channel, "public_key": held.public_key} if held else {}
        return _connect_form(request, values or {"channel": "json"})
    try:
        actions.connect_centre(
            data.get("endpoint", ""),
            channel=data.get("channel", ""),
            public_key=data.get("public_key", "").strip().lower(),
            viewer=request.viewer,  # type: ignore[attr-defined]
            now=timezone.now(),
        )
    except NotAllowed:
        raise
    except HouseError as refusal:
        return _connect_form(request, data.dict(), reading.placed(refusal), status=status_of(refusal))
    messages.success(request, _("Đã ghi kết nối với trung tâm quốc gia."))
    return redirect("desk:national_centre")


def _connect_form(
    request: HttpRequest, values: dict[str, str], errors: dict[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    context = {
        "channels": [one for one in sorted(CHANNELS) if one not in ("email", "sms")],
        "our_key": exchange_key().public.raw.hex(),
        "values": values,
        "errors": errors,
    }
    return render(request, "desk/security/intelligence/connect.html", context, status=status)


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest) -> HttpResponse:
    """Show chosen indicators before and after the scrubber, then share them upwards."""
    data = request.POST if request.method == "POST" else request.GET
    ids = [int(one) for one in data.getlist("chon")[:500] if one.isascii() and one.isdigit() and len(one) < 18]
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            actions.share_indicators(ids, viewer=request.viewer, now=timezone.now())  # type: ignore[attr-defined]
            messages.success(request, _("Đã xếp hàng gửi trung tâm quốc gia."))
            return redirect("desk:national_centre")
        except NotAllowed:
            raise
        except HouseError as refusal:
            errors = {"": refusal.sentence}
    said, clean, removed = actions.preview_sharing(ids)
    context = {
        "pairs": [(before, after, before != after) for before, after in zip(said, clean, strict=True)],
        "removed": [(scrubbing.WORDS[one.kind], one.piece) for one in removed],
        "ids": ids,
        "left_out": len(set(ids)) - len(said),
        "is_connected": queries.centre() is not None,
        "errors": errors,
    }
    return render(request, "desk/security/intelligence/share.html", context, status=422 if errors else 200)
