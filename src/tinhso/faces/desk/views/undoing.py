# SPDX-License-Identifier: EUPL-1.2
"""Take one's own last step on a dossier back."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.faces.desk.reading import version
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import Conflict
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.queries import dossiers


@officer_required()
@require_POST
def undo(request: HttpRequest, dossier_id: uuid.UUID) -> HttpResponse:
    """Take a step back; too late or overtaken leads back to the dossier with a sentence."""
    viewer = request.viewer  # type: ignore[attr-defined]
    dossiers.dossier_for_officer(viewer, dossier_id)
    act = request.POST.get("act", "")
    if not (act.isascii() and act.isdigit()):
        raise Http404("no act named")
    try:
        actions.undo_step(
            dossier_id, act=int(act), viewer=viewer, now=timezone.now(), expected_version=version(request.POST)
        )
    except Conflict as conflict:
        messages.error(request, conflict.sentence)
    else:
        messages.success(request, _("Đã hoàn tác. Việc bạn vừa làm vẫn còn trong nhật ký."))
    return redirect("desk:dossier", dossier_id)
