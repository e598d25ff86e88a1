# SPDX-License-Identifier: EUPL-1.2
"""Order the post for a dossier: fetch papers, bring the result."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.faces.desk import pages
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.postal import post_kinds
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.modules.onestop.actions.post import place_postal_order
from tinhso.modules.onestop.policies import check_postal_desk
from tinhso.modules.onestop.post.types import Address, PostKind
from tinhso.modules.onestop.queries import dossiers
from tinhso.modules.onestop.queries.post import kinds_open

LONGEST = {"name": 100, "phone": 20, "place": 300}


@officer_required("reception")
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: HttpRequest, dossier_id: uuid.UUID) -> HttpResponse:
    """Ask whom and where, then order; a refusal comes back with what was typed."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = dossiers.dossier_for_officer(viewer, dossier_id)
    check_postal_desk(viewer, found)
    person = found.applicant
    values = {"name": person.full_name, "phone": person.phone, "place": found.return_place}
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        values = {key: request.POST.get(key, "").replace("\x00", "")[:size] for key, size in LONGEST.items()}
        values["kind"] = request.POST.get("kind", "")
        try:
            if values["kind"] not in list(PostKind):
                errors, status = {"kind": _("Hãy chọn việc cần bưu chính làm.")}, 422
            else:
                where = Address(values["name"], values["phone"], values["place"])
                place_postal_order(dossier_id, kind=PostKind(values["kind"]), address=where, viewer=viewer, now=now)
                messages.success(request, _("Đã đặt bưu chính. Tình trạng bưu gửi hiện ở trang hồ sơ."))
                return redirect("desk:dossier", dossier_id)
        except NotAllowed:
            raise
        except HouseError as refusal:
            errors, status = {"": refusal.sentence}, status_of(refusal)
    kinds = [(one.value, post_kinds()[one]) for one in kinds_open(found)]
    context = {"errors": errors, "values": values, "kinds": kinds}
    return render(request, "desk/post.html", pages.heading(found, now) | context, status=status)
