# SPDX-License-Identifier: EUPL-1.2
"""The queue of alerts, the gravest first; one alert with its events, and what can be done with it."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.faces.desk import reading
from tinhso.faces.desk.security import alert_words as words
from tinhso.faces.desk.security import duty_words, forms, reviews
from tinhso.faces.desk.security.wording import options
from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.security import actions, policies
from tinhso.modules.security.detection.techniques import techniques_in
from tinhso.modules.security.queries import alerts as queries
from tinhso.modules.security.queries import duty, handover
from tinhso.modules.security.queries.watching import standing_now
from tinhso.modules.security.types import AlertState, CloseReason

ON_A_PAGE = 25
SPANS = (("", 0), ("1", 1), ("7", 7), ("30", 30))


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def alert_list(request: HttpRequest) -> HttpResponse:
    """List alerts, narrowed and sorted by gravity; close those that are ticked; `?dang=` gives a file."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors, _status = forms.tried(lambda: _close_ticked(request))
        if not errors:
            return redirect(request.get_full_path())
    return _list_page(request, errors)


def _close_ticked(request: HttpRequest) -> None:
    try:
        ticked = [uuid.UUID(one) for one in request.POST.getlist("alert")]
    except ValueError as error:
        sentence = _("Danh sách đã chọn không đọc được. Hãy tải lại trang rồi chọn lại.")
        raise reading.FormFault({"alert": sentence}) from error
    if not ticked:
        raise reading.FormFault({"alert": _("Hãy chọn ít nhất một cảnh báo để đóng.")})
    outcome = reading.choice(request.POST, "outcome", CloseReason, _("Hãy chọn lý do đóng."))
    said = forms.text(request.POST, "words", 2000)
    viewer = request.viewer  # type: ignore[attr-defined]
    closed = actions.close_alerts(ticked, outcome=outcome, words=said, viewer=viewer, now=timezone.now())
    messages.success(request, _("Đã đóng %(count)d cảnh báo.") % {"count": closed})


def _list_page(request: HttpRequest, errors: dict[str, str]) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    asked = request.GET
    text = forms.asked_text(request)
    state = asked.get("tt", "") if asked.get("tt", "") in words.FILTERS else "open"
    level = asked.get("muc", "") if asked.get("muc", "") in words.LEVELS else ""
    days = dict(SPANS).get(asked.get("ngay", ""), 0)
    unit = reading.optional_identifier(asked, "don_vi")
    since = now - timedelta(days=days) if days else None
    found = queries.alerts_for(viewer, text=text, state=state, level=level, unit_id=unit, since=since)
    if make := exports.FILES.get(asked.get("dang", "")):
        return make("canh-bao", words.headers(), [words.row(words.line(one)) for one in found])
    page = Paginator(found, ON_A_PAGE).get_page(asked.get("trang"))
    lines = [words.line(one) | {"may": policies.may_handle(viewer, one.unit_id)} for one in page.object_list]
    counts, stands = queries.counts_for(viewer), standing_now(now, asks_store=False)
    context = {
        "lines": lines,
        "page": page,
        "levels": options(words.LEVELS),
        "states": options(words.FILTERS),
        "spans": [("1", _("24 giờ qua")), ("7", _("7 ngày qua")), ("30", _("30 ngày qua"))],
        "units": queries.units_with_alerts(viewer),
        "counts": [(words.LEVELS[key], words.LEVEL_PHASES[key], counts.get(key, 0)) for key in words.LEVELS],
        "untaken": counts["untaken"],
        "standing": stands,
        "faults": [stands.wrong[part] for part in duty_words.RUNNING if part in stands.wrong],
        "on_duty": duty_words.on_duty_lines(duty.on_duty(now)),
        "reviews": reviews.lines(timezone.localdate(now)) if policies.sees_everything(viewer) else [],
        "handovers": handover.waiting() if policies.sees_everything(viewer) else [],
        "outcomes": options(words.OUTCOMES),
        "may_close": any(one["may"] and one["alert"].state in (AlertState.NEW, AlertState.TAKEN) for one in lines),
        "ticked": request.POST.getlist("alert"),
        "values": {"q": text, "tt": state, "muc": level, "don_vi": str(unit or ""), "ngay": asked.get("ngay", "")}
        | {"words": request.POST.get("words", ""), "outcome": request.POST.get("outcome", "")},
        "is_narrowed": bool(text or level or unit or since or state != "open"),
        "file": forms.file_query(request),
        "errors": errors,
    }
    return render(request, "desk/security/alerts.html", context, status=422 if errors else 200)


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def alert(request: HttpRequest, alert_id: uuid.UUID) -> HttpResponse:
    """Show one alert with its events and rule; take it, close it, reopen it, hide its rule for a while."""
    viewer = request.viewer  # type: ignore[attr-defined]
    found = queries.alert_for(viewer, alert_id)
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        errors, status = forms.tried(lambda: _do(request, found))
        if not errors:
            return redirect("desk:alert", found.id)
    return _alert_page(request, found, errors, status)


