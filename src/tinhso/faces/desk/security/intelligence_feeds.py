# SPDX-License-Identifier: EUPL-1.2
"""Sources of intelligence at the desk: what is read from where, how it went, a new one, stop one."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.faces.desk import reading
from tinhso.faces.desk.security import intelligence_words as words
from tinhso.faces.desk.security.intelligence import READERS, keepers_only, percent
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.security import policies
from tinhso.modules.security.actions import feeds as actions
from tinhso.modules.security.queries import intelligence as queries
from tinhso.modules.security.types import FeedKind


@officer_required(*READERS)
@require_safe
def feed_list(request: HttpRequest) -> HttpResponse:
    """List the sources, each with its last reading and its last fault."""
    context = {
        "feeds": [{"one": one, "kind": words.FEEDS[FeedKind(one.kind)]} for one in queries.feeds()],
        "new_id": uuid7() if policies.may_keep_intelligence(request.viewer) else None,  # type: ignore[attr-defined]
    }
    return render(request, "desk/security/intelligence/feeds.html", context)


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_feed(request: HttpRequest, feed_id: uuid.UUID) -> HttpResponse:
    """Register a source under the id of this form."""
    if request.method != "POST":
        return _form(request, {"kind": FeedKind.TAXII.value, "interval": "60"})
    data = request.POST
    try:
        told = actions.FeedTold(
            kind=reading.choice(data, "kind", FeedKind, _("Hãy chọn loại nguồn tin.")),
            title=data.get("title", "").replace("\x00", ""),
            place=data.get("place", ""),
            collection_id=reading.identifier(data, "collection", _("Hãy chọn bộ sưu tập để cất tin.")),
            interval_minutes=percent(data.get("interval", ""), "interval") or 0,
            login=data.get("login", "").replace("\x00", ""),
            secret=data.get("secret", ""),
            confidence=percent(data.get("confidence", ""), "confidence"),
        )
        actions.register_feed(feed_id, told, viewer=request.viewer, now=timezone.now())  # type: ignore[attr-defined]
    except reading.FormFault as fault:
        return _form(request, data.dict(), fault.errors, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        return _form(request, data.dict(), reading.placed(refusal), status=status_of(refusal))
    messages.success(request, _("Đã đăng ký nguồn tin. Lần đọc đầu tiên bắt đầu trong nửa phút."))
    return redirect("desk:feeds")


def _form(
    request: HttpRequest, values: dict[str, str], errors: dict[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    context = {
        "kinds": words.options(words.FEEDS),
        "collections": [(str(one.id), one.title) for one in queries.collections()],
        "values": {key: one for key, one in values.items() if key != "secret"},
        "errors": errors,
    }
    return render(request, "desk/security/intelligence/feed_form.html", context, status=status)


@keepers_only
@require_POST
def stop_feed(request: HttpRequest, feed_id: uuid.UUID) -> HttpResponse:
    """Read a source no more."""
    actions.stop_feed(feed_id, viewer=request.viewer, now=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, _("Đã ngừng đọc nguồn tin. Những gì đã lấy vẫn được giữ."))
    return redirect("desk:feeds")
