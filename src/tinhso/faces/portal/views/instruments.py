# SPDX-License-Identifier: EUPL-1.2
"""Legal instruments for everybody: which the house rests on, and what rests on each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.portal import instruments as shown
from tinhso.faces.portal.reading import read_text
from tinhso.faces.ui.exports import FILES
from tinhso.faces.ui.signin import public
from tinhso.lib.citations import KINDS, citations


@public
@require_safe
def instruments(request: HttpRequest) -> HttpResponse:
    """List the instruments, by what rests on them; `?so=61/2018/NĐ-CP` shows one."""
    every = shown.register(timezone.localdate())
    asked = read_text(request.GET, "so").strip()
    if asked:
        return _one(request, every, asked)
    text, kind = read_text(request.GET, "q").strip(), read_text(request.GET, "loai", longest=8)
    found = shown.search(every, text, kind if kind in KINDS else "")
    make = FILES.get(request.GET.get("dang", ""))
    if make is not None:
        heads = [_("Văn bản"), _("Loại"), _("Năm"), _("Nhóm"), _("Nội dung dựa vào"), _("Điều, khoản")]
        rows = [
            (one.number, KINDS[one.kind], one.year, shown.GROUPS[use.group], use.title, use.article)
            for one in found
            for use in one.uses
        ]
        return make("can-cu-phap-ly", heads, rows)
    kinds = [(key, KINDS[key]) for key in KINDS if any(one.kind == key for one in every)]
    context = {"found": found, "text": text, "kinds": kinds, "values": {"q": text, "loai": kind}, "total": len(every)}
    return render(request, "portal/instruments.html", context)


def _one(request: HttpRequest, every: list[shown.Instrument], asked: str) -> HttpResponse:
    numbers = [one.number for one in citations(asked)]
    found = next((one for one in every if one.number in numbers), None)
    if found is None:
        raise Http404
    return render(request, "portal/instrument.html", {"one": found})
