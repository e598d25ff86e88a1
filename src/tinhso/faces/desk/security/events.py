# SPDX-License-Identifier: EUPL-1.2
"""Search over the stored events with a histogram, and one event with ways on to what is like it."""

from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.desk import reading
from tinhso.faces.desk.security import lookups
from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.modules.security.errors import PurposeMissing
from tinhso.modules.security.queries import events as queries
from tinhso.modules.security.store.asking import AskedWrongly
from tinhso.modules.security.store.errors import StoreAway, StoreRefused
from tinhso.modules.security.types.keeping import LookupKind

SPANS = {"1": 1, "24": 24, "168": 168, "720": 720, "8760": 8760}
"""Hours back from now."""

ASKED = {"q", "gio", "tu", "den"}
"""The page asks the store when a question came with it; before, it only says how to write one."""

PIVOTS = (
    ("may", "host"), ("nguoi", "user"), ("chuongtrinh", "image"), ("diachi", "addresses"), ("ten", "names"),
    ("bam", "hashes"),
)  # fmt: skip


@officer_required()
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Ask for events of the machines the officer sees."""
    text = request.GET.get("q", "")[:600].replace("\x00", "").strip()
    span = request.GET.get("gio", "") if request.GET.get("gio", "") in SPANS else "24"
    since, until, fault = _span(request, SPANS[span])
    page = int(request.GET["trang"]) if request.GET.get("trang", "").isdigit() and len(request.GET["trang"]) < 4 else 1
    found: queries.Found | HttpResponse | None = None
    errors, status = ({"q": fault}, 422) if fault else ({}, 200)
    if not fault and ASKED & set(request.GET):
        found, errors, status = _asked(request, text, (SPANS[span], since, until), page)
    if isinstance(found, HttpResponse):
        return found
    context = {
        "found": found,
        "values": {name: request.GET.get(name, "") for name in ("tu", "den", "muc_dich")} | {"q": text, "gio": span},
        "spans": [("1", _("1 giờ qua")), ("24", _("24 giờ qua")), ("168", _("7 ngày qua")), ("720", _("30 ngày qua")),
                  ("8760", _("12 tháng qua"))],
        "since": since,
        "until": until,
        "bars": _drawn(request, found.bars) if found else [],
        "older": _link(request, page + 1) if found and _has_more(found, page) else "",
        "newer": _link(request, page - 1) if page > 1 else "",
        "errors": errors,
        "file": _file(request) if found else "",
    }  # fmt: skip
    return render(request, "desk/security/events.html", context, status=status)


def _asked(
    request: HttpRequest, text: str, span: tuple[int, datetime, datetime], page: int
) -> tuple[queries.Found | HttpResponse | None, dict[str, str], int]:
    """Return what was found or the file that was asked for, or errors and a status; an act says who asked."""
    hours, since, until = span
    is_file = request.GET.get("dang", "") in exports.FILES
    kind = LookupKind.EXPORT if is_file else LookupKind.SEARCH
    asked = lookups.asked(request, kind, text, hours=hours, since=since, until=until)
    try:
        if is_file:
            return lookups.take(request, asked, since=since, until=until), {}, 200
        lookups.check(asked)
        viewer = request.viewer  # type: ignore[attr-defined]
        found = queries.search(viewer, text, since=since, until=until, page=page)
        lookups.note(request, asked, found.total)
        return found, {}, 200
    except PurposeMissing as missing:
        return None, {"muc_dich": missing.sentence}, 422
    except AskedWrongly as wrong:
        return None, {"q": str(wrong)}, 422
    except StoreAway:
        said = _("Kho sự kiện đang không trả lời. Sự kiện vẫn được nhận và giữ; hãy tìm lại sau ít phút.")
        return None, {"q": said}, 503
    except StoreRefused:
        said = _("Câu tìm mất quá nhiều thời gian. Hãy thu hẹp thời gian hoặc thêm từ, thêm tên máy.")
        return None, {"q": said}, 422


def _span(request: HttpRequest, hours: int) -> tuple[datetime, datetime, str]:
    """Return the span asked for: two moments when given, else so many hours back from now."""
    now = timezone.now()
    typed = [request.GET.get(name, "").strip() for name in ("tu", "den")]
    if not any(typed):
        return now - timedelta(hours=hours), now, ""
    moments = []
    for text, default in zip(typed, (now - timedelta(hours=hours), now), strict=True):
        at = reading.instant(text) if text else default
        if at is None:
            return default, now, _("Thời gian phải ghi như 2026-03-02T08:00. Hãy chọn lại.")
        moments.append(at)
    if moments[0] >= moments[1]:
        return moments[0], moments[1], _("Thời gian bắt đầu phải trước thời gian kết thúc.")
    return moments[0], moments[1], ""


def _drawn(request: HttpRequest, bars: list[queries.Bar]) -> list[dict[str, Any]]:
    """Return where each bar of the histogram stands (10 wide, at most 100 high), with a link that narrows to it."""
    drawn = []
    for place, bar in enumerate(bars):
        query = request.GET.copy()
        query.pop("trang", None)
        for name, at in (("tu", bar.since), ("den", bar.until)):
            query[name] = timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")
        height = max(2, round(bar.share)) if bar.count else 0
        drawn.append(
            {"bar": bar, "x": 10 * place, "y": 100 - height, "height": height, "href": f"?{query.urlencode()}"}
        )
    return drawn


def _has_more(found: queries.Found, page: int) -> bool:
    return found.total > page * queries.ON_A_PAGE and page < queries.MOST_PAGES


def _file(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("trang", None)
    return query.urlencode()


def _link(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["trang"] = str(page)
    return f"?{query.urlencode()}"


@officer_required()
@require_safe
def event(request: HttpRequest, name: str) -> HttpResponse:
    """Show one event whole."""
    try:
        found = queries.event(request.viewer, name)  # type: ignore[attr-defined]
    except StoreAway:
        told = {"errors": {"": _("Kho sự kiện đang không trả lời. Hãy tải lại trang sau ít phút.")}}
        return render(request, "desk/security/event.html", told, status=503)
    if found is None:
        raise Http404("no such event")
    now = timezone.now()
    lookups.note(request, lookups.asked(request, LookupKind.EVENT, name, hours=0, since=now, until=now), 1)
    return render(request, "desk/security/event.html", {"event": found, "pivots": _pivots(found)})


def _pivots(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return label, value and question for what other events can have in common with this one."""
    labels = {"may": _("Máy"), "nguoi": _("Người dùng"), "chuongtrinh": _("Chương trình"), "diachi": _("Địa chỉ"),
              "ten": _("Tên miền"), "bam": _("Mã băm")}  # fmt: skip
    pivots = []
    for key, column in PIVOTS:
        values = found[column] if isinstance(found[column], list) else [found[column]]
        pivots += [(labels[key], one, f'{key}:"{one}"') for one in values if one and '"' not in one and "*" not in one]
    return pivots
