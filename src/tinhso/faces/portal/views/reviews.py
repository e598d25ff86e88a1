# SPDX-License-Identifier: EUPL-1.2
"""Procedures to be looked at again, for everybody: what is asked twice, already held, or contradicts itself."""

from collections import Counter

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tinhso.faces.portal import reviewing
from tinhso.faces.portal.reading import read_text
from tinhso.faces.ui.exports import FILES
from tinhso.faces.ui.signin import public
from tinhso.modules.onestop.queries import catalogue, reviews

PAGE_SIZE = 10


@public
@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    """List the procedures that have points, by word, kind and field, with the counts of the whole catalogue."""
    text, field = read_text(request.GET, "q"), read_text(request.GET, "linh-vuc")
    topic, order = reviewing.topic_of(read_text(request.GET, "loai")), read_text(request.GET, "xep")
    everything = reviews.reviewed(timezone.localdate())
    found = reviewing.in_order(reviews.chosen(everything, text=text, field=field, topic=topic), order)
    if request.GET.get("dang") in FILES:
        return FILES[request.GET["dang"]]("thu-tuc-can-ra-soat", *reviewing.table(found))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("trang"))
    counts = Counter(point.topic for one in everything for point in one.points)
    titles = reviewing.topics()
    context = {
        "page": page,
        "cards": [reviewing.card_of(one) for one in page.object_list],
        "shown": sum(len(one.points) for one in found),
        "looked_at": len(everything),
        "to_review": sum(bool(one.points) for one in everything),
        "figures": [(key, title, counts[key]) for key, title in titles.items()],
        "topics": list(titles.items()),
        "fields": [(name, name) for name, _count in catalogue.fields()],
        "orders": reviewing.sort_options(),
        "asked": {"text": text, "field": field, "topic": topic or "", "order": order},
    }
    return render(request, "portal/procedures_to_review.html", context)


@public
@require_safe
def review(request: HttpRequest, code: str) -> HttpResponse:
    """Show the points of one procedure."""
    version = catalogue.version_in_force(code, timezone.localdate())
    lines = [reviewing.line_of(one) for one in reviews.points_of(version)]
    return render(request, "portal/procedure_review.html", {"version": version, "lines": lines})
