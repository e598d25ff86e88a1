# SPDX-License-Identifier: EUPL-1.2
"""The six counters over one register at the desk, frozen copies of them, the bands of the class."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk.security import levels_wording as wording
from tinhso.faces.desk.security.systems_wording import level_tag, lines, link, of_all, tag
from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.modules.security import actions, policies
from tinhso.modules.security.levels import spending
from tinhso.modules.security.levels.reading import Trust
from tinhso.modules.security.queries import level_records as queries
from tinhso.modules.security.queries import machines_register

EDITION = "2019"
HIGHEST = 100


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def counters(request: HttpRequest) -> HttpResponse:
    """Show the six counters of every system over one register, frozen copies with their own denominator, the bands."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    if request.method == "POST":
        actions.freeze_register(viewer=viewer, now=now)
        messages.success(request, _("Đã chốt sổ của hôm nay. Bản chốt không thay đổi nữa."))
        return redirect("desk:security_counters")
    today = timezone.localdate(now)
    rows = queries.counters_for(viewer, today)
    heads = [_("Hệ thống"), _("Cấp độ"), *(str(one) for one in wording.COUNTERS.values())]
    if make := exports.FILES.get(request.GET.get("dang", "")):
        plain = [[row.system.name, row.system.level, *(_("có") if yes else _("chưa") for yes in row.counters.values())]
                 for row in rows]  # fmt: skip
        return make("sau-so-dem-an-toan", heads, plain)
    sums = queries.sums_of(row.counters for row in rows)
    context = {
        "heads": heads,
        "rows": [_counter_row(row) for row in rows],
        "sums": [(str(words), of_all(sums[key], len(rows))) for key, words in wording.COUNTERS.items()],
        "frozen_heads": [_("Ngày chốt"), _("Số hệ thống"), *(str(one) for one in wording.COUNTERS.values())],
        "frozen": [_frozen_row(one) for one in queries.snapshots()] if policies.sees_everything(viewer) else [],
        "may_freeze": any(seat.role == "operator" for seat in viewer.seats),
        "today": today,
    }
    return render(request, "desk/security/counters.html", context)


def _counter_row(row: queries.CounterRow) -> list[Any]:
    cells = [tag(_("có"), "done") if yes else tag(_("chưa"), "waiting") for yes in row.counters.values()]
    name = lines([link(row.system.name, "desk:system", row.system.id), row.system.focal.name])
    return [name, level_tag(row.system.level), *cells]


def _frozen_row(one: Any) -> list[Any]:
    sums = queries.sums_of(one.rows)
    return [f"{one.on:%d/%m/%Y}", len(one.rows), *(of_all(sums[key], len(one.rows)) for key in queries.COUNTERS)]


@officer_required()
@require_safe
def bands(request: HttpRequest) -> HttpResponse:
    """Show what is known towards the class A to E: component indices, our data on each, the bands; no score."""
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    return render(request, "desk/security/bands.html", bands_told(viewer, today))


def bands_told(viewer: Any, today: date) -> dict[str, Any]:
    """Return what a page says of the bands: components with our data, bands with their borders, which are unknown."""
    return {
        "edition": EDITION,
        "weights_known": spending.weights_known(EDITION),
        "heads": [_("Thành phần"), _("Số liệu tỉnh có")],
        "rows": [[one.text, _ours(one.ours, viewer, today)] for one in spending.components(EDITION)],
        "band_heads": [_("Loại"), _("Tên gọi"), _("Khoảng"), _("Mức tin cậy")],
        "bands": [
            [one.name, one.text, _bounds(one.low, one.high), wording.TRUST[one.trust] or _("đã đọc trong văn bản")]
            for one in spending.bands()
        ],
        "unknown": [one.name for one in spending.bands() if one.trust is Trust.MISSING],
    }


def _ours(key: str, viewer: Any, today: date) -> str:
    if key == "six_counters":
        rows = queries.counters_for(viewer, today)
        sums = queries.sums_of(row.counters for row in rows)
        said = (f"{words}: {of_all(sums[one], len(rows))}" for one, words in wording.COUNTERS.items())
        return "; ".join(said)
    if key == "machines_seen":
        _units, whole = machines_register.coverage(viewer, today)
        return _("Máy trung tâm quốc gia thấy: %(seen)s") % {"seen": of_all(whole.national, whole.machines)}
    return _("chưa có số liệu")


def _bounds(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return _("chưa biết")
    if low is None:
        return _("dưới %(high)s, cận dưới chưa biết") % {"high": high}
    if high == HIGHEST:
        return _("từ %(low)s đến %(high)s") % {"low": low, "high": high}
    return _("từ %(low)s đến dưới %(high)s") % {"low": low, "high": high}
