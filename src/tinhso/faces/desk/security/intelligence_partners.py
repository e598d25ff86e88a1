# SPDX-License-Identifier: EUPL-1.2
"""Partners and collections at the desk: open one, register a partner and see its secret once, what it read."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.config import env
from tinhso.faces.desk import reading
from tinhso.faces.desk.security import intelligence_words as words
from tinhso.faces.desk.security.intelligence import READERS, keepers_only, mark
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.security import policies
from tinhso.modules.security.actions import sharing as actions
from tinhso.modules.security.queries import intelligence as queries
from tinhso.modules.security.types import Tlp

SECRET = "sharing_secret"  # noqa: S105 - the name of a place, not a secret


@officer_required(*READERS)
@require_safe
def partner_list(request: HttpRequest) -> HttpResponse:
    """List partners and collections."""
    may_keep = policies.may_keep_intelligence(request.viewer)  # type: ignore[attr-defined]
    context = {
        "partners": [_line(one) for one in queries.partners()],
        "collections": [{"one": one, "mark": words.MARKS[Tlp(one.tlp)]} for one in queries.collections()],
        "address": f"{env.BASE_URL}/taxii2/",
        "new_partner": uuid7() if may_keep else None,
        "new_collection": uuid7() if may_keep else None,
    }
    return render(request, "desk/security/intelligence/partners.html", context)


def _line(one: Any) -> dict[str, Any]:
    return {"one": one, "mark": words.MARKS[Tlp(one.tlp)], "grants": one.grants.all()}


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_collection(request: HttpRequest, collection_id: uuid.UUID) -> HttpResponse:
    """Open a collection under the id of this form."""
    data, template = request.POST, "desk/security/intelligence/collection_form.html"
    context: dict[str, Any] = {"marks": words.marks_to_share(), "values": {"tlp": str(int(Tlp.GREEN))}}
    if request.method != "POST":
        return render(request, template, context)
    try:
        actions.open_collection(
            collection_id,
            alias=data.get("alias", "").strip(),
            title=data.get("title", "").replace("\x00", ""),
            description=data.get("description", "").replace("\x00", ""),
            tlp=mark(data.get("tlp", "")),
            viewer=request.viewer,  # type: ignore[attr-defined]
            now=timezone.now(),
        )
    except reading.FormFault as fault:
        return render(request, template, context | {"values": data.dict(), "errors": fault.errors}, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        shown = context | {"values": data.dict(), "errors": reading.placed(refusal)}
        return render(request, template, shown, status=status_of(refusal))
    messages.success(request, _("Đã mở bộ sưu tập."))
    return redirect("desk:sharing")


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_partner(request: HttpRequest, partner_id: uuid.UUID) -> HttpResponse:
    """Register a partner under the id of this form; its secret is shown once on its page."""
    if request.method != "POST":
        return _form(request, {"tlp": str(int(Tlp.GREEN))})
    data = request.POST
    try:
        told = actions.PartnerTold(
            title=data.get("title", "").replace("\x00", ""),
            login=data.get("login", "").strip(),
            tlp=mark(data.get("tlp", "")),
            grants=_grants(request),
        )
        viewer = request.viewer  # type: ignore[attr-defined]
        made, secret = actions.register_partner(partner_id, told, viewer=viewer, now=timezone.now())
    except reading.FormFault as fault:
        return _form(request, _typed(request), fault.errors, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        return _form(request, _typed(request), reading.placed(refusal), status=status_of(refusal))
    if secret:
        request.session[SECRET] = [str(made.id), secret]
    messages.success(request, _("Đã đăng ký đối tác."))
    return redirect("desk:sharing_partner", made.id)


def _grants(request: HttpRequest) -> dict[uuid.UUID, bool]:
    writing = request.POST.getlist("writing")
    try:
        return {uuid.UUID(one): one in writing for one in [*request.POST.getlist("collections"), *writing]}
    except ValueError as error:
        raise reading.FormFault({"collections": _("Bộ sưu tập được chọn không còn. Hãy tải lại trang.")}) from error


def _typed(request: HttpRequest) -> dict[str, Any]:
    lists = {name: request.POST.getlist(name) for name in ("collections", "writing")}
    return {**request.POST.dict(), **lists}


def _form(
    request: HttpRequest, values: dict[str, Any], errors: dict[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    context = {
        "marks": words.marks_to_share(),
        "collections": [(str(one.id), f"{one.title} ({words.MARKS[Tlp(one.tlp)]})") for one in queries.collections()],
        "values": values,
        "errors": errors,
    }
    return render(request, "desk/security/intelligence/partner_form.html", context, status=status)


@officer_required(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def partner(request: HttpRequest, partner_id: uuid.UUID) -> HttpResponse:
    """Show one partner: what it may see and what it read; renew its secret, share with it no more."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found, errors = queries.partner(partner_id), {}
    if request.method == "POST":
        try:
            if request.POST.get("act") == "renew":
                request.session[SECRET] = [str(found.id), actions.renew_secret(found.id, viewer=viewer, now=now)]
            elif request.POST.get("act") == "withdraw":
                actions.withdraw_partner(found.id, viewer=viewer, now=now)
                messages.success(request, _("Đã ngừng chia sẻ với đối tác. Những gì đối tác đã gửi vẫn được giữ."))
            return redirect("desk:sharing_partner", found.id)
        except NotAllowed:
            raise
        except HouseError as refusal:
            errors = {"": refusal.sentence}
    context = {
        **_line(found),
        "secret": _secret_once(request, found.id),
        "address": f"{env.BASE_URL}/taxii2/",
        "may_keep": policies.may_keep_intelligence(viewer) and found.withdrawn_at is None,
        "errors": errors,
    }
    return render(request, "desk/security/intelligence/partner.html", context, status=422 if errors else 200)


def _secret_once(request: HttpRequest, partner_id: uuid.UUID) -> str:
    waiting = request.session.get(SECRET)
    if not waiting or waiting[0] != str(partner_id):
        return ""
    del request.session[SECRET]
    return str(waiting[1])
