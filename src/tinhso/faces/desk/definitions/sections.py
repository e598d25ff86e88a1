# SPDX-License-Identifier: EUPL-1.2
"""The parts of a record but the form: shown, saved one at a time; nothing typed is lost, whatever goes wrong."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.faces.desk.definitions import layouts, rows
from tinhso.faces.desk.definitions.copies import address_of, heading
from tinhso.faces.desk.reading import FormFault, version
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import Conflict, HouseError, NotAllowed
from tinhso.modules.onestop.actions import editing
from tinhso.modules.onestop.editing import parts
from tinhso.modules.onestop.editing.types import PARTS, Edit, Part
from tinhso.modules.onestop.queries import editing as queries


@dataclass(frozen=True)
class Layout:
    """How a part is shown and read. names, lists: boxes of a row; edit: what was typed as a change of the record."""

    template: str
    values: Callable[[Mapping[str, Any]], dict[str, Any]]
    edit: Callable[[rows.Typed, Mapping[str, Any]], Edit]
    lines: Callable[[Mapping[str, Any]], list[rows.Row]] = lambda definition: []
    names: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


LAYOUTS: Mapping[Part, Layout] = {
    Part.GENERAL: Layout("general", layouts.general_values, layouts.general_edit),
    Part.COMPONENTS: Layout(
        "components",
        layouts.components_values,
        layouts.components_edit,
        layouts.components_rows,
        ("ten", "loai", "khi", "banchinh", "bansao"),
        ("dulieu",),
    ),
    Part.FEES: Layout("fees", layouts.fee_values, layouts.fee_edit),
    Part.CHANNELS: Layout("channels", layouts.channels_values, layouts.channels_edit),
    Part.STEPS: Layout(
        "steps",
        layouts.steps_values,
        layouts.steps_edit,
        layouts.steps_rows,
        ("lam", "ai", "chuc", "gio", "songsong", "goc"),
    ),
    Part.TEXTS: Layout("texts", layouts.texts_values, layouts.texts_edit),
}


@officer_required("controller")
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, copy_id: uuid.UUID, name: str) -> HttpResponse:
    """Show or save one part."""
    if name not in set(Part) or Part(name) not in LAYOUTS:
        raise Http404(name)
    part = Part(name)
    copy = queries.copy_for(request.viewer, copy_id)  # type: ignore[attr-defined]
    if request.method == "POST":
        return _save(request, copy, part)
    layout = LAYOUTS[part]
    found = layout.lines(copy.definition)
    return _page(request, copy, part, layout.values(copy.definition), found)


def _save(request: HttpRequest, copy: Any, part: Part) -> HttpResponse:
    viewer, layout = request.viewer, LAYOUTS[part]  # type: ignore[attr-defined]
    what = rows.asked(request.POST)
    typed = rows.Typed(request.POST, rows.arranged(rows.typed(request.POST, layout.names, layout.lists), what), what)
    if what.add:
        return _page(request, copy, part, _sent(request.POST), typed.rows, focus=len(typed.rows) - 1)
    try:
        edit = layout.edit(typed, copy.definition)
        editing.save(copy.id, edit, expected=version(request.POST), viewer=viewer, now=timezone.now())
    except FormFault as fault:
        return _page(request, copy, part, _sent(request.POST), typed.rows, fault.errors, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        return _refused(request, copy.id, part, typed, refusal)
    if what.deed is None:
        messages.success(request, _("Đã lưu mục “%(part)s”.") % {"part": PARTS[part]})
    response = redirect(address_of(copy.id, part))
    back = rows.anchor(what, len(typed.rows))
    response.headers["Location"] += f"#{back}" * bool(back)
    return response


def _refused(
    request: HttpRequest, copy_id: uuid.UUID, part: Part, typed: rows.Typed, refusal: HouseError
) -> HttpResponse:
    """Show back what was typed; after a conflict the page carries the newest revision, so a second press counts."""
    copy = queries.copy_for(request.viewer, copy_id)  # type: ignore[attr-defined]
    errors = {"": refusal.sentence}
    clash = isinstance(refusal, Conflict) and copy.state == "open"
    return _page(request, copy, part, _sent(request.POST), typed.rows, errors, status=status_of(refusal), clash=clash)


def _sent(data: QueryDict) -> dict[str, Any]:
    """Return what was typed by the name of its box; a list where several may be ticked."""
    return {
        name: data.getlist(name) if name in ("level", "applicants", "channels") else data.get(name) for name in data
    }


def _page(
    request: HttpRequest,
    copy: Any,
    part: Part,
    values: dict[str, Any],
    found: list[rows.Row],
    errors: dict[str, str] | None = None,
    *,
    status: int = 200,
    clash: bool = False,
    focus: int | None = None,
) -> HttpResponse:
    layout = LAYOUTS[part]
    lines, typed = rows.shown(found, (*layout.names, *layout.lists))
    context = heading(copy) | {
        "part": part,
        "title": PARTS[part],
        "rows": lines,
        "values": values | typed,
        "errors": errors or {},
        "clash": clash,
        "focus": focus,
        "marks": parts.marks_of(copy.definition, part),
        **layouts.choices_of(part, copy.definition),
    }
    return render(request, f"desk/definitions/{layout.template}.html", context, status=status)
