# SPDX-License-Identifier: EUPL-1.2
"""Incidents: the list, opening one (from alerts or by word), and what is done on the page of one."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import reading
from tinhso.faces.desk.security import alert_words, forms
from tinhso.faces.desk.security import incident_words as words
from tinhso.faces.desk.security.wording import options
from tinhso.faces.ui import exports
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.casework import workflow
from tinhso.kernel.documents import actions as documents
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.kernel.registry.queries import units_as_of
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.security import actions, policies
from tinhso.modules.security.actions.incident_work import EvidenceTold
from tinhso.modules.security.incidents.rules import Grading
from tinhso.modules.security.queries import alerts as alert_queries
from tinhso.modules.security.queries import drills
from tinhso.modules.security.queries import incidents as queries
from tinhso.modules.security.types.incidents import Category, IncidentTold, TaskState

ON_A_PAGE = 25
LONGEST = 8_000


@officer_required()
@require_safe
def incident_list(request: HttpRequest) -> HttpResponse:
    """List incidents by what is due first; `?dang=` gives a file."""
    viewer, now, asked = request.viewer, timezone.now(), request.GET  # type: ignore[attr-defined]
    text = forms.asked_text(request)
    state = asked.get("tt", "") if asked.get("tt", "") in words.STATES else "open"
    category = asked.get("loai", "") if asked.get("loai", "") in set(Category) else ""
    found = queries.incidents_for(viewer, text=text, state=state, category=category)
    if make := exports.FILES.get(asked.get("dang", "")):
        return make("su-co", words.headers(), [words.row(words.line(one, now)) for one in found])
    page = Paginator(found, ON_A_PAGE).get_page(asked.get("trang"))
    context = {
        "lines": [words.line(one, now) for one in page.object_list],
        "page": page,
        "states": options(words.STATES),
        "categories": options(words.CATEGORIES),
        "values": {"q": text, "tt": state, "loai": category},
        "is_narrowed": bool(text or category or state != "open"),
        "new_id": uuid7() if _units(viewer) else None,
        "file": forms.file_query(request),
    }
    return render(request, "desk/security/incidents.html", context)


def _units(viewer: Any) -> list[tuple[str, str]]:
    """Return the units for which the officer may open an incident, in Vietnamese order."""
    found = units_as_of(timezone.localdate())
    if not any(seat.role == "operator" for seat in viewer.seats):
        found = found.filter(id__in=[seat.unit_id for seat in viewer.seats if seat.role in policies.HANDLERS])
    return [(str(one.id), one.name) for one in found.order_by("sort_key")]


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, incident_id: uuid.UUID) -> HttpResponse:
    """Open an incident under the id of this form; `?canh_bao=` names the alert it is seen by."""
    viewer = request.viewer  # type: ignore[attr-defined]
    alert_id = reading.optional_identifier(request.POST if request.method == "POST" else request.GET, "canh_bao")
    alert = alert_queries.alert_for(viewer, alert_id) if alert_id else None
    if request.method != "POST":
        return _form(request, _of_alert(alert), alert)
    try:
        told, ids = _told(request), [alert.id] if alert else []
        made = actions.open_incident(incident_id, told, alert_ids=ids, viewer=viewer, now=timezone.now())
    except reading.FormFault as fault:
        return _form(request, request.POST.dict(), alert, fault.errors, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        return _form(request, request.POST.dict(), alert, reading.placed(refusal), status=status_of(refusal))
    messages.success(request, _("Đã tiếp nhận sự cố. Việc tiếp theo là xác minh."))
    return redirect("desk:incident", made.case_id)


def _of_alert(alert: Any) -> dict[str, str]:
    """Return what a form begins with: what the alert knows, else the present."""
    if alert is None:
        return {"detected_at": _typed(timezone.now()), "severity": "3"}
    severity = {"critical": "1", "high": "2", "medium": "3"}.get(alert.level, "4")
    first, last = (f"{timezone.localtime(at):%H:%M ngày %d/%m/%Y}" for at in (alert.first_at, alert.last_at))
    text = f"{alert.title}: {alert.count} lần, từ {first} đến {last}."
    return {
        "unit": str(alert.unit_id or ""), "title": f"{alert.title} ({alert.host or alert.about})"[:300],
        "severity": severity, "detected_at": _typed(alert.raised_at), "system_name": alert.host or alert.about,
        "description": text,
    }  # fmt: skip


def _typed(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


def _told(request: HttpRequest) -> IncidentTold:
    data = request.POST
    level, severity = data.get("system_level", ""), data.get("severity", "")
    return IncidentTold(
        unit_id=reading.identifier(data, "unit", _("Hãy chọn đơn vị có hệ thống bị sự cố.")),
        title=forms.text(data, "title", 300),
        category=reading.choice(data, "category", Category, _("Hãy chọn loại sự cố.")),
        severity=int(severity) if severity in ("1", "2", "3", "4") else 0,
        detected_at=_detected_at(data),
        system_name=forms.text(data, "system_name", 300),
        description=forms.text(data, "description", LONGEST),
        addresses=forms.text(data, "addresses", 500),
        system_level=int(level) if level in ("1", "2", "3", "4", "5") else None,
        is_archive=data.get("is_archive") == "1",
        is_drill=data.get("is_drill") == "1",
    )


def _detected_at(data: Mapping[str, str]) -> datetime:
    at = reading.instant(data.get("detected_at", ""))
    if at is None:
        raise reading.FormFault({"detected_at": _("Hãy chọn ngày và giờ, ví dụ 2026-03-02T08:30.")})
    return at


def _form(
    request: HttpRequest, values: dict[str, Any], alert: Any, errors: dict[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    units = _units(request.viewer)  # type: ignore[attr-defined]
    if len(units) == 1:
        values = {"unit": units[0][0]} | values
    context = {
        "units": units,
        "alert": alert,
        "categories": options(words.CATEGORIES),
        "severities": options(words.SEVERITIES),
        "levels": [(str(one), _("Cấp độ %(level)d") % {"level": one}) for one in range(1, 6)],
        "values": values,
        "errors": errors,
    }
    return render(request, "desk/security/incident_form.html", context, status=status)


Deed = Callable[[HttpRequest, Any], object]


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def incident(request: HttpRequest, incident_id: uuid.UUID) -> HttpResponse:
    """Show one incident; do what a button of the page says."""
    viewer = request.viewer  # type: ignore[attr-defined]
    found = queries.incident_for(viewer, incident_id)
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        deed = DEEDS.get(request.POST.get("act", ""))
        errors, status = forms.tried(lambda: deed(request, found)) if deed else ({}, 200)
        if not errors:
            return redirect("desk:incident", found.case_id)
    return _page(request, found, errors, status)


def _asked(request: HttpRequest) -> dict[str, Any]:
    return {"viewer": request.viewer, "now": timezone.now()}  # type: ignore[attr-defined]


def _step(request: HttpRequest, found: Any) -> object:
    version, said = reading.version(request.POST), forms.text(request.POST, "text", LONGEST)
    name = request.POST.get("step", "")
    if name not in workflow.workflow(found.case.kind).steps:
        raise reading.FormFault({"text": _("Bước này không có. Hãy tải lại trang.")})
    return actions.step_incident(found.case_id, name, text=said, expected_version=version, **_asked(request))


def _grade(request: HttpRequest, found: Any) -> object:
    data = request.POST
    level, severity = data.get("system_level", ""), data.get("severity", "")
    grading = Grading(
        system_level=int(level) if level in ("1", "2", "3", "4", "5") else None,
        is_listed=data.get("is_listed") == "1",
        harms=frozenset(data.getlist("harms")) & set(words.HARMS),
        beyond_ability=data.get("beyond_ability") == "1",
    )
    return actions.grade_incident(
        found.case_id,
        category=reading.choice(data, "category", Category, _("Hãy chọn loại sự cố.")),
        severity=int(severity) if severity in ("1", "2", "3", "4") else 0,
        grading=grading,
        **_asked(request),
    )


def _note(request: HttpRequest, found: Any) -> object:
    happened = reading.optional_instant(request.POST, "happened_at")
    text = forms.text(request.POST, "note", LONGEST)
    return actions.note_incident(found.case_id, text=text, happened_at=happened, **_asked(request))


def _describe(request: HttpRequest, found: Any) -> object:
    texts = {name: request.POST.get(name, "")[: LONGEST + 1] for name in words.TEXTS}
    return actions.describe_incident(found.case_id, texts, **_asked(request))


def _task(request: HttpRequest, found: Any) -> object:
    key, _sep, state = request.POST.get("task", "").partition(":")
    if state not in set(TaskState) or not found.tasks.filter(key=key).exists():
        raise reading.FormFault({"": _("Việc này không có trong kịch bản. Hãy tải lại trang.")})
    text = forms.text(request.POST, f"task-{key}", 2_000)
    return actions.move_task(found.case_id, key, TaskState(state), text=text, **_asked(request))


def _merge(request: HttpRequest, found: Any) -> object:
    into = reading.identifier(request.POST, "into", _("Hãy chọn sự cố để gộp vào."))
    version, said = reading.version(request.POST), forms.text(request.POST, "why", LONGEST)
    return actions.merge_incident(found.case_id, into, text=said, expected_version=version, **_asked(request))


def _unmerge(request: HttpRequest, found: Any) -> object:
    version, said = reading.version(request.POST), forms.text(request.POST, "why", LONGEST)
    return actions.unmerge_incident(found.case_id, text=said, expected_version=version, **_asked(request))


def _evidence(request: HttpRequest, found: Any) -> object:
    file = request.FILES.get("file")
    if file is None:
        raise reading.FormFault({"file": _("Hãy chọn tệp chứng cứ.")})
    told = EvidenceTold(file.name or "chung-cu", file.read(), forms.text(request.POST, "origin", 300))
    return actions.keep_evidence(found.case_id, told, **_asked(request))


def _hand_over(request: HttpRequest, found: Any) -> object:
    evidence_id = reading.identifier(request.POST, "evidence", _("Hãy chọn chứng cứ để bàn giao."))
    if not found.evidence.filter(id=evidence_id).exists():
        raise reading.FormFault({"evidence": _("Hãy chọn chứng cứ để bàn giao.")})
    to, why = forms.text(request.POST, "to", 200), forms.text(request.POST, "hand_why", 300)
    return actions.hand_over_evidence(evidence_id, to=to, why=why, **_asked(request))


DEEDS: dict[str, Deed] = {
    "step": _step,
    "grade": _grade,
    "note": _note,
    "describe": _describe,
    "task": _task,
    "merge": _merge,
    "unmerge": _unmerge,
    "evidence": _evidence,
    "hand_over": _hand_over,
}


def _page(request: HttpRequest, found: Any, errors: dict[str, str], status: int) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    may = policies.may_handle(viewer, found.case.unit_id)
    living = found.case.closed_at is None
    table = workflow.workflow(found.case.kind)
    steps = [
        one
        for one in table.steps_from(found.case.state)
        if one.name not in ("merge", "unmerge") and policies.step_seat(viewer, found.case.unit_id, one.roles)
    ]
    evidence = queries.evidence_of(found)
    merged = list(found.merged.select_related("case"))
    ids = [found.case_id, *(one.case_id for one in merged)]
    values: dict[str, Any] = {name: getattr(found, name) for name in words.TEXTS}
    values |= {"category": found.category, "severity": str(found.severity), "harms": found.harms.split()}
    values |= {"system_level": str(found.system_level or ""), "is_listed": "1" * found.is_listed}
    values |= {"beyond_ability": "1" * found.beyond_ability}
    context = words.line(found, now) | {
        "alerts": [alert_words.line(one) for one in queries.alerts_of(found)],
        "duties": [
            (words.DUTIES[one.kind], one, one.done_at is None and one.due_at < now)
            for one in found.duties.select_related("document").order_by("due_at")
        ],
        "tasks": [
            (one, words.TASK_STATES[TaskState(one.state)], words.TASK_PHASES[TaskState(one.state)])
            for one in found.tasks.select_related("approved_by", "done_by").order_by("place")
        ],
        "timeline": queries.timeline(ids),
        "drill": drills.of_incident(viewer, found),
        "evidence": evidence,
        "evidence_options": [(str(one.id), f"{one.document.title} ({one.sha256[:12]})") for one in evidence],
        "listed_box": [("1", _("Thuộc danh mục hệ thống thông tin quan trọng quốc gia"))],
        "beyond_box": [("1", _("Vượt khả năng tự xử lý: phải báo cáo ban đầu ngay (Mẫu 03)"))],
        "merged": merged,
        "others": [one for one in queries.open_ones(viewer) if one[0] != str(found.case_id)] if may and living else [],
        "steps": [(one.name, one.title) for one in steps] if may else [],
        "may_work": may and living,
        "may_unmerge": may and found.case.state == "merged",
        "may_approve": policies.may_approve(viewer, found.case.unit_id),
        "may_sign": living and policies.report_seat(viewer, found.case.unit_id) is not None,
        "categories": options(words.CATEGORIES),
        "severities": options(words.SEVERITIES),
        "harms": options(words.HARMS),
        "harms_said": [words.HARMS[one] for one in found.harms.split()],
        "levels": [(str(one), _("Cấp độ %(level)d") % {"level": one}) for one in range(1, 6)],
        "texts": [(name, label, getattr(found, name)) for name, label in words.TEXTS.items()],
        "values": values | (forms.typed_values(request, "harms") if errors else {}),
        "errors": errors,
    }  # fmt: skip
    return render(request, "desk/security/incident.html", context, status=status)


@officer_required()
@require_safe
def evidence_file(request: HttpRequest, evidence_id: uuid.UUID) -> HttpResponse:
    """Hand out a file of evidence to who sees its incident; who took it is recorded."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.evidence(viewer, evidence_id)
    seat = policies.reading_seat(viewer, queries.incident_for(viewer, found.incident_id).case.unit_id)
    purpose = "Xem chứng cứ sự cố an toàn thông tin"
    opened = documents.download(found.document_id, purpose=purpose, now=now, by=viewer.actor(seat))
    return exports.attachment(opened.data, filename=opened.filename, media_type=opened.media_type)
