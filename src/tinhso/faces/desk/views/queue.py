# SPDX-License-Identifier: EUPL-1.2
"""The counter page: open, call, call again, nobody came, send on, done; who waits; numbers handed out by hand."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.faces.desk.queueing import page_context, waiting_rows
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import Conflict, Refused
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop.actions import queue_calls as calls
from tinhso.modules.onestop.actions import queue_room as room
from tinhso.modules.onestop.actions.queue_tickets import Wish, take_at_desk
from tinhso.modules.onestop.actions.visits import arrive_at_desk
from tinhso.modules.onestop.queries import queue as queries
from tinhso.modules.onestop.queries.visits import visit_of
from tinhso.modules.onestop.queue.policies import check_desk, desks_of

ROLES = ("reception", "head", "leader")


@officer_required(*ROLES)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Go to the queue of one's own desk; somebody of several desks chooses."""
    desks = desks_of(request.viewer)  # type: ignore[attr-defined]
    if len(desks) == 1:
        return redirect("desk:queue_of", desks[0][0])
    return render(request, "desk/queue/desks.html", {"desks": desks})


@officer_required(*ROLES)
@require_safe
def queue_of(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponse:
    """Show the counter one sits at, who waits and what can be done."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    _check(viewer, unit_id)
    place = queries.place_or_none(unit_id)
    if place is None:
        return render(request, "desk/queue/none.html", {"unit_id": unit_id, "roles": viewer.roles()})
    if request.GET.get("phan") == "cho":
        mine = queries.counter_of(viewer.as_officer, unit_id, now)
        return render(request, "desk/queue/_waiting.html", {"rows": waiting_rows(place, mine, now), "mine": mine})
    context = page_context(place, viewer, now) | {"client_key": str(uuid7())}
    return render(request, "desk/queue/queue.html", context)


def _check(viewer: Any, unit_id: uuid.UUID) -> None:
    """Let the leader of the unit look; everybody else must work at the desk."""
    if viewer.seat_in(unit_id, "leader") is None:
        check_desk(viewer, unit_id)


def _open(request: HttpRequest, counter: Any, viewer: Any) -> None:
    opened = room.open_counter(counter.id, viewer=viewer, now=timezone.now())
    messages.success(request, _("Đã mở quầy %(number)s.") % {"number": opened.number})


def _close(request: HttpRequest, counter: Any, viewer: Any) -> None:
    alone = room.close_counter(counter.id, viewer=viewer, now=timezone.now())
    messages.success(request, _("Đã đóng quầy %(number)s.") % {"number": counter.number})
    if alone:
        words = ngettext(
            "%(count)s người đang chờ mà không còn quầy nào mở cho việc của họ. Hãy mở quầy khác hoặc báo cho họ.",
            "%(count)s người đang chờ mà không còn quầy nào mở cho việc của họ. Hãy mở quầy khác hoặc báo cho họ.",
            alone,
        )
        messages.warning(request, words % {"count": alone})


def _next(request: HttpRequest, counter: Any, viewer: Any) -> None:
    ticket = calls.call_next(counter.id, viewer=viewer, now=timezone.now())
    messages.success(request, _("Đã gọi số %(number)s.") % {"number": ticket.number})


def _again(request: HttpRequest, counter: Any, viewer: Any) -> None:
    ticket = calls.call_again(_ticket_id(request), counter.id, viewer=viewer, now=timezone.now())
    messages.success(request, _("Đã gọi lại số %(number)s.") % {"number": ticket.number})


def _missed(request: HttpRequest, counter: Any, viewer: Any) -> None:
    ticket = calls.note_missed(_ticket_id(request), counter.id, viewer=viewer, now=timezone.now())
    words = _("Đã ghi số %(number)s không đến. Người đó đến sau thì gọi lại được trong ngày.")
    messages.success(request, words % {"number": ticket.number})


def _served(request: HttpRequest, counter: Any, viewer: Any) -> None:
    ticket = calls.serve(_ticket_id(request), counter.id, viewer=viewer, now=timezone.now())
    messages.success(request, _("Đã xong số %(number)s.") % {"number": ticket.number})


def _move(request: HttpRequest, counter: Any, viewer: Any) -> None:
    target = request.POST.get("quay", "")
    to = int(target) if target.isascii() and target.isdigit() and len(target) < 4 else 0
    ticket = calls.move(_ticket_id(request), counter.id, to=to, viewer=viewer, now=timezone.now())
    words = _("Đã chuyển số %(number)s sang quầy %(to)s; quầy đó gọi số này trước.")
    messages.success(request, words % {"number": ticket.number, "to": to})


def _ticket_id(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("so", ""))
    except ValueError:
        raise Refused(_("Không rõ số nào. Hãy tải lại trang.")) from None


Deed = Callable[[HttpRequest, Any, Any], None]
DEEDS: dict[str, Deed] = {
    "mo": _open,
    "dong": _close,
    "tiep": _next,
    "lai": _again,
    "vang": _missed,
    "xong": _served,
    "chuyen": _move,
}


@officer_required(*ROLES)
@require_POST
def deed(request: HttpRequest, counter_id: uuid.UUID, name: str) -> HttpResponse:
    """Do one thing at a counter and show the page again; what was refused is said there, nothing is lost."""
    if name not in DEEDS:
        raise Http404(name)
    counter = queries.counter(counter_id)
    try:
        DEEDS[name](request, counter, request.viewer)  # type: ignore[attr-defined]
    except (Refused, Conflict) as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("desk:queue_of", counter.place_id)


@officer_required("reception", "head")
@require_POST
def hand_out(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponse:
    """Hand out a number for somebody who cannot use the kiosk."""
    codes = [code[:12] for code in request.POST.getlist("procedure") if code]
    wish = Wish(request.POST.get("client_key", "")[:40] or str(uuid7()), codes, request.POST.get("uu-tien") == "1")
    try:
        ticket = take_at_desk(unit_id, wish, viewer=request.viewer, now=timezone.now())  # type: ignore[attr-defined]
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, _("Đã phát số %(number)s. Hãy đọc số cho người dân.") % {"number": ticket.number})
    return redirect("desk:queue_of", unit_id)


@officer_required("reception", "head")
@require_POST
def arrived(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    """Turn an appointment into a number when the person stands at the desk."""
    visit = visit_of(visit_id)
    try:
        ticket = arrive_at_desk(visit_id, viewer=request.viewer, now=timezone.now())  # type: ignore[attr-defined]
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        words = _("Lịch hẹn %(code)s nhận số %(number)s.")
        messages.success(request, words % {"code": visit.code, "number": ticket.number})
    return redirect("desk:queue_of", visit.place_id)


@officer_required("reception", "head")
@require_http_methods(["GET", "HEAD", "POST"])
def end_day(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponse:
    """Ask once, then end the day: who waits is told that the number ends here."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    check_desk(viewer, unit_id)
    place = queries.place(unit_id)
    if request.method != "POST":
        return render(request, "desk/queue/end_day.html", {"place": place, "board": queries.board(unit_id, now)})
    left = room.close_day(unit_id, viewer=viewer, now=now)
    words = ngettext(
        "Đã kết thúc ngày. %(count)s người chưa được phục vụ; trang của số họ giữ đã ghi lời xin lỗi.",
        "Đã kết thúc ngày. %(count)s người chưa được phục vụ; trang của số họ giữ đã ghi lời xin lỗi.",
        left,
    )
    messages.success(request, words % {"count": left} if left else _("Đã kết thúc ngày. Không còn ai chờ."))
    return redirect("desk:queue_of", unit_id)
