# SPDX-License-Identifier: EUPL-1.2
"""One exercise: prepared and run by the centre, played by who takes part; each sees a page of its own."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import reading
from tinhso.faces.desk.security import drill_words as words
from tinhso.faces.desk.security import forms
from tinhso.faces.desk.security.drills import unit_options
from tinhso.faces.desk.security.wording import options
from tinhso.faces.ui.signin import officer_required
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.security import policies
from tinhso.modules.security.actions import drill_running as running
from tinhso.modules.security.actions import drills as actions
from tinhso.modules.security.queries import drills as queries
from tinhso.modules.security.types.drills import DrillState, InjectTold, Verdict

Deed = Callable[[HttpRequest, Any, dict[str, Any]], str]
LONGEST = actions.LONGEST_WORDS + 1


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def drill(request: HttpRequest, drill_id: uuid.UUID) -> HttpResponse:
    """Show an exercise to whoever may see it; do what a button of the page says."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.drill_for(viewer, drill_id)
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        said: list[str] = []
        deed = DEEDS.get(request.POST.get("act", ""))
        if deed is not None:
            errors, status = forms.tried(lambda: said.append(deed(request, found, {"viewer": viewer, "now": now})))
        if not errors:
            for sentence in filter(None, said):
                messages.success(request, sentence)
            return redirect("desk:drill", drill_id)
        found = queries.drill_for(viewer, drill_id)
    show = _control if policies.sees_everything(viewer) else _play
    return show(request, found, _beside(request, errors), status, now)


def _beside(request: HttpRequest, errors: dict[str, str]) -> dict[str, str]:
    """Return each sentence by the name of its box: boxes of one situation carry its id."""
    inject = reading.optional_identifier(request.POST, "inject")
    return {f"{name}-{inject}" if name and inject else name: sentence for name, sentence in errors.items()}


def _at_once(act: Callable[..., object], sentence: str | Promise) -> Deed:
    """Return the deed of a button that says all there is to say."""

    def deed(_request: HttpRequest, found: Any, asked: dict[str, Any]) -> str:
        act(found.id, **asked)
        return str(sentence)

    return deed


def _lessons(request: HttpRequest, found: Any, asked: dict[str, Any]) -> str:
    running.write_lessons(found.id, forms.text(request.POST, "lessons", LONGEST), **asked)
    return _("Đã ghi bài học.")


def _member(request: HttpRequest, found: Any, asked: dict[str, Any]) -> str:
    unit_id = reading.identifier(request.POST, "member_unit", _("Hãy chọn đơn vị tham gia."))
    said = forms.text(request.POST, "member_officer", 200).strip()
    officer_id = None
    if said:
        people = queries.officers_called(unit_id, said, timezone.localdate())
        if len(people) != 1:
            sentence = _("Có %(count)s người tên “%(said)s” trong đơn vị này. Hãy ghi tên tài khoản.")
            none = _("Không có ai tên “%(said)s” trong đơn vị này. Hãy ghi họ tên đầy đủ hoặc tên tài khoản.")
            values = {"count": len(people), "said": said}
            raise reading.FormFault({"member_officer": (sentence if people else none) % values})
        officer_id = people[0].id
    actions.add_member(found.id, unit_id, officer_id, **asked)
    return _("Đã thêm vào danh sách tham gia.")


def _unmember(request: HttpRequest, found: Any, asked: dict[str, Any]) -> str:
    key = reading.identifier(request.POST, "member", _("Trang đã cũ. Hãy tải lại trang."))
    actions.remove_member(found.id, key, **asked)
    return _("Đã bớt khỏi danh sách tham gia.")


def _inject_id(request: HttpRequest, found: Any) -> uuid.UUID:
    sentence = _("Tình huống này không còn. Hãy tải lại trang.")
    key = reading.identifier(request.POST, "inject", sentence)
    if queries.inject_of(found, key) is None:
        raise reading.FormFault({"": sentence})
    return key


def _release(request: HttpRequest, found: Any, asked: dict[str, Any]) -> str:
    running.release_inject(found.id, _inject_id(request, found), **asked)
    return _("Đã đưa ra. Người tham gia thấy tình huống này.")


def _skip(request: HttpRequest, found: Any, asked: dict[str, Any]) -> str:
    key = _inject_id(request, found)
    running.skip_inject(found.id, key, why=forms.text(request.POST, f"why-{key}", LONGEST), **asked)
    return _("Đã bỏ qua tình huống.")


