# SPDX-License-Identifier: EUPL-1.2
"""Rankings others publish, for everybody: the security classes over the years, a place in information technology."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.config import env
from tinhso.faces.portal import security_ranking as shown
from tinhso.faces.portal.reading import read_text
from tinhso.faces.ui.exports import FILES
from tinhso.faces.ui.signin import public
from tinhso.modules.scorecards import rankings


@public
@require_safe
def security_ranking(request: HttpRequest) -> HttpResponse:
    """Show scale, publisher and results of each edition; say of a province and of a supposed score what is known."""
    make = FILES.get(request.GET.get("dang", ""))
    if make is not None:
        return make("xep-hang-an-toan-thong-tin", *shown.table())
    score, words, error = shown.tried(request.GET)
    errors = {shown.SCORE_BOX: error} if error else {}
    typed = read_text(request.GET, shown.PROVINCE_BOX, longest=60).strip()
    province = shown.known_province(typed or env.PROVINCE_NAME)
    if typed and province is None:
        errors[shown.PROVINCE_BOX] = _("Không có tỉnh, thành phố nào tên như vậy. Hãy ghi tên đầy đủ, ví dụ Bến Tre.")
    context = {"ranking": rankings.security(), "grades": shown.grade_lines(), "tables": shown.tables()}
    context |= {"province": province, "told": shown.of_province(province or ""), "tried": words}
    context |= {"places": shown.place_lines(), "errors": errors}
    context["values"] = {shown.SCORE_BOX: score, shown.PROVINCE_BOX: typed}
    return render(request, "portal/security_ranking.html", context, status=422 if errors else 200)
