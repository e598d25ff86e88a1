# SPDX-License-Identifier: EUPL-1.2
"""How the monitoring itself stands: its parts, depth and delay of the queue, outages and who is told of them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.config import env
from tinhso.faces.desk.security.duty_words import PARTS
from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.modules.security.queries import watching as queries
from tinhso.modules.security.types.keeping import WatchedPart

ON_A_PAGE = 50


@officer_required("operator", "auditor")
@require_safe
def watch(request: HttpRequest) -> HttpResponse:
    """Show how each part stands now and list outages; `?dang=` gives a file."""
    part = request.GET.get("phan", "") if request.GET.get("phan", "") in PARTS else ""
    found = queries.outages(part)
    heads = [_("Thành phần"), _("Điều xảy ra"), _("Từ"), _("Đến"), _("Đã báo lúc")]
    if make := exports.FILES.get(request.GET.get("dang", "")):
        return make("su-co-giam-sat", heads, [_row(one) for one in found])
    stands = queries.standing_now(timezone.now())
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "told": stands.told,
        "parts": [(label, stands.wrong.get(one, "")) for one, label in PARTS.items() if one is not WatchedPart.CLOCK],
        "delay": round(stands.told.delay_seconds) if stands.told else 0,
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