def _do(request: HttpRequest, found: Any) -> None:
    """Do what a button of the page says; raises FormFault and what the actions raise."""
    data, now, viewer = request.POST, timezone.now(), request.viewer  # type: ignore[attr-defined]
    said = forms.text(data, "words", 2000)
    match data.get("act"):
        case "take":
            actions.take_alert(found.id, viewer=viewer, now=now)
        case "close":
            outcome = reading.choice(data, "outcome", CloseReason, _("Hãy chọn lý do đóng."))
            actions.close_alerts([found.id], outcome=outcome, words=said, viewer=viewer, now=now)
            messages.success(request, _("Đã đóng cảnh báo."))
        case "reopen":
            actions.reopen_alert(found.id, viewer=viewer, now=now)
        case "hide":
            why, until = forms.text(data, "why", 300), _end_of_days(data.get("days", ""), now)
            everywhere = data.get("everywhere") == "1"
            actions.suppress(found.id, until=until, everywhere=everywhere, words=why, viewer=viewer, now=now)
            messages.success(request, _("Đã tạm ẩn. Những lần khớp bị ẩn vẫn được đếm."))


def _end_of_days(typed: str, now: datetime) -> datetime:
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 3 and int(typed) > 0):
        raise reading.FormFault({"until": _("Hãy ghi số ngày bằng chữ số, từ 1 đến 90.")})
    return now + timedelta(days=int(typed))


def _alert_page(request: HttpRequest, found: Any, errors: dict[str, str], status: int) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    may = policies.may_handle(viewer, found.unit_id)
    is_open = found.state in (AlertState.NEW, AlertState.TAKEN)
    hidden = [one for one in queries.suppressions_for(viewer, now) if one.rule_key == found.rule_key]
    context = words.line(found) | {
        "rule": queries.rule(found.rule_key),
        "events": [one | {"at": datetime.fromisoformat(one["at"])} for one in found.evidence],
        "others": [words.line(one) for one in queries.same_machine(viewer, found)],
        "techniques": techniques_in(found.tags),
        "new_id": uuid7(),
        "alert_id": str(found.id),
        "may_take": may and is_open and found.taken_by_id != viewer.officer_id,
        "may_close": may and is_open,
        "may_reopen": may and found.state == AlertState.CLOSED,
        "may_hide": may,
        "outcomes": options(words.OUTCOMES),
        "everywheres": [("", _("chỉ máy này")), ("1", _("mọi máy tôi phụ trách"))],
        "hidden": hidden,
        "values": forms.typed_values(request) if errors else {"days": "7"},
        "errors": errors,
    }
    return render(request, "desk/security/alert.html", context, status=status)


@officer_required()
@require_http_methods(["POST"])
def end_hiding(request: HttpRequest, suppression_id: uuid.UUID) -> HttpResponse:
    """Let the alerts of a rule through again, and go back to where it was asked."""
    actions.end_suppression(suppression_id, viewer=request.viewer, now=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, _("Đã thôi ẩn. Lần khớp sau sẽ thành cảnh báo."))
    back = reading.optional_identifier(request.POST, "alert")
    return redirect("desk:alert", back) if back else redirect("desk:detection_rules")
