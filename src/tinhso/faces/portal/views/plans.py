# SPDX-License-Identifier: EUPL-1.2
"""Issued plans for everybody: the list, and one plan with its promises, how they stand and what proves them."""

import uuid
from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.portal import plans as shown
from tinhso.faces.ui.signin import public
from tinhso.modules.plans import published, queries

PLANS_ON_A_PAGE, TASKS_ON_A_PAGE = 10, 40


@public
@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """List issued plans by word and year, each with how its tasks stand; `?dang=` as a file."""
    asked, today = shown.read_asked(request), timezone.localdate()
    found, form = published.plans(asked.text, asked.year), request.GET.get("dang", "")
    if form and not asked.errors:
        file = shown.list_file(form, shown.plan_lines(list(found), today))
        if file is not None:
            return file
    page: Page[Any] = _page(Paginator(found, PLANS_ON_A_PAGE), request, asked.errors)
    context: dict[str, Any] = {"page": page, "lines": shown.plan_lines(list(page.object_list), today)}
    context |= {"values": asked.values, "errors": asked.errors, "is_narrowed": bool(asked.text or asked.year)}
    return render(request, "portal/plans.html", context)


@public
@require_safe
def plan(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Show one issued plan; a draft is not there. `?dang=` as a file."""
    found = queries.plan_issued(plan_id)
    asked, today = shown.read_asked(request), timezone.localdate()
    rows = published.board(found, today, queries.Wanted(text=asked.text, light=asked.light))
    line, goals = shown.plan_lines([found], today)[0], shown.goal_lines(found)
    form = request.GET.get("dang", "")
    if form and not asked.errors:
        file = shown.plan_file(form, line, goals, shown.task_lines(rows))
        if file is not None:
            return file
    page: Page[Any] = _page(Paginator(rows, TASKS_ON_A_PAGE), request, asked.errors)
    context = {
        "line": line,
        "plan": found,
        "goals": goals,
        "page": page,
        "tasks": shown.task_lines(list(page.object_list)),
    }
    context |= {"money": shown.money_lines(found), "stages": shown.stage_words(), "today": today}
    context |= {"values": asked.values, "errors": asked.errors, "light_choices": shown.light_choices()}
    return render(request, "portal/plan.html", context | {"is_narrowed": bool(asked.text or asked.light)})


def _page(paginator: "Paginator[Any]", request: HttpRequest, errors: dict[str, str]) -> Page[Any]:
    """Return the page asked for; one that is not there is said in `errors` and the first is shown."""
    typed = request.GET.get("trang", "1")
    try:
        return paginator.page(typed)
    except InvalidPage:
        errors[""] = _("Danh sách không có trang “%(page)s”; đang hiện trang 1.") % {"page": typed[:20]}
        return paginator.page(1)
