# SPDX-License-Identifier: EUPL-1.2
"""One working copy: its parts, what is in the way of publishing, what changes; take back, give up, export."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.faces.desk.reading import version
from tinhso.faces.ui.exports import attachment
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.modules.onestop.actions import editing
from tinhso.modules.onestop.editing import files
from tinhso.modules.onestop.editing.checks import findings, part_of
from tinhso.modules.onestop.editing.types import PARTS, CopyState, Part
from tinhso.modules.onestop.lint import Severity
from tinhso.modules.onestop.queries import editing as queries


def address_of(copy_id: uuid.UUID, part: Part) -> str:
    """Return where a part is edited."""
    if part is Part.FORM:
        return reverse("desk:definition_form", args=(copy_id,))
    return reverse("desk:definition_part", args=(copy_id, part.value))


def heading(copy: Any) -> dict[str, Any]:
    """Return what every page of a working copy shows: its names, its state, the change that can be taken back."""
    return {
        "copy": copy,
        "definition": copy.definition,
        "is_open": copy.state == CopyState.OPEN,
        "last_step": queries.last_step(copy) if copy.state == CopyState.OPEN else None,
    }


@officer_required("controller")
@require_safe
def working_copy(request: HttpRequest, copy_id: uuid.UUID) -> HttpResponse:
    """Show the parts of a working copy, what is in the way of publishing, and what would change."""
    return overview(request, copy_id)


def overview(request: HttpRequest, copy_id: uuid.UUID, sentence: str = "", *, status: int = 200) -> HttpResponse:
    copy = queries.copy_for(request.viewer, copy_id)  # type: ignore[attr-defined]
    found = queries.review(copy)
    notes = [one for one in findings(queries.content_of(copy)) if one.severity is not Severity.ERROR]
    context = heading(copy) | {
        "errors": {"": sentence} if sentence else {},
        "tasks": [_task(copy_id, part, found) for part in Part],
        "obstacles": [(address_of(copy_id, one.part), one) for one in found.obstacles],
        "changes": [(PARTS[one.part], one) for one in found.changes],
        "against": found.against,
        "notes": [(PARTS[part_of(one)], one) for one in notes],
    }
    return render(request, "desk/definitions/copy.html", context, status=status)


def _task(copy_id: uuid.UUID, part: Part, found: Any) -> dict[str, Any]:
    blocked = sum(one.part is part for one in found.obstacles)
    changed = sum(one.part is part for one in found.changes) if found.against else 0
    words = _("Còn %(n)s việc phải sửa") % {"n": blocked} if blocked else _("Không có lỗi")
    hint = _("%(n)s thay đổi so với phiên bản trước") % {"n": changed} if changed else ""
    return {
        "title": PARTS[part],
        "href": address_of(copy_id, part),
        "status": words,
        "state": "problem" if blocked else "done",
        "hint": hint,
    }


@officer_required("controller")
@require_POST
def undo(request: HttpRequest, copy_id: uuid.UUID) -> HttpResponse:
    """Take back the last change and return to the page it was asked from."""
    viewer = request.viewer  # type: ignore[attr-defined]
    try:
        editing.undo(copy_id, expected=version(request.POST), viewer=viewer, now=timezone.now())
    except NotAllowed:
        raise
    except HouseError as refusal:
        return overview(request, copy_id, refusal.sentence, status=status_of(refusal))
    messages.success(request, _("Đã hoàn tác lần sửa cuối."))
    back = request.POST.get("muc", "")
    return redirect(
        address_of(copy_id, Part(back)) if back in set(Part) else reverse("desk:definition", args=(copy_id,))
    )


@officer_required("controller")
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest, copy_id: uuid.UUID) -> HttpResponse:
    """Give a working copy up, after asking."""
    viewer = request.viewer  # type: ignore[attr-defined]
    if request.method != "POST":
        copy = queries.copy_for(viewer, copy_id)
        return render(request, "desk/definitions/drop.html", heading(copy))
    try:
        editing.drop(copy_id, expected=version(request.POST), viewer=viewer, now=timezone.now())
    except NotAllowed:
        raise
    except HouseError as refusal:
        return overview(request, copy_id, refusal.sentence, status=status_of(refusal))
    messages.success(request, _("Đã bỏ bản làm việc. Phiên bản đang có hiệu lực không thay đổi."))
    return redirect("desk:definitions")


@officer_required("controller")
@require_safe
def export(request: HttpRequest, copy_id: uuid.UUID) -> HttpResponse:
    """Hand the working copy out as one file."""
    copy = queries.copy_for(request.viewer, copy_id)  # type: ignore[attr-defined]
    data = files.written(queries.content_of(copy))
    return attachment(data, filename=f"thu-tuc-{copy.code}-ban-lam-viec.json", media_type="application/json")
