# SPDX-License-Identifier: EUPL-1.2
"""Information systems at the desk: the list, one system with all that hangs on it, its form, its inputs and users."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import reading
from tinhso.faces.desk.security import forms, levels_wording
from tinhso.faces.desk.security import systems_wording as wording
from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.lib.uuid7 import uuid7
from tinhso.lib.vntext import format_int
from tinhso.modules.security import actions, policies
from tinhso.modules.security.levels import layers
from tinhso.modules.security.queries import level_records, levels
from tinhso.modules.security.queries import systems as queries
from tinhso.modules.security.types import InformationKind, InputKind, SystemKind, SystemTold

ON_A_PAGE = 25


@officer_required()
@require_safe
def system_list(request: HttpRequest) -> HttpResponse:
    """List the systems an officer sees, those near 10.000 users on top; `?dang=` gives a file."""
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    said, level = forms.asked_text(request), request.GET.get("cap_do", "")
    level = level if level in wording.LEVELS else ""
    unit = reading.optional_identifier(request.GET, "don_vi")
    withdrawn = request.GET.get("tt") == "da_go"
    found = queries.systems_for(viewer, text=said, unit_id=unit, level=level, withdrawn=withdrawn)
    if make := exports.FILES.get(request.GET.get("dang", "")):
        return make("he-thong-thong-tin", wording.system_headers(), [wording.system_row(one) for one in found])
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "headers": [_("Hệ thống"), _("Cấp độ"), _("Đơn vị vận hành"), _("Người dùng")],
        "rows": _rows(list(page.object_list)),
        "near": [(one, wording.USERS[users.state], users.users) for one, users in queries.users_near(viewer)],
        "units": queries.focal_units(viewer),
        "levels": wording.options(wording.LEVELS),
        "states": [("da_go", _("Đã gỡ"))],
        "values": {"q": said, "cap_do": level, "don_vi": str(unit or ""), "tt": "da_go" if withdrawn else ""},
        "is_narrowed": bool(said or level or unit or withdrawn),
        "file": forms.file_query(request),
        "new_id": uuid7() if queries.units_to_keep(viewer, today) else None,
    }
    return render(request, "desk/security/systems.html", context)


def _rows(systems: list[Any]) -> list[list[Any]]:
    watched = queries.watches(systems)
    return [
        [
            wording.lines([wording.link(one.name, "desk:system", one.id), wording.KINDS[SystemKind(one.kind)]]),
            wording.level_tag(one.level),
            one.focal.name,
            format_int(watched[one.id].users) if one.id in watched else wording.DASH,
        ]
        for one in systems
    ]


@officer_required(*policies.KEEPERS, "operator")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, system_id: uuid.UUID) -> HttpResponse:
    """Register a system under the id of this form."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    if request.method != "POST":
        keeps = queries.units_to_keep(viewer, timezone.localdate(now))
        mine = str(keeps[0].id) if len(keeps) == 1 else ""
        return _form(request, {"focal": mine, "owner": mine}, None)
    errors, status = forms.tried(lambda: actions.register_system(system_id, _told(request), viewer=viewer, now=now))
    if errors:
        return _form(request, forms.typed_values(request, "information", "operators"), None, errors, status)
    messages.success(request, _("Đã đăng ký hệ thống. Hãy xác định cấp độ của hệ thống."))
    return redirect("desk:system", system_id)


