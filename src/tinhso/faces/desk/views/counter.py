# SPDX-License-Identifier: EUPL-1.2
"""Reception at the counter: who is there, which procedure, which papers; then one press files and receives."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import counter as desk_counter
from tinhso.faces.desk import scanning, wording
from tinhso.faces.desk.reading import FormFault
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.faces.ui.words import day_words
from tinhso.kernel.events.errors import Conflict, Refused
from tinhso.kernel.identity import actions as identity
from tinhso.kernel.identity import queries as people
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop.actions.filing import current_version
from tinhso.modules.onestop.queries import queue
from tinhso.modules.onestop.queries.number_blocks import open_numbers
from tinhso.modules.onestop.queries.scans import held_for, scans_of_sitting
from tinhso.modules.onestop.queries.search import search
from tinhso.modules.onestop.rules import is_same_day

MOST_SHOWN = 40
FOUND = ("họ tên", "số định danh cá nhân", "ngày sinh")
SHOWN = ("họ tên", "số định danh cá nhân", "ngày sinh", "số điện thoại", "thư điện tử", "địa chỉ")


@officer_required("reception")
@require_safe
def counter(request: HttpRequest) -> HttpResponse:
    """Find the person at the counter by number or name, or go on to write the person down.

    Whoever is listed sees in "who has seen my data" that it was so.
    """
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    typed = request.GET.get("q", "").strip()
    found = people.search_people(typed) if typed else []
    for person in found:
        identity.log_reading(person.id, purpose="Tìm người tại quầy tiếp nhận", shown=FOUND, now=now, by=viewer.actor())
    digits = "".join(char for char in typed if char.isdigit())
    context = {"found": found, "typed": typed, "number": digits if len(digits) == 12 else ""}
    return render(request, "desk/counter.html", context)


@officer_required("reception")
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Write a person down from the identity paper; number, birth date and sex must agree."""
    if request.method != "POST":
        return _register_page(request, {"personal_number": request.GET.get("so", "")})
    viewer = request.viewer  # type: ignore[attr-defined]
    try:
        facts = desk_counter.facts(request.POST)
        person = identity.register_person(facts, source="counter", now=timezone.now(), by=viewer.actor())
    except FormFault as fault:
        return _register_page(request, request.POST.dict(), fault.errors)
    except Refused as refusal:
        return _register_page(request, request.POST.dict(), {"personal_number": refusal.sentence})
    return redirect("desk:counter_procedure", person.id)


def _register_page(request: HttpRequest, values: dict[str, Any], errors: dict[str, str] | None = None) -> HttpResponse:
    context = {"values": values, "errors": errors, "communes": desk_counter.communes()}
    context["sexes"] = [("nam", _("Nam")), ("nu", _("Nữ"))]
    return render(request, "desk/counter_register.html", context, status=422 if errors else 200)


@officer_required("reception")
@require_safe
def procedure(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Choose the procedure by the words the citizen uses, without diacritics."""
    typed = request.GET.get("q", "").strip()
    found = [one.procedure for one in search(text=typed, on=timezone.localdate()).hits[:MOST_SHOWN]]
    ticket = queue.ticket_at_hand(request.viewer.as_officer, timezone.now())  # type: ignore[attr-defined]
    wanted = queue.procedures_named(ticket.procedures) if ticket and not typed else []
    context = {"person": people.person(person_id), "found": found, "typed": typed, "ticket": ticket, "wanted": wanted}
    return render(request, "desk/counter_procedure.html", context)


@officer_required("reception")
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, person_id: uuid.UUID, code: str) -> HttpResponse:
    """Take the papers in, file and receive; what is refused comes back with what was typed."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    person, version = people.person(person_id), current_version(code, now)
    if request.method != "POST":
        _note_reading(viewer, person, version, now)
        return _file_page(request, person, version)
    try:
        if "keep" in request.POST:
            desk_counter.keep_scans(request.POST, request.FILES, person, version, viewer=viewer, now=now)
            return _file_page(request, person, version)
        late = desk_counter.late_entry(request.POST)
        made = desk_counter.filing(request.POST, request.FILES, person, version, viewer=viewer, now=now)
        with_receipt = not is_same_day(version.definition) or request.POST.get("receipt") == "yes"
        dossier = desk_counter.take_in(made, viewer=viewer, now=now, receipt_wanted=with_receipt, late=late)
    except FormFault as fault:
        return _file_page(request, person, version, fault.errors)
    except (Refused, Conflict) as refusal:
        return _file_page(request, person, version, {"": refusal.sentence}, status=status_of(refusal))
    messages.success(request, _received(with_receipt) % {"code": dossier.code})
    return redirect("desk:dossier", dossier.case_id)


def _received(with_receipt: bool) -> str:
    if with_receipt:
        return _("Đã tiếp nhận hồ sơ %(code)s. Giấy hẹn đang được lập và ký.")
    return _("Đã tiếp nhận hồ sơ %(code)s, giải quyết trong ngày: không lập giấy hẹn, đã ghi sổ theo dõi.")


def _note_reading(viewer: Any, person: Any, version: Any, now: Any) -> None:
    purpose = f"Tiếp nhận tại quầy: {version.procedure.short_name}"
    identity.log_reading(person.id, purpose=purpose, shown=SHOWN, now=now, by=viewer.actor())


def _file_page(
    request: HttpRequest, person: Any, version: Any, errors: dict[str, str] | None = None, *, status: int = 422
) -> HttpResponse:
    values = request.POST.dict() or {"commune": person.commune_code, "client_key": str(uuid7())}
    scans, held = scans_of_sitting(f"counter:{values.get('client_key')}"), held_for(person, version)
    parts = [_part(one, values, scans, held) for one in desk_counter.components(version)]
    context = {"person": person, "version": version, "parts": parts, "errors": errors, "values": values}
    context |= {"communes": desk_counter.communes(), "methods": list(wording.RETURNS.items())}
    context["reserved"] = open_numbers(desk_counter.desk_of(request.viewer))  # type: ignore[attr-defined]
    context |= {"natures": scanning.NATURES, "receipts": _receipts() if is_same_day(version.definition) else []}
    return render(request, "desk/counter_file.html", context, status=status if errors else 200)


def _receipts() -> list[tuple[str, str]]:
    """Return the choice at a procedure of the same day, which has a receipt only when asked for."""
    return [("no", _("Không cần, nhận kết quả trong ngày")), ("yes", _("Người nộp yêu cầu giấy tiếp nhận"))]


def _part(one: dict[str, Any], values: dict[str, Any], scans: dict[str, Any], held: dict[str, Any]) -> dict[str, Any]:
    key = one["key"]
    usual = "shown" if one["kind"] == "show" else "scan"
    hows = [("scan", _("Nộp, quét tại quầy")), ("electronic", _("Nộp bản điện tử"))]
    hows += [("held", _("Dùng bản đã có trong kho"))] if held[key] else []
    hows += [("shown", _("Đã xuất trình, không nộp"))]
    return {
        **one,
        "how_name": f"how-{key}",
        "scan_name": f"scan-{key}",
        "nature_name": f"nature-{key}",
        "held_name": f"held-{key}",
        "held": [
            (str(found.document_id), f"{found.title}, {day_words(found.since)}, {found.number}") for found in held[key]
        ],
        "hows": hows,
        "how": values.get(f"how-{key}", usual),
        "nature": values.get(f"nature-{key}", "paper"),
        "line": scanning.line_of(scans[key]) if key in scans else None,
    }
