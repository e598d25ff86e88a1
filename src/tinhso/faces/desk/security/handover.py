# SPDX-License-Identifier: EUPL-1.2
"""Hand-overs between shifts: written with what is open, accepted by the next, read again, printed."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.faces.desk import reading
from tinhso.faces.desk.security import alert_words, duty_words, forms, incident_words
from tinhso.faces.desk.security.systems_wording import DASH, lines, link, tag
from tinhso.faces.ui.exports import attachment
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.registry.queries import unit
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.security import policies
from tinhso.modules.security.actions import handover as actions
from tinhso.modules.security.incidents.handover_paper import handover_paper, state_of
from tinhso.modules.security.queries import duty
from tinhso.modules.security.queries import handover as queries
from tinhso.modules.security.queries.watching import standing_now
from tinhso.modules.security.types.incidents import DutyKind

ON_A_PAGE = 25


@officer_required(*policies.EVERYWHERE)
@require_http_methods(["GET", "HEAD", "POST"])
def handover_list(request: HttpRequest) -> HttpResponse:
    """Show what is open now and the hand-overs written so far; write one."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        key = reading.optional_identifier(request.POST, "handover_id") or uuid7()
        said = forms.text(request.POST, "words", actions.LONGEST_WORDS + 1)
        errors, status = forms.tried(lambda: actions.hand_over(key, said, viewer=viewer, now=now))
        if not errors:
            messages.success(request, _("Đã ghi bàn giao. Người của ca sau mở trang này và nhận."))
            return redirect("desk:handover", key)
    last = queries.last_written()
    page = Paginator(queries.handovers(), ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "waiting": [_line(one, now) for one in queries.waiting()],
        "told": told_of(queries.gathered(last.written_at if last else None, now, standing_now(now).wrong)),
        "last": last,
        "on_duty": duty_words.on_duty_lines(duty.on_duty(now)),
        "page": page,
        "lines": [_line(one, now) for one in page.object_list],
        "may_write": policies.runs_centre(viewer),
        "new_id": request.POST.get("handover_id") if errors else uuid7(),
        "values": request.POST.dict() if errors else {},
        "errors": errors,
    }
    return render(request, "desk/security/handovers.html", context, status=status)