@officer_required(*policies.KEEPERS, "operator")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, system_id: uuid.UUID) -> HttpResponse:
    """Change what the register says of a system."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.system_for(viewer, system_id)
    policies.check_keep_register(viewer, found.focal_id, found.owner_id)
    if request.method != "POST":
        return _form(request, queries.told_values(found), found)
    errors, status = forms.tried(lambda: actions.change_system(found.id, _told(request), viewer=viewer, now=now))
    if errors:
        return _form(request, forms.typed_values(request, "information", "operators"), found, errors, status)
    messages.success(request, _("Đã lưu."))
    return redirect("desk:system", found.id)


def _told(request: HttpRequest) -> SystemTold:
    data = request.POST
    known = {one.value for one in InformationKind}
    return SystemTold(
        owner_id=reading.identifier(data, "owner", _("Hãy chọn chủ quản của hệ thống.")),
        focal_id=reading.identifier(data, "focal", _("Hãy chọn đơn vị vận hành đầu mối.")),
        security_unit_id=reading.identifier(data, "security_unit", _("Hãy chọn đơn vị chuyên trách.")),
        name=forms.text(data, "name", 301),
        kind=reading.choice(data, "kind", SystemKind, _("Hãy chọn loại hệ thống.")),
        information=tuple(InformationKind(one) for one in data.getlist("information") if one in known),
        operators=forms.identifiers(data, "operators"),
        supplier=forms.text(data, "supplier", 301),
        components=forms.text(data, "components"),
        since=reading.day(data, "since"),
    )


def _form(
    request: HttpRequest, values: dict[str, Any], system: Any, errors: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    units = queries.unit_choices(today)
    context = {
        "system": system,
        "values": values,
        "errors": errors,
        "units": units,
        "mine": [(str(one.id), one.name) for one in queries.units_to_keep(viewer, today)] if not system else units,
        "kinds": wording.options(wording.KINDS),
        "information": wording.options(wording.INFORMATION),
    }
    return render(request, "desk/security/system_form.html", context, status=status)


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def system(request: HttpRequest, system_id: uuid.UUID) -> HttpResponse:
    """Show a system; count its users, name its inputs, begin its dossier, take it off."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.system_for(viewer, system_id)
    if request.method != "POST":
        return _page(request, found, {}, 200)
    act = request.POST.get("act", "")
    deed = {"users": _count, "input": _input, "remove_input": _remove_input, "draft": _draft,
            "drop_part": _drop_part, "withdraw": _withdraw}.get(act)  # fmt: skip
    if deed is None:
        return redirect("desk:system", found.id)
    went: list[HttpResponse] = []
    errors, status = forms.tried(lambda: went.append(deed(request, found, viewer, now)))
    return went[0] if went else _page(request, found, errors, status)


def _count(request: HttpRequest, found: Any, viewer: Any, now: Any) -> HttpResponse:
    users = forms.required_whole(request.POST, "users")
    actions.count_users(found.id, users, reading.required_day(request.POST, "on"), viewer=viewer, now=now)
    messages.success(request, _("Đã ghi số người dùng."))
    return redirect("desk:system", found.id)


def _input(request: HttpRequest, found: Any, viewer: Any, now: Any) -> HttpResponse:
    kind = reading.choice(request.POST, "kind", InputKind, _("Hãy chọn loại dữ liệu."))
    source = reading.identifier(request.POST, "source", _("Hãy chọn một nguồn sự kiện."))
    actions.name_input(found.id, kind, source, viewer=viewer, now=now)
    messages.success(request, _("Đã gắn nguồn sự kiện."))
    return redirect("desk:system", found.id)


def _remove_input(request: HttpRequest, found: Any, viewer: Any, now: Any) -> HttpResponse:
    named = request.POST.get("input", "")
    mine = {str(one.id): one.id for state in queries.inputs_of([found])[0].inputs for one in state.named}
    if named in mine:
        actions.remove_input(mine[named], viewer=viewer, now=now)
    return redirect("desk:system", found.id)


def _draft(request: HttpRequest, found: Any, viewer: Any, now: Any) -> HttpResponse:
    dossier_id = reading.identifier(request.POST, "dossier_id", _("Trang đã cũ. Hãy tải lại trang."))
    made = actions.draft_dossier(dossier_id, found.id, request.POST.get("variant", ""), viewer=viewer, now=now)
    return redirect("desk:level_dossier", made.case_id)


def _drop_part(request: HttpRequest, found: Any, viewer: Any, now: Any) -> HttpResponse:
    named = request.POST.get("part", "")
    mine = {str(one.id): one.id for one in levels.determinations_of(found.id)}
    if named in mine:
        actions.withdraw_determination(mine[named], viewer=viewer, now=now)
    return redirect("desk:system", found.id)


def _withdraw(request: HttpRequest, found: Any, viewer: Any, now: Any) -> HttpResponse:
    actions.withdraw_system(found.id, viewer=viewer, now=now)
    messages.success(request, _("Đã gỡ hệ thống. Hồ sơ và lịch sử của hệ thống vẫn được giữ."))
    return redirect("desk:systems")


