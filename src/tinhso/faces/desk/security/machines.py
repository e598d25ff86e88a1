# SPDX-License-Identifier: EUPL-1.2
"""Machines at the desk: the list, one machine, a list read in line by line, coverage with both its numbers."""

import uuid
from dataclasses import asdict
from datetime import date
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import reading
from tinhso.faces.desk.security import forms
from tinhso.faces.desk.security import systems_wording as wording
from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.security import actions, policies
from tinhso.modules.security.machine_list import LARGEST_BYTES, read_list
from tinhso.modules.security.machine_rules import LONGEST_PRODUCT
from tinhso.modules.security.queries import machines_register as queries
from tinhso.modules.security.queries import systems
from tinhso.modules.security.types import Antimalware, MachineKind, MachineTold, Protection

ON_A_PAGE = 50
SALT = "security.machines"
LONGEST_WAIT_S = 8 * 3600
FAULTS_SHOWN = 500


@officer_required()
@require_safe
def machine_list(request: HttpRequest) -> HttpResponse:
    """List the machines an officer sees with how their agents stand; `?dang=` gives a file that can be read in."""
    viewer = request.viewer  # type: ignore[attr-defined]
    said, kind, agent = forms.asked_text(request), request.GET.get("loai", ""), request.GET.get("tac_tu", "")
    kind, agent = kind if kind in set(MachineKind) else "", agent if agent in wording.AGENTS else ""
    guard = request.GET.get("ma_doc", "")
    guard = guard if guard in set(Antimalware) else ""
    unit = reading.optional_identifier(request.GET, "don_vi")
    withdrawn = request.GET.get("tt") == "da_go"
    found = queries.machines_for(
        viewer, text=said, unit_id=unit, kind=kind, agent=agent, antimalware=guard, withdrawn=withdrawn
    )
    heard = queries.agents()
    if make := exports.FILES.get(request.GET.get("dang", "")):
        rows = [wording.machine_row(one, queries.heard_as(heard, one.host)) for one in found]
        return make("may", wording.machine_headers(), rows)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    keeps = systems.units_to_keep(viewer, timezone.localdate())
    context = {
        "page": page,
        "headers": [_("Máy"), _("Tác tử"), _("Phòng chống mã độc"), _("Trung tâm quốc gia thấy"), _("Hệ thống"),
                    _("Đơn vị")],
        "rows": [_row(one, queries.heard_as(heard, one.host)) for one in page.object_list],
        "units": queries.units_with_machines(viewer),
        "kinds": wording.options(wording.MACHINES),
        "agents": wording.options(wording.AGENTS),
        "guards": wording.options(wording.ANTIMALWARE),
        "states": [("da_go", _("Đã gỡ"))],
        "values": {"q": said, "loai": kind, "tac_tu": agent, "ma_doc": guard,
                   "don_vi": str(unit or ""), "tt": "da_go" if withdrawn else ""},
        "is_narrowed": bool(said or kind or agent or guard or unit or withdrawn),
        "file": forms.file_query(request),
        "new_id": uuid7() if keeps else None,
    }  # fmt: skip
    return render(request, "desk/security/machines.html", context)


def _row(one: Any, agent: str) -> list[Any]:
    beside = ", ".join([str(wording.MACHINES[MachineKind(one.kind)]), *one.addresses])
    standing = wording.tag(wording.AGENTS[agent], wording.PHASES[agent] if one.agent_expected else "waiting")
    seen = one.national_seen_on
    return [
        wording.lines([wording.link(one.host, "desk:machine", one.id), beside]),
        standing if one.agent_expected else wording.lines([standing, _("không cần")]),
        _guard(one),
        f"{seen:%d/%m/%Y}" if seen else wording.DASH,
        wording.link(one.system.name, "desk:system", one.system.id) if one.system else wording.DASH,
        one.unit.name,
    ]


def _guard(one: Any) -> Any:
    state, seen = Antimalware(one.antimalware), one.antimalware_seen_on
    standing = wording.tag(wording.ANTIMALWARE_SHORT[state], wording.ANTIMALWARE_PHASES[state])
    told = [one.antimalware_product, _("báo ngày %(day)s") % {"day": f"{seen:%d/%m/%Y}"} if seen else ""]
    return wording.lines([standing, *(part for part in told if part)])


