# SPDX-License-Identifier: EUPL-1.2
"""Send the signed result of a dossier to another agency's document system."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import pages, wording
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.kernel.registry.queries import NamedOrgan, organs_named
from tinhso.modules.onestop.actions.edxml import send_result_document
from tinhso.modules.onestop.edxml.types import Organ
from tinhso.modules.onestop.policies import check_postal_desk
from tinhso.modules.onestop.queries import dossiers
from tinhso.modules.onestop.queries.edxml import can_send_result, packets_of

LONGEST = {"organ": 35, "code": 35, "name": 200, "tim": 100}


@officer_required("reception")
@require_http_methods(["GET", "HEAD", "POST"])
def send_result(request: HttpRequest, dossier_id: uuid.UUID) -> HttpResponse:
    """Ask to which agency, then send; a refusal comes back with what was typed."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = dossiers.dossier_for_officer(viewer, dossier_id)
    check_postal_desk(viewer, found)
    typed = request.POST if request.method == "POST" else request.GET
    values = {key: typed.get(key, "").replace("\x00", "")[:size] for key, size in LONGEST.items()}
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        try:
            packet = send_result_document(dossier_id, receiver=_receiver(values), viewer=viewer, now=now)
            messages.success(request, _("Đã gửi văn bản tới %(name)s.") % {"name": packet.receiver_name})
            return redirect("desk:dossier", dossier_id)
        except NotAllowed:
            raise
        except HouseError as refusal:
            errors, status = {"": refusal.sentence}, status_of(refusal)
    context: dict[str, Any] = {"errors": errors, "values": values, "organs": _choices(values["tim"])}
    context |= {"can_send": can_send_result(viewer, found), "packets": packets_of(found)}
    context |= {"packet_states": wording.PACKETS, "packet_tags": wording.PACKET_TAGS}
    return render(request, "desk/send_result.html", pages.heading(found, now) | context, status=status)


@officer_required("reception")
@require_safe
def organ_options(request: HttpRequest, dossier_id: uuid.UUID) -> HttpResponse:
    """Give the agencies whose code or name holds the words typed, to fill the choice of the form."""
    dossiers.dossier_for_officer(request.viewer, dossier_id)  # type: ignore[attr-defined]
    return render(request, "desk/_unit_options.html", {"units": _choices(request.GET.get("tim", ""))})


def _receiver(values: dict[str, str]) -> Organ:
    """Return the agency chosen, or the one typed where the list lacks it."""
    if values["code"].strip() or values["name"].strip():
        return Organ(values["code"], values["name"])
    chosen = next((one for one in organs_named("", timezone.localdate()) if one.code == values["organ"]), None)
    return Organ(chosen.code, chosen.name) if chosen else Organ("", "")


def _choices(words: str) -> list[tuple[str, str]]:
    return [(one.code, _label(one)) for one in organs_named(words, timezone.localdate())]


def _label(organ: NamedOrgan) -> str:
    unsure = wording.CODES_UNSURE.get(organ.status)
    return f"{organ.name} – {organ.code}" + (f" ({unsure})" if unsure else "")
