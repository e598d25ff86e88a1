# SPDX-License-Identifier: EUPL-1.2
"""Legal instruments for everybody: the life of each, which the house rests on, and what rests on each; on any day."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.portal import instrument_words as words
from tinhso.faces.portal import instruments as shown
from tinhso.faces.portal.reading import read_date, read_text
from tinhso.faces.ui.exports import FILES
from tinhso.faces.ui.signin import public
from tinhso.lib.citations import KINDS, citations

BOXES = ("ngay-day", "ngay-month", "ngay-year")


@public
@require_safe
def instruments(request: HttpRequest) -> HttpResponse:
    """List the instruments, by what rests on them; `?so=61/2018/NĐ-CP` shows one; `ngay-*` asks for another day."""
    day, error = read_date(request.GET, "ngay")
    on = day or timezone.localdate()
    every = shown.register(on)
    asked = read_text(request.GET, "so").strip()
    context: dict[str, Any] = {"on": on, "day_query": _day_query(day), "errors": {"ngay": error} if error else {}}
    context["values"] = {name: read_text(request.GET, name, longest=4) for name in BOXES}
    if asked:
        return _one(request, every, asked, context)
    text, kind = read_text(request.GET, "q").strip(), read_text(request.GET, "loai", longest=8)
    stands = read_text(request.GET, "tt", longest=10)
    stands = stands if stands in shown.STANDS else ""
    found = shown.search(every, text, kind if kind in KINDS else "", stands)
    make = FILES.get(request.GET.get("dang", ""))
    if make is not None and not error:
        return make("can-cu-phap-ly", _heads(), _rows(found))
    kinds = [(key, KINDS[key]) for key in KINDS if any(one.kind == key for one in every)]
    context |= {"found": [(one, *words.tag_of(one)) for one in found], "text": text, "kinds": kinds}
    context |= {"total": len(every), "stands": list(shown.STANDS.items())}
    context["warned"] = sum(one.is_warned for one in every)
    context["values"] |= {"q": text, "loai": kind, "tt": stands}
    context["file_query"] = urlencode({"q": text, "loai": kind, "tt": stands} | _boxes(day))
    return render(request, "portal/instruments.html", context, status=422 if error else 200)


def _boxes(day: date | None) -> dict[str, int]:
    return {} if day is None else dict(zip(BOXES, (day.day, day.month, day.year), strict=True))


def _day_query(day: date | None) -> str:
    return f"&{urlencode(_boxes(day))}" if day else ""


def _heads() -> list[str]:
    heads = [_("Văn bản"), _("Loại"), _("Năm"), _("Tình trạng"), _("Nội dung"), _("Cơ quan ban hành")]
    heads += [_("Ngày ban hành"), _("Ngày có hiệu lực"), _("Ngày cuối còn hiệu lực"), _("Được thay bởi")]
    return [*heads, _("Mức xác nhận"), _("Nhóm"), _("Nội dung dựa vào"), _("Điều, khoản")]


def _rows(found: list[shown.Instrument]) -> list[tuple[object, ...]]:
    lines: list[tuple[object, ...]] = []
    for one in found:
        head = (one.number, KINDS[one.kind], one.year, words.tag_of(one)[0], *words.entry_cells(one))
        lines += [(*head, shown.GROUPS[use.group], use.title, use.article) for use in one.uses]
        if not one.uses:
            lines.append((*head, None, None, None))
    return lines


def _one(request: HttpRequest, every: list[shown.Instrument], asked: str, context: dict[str, Any]) -> HttpResponse:
    numbers = [one.number for one in citations(asked)]
    found = next((one for one in every if one.number in numbers), None)
    if found is None:
        raise Http404
    context |= {"one": found, "lives": words.lives(found)}
    return render(request, "portal/instrument.html", context, status=422 if context["errors"] else 200)