@officer_required(*policies.KEEPERS, "operator")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, machine_id: uuid.UUID) -> HttpResponse:
    """Register a machine under the id of this form."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    if request.method != "POST":
        keeps = systems.units_to_keep(viewer, timezone.localdate(now))
        unit = str(keeps[0].id) if len(keeps) == 1 else ""
        values = {"unit": unit, "kind": "workstation", "agent": "true", "antimalware": "unknown",
                  "system": request.GET.get("he_thong", "")}  # fmt: skip
        return _form(request, values, None)
    errors, status = forms.tried(lambda: actions.register_machine(machine_id, _told(request), viewer=viewer, now=now))
    if errors:
        return _form(request, forms.typed_values(request), None, errors, status)
    messages.success(request, _("Đã đăng ký máy."))
    return redirect("desk:machine", machine_id)


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def machine(request: HttpRequest, machine_id: uuid.UUID) -> HttpResponse:
    """Show a machine with its source of events; change it, take it off."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.machine_for(viewer, machine_id)
    if request.method != "POST":
        return _form(request, _values(found), found)
    if request.POST.get("act") == "withdraw":
        errors, status = forms.tried(lambda: actions.withdraw_machine(found.id, viewer=viewer, now=now))
        if not errors:
            messages.success(request, _("Đã gỡ máy khỏi sổ."))
            return redirect("desk:machines")
        return _form(request, _values(found), found, errors, status)
    errors, status = forms.tried(lambda: actions.change_machine(found.id, _told(request), viewer=viewer, now=now))
    if errors:
        return _form(request, forms.typed_values(request), found, errors, status)
    messages.success(request, _("Đã lưu."))
    return redirect("desk:machine", found.id)


def _values(found: Any) -> dict[str, Any]:
    return {
        "host": found.host,
        "kind": found.kind,
        "addresses": "\n".join(found.addresses),
        "unit": str(found.unit_id),
        "system": str(found.system_id or ""),
        "agent": "true" if found.agent_expected else "false",
        "asset_number": found.asset_number,
        "antimalware": found.antimalware,
        "product": found.antimalware_product,
        **_boxes("reported_on", found.antimalware_seen_on),
    }


def _boxes(name: str, day: date | None) -> dict[str, int]:
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year} if day else {}


def _told(request: HttpRequest) -> MachineTold:
    data = request.POST
    return MachineTold(
        unit_id=reading.identifier(data, "unit", _("Hãy chọn đơn vị có máy này.")),
        host=forms.text(data, "host", 256),
        kind=reading.choice(data, "kind", MachineKind, _("Hãy chọn loại máy.")),
        addresses=tuple(one.replace("\x00", "") for one in reading.lines(data, "addresses")),
        system_id=reading.optional_identifier(data, "system"),
        agent_expected=data.get("agent") != "false",
        asset_number=forms.text(data, "asset_number", 61),
        protection=Protection(
            reading.choice(
                data, "antimalware", Antimalware, _("Hãy chọn máy có phần mềm phòng chống mã độc hay chưa.")
            ),
            forms.text(data, "product", LONGEST_PRODUCT + 1),
            reading.day(data, "reported_on"),
        ),
    )


