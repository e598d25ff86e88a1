# SPDX-License-Identifier: EUPL-1.2
"""The list of sources, silent ones first; register one and see its token once; one source; its configurations."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import reading
from tinhso.faces.desk.security import wording
from tinhso.faces.ui import exports
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.security import actions, configurations, policies
from tinhso.modules.security.actions.keeping import set_class
from tinhso.modules.security.queries import sources as queries
from tinhso.modules.security.store import classes
from tinhso.modules.security.types import SourceKind, SourceTold

ON_A_PAGE = 25
HOURS_SHOWN, GAPS_SHOWN = 24, 20
SECRET = "event_source_token"  # noqa: S105 - the name of a place, not a secret
"""Where the token of a new source waits to be shown once."""


@officer_required()
@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    """List the sources the officer may see, who speaks unregistered, and register one; `?dang=` gives a file."""
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    text = request.GET.get("q", "")[:200].replace("\x00", "").strip()
    state = request.GET.get("tt", "") if request.GET.get("tt", "") in wording.STATES else ""
    unit = reading.optional_identifier(request.GET, "don_vi")
    found = queries.sources_for(viewer, text=text, unit_id=unit, state=state)
    if make := exports.FILES.get(request.GET.get("dang", "")):
        return make("nguon-su-kien", wording.headers(), [wording.row(wording.line(one)) for one in found])
    query = request.GET.copy()
    for name in ("dang", "trang"):
        query.pop(name, None)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    everything = policies.sees_everything(viewer)
    context: dict[str, Any] = {
        "lines": [wording.line(one) for one in page.object_list],
        "page": page,
        "counts": queries.counts_for(viewer),
        "states": wording.options(wording.STATES),
        "units": queries.units_with_sources(viewer),
        "values": {"q": text, "tt": state, "don_vi": str(unit or "")},
        "is_narrowed": bool(text or state or unit),
        "file": query.urlencode(),
        "new_id": uuid7() if queries.units_to_keep(viewer, today) else None,
        "strangers": queries.strangers() if everything else [],
        "place": queries.place(),
    }
    return render(request, "desk/security/list.html", context)


@officer_required(*policies.KEEPERS, "operator")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, source_id: uuid.UUID) -> HttpResponse:
    """Register a source under the id of this form; the name of a stranger may come along in `?may=`."""
    if request.method != "POST":
        return _form(request, {"host": request.GET.get("may", "")[:255], "interval": "10", "kind": "linux"})
    viewer = request.viewer  # type: ignore[attr-defined]
    try:
        made, token = actions.register_source(source_id, _told(request), viewer=viewer, now=timezone.now())
    except reading.FormFault as fault:
        return _form(request, request.POST.dict(), fault.errors, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        return _form(request, request.POST.dict(), reading.placed(refusal), status=status_of(refusal))
    if token:
        request.session[SECRET] = [str(made.id), token]
    messages.success(request, _("Đã đăng ký nguồn sự kiện."))
    return redirect("desk:event_source", made.id)


def _told(request: HttpRequest) -> SourceTold:
    data = request.POST
    minutes = data.get("interval", "").strip()
    if not (minutes.isascii() and minutes.isdigit() and len(minutes) <= 6):
        raise reading.FormFault({"interval": _("Hãy ghi số phút bằng chữ số, ví dụ 10.")})
    return SourceTold(
        unit_id=reading.identifier(data, "unit", _("Hãy chọn đơn vị có máy này.")),
        host=data.get("host", "").replace("\x00", ""),
        kind=reading.choice(data, "kind", SourceKind, _("Hãy chọn loại nguồn.")),
        interval_seconds=int(minutes) * 60,
        asset_number=data.get("asset_number", "").replace("\x00", ""),
        addresses=tuple(reading.lines(data, "addresses")),
    )


def _form(
    request: HttpRequest, values: dict[str, str], errors: dict[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    units = queries.units_to_keep(request.viewer, timezone.localdate())  # type: ignore[attr-defined]
    if len(units) == 1:
        values = {"unit": str(units[0].id)} | values
    context = {
        "units": [(str(one.id), one.name) for one in units],
        "kinds": wording.options(wording.KINDS),
        "values": values,
        "errors": errors,
    }
    return render(request, "desk/security/form.html", context, status=status)


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def source(request: HttpRequest, source_id: uuid.UUID) -> HttpResponse:
    """Show one source: how it stands, its last day, its gaps, its configurations; renew its token, withdraw it."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.source_for(viewer, source_id)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            if request.POST.get("act") == "renew":
                request.session[SECRET] = [str(found.id), actions.renew_key(found.id, viewer=viewer, now=now)]
            elif request.POST.get("act") == "withdraw":
                actions.withdraw_source(found.id, viewer=viewer, now=now)
                messages.success(request, _("Đã gỡ nguồn. Những gì nguồn đã gửi vẫn được giữ."))
            elif request.POST.get("act") == "class":
                set_class(found.id, request.POST.get("keep_class", ""), viewer=viewer, now=now)
                messages.success(request, _("Đã xếp lớp. Những gì nguồn đã gửi vẫn ở lớp cũ."))
            return redirect("desk:event_source", found.id)
        except NotAllowed:
            raise
        except HouseError as refusal:
            errors = reading.placed(refusal)
    return _source_page(request, found, errors)


def _source_page(request: HttpRequest, found: Any, errors: dict[str, str]) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    gaps, hours = queries.gaps_of(found.id), queries.minutes_of(found.id, now, HOURS_SHOWN)
    place = queries.collector_place()
    context = {
        "line": wording.line(found),
        "source": found,
        "minutes": found.interval_seconds // 60,
        "token": _token_once(request, found.id),
        "may_keep": not found.withdrawn_at and policies.keeper_seat(viewer, found.unit_id) is not None,
        "gaps": gaps[:GAPS_SHOWN],
        "gap_count": len(gaps),
        "hours": hours,
        "most": max((count for _hour, count in hours), default=0),
        "programs": [
            (key, one.title, configurations.is_open(key, place)) for key, one in configurations.PROGRAMS.items()
        ],
        "classes": [(code, one.title) for code, one in classes.classes().items()],
        "class_title": classes.class_of(classes.number_of(found.keep_class)).title,
        "values": {"keep_class": found.keep_class},
        "errors": errors,
    }
    return render(request, "desk/security/source.html", context, status=422 if errors else 200)


def _token_once(request: HttpRequest, source_id: uuid.UUID) -> str:
    """Return the token that waits to be shown for this source, and forget it."""
    waiting = request.session.get(SECRET)
    if not waiting or waiting[0] != str(source_id):
        return ""
    del request.session[SECRET]
    return str(waiting[1])


@officer_required()
@require_safe
def configuration(request: HttpRequest, source_id: uuid.UUID, program: str) -> HttpResponse:
    """Hand out the configuration of a sender, filled in for the source."""
    found = queries.source_for(request.viewer, source_id)  # type: ignore[attr-defined]
    one = configurations.PROGRAMS.get(program)
    if one is None:
        raise Http404("no such sender")
    text = configurations.text_of(program, found.host, str(found.id), queries.collector_place())
    return exports.attachment(text.encode(), filename=one.file, media_type="text/plain; charset=utf-8")
