# SPDX-License-Identifier: EUPL-1.2
"""Seal the public scorecard of a round; what is refused is said on the desk of the round."""

import uuid

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.config import env
from tinhso.faces.desk import reading as common
from tinhso.faces.desk.scorecards.rounds import shown
from tinhso.faces.ui.folded import folded_of
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.modules.scorecards import actions, policies
from tinhso.modules.scorecards import queries_of_assessments as queries
from tinhso.modules.scorecards.scorecard_paper import Scorecard, render_scorecard


@officer_required(*policies.GIVERS)
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def seal(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Seal the scorecard of today under the identifier of the form; who comes by an address is led to the button."""
    if request.method != "POST":
        return redirect("desk:assessment", assessment_id)
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found, today = queries.assessment(assessment_id), timezone.localdate(now)
    policies.check_seal(viewer, found)
    try:
        paper_id = common.identifier(request.POST, "paper_id", _("Trang đã cũ. Hãy tải lại rồi ký."))
        address = env.BASE_URL + reverse("portal:round_sealed", args=[assessment_id, paper_id])
        rows = queries.board(found, folded_of(found.edition, found.year, today), today)
        pdf = render_scorecard(Scorecard(found, paper_id, today, rows), address=address, now=now)
        actions.seal_scorecard(actions.CardTold(assessment_id, paper_id, today, pdf), viewer=viewer, now=now)
    except common.FormFault as fault:
        return shown(request, found, {"": next(iter(fault.errors.values()))}, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        return shown(request, found, {"": refusal.sentence}, status=status_of(refusal))
    messages.success(request, _("Đã ký số bảng kết quả; mọi người tải được ở trang công khai của kỳ."))
    return redirect("portal:round_sealed", assessment_id, paper_id)