def _judge(request: HttpRequest, found: Any, asked: dict[str, Any]) -> str:
    key = _inject_id(request, found)
    try:
        verdict = Verdict(request.POST.get(f"verdict-{key}", ""))
    except ValueError as error:
        raise reading.FormFault({"verdict": _("Hãy chọn đạt, chưa đạt hoặc không áp dụng.")}) from error
    remark = forms.text(request.POST, f"remark-{key}", LONGEST)
    running.judge_inject(found.id, key, verdict, remark=remark, **asked)
    return _("Đã ghi đánh giá.")


def _answer(request: HttpRequest, found: Any, asked: dict[str, Any]) -> str:
    key = _inject_id(request, found)
    typed = {"told_at": request.POST.get(f"told_at-{key}", "").strip()}
    told_at = forms.moment(typed, "told_at") if typed["told_at"] else None
    answer_id = reading.identifier(request.POST, "answer", _("Trang đã cũ. Hãy tải lại trang."))
    text = forms.text(request.POST, f"text-{key}", LONGEST)
    running.answer_inject(found.id, key, answer_id, text=text, told_at=told_at, **asked)
    return _("Đã gửi trả lời.")


DEEDS: dict[str, Deed] = {
    "start": _at_once(running.start_drill, gettext_lazy("Diễn tập đã bắt đầu. Sự cố diễn tập đã mở.")),
    "pause": _at_once(
        running.pause_drill, gettext_lazy("Đã tạm dừng. Những tình huống còn lại lùi theo thời gian dừng.")
    ),
    "resume": _at_once(running.resume_drill, gettext_lazy("Diễn tập tiếp tục.")),
    "end": _at_once(
        running.end_drill, gettext_lazy("Diễn tập đã kết thúc. Hãy đánh giá nốt, ghi bài học rồi xem báo cáo.")
    ),
    "cancel": _at_once(
        actions.cancel_drill, gettext_lazy("Đã hủy cuộc diễn tập. Kịch bản vẫn chép được sang cuộc khác.")
    ),
    "lessons": _lessons,
    "member": _member,
    "unmember": _unmember,
    "release": _release,
    "skip": _skip,
    "judge": _judge,
    "answer": _answer,
}


def _shared(request: HttpRequest, found: Any, errors: dict[str, str], now: datetime) -> dict[str, Any]:
    viewer, state = request.viewer, found.state  # type: ignore[attr-defined]
    injects = queries.injects_of(found)
    return words.line(found) | {
        "injects": injects,
        "clock": queries.clock_of(found, injects, now),
        "is_prepared": state is DrillState.PREPARED,
        "is_running": state is DrillState.RUNNING,
        "is_paused": state is DrillState.PAUSED,
        "is_going_on": state in (DrillState.RUNNING, DrillState.PAUSED),
        "is_ended": state is DrillState.ENDED,
        "members": [(one, words.member_name(one)) for one in queries.members_of(found)],
        "may_answer": state in (DrillState.RUNNING, DrillState.PAUSED) and queries.takes_part(found, viewer),
        "errors": errors,
    }


def _control(request: HttpRequest, found: Any, errors: dict[str, str], status: int, now: datetime) -> HttpResponse:
    """Show the whole scenario: to the operators, who run it, and to auditors, who look on."""
    viewer = request.viewer  # type: ignore[attr-defined]
    shared = _shared(request, found, errors, now)
    injects, clock = shared.pop("injects"), shared["clock"]
    values: dict[str, Any] = {"lessons": found.lessons}
    for one in injects:
        values |= {f"verdict-{one.id}": one.verdict, f"remark-{one.id}": one.remark}
    mine = {one.id for one in queries.released_for(found, viewer)} if shared["may_answer"] else set()
    context = shared | {
        "lines": [_inject_line(found, one, clock, now) | {"may_answer": one.id in mine} for one in injects],
        "seen": clock.due if clock else 0,
        "may_control": policies.runs_centre(viewer),
        "units": unit_options() if policies.runs_centre(viewer) and not found.ended_at else [],
        "verdicts": options(words.VERDICTS),
        "new_id": uuid7(),
        "values": values | (request.POST.dict() if errors else {}),
    }
    return render(request, "desk/security/drill.html", context, status=status)


