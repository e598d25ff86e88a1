# SPDX-License-Identifier: EUPL-1.2
"""Offers made to a person before asking: the list with its reasons, one's answers, the way back."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.faces.portal import offering
from tinhso.faces.ui.rate_limits import per_minute
from tinhso.faces.ui.signin import citizen_required
from tinhso.kernel.events.errors import Refused
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.proactive.types import Standing

MOST_LOOKS = 6


@citizen_required
@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """Show every offer, why it was made, which data were read, and what may be said to it."""
    viewer = request.viewer  # type: ignore[attr-defined]
    return render(request, "portal/offers.html", offering.page(viewer, timezone.now()))


@citizen_required
@per_minute(MOST_LOOKS)
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Do the daily work for oneself now."""
    viewer = request.viewer  # type: ignore[attr-defined]
    made = actions.make_offers(now=timezone.now(), only=viewer.person_id)
    if made:
        messages.success(request, _("Có %(n)s đề nghị mới.") % {"n": made})
    else:
        messages.info(request, _("Hiện chưa có đề nghị mới nào cho bạn."))
    return redirect("portal:offers")


@citizen_required
@require_POST
def answer(request: HttpRequest, offer_id: uuid.UUID, choice: str) -> HttpResponse:
    """Take one answer to one offer; what cannot be done is said, and nothing changes."""
    if choice not in ANSWERS:
        raise Http404(choice)
    act, sentence = ANSWERS[choice]
    viewer = request.viewer  # type: ignore[attr-defined]
    try:
        offer = act(offer_id, viewer=viewer, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("portal:offers")
    messages.success(request, _said(offer, sentence()))
    leads_on = choice in ("nhan", "dieu-chinh") and offer.draft_key is not None
    return redirect("portal:draft", offer.draft_key) if leads_on else redirect("portal:offers")


def _said(offer: Any, sentence: str) -> str:
    if offer.standing == Standing.RESTORING:
        return _(
            "Đã yêu cầu rút hồ sơ. Bộ phận Một cửa xác nhận dừng, sau đó trang này ghi rõ mọi thứ đã như trước chưa."
        )
    if offer.standing == Standing.RESTORED and offer.before == offer.after:
        return _("Đã khôi phục: trạng thái bằng đúng trạng thái trước khi có đề nghị.")
    return sentence


@citizen_required
@require_POST
def snooze(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """Put an offer off by one of the spans the page names."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    days = {str(one): one for one in offering.SNOOZES}.get(request.POST.get("ngay", ""))
    if days is None:
        raise Http404("no such span")
    until = timezone.localtime(now).date() + timedelta(days=days)
    actions.snooze_offer(offer_id, until=until, viewer=viewer, now=now)
    messages.success(request, _("Đã để lại sau %(n)s ngày.") % {"n": days})
    return redirect("portal:offers")


@citizen_required
@require_POST
def bar(request: HttpRequest, key: str) -> HttpResponse:
    """Never offer this service again."""
    actions.bar_service(key, viewer=request.viewer, now=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, _("Từ nay cổng không đề nghị việc này nữa. Bạn có thể bật lại ở cuối trang."))
    return redirect("portal:offers")


@citizen_required
@require_POST
def unbar(request: HttpRequest, key: str) -> HttpResponse:
    """Hear of this service again."""
    actions.unbar_service(key, viewer=request.viewer, now=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, _("Đã bật lại đề nghị về việc này."))
    return redirect("portal:offers")


ANSWERS: dict[str, tuple[Callable[..., Any], Callable[[], str]]] = {
    "nhan": (actions.accept_offer, lambda: _("Đã ghi nhận.")),
    "tu-choi": (actions.refuse_offer, lambda: _("Đã từ chối. Những gì cổng chuẩn bị đã được xóa.")),
    "lay-lai": (actions.reopen_offer, lambda: _("Đã lấy lại đề nghị.")),
    "khoi-phuc": (actions.restore_offer, lambda: _("Đã khôi phục. Phần bạn tự thay đổi thêm vẫn được giữ.")),
    "dieu-chinh": (actions.adjust_offer, lambda: _("Hãy sửa bản nháp này rồi tự nộp.")),
}
