# SPDX-License-Identifier: EUPL-1.2
"""How threat intelligence goes month by month at the desk: came, ended, met; bars, tables, a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.desk.security import bars
from tinhso.faces.desk.security import intelligence_words as words
from tinhso.faces.desk.security.intelligence import READERS
from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.modules.security.queries import intelligence as indicators
from tinhso.modules.security.queries import intelligence_trends as queries
from tinhso.modules.security.types import IndicatorKind

SPANS = ("12", "24", "36")
MOST_ORIGINS = 50


@officer_required(*READERS)
@require_safe
def trends(request: HttpRequest) -> HttpResponse:
    """Show what came, ended and was met by month, kind and origin; `?dang=` gives a line for each of the three."""
    data, now = request.GET, timezone.now()
    kind = data.get("loai", "") if data.get("loai", "") in words.KINDS else ""
    origin = data.get("nguon", "")[:200].replace("\x00", "")
    span = data.get("thang", "") if data.get("thang", "") in SPANS else SPANS[0]
    months = queries.months_back(now, int(span))
    viewer = request.viewer  # type: ignore[attr-defined]
    found = queries.trends(viewer, now, months, kind=kind, origin=origin)
    if make := exports.FILES.get(data.get("dang", "")):
        heads = [_("Tháng"), _("Loại"), _("Nguồn"), *_heads()]
        return make("xu-huong-dau-hieu", heads, [_file_row(key, one) for key, one in sorted(found.items())])
    by_month = queries.folded(found.items(), lambda key: key[0])
    by_kind = queries.folded(found.items(), lambda key: key[1])
    by_origin = queries.folded(found.items(), lambda key: key[2])
    lines = [(first, by_month.get(first, queries.Trend())) for first in months]
    query = data.copy()
    query.pop("dang", None)
    context = {
        "bars": [
            bars.chart(_("Dấu hiệu mới theo tháng"), [(first, one.added) for first, one in lines]),
            bars.chart(_("Dấu hiệu hết theo dõi theo tháng"), [(first, one.ended) for first, one in lines]),
            bars.chart(_("Lần gặp trên máy theo tháng"), [(first, one.met) for first, one in lines]),
        ],
        "month_heads": [_("Tháng"), *_heads()],
        "months": [[f"{first:%m/%Y}", *_cells(one)] for first, one in reversed(lines)],
        "kind_heads": [_("Loại"), *_heads()[:-1]],
        "kinds_told": [
            [words.KINDS[each], *_cells(by_kind[each.value])[:-1]] for each in IndicatorKind if each.value in by_kind
        ],
        "origin_heads": [_("Nguồn"), *_heads()[:-1]],
        "origins_told": [[name, *_cells(one)[:-1]] for name, one in _largest(by_origin)],
        "more_origins": max(0, len(by_origin) - MOST_ORIGINS),
        "is_empty": not found,
        "is_narrowed": bool(kind or origin),
        "kinds": words.options(words.KINDS),
        "origins": [(name, name) for name in indicators.origins()],
        "spans": [(each, _("%(n)s tháng") % {"n": each}) for each in SPANS],
        "values": {"loai": kind, "nguon": origin, "thang": span},
        "file": query.urlencode(),
    }
    return render(request, "desk/security/intelligence/trends.html", context)


def _heads() -> list[str]:
    return [_("Mới"), _("Hết theo dõi"), _("Do đã bỏ"), _("Do hết hiệu lực"), _("Do đã cũ"), _("Lần gặp trên máy"),
            _("Dấu hiệu đã gặp")]  # fmt: skip


def _cells(one: queries.Trend) -> list[int]:
    return [one.added, one.ended, one.revoked, one.expired, one.decayed, one.met, one.seen]


def _file_row(key: queries.Key, one: queries.Trend) -> list[Any]:
    first, kind, origin = key
    return [f"{first:%m/%Y}", str(words.KINDS[IndicatorKind(kind)]), origin, *_cells(one)]


def _largest(found: dict[str, queries.Trend]) -> list[tuple[str, queries.Trend]]:
    """Return the origins that brought or met most, the most on top."""
    return sorted(found.items(), key=lambda pair: (-pair[1].added, -pair[1].met, pair[0]))[:MOST_ORIGINS]
