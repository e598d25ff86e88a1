# SPDX-License-Identifier: EUPL-1.2
"""Write a rule and see what it would have found: on lines put in by hand, and on stored events of the last days."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.faces.ui.signin import officer_required
from tinhso.modules.security.actions.lookups import Lookup, note_lookup
from tinhso.modules.security.queries import trying as queries
from tinhso.modules.security.store.errors import StoreAway, StoreRefused
from tinhso.modules.security.types.keeping import LookupKind

HOURS = {"": 0, "24": 24, "168": 168, "720": 720}
EXAMPLE = """title: Tên luật
id: 00000000-0000-4000-8000-000000000001
status: experimental
author: Người viết
logsource: {product: linux, service: sshd}
detection:
  failed:
    message|contains: Failed password
  condition: failed
level: medium
"""


@officer_required("operator", "auditor", "head", "leader")
@require_http_methods(["GET", "HEAD", "POST"])
def try_rule(request: HttpRequest) -> HttpResponse:
    """Take a rule and lines, say what matches; nothing is kept."""
    if request.method != "POST":
        return _page(request, {"rule": EXAMPLE})
    rule = request.POST.get("rule", "").replace("\x00", "")
    lines = request.POST.get("lines", "").replace("\x00", "")
    if len(rule) > queries.LONGEST_RULE or len(lines) > queries.LONGEST_LINES:
        return _page(request, {}, {"rule": _("Luật hoặc các dòng thử quá dài. Hãy bớt rồi thử lại.")}, status=422)
    library = queries.rules_of(rule)
    if not library.rules:
        said = [one.sentence for one in library.aside] or [_("Không tìm thấy luật nào trong nội dung.")]
        return _page(request, {}, {"rule": said[0]}, status=422)
    found: dict[str, Any] = {
        "library": library,
        "tried": queries.try_lines(library, lines, now=timezone.now()) if lines.strip() else [],
    }
    hours = HOURS.get(request.POST.get("hours", ""), 0)
    if not hours:
        return _page(request, found)
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    try:
        store = queries.try_store(library, viewer, since=now - timedelta(hours=hours), until=now)
        asked = Lookup(LookupKind.RULE, rule, span_hours=hours)
        note_lookup(asked, store.examined, viewer=viewer, now=now)
    except StoreAway:
        fault = _("Kho sự kiện đang không trả lời. Hãy thử lại sau ít phút; thử trên dòng gõ tay vẫn dùng được.")
        return _page(request, found, {"hours": fault}, status=503)
    except StoreRefused:
        fault = _("Thử trên kho mất quá nhiều thời gian. Hãy chọn khoảng thời gian ngắn hơn.")
        return _page(request, found, {"hours": fault}, status=422)
    return _page(request, found | {"store": store, "counts": store.rules.most_common()})


def _page(
    request: HttpRequest, found: dict[str, Any], errors: dict[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    values = {"rule": found.pop("rule", ""), **request.POST.dict()}
    context = found | {
        "values": values,
        "errors": errors,
        "spans": [("24", _("24 giờ qua")), ("168", _("7 ngày qua")), ("720", _("30 ngày qua"))],
    }
    return render(request, "desk/security/try_rule.html", context, status=status)
