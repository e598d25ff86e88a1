# SPDX-License-Identifier: EUPL-1.2
"""The personal store: one page for each person, sharing by a link, and what a stranger sees behind the link."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.config import env
from tinhso.faces.portal.reading import read_date, read_text
from tinhso.faces.portal.vaulting import grade_words, kind_words, rows
from tinhso.faces.ui.errors import explain
from tinhso.faces.ui.exports import attachment
from tinhso.faces.ui.rate_limits import per_minute
from tinhso.faces.ui.signin import citizen_required, public
from tinhso.kernel.events.errors import Refused
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.errors import NotReusable, ShareClosed
from tinhso.modules.onestop.queries import vault as queries

PAGE_SIZE = 20
MOST = 30
"""Openings of one address in a minute."""
LINK = "vault_link"
"""Where the secret of a new link waits to be shown once."""


@citizen_required
@require_safe
def vault(request: HttpRequest) -> HttpResponse:
    """List what lies in one's own store, searched without diacritics, by kind and grade; below it what is shared."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    text, kind, grade = (read_text(request.GET, name) for name in ("q", "loai", "muc"))
    found = queries.search(queries.items_of(viewer, now), text=text, kind=kind, grade=grade)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "rows": rows(list(page.object_list)),
        "shares": queries.shares_of(viewer, now),
        "agreed": queries.may_offer(viewer),
        "link": request.session.pop(LINK, ""),
        "kinds": list(kind_words().items()),
        "grades": list(grade_words().items()),
        "text": text,
        "kind": kind,
        "grade": grade,
    }
    return render(request, "portal/vault.html", context)


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Ask for purpose and last day, then make the link; its secret is shown once, on the page of the store."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    item = queries.item_for(viewer, document_id, now)
    if not item.is_reusable:
        raise NotReusable(item.why)
    errors: dict[str, str] = {}
    if request.method == "POST":
        ends_on, wrong = read_date(request.POST, "den_ngay")
        if ends_on is None:
            errors["den_ngay"] = wrong or _("Hãy nhập ngày, ví dụ 27 3 2026.")
        else:
            errors = _share(request, document_id, ends_on, now)
            if not errors:
                return redirect("portal:vault")
    context = {"row": rows([item])[0], "errors": errors, "values": request.POST.dict()}
    return render(request, "portal/vault_share.html", context, status=422 if errors else 200)


def _share(request: HttpRequest, document_id: uuid.UUID, ends_on: date, now: Any) -> dict[str, str]:
    purpose = read_text(request.POST, "muc_dich", longest=300)
    viewer = request.viewer  # type: ignore[attr-defined]
    try:
        _made, token = actions.share_item(document_id, purpose=purpose, ends_on=ends_on, viewer=viewer, now=now)
    except Refused as refusal:
        return {"muc_dich": refusal.sentence}
    request.session[LINK] = f"{env.BASE_URL}{reverse('portal:shared', args=[token])}"
    return {}


@citizen_required
@require_POST
def stop_sharing(request: HttpRequest, share_id: uuid.UUID) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    actions.revoke_share(share_id, viewer=viewer, now=timezone.now())
    messages.success(request, _("Đã ngừng chia sẻ. Liên kết không mở được nữa."))
    return redirect("portal:vault")


@public
@never_cache
@per_minute(MOST)
@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link is for, or hand the file out when asked to; only the latter is an opening.

    A page that merely loads, as previews of messaging programs do, opens nothing and names nobody.
    """
    now = timezone.now()
    try:
        if request.method == "POST":
            opened = actions.open_share(token, now=now)
            response = attachment(opened.data, filename=opened.filename, media_type=opened.media_type)
        else:
            found = queries.share_by_token(token, now)
            response = render(request, "portal/shared.html", {"share": found})
    except ShareClosed as closed:
        response = explain(request, closed.sentence, status=404)
    # Not "no-referrer": a browser would then send the form without its origin, and the form would be refused.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