def _inject_line(found: Any, one: Any, clock: Any, now: datetime) -> dict[str, Any]:
    state, phase = words.inject_state(one, clock.minute if clock and found.ended_at is None else None)
    if found.ended_at and one.released_at is None and one.skipped_at is None:
        state, phase = _("Chưa đưa ra"), "dropped"
    verdict = Verdict(one.verdict) if one.verdict else None
    return {
        "one": one,
        "key": str(one.id),
        "at": queries.planned_instant(found, one.minute),
        "state": state,
        "phase": phase,
        "to": words.to_whom(one.member),
        "answers": queries.answers_in_order(one),
        "verdict": words.VERDICTS[verdict] if verdict else "",
        "verdict_phase": words.VERDICT_PHASES[verdict] if verdict else "",
        "is_open": one.released_at is None and one.skipped_at is None,
        "answer_id": uuid7(),
    }


def _play(request: HttpRequest, found: Any, errors: dict[str, str], status: int, now: datetime) -> HttpResponse:
    """Show what was put in to who takes part; nothing of what comes, nor what is expected before the end."""
    viewer = request.viewer  # type: ignore[attr-defined]
    shared = _shared(request, found, errors, now)
    del shared["injects"]
    mine = queries.released_for(found, viewer)
    context = shared | {
        "lines": [_inject_line(found, one, shared["clock"], now) for one in mine],
        "seen": len(mine),
        "sees_incident": found.unit_id in policies.units_seen(viewer),
        "values": request.POST.dict() if errors else {},
    }
    return render(request, "desk/security/drill_play.html", context, status=status)


@officer_required()
@require_safe
def clock(request: HttpRequest, drill_id: uuid.UUID) -> HttpResponse:
    """Hand out the line with the clock, asked for again and again by the page; `?da=`: what the page shows already."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.drill_for(viewer, drill_id)
    shared = _shared(request, found, {}, now)
    seen = request.GET.get("da", "")
    shown = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 6 else 0
    controls = policies.sees_everything(viewer)
    there = shared["clock"].due if controls and shared["clock"] else len(queries.released_for(found, viewer))
    context = shared | {"seen": shown, "is_new": there > shown, "polled": True}
    return render(request, "desk/security/_drill_clock.html", context)


@officer_required("operator")
@require_http_methods(["GET", "HEAD", "POST"])
def inject(request: HttpRequest, drill_id: uuid.UUID, inject_id: uuid.UUID) -> HttpResponse:
    """Write a situation under the id of this form, change it, take it out."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.drill_for(viewer, drill_id)
    before = queries.inject_of(found, inject_id)
    if request.method != "POST":
        return _inject_form(request, found, before, _inject_values(before))
    removing = request.POST.get("act") == "remove"

    def deed() -> None:
        if removing:
            actions.remove_inject(drill_id, inject_id, viewer=viewer, now=now)
        else:
            actions.write_inject(drill_id, inject_id, _inject_told(request), viewer=viewer, now=now)

    errors, status = forms.tried(deed)
    if errors:
        return _inject_form(request, found, before, request.POST.dict(), errors, status)
    messages.success(request, _("Đã bỏ tình huống khỏi kịch bản.") if removing else _("Đã ghi tình huống."))
    return redirect("desk:drill", drill_id)


def _inject_values(before: Any) -> dict[str, Any]:
    if before is None:
        return {}
    values = {"minute": str(before.minute), "text": before.text, "expected": before.expected}
    return values | {"member": str(before.member_id or "")}


def _inject_told(request: HttpRequest) -> InjectTold:
    data = request.POST
    sentence = _("Hãy ghi phút đưa ra bằng chữ số, ví dụ 15.")
    minute = forms.whole(data, "minute", sentence)
    if minute is None:
        raise reading.FormFault({"minute": sentence})
    return InjectTold(
        minute=minute,
        text=forms.text(data, "text", LONGEST),
        expected=forms.text(data, "expected", LONGEST),
        member_id=reading.identifier(data, "member", _("Hãy chọn người nhận.")) if data.get("member") else None,
    )


def _inject_form(
    request: HttpRequest,
    found: Any,
    before: Any,
    values: dict[str, Any],
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "drill": found,
        "is_new": before is None,
        "may_remove": before is not None and found.state is DrillState.PREPARED,
        "members": [(str(one.id), words.member_name(one)) for one in queries.members_of(found)],
        "values": values,
        "errors": errors,
    }
    return render(request, "desk/security/drill_inject.html", context, status=status)