def _page(request: HttpRequest, found: Any, errors: dict[str, str], status: int) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    parts = levels.determinations_of(found.id)
    held = level_records.held_by([found], level_records.no_connection)[found.id]
    keeps = not found.withdrawn_at and queries.may_keep(viewer, found.focal_id, found.owner_id)
    users = queries.users_of(found.id)
    level = found.level or levels.proposed_level(parts)
    context = {
        "system": found,
        "level": wording.level_words(found.level),
        "level_phase": "done" if found.level else "waiting",
        "facts": _facts(found),
        "changes": [levels_wording.CHANGES[one] for one in levels.changes_of(found)],
        "parts": [(one, levels_wording.part_lines(one)) for one in parts],
        "proposed": levels.proposed_level(parts),
        "may_keep": keeps,
        "may_judge": keeps or (not found.withdrawn_at and queries.may_keep(viewer, found.security_unit_id)),
        "may_draft": keeps and _may_draft(found, parts),
        "dossiers": [levels_wording.dossier_line(one) for one in levels.dossiers_of(found.id)],
        "new_dossier": uuid7(),
        "variants": levels_wording.options(levels_wording.VARIANTS),
        "users": users,
        "watch": _watch(found, users),
        "inputs": [(one, wording.INPUTS[one.kind], wording.INPUT_STATES[one.state], wording.PHASES[one.state])
                   for one in queries.inputs_of([found])[0].inputs],
        "input_kinds": wording.options(wording.INPUTS),
        "sources": queries.sources_to_name(viewer) if keeps else [],
        "machines": queries.machines_of(found.id),
        "layers": [levels_wording.layer_line(one) for one in layers.standing(held, today)],
        "checklist": level_records.checklist(found.id, level, today) if level else None,
        "values": forms.typed_values(request) if errors else {},
        "errors": errors,
    }  # fmt: skip
    return render(request, "desk/security/system.html", context, status=status)


def _watch(found: Any, users: list[Any]) -> Any:
    """Return what the number of users means for a system that is not yet at the level it would lead to."""
    if not users or (found.level or 0) >= 3:
        return ""
    return wording.USERS.get(queries.users_watch(users[0].users).state, "")


def _may_draft(found: Any, parts: list[Any]) -> bool:
    """Whether a dossier is due: a level is proposed, none is open, and none is in force or something changed since."""
    if levels.proposed_level(parts) is None or levels.open_dossier(found.id) is not None:
        return False
    return found.level is None or bool(levels.changes_of(found))


def _facts(found: Any) -> list[tuple[str, Any]]:
    information = ", ".join(str(wording.INFORMATION[InformationKind(one)]) for one in found.information)
    return [
        (_("Chủ quản"), found.owner.name),
        (_("Đơn vị vận hành đầu mối"), found.focal.name),
        (_("Đơn vị vận hành khác"), "; ".join(levels_wording.unit_names(found.operators)) or wording.DASH),
        (_("Bên cung cấp dịch vụ"), found.supplier or wording.DASH),
        (_("Đơn vị chuyên trách về an toàn thông tin"), found.security_unit.name),
        (_("Loại hệ thống"), str(wording.KINDS[SystemKind(found.kind)])),
        (_("Thông tin xử lý"), information),
        (_("Thành phần"), wording.lines(found.components.splitlines() or [wording.DASH])),
        (_("Đưa vào vận hành"), f"{found.since:%d/%m/%Y}" if found.since else _("chưa vận hành")),
    ]


@officer_required()
@require_safe
def inputs(request: HttpRequest) -> HttpResponse:
    """Show which systems lack one of the three minimum inputs (Thông tư 31/2017/TT-BTTTT), those in red on top."""
    rows = queries.inputs_of(queries.systems_for(request.viewer))  # type: ignore[attr-defined]
    rows.sort(key=lambda row: not row.is_red)
    heads = [_("Hệ thống"), _("Cấp độ"), *(str(said) for said in wording.INPUTS.values())]
    if make := exports.FILES.get(request.GET.get("dang", "")):
        plain = [
            [row.system.name, row.system.level, *(str(wording.INPUT_STATES[one.state]) for one in row.inputs)]
            for row in rows
        ]
        return make("dau-vao-giam-sat", heads, plain)
    context = {
        "heads": heads,
        "rows": [
            [
                wording.lines([wording.link(row.system.name, "desk:system", row.system.id), row.system.focal.name]),
                wording.level_tag(row.system.level),
                *(_input_cell(one, row.is_bound) for one in row.inputs),
            ]
            for row in rows
        ],
        "red": sum(row.is_red for row in rows),
        "total": len(rows),
    }
    return render(request, "desk/security/inputs.html", context)


def _input_cell(one: Any, is_bound: bool) -> Any:
    phase = wording.PHASES[one.state]
    cell = wording.tag(wording.INPUT_STATES[one.state], phase if is_bound or one.state == "heard" else "waiting")
    return wording.lines([cell, *(named.source.host for named in one.named)])
