# SPDX-License-Identifier: EUPL-1.2
"""How a person wants to be told: e-mail, SMS, both or neither, for each kind of notice."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.faces.ui.signin import citizen_required
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.exchange.actions import quiet_hours
from tinhso.kernel.exchange.sms import is_connected
from tinhso.kernel.identity.queries import person
from tinhso.lib.phone import is_mobile
from tinhso.modules.onestop.actions import choose_notices
from tinhso.modules.onestop.queries.telling import Telling, tellings_of
from tinhso.modules.onestop.telling.rules import may_choose
from tinhso.modules.onestop.telling.types import Kind, Way


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def how_told(request: HttpRequest) -> HttpResponse:
    """Show and keep the choices; a kind that was not answered stays as it is."""
    viewer = request.viewer  # type: ignore[attr-defined]
    if request.method == "POST":
        return _choose(request)
    me = person(viewer.person_id)
    context = {
        "rows": [_row(one) for one in tellings_of(viewer.person_id)],
        "person": me,
        "has_mobile": is_mobile(me.phone) if me else False,
        "is_connected": is_connected(),
        "quiet": quiet_hours(),
    }
    return render(request, "portal/how_told.html", context)


def _choose(request: HttpRequest) -> HttpResponse:
    sent = {kind: request.POST.get(kind.value, "") for kind in Kind}
    known = {way.value for way in Way if way}
    choices = {kind: Way(raw) for kind, raw in sent.items() if raw in known}
    try:
        choose_notices(choices, viewer=request.viewer, now=timezone.now())  # type: ignore[attr-defined]
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Đã lưu cách nhận thông báo của bạn."))
    return redirect("portal:how_told")


def _row(telling: Telling) -> dict[str, Any]:
    title, hint = _words()[telling.kind]
    if telling.always:
        hint += " " + _("Thông báo này phải gửi theo thủ tục nên luôn gửi thư điện tử và luôn hiện ở trang hồ sơ.")
    ways = {
        Way.EMAIL: _("Thư điện tử"),
        Way.SMS: _("Tin nhắn"),
        Way.BOTH: _("Thư điện tử và tin nhắn"),
        Way.NONE: _("Không gửi, tôi tự xem ở trang hồ sơ"),
    }
    options = [(way.value, text) for way, text in ways.items() if may_choose(way, always=telling.always)]
    now = [ways[Way(channel)] for channel in telling.channels]
    return {
        "name": telling.kind.value,
        "title": title,
        "hint": hint,
        "options": options,
        "way": telling.way,
        "now": now,
    }


def _words() -> dict[Kind, tuple[str, str]]:
    return {
        Kind.PROGRESS: (_("Tiến độ hồ sơ"), _("Đã nhận hồ sơ gửi đến, đã tiếp nhận, đã ghi nhận khoản nộp.")),
        Kind.ACTION: (_("Việc bạn cần làm"), _("Cần bổ sung hồ sơ, cần nộp khoản theo thông báo.")),
        Kind.DECISION: (_("Không tiếp nhận, từ chối, dừng giải quyết"), _("Kèm lý do ở trang hồ sơ.")),
        Kind.DELAY: (_("Xin lỗi và hẹn lại"), _("Khi hồ sơ bị chậm hoặc kết quả phải đính chính.")),
        Kind.RESULT: (_("Kết quả"), _("Đã có kết quả, kết quả chờ đến nhận, đã trả kết quả.")),
        Kind.OFFER: (
            _("Đề nghị cho tôi"),
            _("Việc sắp đến hạn, quyền lợi có thể được hưởng; không ảnh hưởng hồ sơ nào."),
        ),
    }
