# SPDX-License-Identifier: EUPL-1.2
"""Look-up by code for everybody: code and degree of completion, nothing else (01/2018/TT-VPCP, Điều 16)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.portal.reading import read_text
from tinhso.faces.ui.rate_limits import per_minute
from tinhso.faces.ui.signin import public
from tinhso.modules.onestop.queries import dossiers

LONGEST = 60
MOST = 60
"""Questions of one address in a minute: enough for a counter behind one address, too few to go through all codes."""


@public
@require_safe
def look_up(request: HttpRequest) -> HttpResponse:
    """Answer one code; a code nobody has is said to be unknown, without guessing. The empty page costs no question."""
    typed = read_text(request.GET, "ma", longest=LONGEST).strip()
    if typed:
        return _answer(request, typed)
    errors = {"ma": _("Hãy nhập mã hồ sơ ghi trên giấy tiếp nhận.")} if "ma" in request.GET else {}
    return _page(request, typed, None, errors)


@per_minute(MOST)
def _answer(request: HttpRequest, typed: str) -> HttpResponse:
    return _page(request, typed, dossiers.public_status(typed))


def _page(request: HttpRequest, typed: str, status: object, errors: dict[str, str] | None = None) -> HttpResponse:
    context = {"typed": typed, "status": status, "errors": errors or {}}
    return render(request, "portal/look_up.html", context, status=422 if errors else 200)
