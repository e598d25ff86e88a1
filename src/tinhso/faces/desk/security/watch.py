# SPDX-License-Identifier: EUPL-1.2
"""How the monitoring itself stands: its parts, depth and delay of the queue, outages and who is told of them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tinhso.config import env
from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.modules.security.queries import watching as queries
from tinhso.modules.security.types.keeping import WatchedPart
from tinhso.modules.security.watching import faults

ON_A_PAGE = 50
PARTS = {
    WatchedPart.COLLECTOR: gettext_lazy("Bộ thu thập"),
    WatchedPart.STORE: gettext_lazy("Kho sự kiện"),
    WatchedPart.DETECTOR: gettext_lazy("Bộ phát hiện"),
    WatchedPart.DELAY: gettext_lazy("Độ trễ đánh giá"),
    WatchedPart.COUNTER: gettext_lazy("Bộ đếm nguồn"),
    WatchedPart.SOURCES: gettext_lazy("Nguồn im lặng"),
    WatchedPart.SPOOL: gettext_lazy("Vùng đệm, đĩa"),
    WatchedPart.CLOCK: gettext_lazy("Giờ hệ thống"),
}


@officer_required("operator", "auditor")
@require_safe
def watch(request: HttpRequest) -> HttpResponse:
    """Show how each part stands now and list outages; `?dang=` gives a file."""
    part = request.GET.get("phan", "") if request.GET.get("phan", "") in PARTS else ""
    found = queries.outages(part)
    heads = [_("Thành phần"), _("Điều xảy ra"), _("Từ"), _("Đến"), _("Đã báo lúc")]
    if make := exports.FILES.get(request.GET.get("dang", "")):
        return make("su-co-giam-sat", heads, [_row(one) for one in found])
    told = queries.reading(timezone.now(), env.COLLECT_FOLDER)
    wrong = faults(told, queries.bounds()) if env.COLLECT else {}
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "is_on": env.COLLECT,
        "parts": [(label, wrong.get(one, "")) for one, label in PARTS.items() if one is not WatchedPart.CLOCK],
        "told": told,
        "behind_kb": told.detector_behind // 1024,
        "delay": round(told.delay_seconds),
        "mails": len(env.WATCH_MAIL),
        "phones": len(env.WATCH_PHONES),
        "lines": [(one, PARTS[WatchedPart(one.part)]) for one in page.object_list],
        "page": page,
        "choices": [(one.value, label) for one, label in PARTS.items()],
        "values": {"phan": part},
        "is_narrowed": bool(part),
        "file": f"phan={part}",
    }
    return render(request, "desk/security/watch.html", context)


def _row(one: Any) -> list[Any]:
    return [str(PARTS[WatchedPart(one.part)]), one.sentence, one.began_at, one.ended_at, one.told_at]
