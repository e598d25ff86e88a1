# SPDX-License-Identifier: EUPL-1.2
"""The inbox: one list for all kinds of work whose turn is this officer's."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.desk import paging, tabs, wording
from tinhso.faces.desk.rows import rows_with_steps
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.casework.queries import load_of
from tinhso.modules.onestop.queries import desk, feedback, parts

ORDERS = {
    "han": paging.Order("due_at"),
    "-han": paging.Order("due_at", descending=True),
    "nop": paging.Order("opened_at"),
    "-nop": paging.Order("opened_at", descending=True),
}
DUE = {"qua_han": "overdue", "sap_den": "soon"}


@officer_required()
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the officer's work; a fragment request gets the list alone."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    every = tabs.tabs_of(viewer)
    tab = tabs.chosen(every, request.GET.get("ngan", ""))
    wanted = _wanted(request)
    order = ORDERS.get(request.GET.get("xep", ""), ORDERS["han"])
    found = paging.page(desk.narrow(tab.cases, wanted, now), order, request.GET, _key(order))
    context: dict[str, Any] = {
        "rows": rows_with_steps(found.rows, now),
        "page": found,
        "now": now,
        "wanted": wanted,
        "tab": tab,
    }
    if request.headers.get("HX-Request") == "true":
        return render(request, "desk/_list.html", context)
    context |= {"tabs": every, "load": load_of(desk.mine(viewer), now), "due_words": _due_words()}
    context |= {"unacknowledged": parts.unacknowledged(viewer, now)}
    context["unpublished"] = feedback.unpublished(viewer).count() if {"head", "leader"} & viewer.roles() else 0
    context |= {"procedures": desk.procedures_among(tab.cases), "channels": wording.CHANNELS.items()}
    return render(request, "desk/inbox.html", context)


def _wanted(request: HttpRequest) -> desk.Narrowing:
    sent = request.GET
    return desk.Narrowing(
        text=sent.get("q", ""),
        due=DUE.get(sent.get("han", ""), ""),
        procedure=sent.get("thu_tuc", ""),
        channel=sent.get("kenh", ""),
    )


def _key(order: paging.Order) -> Any:
    return lambda case: (getattr(case, order.column), str(case.id))


def _due_words() -> list[tuple[str, str]]:
    return [("qua_han", _("Quá hạn")), ("sap_den", _("Sắp đến hạn (2 ngày)"))]