@officer_required(*policies.EVERYWHERE)
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest, handover_id: uuid.UUID) -> HttpResponse:
    """Show one hand-over as it was written; accept it, take it back; `?dang=pdf` gives it on paper."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.handover(handover_id)
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        remark = forms.text(request.POST, "remark", actions.LONGEST_WORDS)
        back = request.POST.get("act") == "back"

        def deed() -> None:
            if back:
                actions.take_back_handover(found.id, viewer=viewer, now=now)
            else:
                actions.accept_handover(found.id, remark, viewer=viewer, now=now)

        errors, status = forms.tried(deed)
        if not errors:
            messages.success(request, _("Đã rút lại bàn giao.") if back else _("Bạn đã nhận ca."))
            return redirect("desk:handover", found.id)
    if request.GET.get("dang") == "pdf":
        pdf = handover_paper(found, unit(viewer.seats[0].unit_id), now=now)
        name = f"ban-giao-ca-{timezone.localtime(found.written_at):%Y%m%d-%H%M}.pdf"
        return attachment(pdf, filename=name, media_type="application/pdf")
    waits = found.accepted_at is None and found.taken_back_at is None
    context = {
        "one": found,
        "line": _line(found, now),
        "told": told_of(found.gathered),
        "may_accept": waits and policies.runs_centre(viewer) and found.written_by_id != viewer.officer_id,
        "may_take_back": waits and found.written_by_id == viewer.officer_id,
        "values": request.POST.dict() if errors else {},
        "errors": errors,
    }
    return render(request, "desk/security/handover.html", context, status=status)


def _line(one: Any, now: datetime) -> dict[str, Any]:
    """Return one line of the list: who, when, how it stands."""
    if one.taken_back_at is not None:
        state, phase = _("Đã rút lại"), "dropped"
    elif one.accepted_at is not None:
        state, phase = _("Đã nhận"), "done"
    elif now - one.written_at > queries.WAITS_TOO_LONG:
        state, phase = _("Chưa ai nhận, đã lâu"), "error"
    else:
        state, phase = _("Chờ người nhận"), "waiting"
    return {"one": one, "state": state, "phase": phase}


def told_of(gathered: dict[str, Any]) -> dict[str, Any]:
    """Return what was gathered as tables of a page, and the names of what there is nothing of."""
    titles = {
        "alerts": (_("Cảnh báo đang mở"), [_("Mức"), _("Cảnh báo"), _("Máy"), _("Từ"), _("Người xem xét")]),
        "incidents": (_("Sự cố đang xử lý"), [_("Sự cố"), _("Trạng thái"), _("Mức độ"), _("Đơn vị")]),
        "clocks": (_("Hạn báo cáo đang chạy"), [_("Sự cố"), _("Văn bản"), _("Hạn")]),
        "machines": (_("Máy nhiễm mã độc chưa sạch"), [_("Máy"), _("Mã độc"), _("Đơn vị"), _("Hạn")]),
        "silent": (_("Nguồn đang im lặng"), [_("Máy"), _("Đơn vị"), _("Im lặng từ")]),
    }
    sections = [
        {
            "title": title,
            "total": gathered[kind]["total"],
            "more": gathered[kind]["total"] - len(gathered[kind]["rows"]),
            "heads": heads,
            "rows": [ROWS[kind](row) for row in gathered[kind]["rows"]],
        }
        for kind, (title, heads) in titles.items()
    ]
    wrong = [[duty_words.PARTS[one["part"]], one["sentence"]] for one in gathered["parts"]]
    heads = [_("Thành phần"), _("Điều xảy ra")]
    title = _("Lỗi của hệ thống giám sát")
    sections.append({"title": title, "total": len(wrong), "more": 0, "heads": heads, "rows": wrong})
    return {
        "parts": [one for one in sections if one["rows"]],
        "nothing": "; ".join(str(one["title"]).lower() for one in sections if not one["rows"]),
    }


def _at(text: str | None) -> str:
    return duty_words.moment(datetime.fromisoformat(text)) if text else DASH


def _new(row: dict[str, Any], first: Any) -> Any:
    return lines([first, tag(_("mới"), "working")]) if row["is_new"] else first


def _alert(row: dict[str, Any]) -> list[Any]:
    level = tag(alert_words.LEVELS[row["level"]], alert_words.LEVEL_PHASES[row["level"]])
    where = lines([row["host"], row["unit"]]) if row["unit"] else row["host"]
    name = _new(row, link(row["title"], "desk:alert", row["id"]))
    return [level, name, where, _at(row["raised_at"]), row["taken_by"] or _("chưa ai")]


def _incident(row: dict[str, Any]) -> list[Any]:
    name = _new(row, link(f"{row['number']} {row['title']}", "desk:incident", row["id"]))
    return [_drill(row, name), state_of(row["state"]), incident_words.SEVERITIES[row["severity"]], row["unit"]]


def _drill(row: dict[str, Any], name: Any) -> Any:
    return lines([name, _("diễn tập")]) if row["is_drill"] else name


def _clock(row: dict[str, Any]) -> list[Any]:
    due = lines([_at(row["due_at"]), tag(_("Quá hạn"), "error")]) if row["is_late"] else _at(row["due_at"])
    name = _drill(row, link(row["number"], "desk:incident", row["id"]))
    return [name, incident_words.DUTIES[DutyKind(row["kind"])], due]


def _machine(row: dict[str, Any]) -> list[Any]:
    due = lines([_at(row["due_at"]), tag(_("Quá hạn"), "error")]) if row["is_late"] else _at(row["due_at"])
    return [link(row["host"], "desk:infected_machine", row["id"]), row["malware"] or DASH, row["unit"], due]


def _source(row: dict[str, Any]) -> list[Any]:
    return [_new(row, link(row["host"], "desk:event_source", row["id"])), row["unit"], _at(row["silent_since"])]


ROWS = {"alerts": _alert, "incidents": _incident, "clocks": _clock, "machines": _machine, "silent": _source}
