# SPDX-License-Identifier: EUPL-1.2
"""A check before filing, asked for and taken back by the owner of a draft."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.faces.portal.filed import unfiled
from tinhso.faces.ui.signin import citizen_required
from tinhso.kernel.events.errors import Refused
from tinhso.modules.onestop import actions


@citizen_required
@require_POST
@unfiled
def precheck(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Ask the desk to look at the draft, or take the question back."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    if request.POST.get("act") == "take_back":
        actions.take_back_precheck(draft_id, viewer=viewer, now=now)
        messages.success(request, _("Đã thôi nhờ kiểm tra. Bản nháp vẫn còn nguyên."))
        return redirect("portal:draft", draft_id)
    try:
        actions.ask_for_precheck(draft_id, viewer=viewer, now=now)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Đã nhờ kiểm tra. Bạn vẫn điền tiếp và nộp được bất cứ lúc nào."))
    return redirect("portal:draft", draft_id)
