# SPDX-License-Identifier: EUPL-1.2
"""Ask a national database instead of the applicant, from the page of the dossier."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.faces.ui.signin import officer_required
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.errors import RegisterUnavailable
from tinhso.modules.onestop.queries import dossiers


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def query(request: HttpRequest, dossier_id: uuid.UUID, key: str) -> HttpResponse:
    """Ask and go back to the component; a database that is silent is said in a sentence there."""
    back = f"{reverse('desk:dossier', args=[dossier_id])}#tc-{key}"
    if request.method != "POST":
        return redirect(back)
    viewer = request.viewer  # type: ignore[attr-defined]
    dossiers.dossier_for_officer(viewer, dossier_id)
    try:
        actions.query_register(dossier_id, key=key, viewer=viewer, now=timezone.now())
    except RegisterUnavailable as silent:
        messages.error(request, silent.sentence)
    else:
        messages.success(request, _("Cơ sở dữ liệu đã trả lời; trả lời được lưu trong hồ sơ."))
    return redirect(back)
