# SPDX-License-Identifier: EUPL-1.2
"""Paper originals that arrive at the body which decides."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.faces.desk import reading
from tinhso.faces.desk.views.fees import shown_back
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import Refused
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.queries import dossiers


@officer_required("reception", "head")
@require_POST
@shown_back
def take_originals(request: HttpRequest, dossier_id: uuid.UUID, parcel_id: int) -> HttpResponse:
    """Count what arrived; a wrong number comes back with the page."""
    found = dossiers.dossier_for_officer(request.viewer, dossier_id)  # type: ignore[attr-defined]
    if parcel_id not in {one.id for one in dossiers.parcels_of(found)}:
        raise Http404
    try:
        sheets = reading.sheets(request.POST)
    except reading.FormFault as fault:
        raise Refused(next(iter(fault.errors.values()))) from fault
    actions.take_originals(parcel_id, sheets=sheets, viewer=request.viewer, now=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, _("Đã xác nhận bản giấy."))
    return redirect("desk:dossier", dossier_id)
