# SPDX-License-Identifier: EUPL-1.2
"""How tickets are told: states, reasons and waits in words."""

from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tinhso.config import env
from tinhso.modules.onestop.papers import qr_svg
from tinhso.modules.onestop.queries import queue as queries
from tinhso.modules.onestop.queries.tickets import Overtaken, Position
from tinhso.modules.onestop.queue.types import Lane, TicketState, VisitState, Why


def ticket_address(code: str) -> str:
    """Return the whole address of the public page of a ticket."""
    return f"{env.BASE_URL}{reverse('portal:ticket', args=[code])}"


def ticket_qr(code: str) -> SafeString:
    return mark_safe(qr_svg(ticket_address(code), sized=False))  # noqa: S308 - drawn by us from our own address


def why_words(one: Overtaken, favoured_in_row: int) -> str:
    """Return a sentence why a later number was called earlier."""
    sentences = {
        Why.ELSEWHERE: _("quầy %(counter)s làm lĩnh vực khác với việc của bạn"),
        Why.AGAIN: _("số này đã được gọi trước đó, nay gọi lại hoặc được quầy khác chuyển sang"),
        Why.RETURNED: _("được quầy khác chuyển sang, đã được gọi từ trước"),
        Why.BOOKED: _("đã đặt lịch và đến giờ hẹn"),
        Why.PRIORITY: _("thuộc lượt ưu tiên"),
        Why.PASSED: _("đến lượt số thường, sau %(row)s lượt hẹn giờ hoặc ưu tiên liên tiếp"),
    }
    return sentences[one.why] % {"counter": one.counter, "row": favoured_in_row}


def state_words(found: Position) -> str:
    """Return what became of a ticket, or where it stands, in a sentence."""
    ticket = found.ticket
    if ticket.state == TicketState.WAITING:
        return _("Đang chờ")
    counter = ticket.counter.number if ticket.counter else "–"
    sentences = {
        TicketState.CALLED: _("Mời đến quầy %(counter)s"),
        TicketState.SERVED: _("Đã phục vụ xong ở quầy %(counter)s"),
        TicketState.MISSED: _("Đã gọi nhưng không thấy bạn ở quầy %(counter)s"),
        TicketState.CLOSED: _("Hết ngày, chưa đến lượt"),
    }
    return sentences[TicketState(ticket.state)] % {"counter": counter}


def ahead_words(ahead: int) -> str:
    if ahead == 0:
        return _("Bạn là người tiếp theo")
    return ngettext("Còn %(count)s người trước bạn", "Còn %(count)s người trước bạn", ahead) % {"count": ahead}


def wait_words(found: Position) -> str:
    """Return the estimate as a sentence, or why there is none."""
    if not found.served_by:
        return _("Chưa có quầy nào mở cho việc của bạn nên chưa ước tính được thời gian chờ.")
    if found.estimate is None:
        return _("Hôm nay chưa đủ lượt phục vụ để ước tính thời gian chờ.")
    if found.estimate.minutes == 0:
        return _("Sắp đến lượt bạn.")
    words = _("Chờ khoảng %(minutes)s phút, ước tính từ %(count)s lượt gần nhất hôm nay; có thể nhanh hay chậm hơn.")
    return words % {"minutes": found.estimate.minutes, "count": found.estimate.services}


def lane_words() -> dict[str, str]:
    return {
        Lane.RETURNED: _("chuyển từ quầy khác"),
        Lane.BOOKED: _("hẹn giờ"),
        Lane.PRIORITY: _("ưu tiên"),
        Lane.ORDINARY: _("thường"),
    }


def visit_words(state: str) -> tuple[str, str]:
    """Return the state of an appointment in words, with its phase."""
    return {
        VisitState.OPEN: (_("Đã đặt"), "open"),
        VisitState.ARRIVED: (_("Đã đến"), "done"),
        VisitState.CANCELLED: (_("Đã hủy"), "dropped"),
        VisitState.DROPPED: (_("Rơi vào ngày nghỉ, không còn hiệu lực"), "error"),
        VisitState.MISSED: (_("Không đến"), "dropped"),
    }[VisitState(state)]


def position_context(found: Position) -> dict[str, Any]:
    """Return what the page of a ticket and its fragment show."""
    ticket, rule = found.ticket, found.ticket.place
    return {
        "position": found,
        "ticket": ticket,
        "unit": ticket.place.unit,
        "place": ticket.place,
        "state_words": state_words(found),
        "ahead_words": ahead_words(found.ahead) if found.ahead is not None else "",
        "wait_words": wait_words(found),
        "lane_words": lane_words()[found.lane],
        "overtaken": [(one.number, why_words(one, rule.favoured_in_row)) for one in found.overtaken],
        "procedures": queries.procedures_named(ticket.procedures),
        "groups": queries.priority_groups(ticket.place),
    }