def _form(
    request: HttpRequest, values: dict[str, Any], found: Any, errors: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    units = systems.units_to_keep(viewer, timezone.localdate())
    source = queries.source_of(found.host) if found else None
    agent = systems.state_of_source(source) if source else "none"
    context = {
        "machine": found,
        "source": source,
        "agent": wording.AGENTS[agent],
        "agent_phase": wording.PHASES[agent],
        "kind": wording.MACHINES[MachineKind(found.kind)] if found else "",
        "may_keep": not (found and found.withdrawn_at) and (not found or systems.may_keep(viewer, found.unit_id)),
        "values": values,
        "errors": errors,
        "units": [(str(one.id), one.name) for one in units],
        "kinds": wording.options(wording.MACHINES),
        "guards": wording.options(wording.ANTIMALWARE),
        "guard": _guard(found) if found else "",
        "systems": queries.system_choices(viewer),
        "yes_no": [("true", _("Có")), ("false", _("Không"))],
    }
    return render(request, "desk/security/machine.html", context, status=status)


@officer_required(*policies.KEEPERS, "operator")
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """Read a list of machines and show every line with its fault; register the good ones when told to."""
    if request.method != "POST":
        return _list_page(request)
    if request.POST.get("act") == "take":
        return _take(request)
    file = request.FILES.get("list")
    if file is None:
        return _list_page(request, errors={"list": _("Hãy chọn tệp Excel (.xlsx) hoặc CSV.")}, status=422)
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    found: list[queries.Read] = []

    def read() -> None:
        lines = read_list(file.read(), file.name or "")
        found.extend(queries.read_lines(lines, viewer, today, systems.units_to_keep(viewer, today)))

    errors, status = forms.tried(read)
    if errors:
        return _list_page(request, errors={"list": next(iter(errors.values()))}, status=status)
    return _list_page(request, found=found)


def _take(request: HttpRequest) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    try:
        kept = signing.loads(request.POST.get("read", ""), salt=f"{SALT}.{viewer.key}", max_age=LONGEST_WAIT_S)
    except signing.BadSignature:
        sentence = _("Trang đã cũ. Hãy đọc lại danh sách rồi ghi.")
        return _list_page(request, errors={"list": sentence}, status=422)
    made: list[Any] = []
    told = [_unpacked(one) for one in kept]
    errors, status = forms.tried(lambda: made.extend(actions.take_machines(told, viewer=viewer, now=now)))
    if errors:
        return _list_page(request, errors={"list": next(iter(errors.values()))}, status=status)
    messages.success(request, _("Đã đăng ký số máy: %(n)s.") % {"n": len(made)})
    return redirect("desk:machines")


def _packed(told: MachineTold) -> list[Any]:
    known = asdict(told)
    guard = told.protection
    protection = [guard.state, guard.product, guard.seen_on.isoformat() if guard.seen_on else ""]
    return [str(told.unit_id), str(told.system_id or ""), *(known[name] for name in PLAIN), protection]


PLAIN = ("host", "kind", "addresses", "agent_expected", "asset_number")


def _unpacked(kept: list[Any]) -> MachineTold:
    unit, system, host, kind, addresses, agent, number, (state, product, on) = kept
    system_id = uuid.UUID(system) if system else None
    protection = Protection(Antimalware(state), product, date.fromisoformat(on) if on else None)
    return MachineTold(uuid.UUID(unit), host, MachineKind(kind), tuple(addresses), system_id, agent, number, protection)


def _list_page(
    request: HttpRequest,
    *,
    found: list[queries.Read] | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    good = [one.told for one in found or [] if one.told is not None]
    bad = [one for one in found or [] if one.told is None]
    salt = f"{SALT}.{request.viewer.key}"  # type: ignore[attr-defined]
    context = {
        "found": found,
        "good": len(good),
        "bad": len(bad),
        "faults": [(one.line.number, one.line.get("host"), one.problem) for one in bad[:FAULTS_SHOWN]],
        "more": max(0, len(bad) - FAULTS_SHOWN),
        "lines": [_line(one) for one in found or [] if one.told is not None][:FAULTS_SHOWN],
        "line_heads": [
            _("Dòng"),
            _("Máy"),
            _("Loại"),
            _("Địa chỉ IP"),
            _("Đơn vị"),
            _("Hệ thống"),
            _("Phòng chống mã độc"),
        ],
        "limit_bytes": LARGEST_BYTES,
        "signed": signing.dumps([_packed(one) for one in good], salt=salt, compress=True) if good else "",
        "errors": errors,
    }
    return render(request, "desk/security/machine_list.html", context, status=status)


def _line(one: queries.Read) -> list[Any]:
    told, line = one.told, one.line
    kind = wording.MACHINES[told.kind] if told else ""
    addresses = ", ".join(told.addresses) if told else ""
    guard = told.protection if told else Protection()
    protection = ", ".join(one for one in (str(wording.ANTIMALWARE_SHORT[guard.state]), guard.product) if one)
    return [line.number, line.get("host"), kind, addresses, line.get("unit") or wording.DASH,
            line.get("system") or wording.DASH, protection]  # fmt: skip


@officer_required()
@require_safe
def sample(request: HttpRequest) -> HttpResponse:
    """Hand out an empty list to fill in, with one line that shows how."""
    line = ["may-tram-01", _("máy trạm"), "10.1.2.3", "", "", _("có"), "TS-0001", "", "", ""]
    return exports.csv_file("mau-danh-sach-may", wording.machine_headers()[:10], [line])


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def coverage(request: HttpRequest) -> HttpResponse:
    """Show coverage by unit: agents we hear, machines the national centre sees, machines with anti-malware software."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    errors: dict[str, str] = {}
    status, unknown = 200, list[str]()
    if request.method == "POST":

        def note() -> None:
            named, on = reading.lines(request.POST, "named"), reading.required_day(request.POST, "on")
            seen, missing = actions.note_seen_by_nation(named, on, viewer=viewer, now=now)
            unknown.extend(missing)
            messages.success(request, _("Đã ghi. Trung tâm quốc gia thấy số máy trong sổ: %(n)s.") % {"n": seen})

        def report() -> None:
            named, on = reading.lines(request.POST, "reported"), reading.required_day(request.POST, "reported_on")
            product = forms.text(request.POST, "product", LONGEST_PRODUCT + 1)
            seen, missing = actions.note_antimalware(named, product, on, viewer=viewer, now=now)
            unknown.extend(missing)
            messages.success(request, _("Đã ghi. Số máy trong sổ có phần mềm báo về: %(n)s.") % {"n": seen})

        errors, status = forms.tried(report if request.POST.get("act") == "antimalware" else note)
    return _coverage(request, errors, status, unknown)


def _coverage(request: HttpRequest, errors: dict[str, str], status: int, unknown: list[str]) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    units, whole = queries.coverage(viewer, today)
    heads = [_("Đơn vị"), _("Máy trong sổ"), _("Tác tử đang gửi / máy cần tác tử"), _("Im lặng"), _("Chưa gửi"),
             _("Chưa có tác tử"), _("Trung tâm quốc gia thấy / máy trong sổ")]  # fmt: skip
    whole.name = _("Tất cả đơn vị bạn thấy")
    if make := exports.FILES.get(request.GET.get("dang", "")):
        plain_heads = [_("Đơn vị"), _("Máy trong sổ"), _("Máy cần tác tử"), _("Tác tử đang gửi"), _("Im lặng"),
                       _("Chưa gửi"), _("Chưa có tác tử"), _("Trung tâm quốc gia thấy"),
                       _("Có phần mềm phòng chống mã độc"), _("Chưa có phần mềm phòng chống mã độc"),
                       _("Chưa biết"), _("Không cài được, không cần")]  # fmt: skip
        plain = [[one.name, one.machines, one.expected, one.heard, one.silent, one.never, one.without, one.national,
                  one.guarded, one.unguarded, one.guard_unknown, one.exempt]
                 for one in [*units, whole]]  # fmt: skip
        return make("do-phu-may", plain_heads, plain)
    context = {
        "heads": heads,
        "rows": [_coverage_row(one) for one in [*units, whole]] if units else [],
        "guard_heads": [_("Đơn vị"), _("Có phần mềm / máy cần phần mềm"), _("Chưa có"), _("Chưa biết"), _("Không cần")],
        "guard_rows": [_guard_row(one) for one in [*units, whole]] if units else [],
        "may_report": policies.may_register(viewer),
        "whole": whole,
        "days": queries.NATIONAL_FRESH_DAYS,
        "may_note": any(seat.role == "operator" for seat in viewer.seats),
        "unknown": unknown,
        "values": forms.typed_values(request) if errors else {},
        "errors": errors,
    }
    return render(request, "desk/security/coverage.html", context, status=status)


def _coverage_row(one: queries.Coverage) -> list[Any]:
    return [one.name, one.machines, wording.of_all(one.heard, one.expected), one.silent, one.never, one.without,
            wording.of_all(one.national, one.machines)]  # fmt: skip


def _guard_row(one: queries.Coverage) -> list[Any]:
    needing = one.machines - one.exempt
    return [one.name, wording.of_all(one.guarded, needing), one.unguarded, one.guard_unknown, one.exempt]
