# SPDX-License-Identifier: EUPL-1.2
"""The published ranking of provinces for everybody: the table and one province."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.config import env
from tinhso.faces.portal import ranking as shown
from tinhso.faces.portal import ranking_data as data
from tinhso.faces.portal.reading import read_text
from tinhso.faces.ui.signin import public
from tinhso.modules.scorecards.dti import reading, rules
from tinhso.modules.scorecards.dti.types import Result
from tinhso.modules.scorecards.errors import UnknownIndex

ORDERS = ("", "ten")


def _year(request: HttpRequest) -> int:
    asked = read_text(request.GET, "nam", longest=4)
    known = reading.years_with_results()
    return int(asked) if asked.isascii() and asked.isdigit() and int(asked) in known else known[0]


@public
@require_safe
def ranking(request: HttpRequest) -> HttpResponse:
    """Show the table of a year; what nobody published stands between what is known above and below it."""
    year, text, order = _year(request), read_text(request.GET, "q").strip(), request.GET.get("sap", "")
    lines = shown.lines_of(year, env.PROVINCE_NAME, text, order)
    file = data.ranking_file(request.GET.get("dang", ""), reading.edition(shown.DTI), year, lines)
    if file is not None:
        return file
    context = {"lines": lines, "year": year, "text": text, "order": order if order in ORDERS else ""}
    context |= {"edition": reading.edition(shown.DTI), "published": sum(bool(one.value) for one in lines)}
    return render(request, "portal/ranking.html", context)


def own_of(year: int, slug: str) -> tuple[tuple[Result, ...], Result]:
    """Return what was published of a year and of one province; raises Http404 when there is no such thing."""
    try:
        found = reading.results(year)
    except UnknownIndex as unknown:
        raise Http404 from unknown
    own = next((one for one in found if shown.slug_of(one.province) == slug), None)
    if own is None:
        raise Http404
    return found, own


@public
@require_safe
def province(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Show what is known of one province, and what it lacks to the place asked for."""
    found, own = own_of(year, slug)
    edition = reading.edition(shown.DTI)
    file = data.province_file(request.GET.get("dang", ""), edition, year, own)
    if file is not None:
        return file
    wanted, error = _wanted(request, own, len(found))
    pillars = [
        (one, shown.number(own.pillars[one.code]) if one.code in own.pillars else "", own.pillar_ranks.get(one.code))
        for one in edition.pillars
    ]
    context = {"own": own, "slug": slug, "year": year, "edition": edition, "count": len(found), "wanted": wanted}
    context |= {
        "errors": {"den": error} if error else {},
        "values": {"den": read_text(request.GET, "den", longest=10) or str(wanted)},
    }
    context |= {"value": shown.span_words(rules.bounds(found, own.rank)), "pillars": pillars}
    context |= {"gap": shown.span_words(rules.gap(found, own, wanted)), "main": shown.main_lines(edition, own)}
    context |= {"recomputed": shown.recomputed(edition, own)}
    return render(request, "portal/ranking_province.html", context, status=422 if error else 200)


def _wanted(request: HttpRequest, own: Result, last: int) -> tuple[int, str]:
    """Return the place asked for and what is wrong with it; the next better one when nothing is asked."""
    typed, usual = read_text(request.GET, "den", longest=10).strip(), max(own.rank - 1, 1)
    if not typed:
        return usual, ""
    if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= last:
        return int(typed), ""
    return usual, _("Hãy ghi một hạng từ 1 đến %(last)d.") % {"last": last}
