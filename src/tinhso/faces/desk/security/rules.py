# SPDX-License-Identifier: EUPL-1.2
"""The rules of detection: in use, switched off, set aside and why; how often they match, what of ATT&CK they cover."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk.security import alert_words as words
from tinhso.faces.desk.security import forms
from tinhso.faces.desk.security.wording import options
from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.modules.security import actions
from tinhso.modules.security.queries import alerts as queries

ON_A_PAGE = 50
COUNTED_DAYS = 30


@officer_required()
@require_safe
def rule_list(request: HttpRequest) -> HttpResponse:
    """List rules, search and narrow them; `?dang=` gives a file."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    text = forms.asked_text(request)
    states = {"off": _("Đã tắt"), "aside": _("Gác lại vì lỗi")}
    state = request.GET.get("tt", "") if request.GET.get("tt", "") in states else ""
    found = queries.rules_for(text=text, state=state)
    if make := exports.FILES.get(request.GET.get("dang", "")):
        heads = [_("Luật"), _("Mức"), _("Nguồn nhật ký"), _("Tác giả"), _("Giấy phép"), _("Tệp"), _("Mã"),
                 _("Vì sao gác lại")]  # fmt: skip
        rows = [[one.title, str(words.LEVELS[one.level]), one.logsource, one.author, one.licence, one.file, one.key,
                 one.sentence] for one in found]  # fmt: skip
        return make("luat-phat-hien", heads, rows)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    counts = queries.matches_by_rule([one.key for one in page.object_list], now - timedelta(days=COUNTED_DAYS))
    techniques = queries.techniques()
    context = {
        "lines": [
            (one, words.LEVELS[one.level], words.LEVEL_PHASES[one.level], counts.get(one.key, 0)) for one in page
        ],
        "page": page,
        "states": options(states),
        "techniques": techniques,
        "most": max((count for _name, count in techniques), default=1),
        "hidden": queries.suppressions_for(viewer, now),
        "values": {"q": text, "tt": state},
        "is_narrowed": bool(text or state),
        "file": forms.file_query(request),
    }
    return render(request, "desk/security/rules.html", context)


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest) -> HttpResponse:
    """Show one rule (`?ma=`); an operator switches it."""
    key = request.GET.get("ma", "")[:200].replace("\x00", "")
    found = queries.rule(key)
    if found is None:
        raise Http404("no such rule")
    viewer, status = request.viewer, 200  # type: ignore[attr-defined]
    errors: dict[str, str] = {}
    if request.method == "POST":
        said, is_on = request.POST.get("words", "").replace("\x00", ""), request.POST.get("act") == "on"
        errors, status = forms.tried(
            lambda: actions.switch_rule(key, is_on=is_on, words=said, viewer=viewer, now=timezone.now())
        )
        if not errors:
            messages.success(request, _("Đã bật luật.") if is_on else _("Đã tắt luật. Bộ phát hiện theo sau vài giây."))
            return redirect(request.get_full_path())
    context = {
        "rule": found,
        "level": words.LEVELS[found.level],
        "level_phase": words.LEVEL_PHASES[found.level],
        "may_switch": any(seat.role == "operator" for seat in viewer.seats) and not found.sentence,
        "references": [one for one in found.references.splitlines() if one.startswith(("http://", "https://"))],
        "values": request.POST.dict(),
        "errors": errors,
    }
    return render(request, "desk/security/rule.html", context, status=status)
