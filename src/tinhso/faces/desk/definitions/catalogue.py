# SPDX-License-Identifier: EUPL-1.2
"""The controller's list of procedures: open one to edit, begin a new one, take one in from a file."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.faces.desk.definitions.choices import sectors
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.modules.onestop.actions import editing
from tinhso.modules.onestop.editing.files import LARGEST_BYTES
from tinhso.modules.onestop.queries import editing as queries

PAGE_SIZE = 25
LONGEST_QUESTION = 200


@officer_required("controller")
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """List working copies and procedures by word, without diacritics, in Vietnamese order."""
    return _list(request)


def _list(request: HttpRequest, sentence: str = "", *, status: int = 200) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    text = request.GET.get("q", "").replace("\x00", "")[:LONGEST_QUESTION]
    found = queries.catalogue_for(viewer, text=text, on=today)
    context = {
        "errors": {"": sentence} if sentence else {},
        "copies": [one for one in queries.open_copies(viewer) if queries.matches(one, text)],
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("trang")),
        "text": text,
    }
    return render(request, "desk/definitions/list.html", context, status=status)


@officer_required("controller")
@require_POST
def open_version(request: HttpRequest) -> HttpResponse:
    """Open a working copy of a procedure; whoever presses second gets the same one."""
    viewer = request.viewer  # type: ignore[attr-defined]
    try:
        copy = editing.begin_from_version(request.POST.get("ma", "")[:12], viewer=viewer, now=timezone.now())
    except NotAllowed:
        raise
    except HouseError as refusal:
        return _list(request, refusal.sentence, status=status_of(refusal))
    return redirect("desk:definition", copy.id)


@officer_required("controller")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a procedure that is not in the catalogue, from nothing or like another."""
    viewer = request.viewer  # type: ignore[attr-defined]
    errors: dict[str, str] = {}
    status = 200
    values = {key: request.POST.get(key, "").replace("\x00", "").strip() for key in ("ma", "ten", "sector", "giong")}
    if request.method == "POST":
        try:
            copy = editing.begin_new(
                values["ma"],
                name=values["ten"][:300],
                sector=values["sector"],
                like=values["giong"],
                viewer=viewer,
                now=timezone.now(),
            )
        except NotAllowed:
            raise
        except HouseError as refusal:
            errors, status = {"": refusal.sentence}, status_of(refusal)
        else:
            return redirect("desk:definition", copy.id)
    found = queries.catalogue_for(viewer, text="", on=timezone.localdate())
    others = [(one.procedure.code, f"{one.procedure.short_name} ({one.procedure.code})") for one in found]
    context = {"errors": errors, "values": values, "sectors": sectors(), "others": others}
    return render(request, "desk/definitions/new.html", context, status=status)


@officer_required("controller")
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """Take a definition in from a file as a working copy; a bad file leaves nothing behind."""
    viewer = request.viewer  # type: ignore[attr-defined]
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        upload: Any = request.FILES.get("tep")
        try:
            if upload is None:
                errors, status = {"tep": _("Hãy chọn tệp thủ tục.")}, 422
            else:
                data = upload.read(LARGEST_BYTES + 1)
                copy = editing.begin_from_file(data, viewer=viewer, now=timezone.now())
                messages.success(request, _("Đã nhập tệp thành bản làm việc. Hãy xem phần so sánh trước khi công bố."))
                return redirect("desk:definition", copy.id)
        except NotAllowed:
            raise
        except HouseError as refusal:
            errors, status = {"tep": refusal.sentence}, status_of(refusal)
    context = {"errors": errors, "limit": LARGEST_BYTES}
    return render(request, "desk/definitions/import.html", context, status=status)
