# SPDX-License-Identifier: EUPL-1.2
"""Filing for another person: ask for the consent, type the code in, agree or take back, begin the draft."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.faces.portal import areas, wording
from tinhso.faces.portal.reading import read_text
from tinhso.faces.ui.rate_limits import per_minute
from tinhso.faces.ui.signin import citizen_required
from tinhso.kernel.events.errors import Refused, Unavailable
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.mandates.types import MandateKind
from tinhso.modules.onestop.queries import catalogue
from tinhso.modules.onestop.queries import mandates as queries

MOST = 20
NUMBER_LENGTH = 12


@citizen_required
@per_minute(MOST)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Say for whom one files; a helper's wish sends a code to that person, a parent is looked up."""
    version = catalogue.version_in_force(code, timezone.localdate())
    if not wording.can_file_online(version.definition):
        return redirect("portal:service", code)
    if request.method != "POST":
        return _ask_page(request, version, {})
    number = "".join(char for char in read_text(request.POST, "so") if char.isdigit())
    name, kind = read_text(request.POST, "ten").strip(), request.POST.get("vai", "")
    errors = _faults(number, name, kind)
    if errors:
        return _ask_page(request, version, errors)
    try:
        return _asked(request, code, number, name, kind)
    except Refused as refusal:
        return _ask_page(request, version, {"": refusal.sentence})
    except Unavailable:
        sentence = _("Cơ sở dữ liệu hộ tịch chưa trả lời. Hãy thử lại sau ít phút, hoặc nộp tại quầy Một cửa.")
        return _ask_page(request, version, {"": sentence})


def _asked(request: HttpRequest, code: str, number: str, name: str, kind: str) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    if kind == MandateKind.GUARDIAN:
        mandate = actions.begin_as_parent(code, number=number, name=name, viewer=viewer, now=now)
        return redirect("portal:mandate_start", mandate.id)
    asked = actions.ask_mandate(code, number=number, name=name, viewer=viewer, now=now)
    return redirect("portal:mandate_code", code, asked)


def _faults(number: str, name: str, kind: str) -> dict[str, str]:
    errors = {}
    if kind not in set(MandateKind):
        errors["vai"] = _("Chọn bạn nộp với tư cách nào.")
    if len(number) != NUMBER_LENGTH:
        errors["so"] = _("Nhập số định danh cá nhân gồm 12 chữ số của chủ hồ sơ.")
    if not name:
        errors["ten"] = _("Nhập họ, chữ đệm và tên của chủ hồ sơ.")
    return errors


def _ask_page(request: HttpRequest, version: Any, errors: dict[str, str]) -> HttpResponse:
    kinds = [
        (MandateKind.HELPER.value, _("Tôi nộp giúp người khác, người ấy đồng ý bằng mã")),
        (MandateKind.GUARDIAN.value, _("Tôi là cha hoặc mẹ của trẻ chưa đủ 18 tuổi")),
    ]
    context = {"version": version, "kinds": kinds, "errors": errors, "values": request.POST.dict()}
    return render(request, "portal/mandate_ask.html", context, status=422 if errors else 200)


@citizen_required
@per_minute(MOST)
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, code: str, mandate_id: uuid.UUID) -> HttpResponse:
    """Take the code; the page is the same whether anybody was asked or not."""
    version = catalogue.version_in_force(code, timezone.localdate())
    errors: dict[str, str] = {}
    if request.method == "POST":
        typed = "".join(char for char in read_text(request.POST, "ma") if char.isdigit())
        viewer = request.viewer  # type: ignore[attr-defined]
        try:
            mandate = actions.grant_by_code(mandate_id, typed, viewer=viewer, now=timezone.now())
            return redirect("portal:mandate_start", mandate.id)
        except Refused as refusal:
            errors["ma"] = refusal.sentence
    context = {"version": version, "errors": errors}
    return render(request, "portal/mandate_code.html", context, status=422 if errors else 200)


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, mandate_id: uuid.UUID) -> HttpResponse:
    """Ask where the dossier is handled, nothing chosen beforehand; then begin the draft of the mandate."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    mandate = queries.mandate_for(viewer, mandate_id)
    found = queries.draft_of(mandate)
    if found is not None and mandate.helper_id == viewer.person_id and mandate.stands:
        return redirect("portal:draft", found.id)
    choices, errors = areas.committees(timezone.localdate()), {}
    if request.method == "POST":
        chosen = request.POST.get("noi", "")
        if chosen in dict(choices):
            draft = actions.start_for(mandate_id, commune_code=chosen, viewer=viewer, now=now)
            return redirect("portal:draft", draft.id)
        errors["noi"] = _("Chọn xã, phường nơi hồ sơ được giải quyết.")
    context = {"mandate": mandate, "choices": choices, "errors": errors}
    return render(request, "portal/mandate_start.html", context, status=422 if errors else 200)


@citizen_required
@require_safe
def mandates(request: HttpRequest) -> HttpResponse:
    """List who may file for oneself, and for whom one files."""
    viewer = request.viewer  # type: ignore[attr-defined]
    context = {"given": queries.given_by(viewer), "held": queries.held_by(viewer)}
    return render(request, "portal/mandates.html", context)


@citizen_required
@require_POST
def grant(request: HttpRequest, mandate_id: uuid.UUID) -> HttpResponse:
    """Agree in one's own account instead of telling the code."""
    actions.grant_mandate(mandate_id, viewer=request.viewer, now=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, _("Đã đồng ý. Người này được điền và nộp giúp bạn đúng một hồ sơ của thủ tục đó."))
    return redirect("portal:mandates")


@citizen_required
@require_POST
def revoke(request: HttpRequest, mandate_id: uuid.UUID) -> HttpResponse:
    """Take it back, or give it up."""
    actions.revoke_mandate(mandate_id, viewer=request.viewer, now=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, _("Đã rút lại. Từ nay người nộp hộ không mở được bản nháp hay hồ sơ nữa."))
    return redirect("portal:mandates")
