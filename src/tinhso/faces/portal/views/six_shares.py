# SPDX-License-Identifier: EUPL-1.2
"""The six shares of online services for everybody, with the acts behind each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.portal.periods import year_asked
from tinhso.faces.portal.six_shares import lines_of, shares_table
from tinhso.faces.portal.views.figures import ACTS_SHOWN
from tinhso.faces.ui.data_files import table_file
from tinhso.faces.ui.signin import public
from tinhso.kernel.indicators.queries import acts_of_fact
from tinhso.modules.onestop.queries.portal import public_acts
from tinhso.modules.onestop.queries.six_shares import LINES, OFFERED, six_shares


@public
@require_safe
def shares(request: HttpRequest) -> HttpResponse:
    """Show the six from 1 January to a day; today unless another day is asked for."""
    asked = year_asked(request)
    lines = lines_of(six_shares(asked.scope))
    if form := request.GET.get("dang", ""):
        titles = [_("Tỷ lệ"), _("Tử số"), _("Số"), _("Mẫu số"), _("Số"), "%"]
        rows = [
            (one.title, one.above, one.share.numerator, one.below, one.share.denominator, one.share.percent)
            for one in lines
        ]
        file: HttpResponse | None = table_file(
            form, asked.file_name("sau-ty-le"), titles, rows, shares_table(lines, asked.scope)
        )
        if file is not None:
            return file
    return render(request, "portal/six_shares.html", asked.context | {"lines": lines})


@public
@require_safe
def acts(request: HttpRequest, key: str) -> HttpResponse:
    """Show the acts above or below the line, nobody named."""
    if key not in LINES:
        raise Http404
    asked = year_asked(request)
    above, below = LINES[key]
    which = "denominator" if request.GET.get("phan") == "mau" and below != OFFERED else "numerator"
    found = public_acts(acts_of_fact(below if which == "denominator" else above, asked.scope, limit=ACTS_SHOWN))
    line = next(one for one in lines_of(six_shares(asked.scope)) if one.share.key == key)
    context = {"line": line, "acts": found, "which": which, "limit": ACTS_SHOWN}
    return render(request, "portal/six_shares_acts.html", asked.context | context)
