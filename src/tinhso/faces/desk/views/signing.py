# SPDX-License-Identifier: EUPL-1.2
"""Sign in batch: tick several, each is signed by itself; one that fails says why and the others go on."""

import uuid
from dataclasses import dataclass
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.faces.desk import pages
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import HouseError
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.queries import desk

SIGN = {
    "awaiting_signature": actions.sign_result,
    "rejected_draft": actions.sign_refusal,
    "correction_signing": actions.sign_correction,
}
AT_ONCE = 100


@dataclass(frozen=True)
class Outcome:
    """What became of one dossier of the batch."""

    number: str
    title: str
    dossier_id: uuid.UUID
    signed: bool
    sentence: str


@officer_required("leader")
@reauthentication_required
@require_safe
def signing(request: HttpRequest) -> HttpResponse:
    """List what waits for this leader's signature."""
    waiting = desk.awaiting_signature(request.viewer)[:AT_ONCE]  # type: ignore[attr-defined]
    found = [{"dossier": one, "decision": pages.decision(one)} for one in waiting]
    return render(request, "desk/signing.html", {"waiting": found, "now": timezone.now(), "limit": AT_ONCE})


@officer_required("leader")
@reauthentication_required
@require_POST
def sign_chosen(request: HttpRequest) -> HttpResponse:
    """Sign the ticked dossiers one after another; a fragment request of one dossier gets its row alone."""
    ticked = dict(pair.split(":", 1) for pair in request.POST.getlist("chon") if ":" in pair)
    waiting = {str(one.case_id): one for one in desk.awaiting_signature(request.viewer)}  # type: ignore[attr-defined]
    outcomes = [_sign(request, waiting[key], ticked[key]) for key in ticked if key in waiting]
    outcomes += [_gone(key) for key in ticked if key not in waiting]
    template = "desk/_signed.html" if request.headers.get("HX-Request") == "true" else "desk/signed.html"
    done = sum(one.signed for one in outcomes)
    return render(request, template, {"outcomes": outcomes, "done": done, "count": len(outcomes)})


def _sign(request: HttpRequest, dossier: Any, version: str) -> Outcome:
    number = dossier.code or dossier.provisional
    seen = int(version) if version.isascii() and version.isdigit() else 0
    act = SIGN[dossier.case.state]
    try:
        act(dossier.case_id, viewer=request.viewer, now=timezone.now(), expected_version=seen)  # type: ignore[attr-defined]
    except HouseError as refusal:
        return Outcome(number, dossier.case.title, dossier.case_id, False, refusal.sentence)
    return Outcome(number, dossier.case.title, dossier.case_id, True, _("Đã ký"))


def _gone(key: str) -> Outcome:
    sentence = _("Hồ sơ này không còn chờ bạn ký. Hãy tải lại danh sách.")
    return Outcome(key[-8:], "", uuid.UUID(int=0), False, sentence)
