# SPDX-License-Identifier: EUPL-1.2
"""Take a signed result back for good, by the head or leader of the body that decided."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.faces.desk import pages
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import Refused
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.queries import dossiers
from tinhso.modules.onestop.vault.types import REVOKE_GROUNDS


@officer_required("head", "leader")
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, dossier_id: uuid.UUID) -> HttpResponse:
    """Ask for ground and words, then take the result back; a refusal comes back with what was typed."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = dossiers.dossier_for_officer(viewer, dossier_id)
    ground, reason = request.POST.get("ground", ""), request.POST.get("reason", "")
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        try:
            actions.revoke_result(dossier_id, ground=ground, reason=reason, viewer=viewer, now=now)
        except Refused as refusal:
            errors, status = {"": refusal.sentence}, status_of(refusal)
        else:
            messages.success(request, _("Đã thu hồi kết quả. Không ai dùng lại được nữa."))
            return redirect("desk:dossier", dossier_id)
    context = {"errors": errors, "values": request.POST.dict(), "grounds": list(REVOKE_GROUNDS.items())}
    return render(request, "desk/revoke.html", pages.heading(found, now) | context, status=status)
