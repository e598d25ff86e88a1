# SPDX-License-Identifier: EUPL-1.2
"""Indicators at the desk: the list with why each is watched or not, one of them, entry by hand, how they age."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import reading
from tinhso.faces.desk.security import intelligence_words as words
from tinhso.faces.ui import exports
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.modules.security import policies
from tinhso.modules.security.actions import indicators as actions
from tinhso.modules.security.intelligence.decay import FULL, LEAST
from tinhso.modules.security.queries import intelligence as queries
from tinhso.modules.security.types import IndicatorKind, Tlp

ON_A_PAGE, MOST_IN_FILE = 25, 100_000
View = Callable[..., HttpResponse]
READERS = (*policies.KEEPERS, *policies.EVERYWHERE)
ORDER = {"": "moi", "gia_tri": "gia_tri", "-gia_tri": "-gia_tri", "gap": "gap", "-gap": "-gap", "tin_cay": "tin_cay",
         "-tin_cay": "-tin_cay"}  # fmt: skip


def keepers_only(view: View) -> View:
    """Let in those who receive and share intelligence for the province: operators, and its leader."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        policies.check_intelligence(request.viewer)  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return officer_required("operator", "leader")(guarded)


@officer_required(*READERS)
@require_safe
def indicator_list(request: HttpRequest) -> HttpResponse:
    """List indicators, narrowed and sorted; `?dang=` gives a file of them."""
    now, data = timezone.now(), request.GET
    text = data.get("q", "")[:200].replace("\x00", "").strip()
    kind = data.get("loai", "") if data.get("loai", "") in words.KINDS else ""
    standing = data.get("tt", "") if data.get("tt", "") in words.STANDINGS else ""
    origin = data.get("nguon", "")[:200].replace("\x00", "")
    order = ORDER.get(data.get("xep", ""), "moi")
    found = queries.indicators_for(now=now, text=text, kind=kind, standing=standing, origin=origin, order=order)
    if make := exports.FILES.get(data.get("dang", "")):
        return make("dau-hieu", words.headers(), [words.row(words.line(one)) for one in found[:MOST_IN_FILE]])
    query = data.copy()
    for name in ("dang", "trang"):
        query.pop(name, None)
    page, counts = Paginator(found, ON_A_PAGE).get_page(data.get("trang")), queries.counts(now)
    context: dict[str, Any] = {
        "lines": [words.line(one) for one in page.object_list],
        "page": page,
        "watched": counts.get("watched", 0),
        "total": sum(counts.values()),
        "kinds": words.options(words.KINDS),
        "standings": words.options(words.STANDINGS),
        "origins": queries.origins(),
        "values": {"q": text, "loai": kind, "tt": standing, "nguon": origin},
        "is_narrowed": bool(text or kind or standing or origin),
        "file": query.urlencode(),
        "may_keep": policies.may_keep_intelligence(request.viewer),  # type: ignore[attr-defined]
    }
    return render(request, "desk/security/intelligence/list.html", context)


HUNTED = {
    IndicatorKind.ADDRESS: "diachi",
    IndicatorKind.DOMAIN: "ten",
    IndicatorKind.URL: "ten",
    IndicatorKind.HASH: "bam",
}


def _question(found: Any) -> str:
    """Return how the value is asked for among stored events; empty where one value cannot say it."""
    column = HUNTED.get(IndicatorKind(found.kind))
    return f'{column}:"{found.value}"' if column and not set('"*') & set(found.value) else ""


@officer_required(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def indicator(request: HttpRequest, indicator_id: int) -> HttpResponse:
    """Show one indicator, why it is watched or not, on which machines it was met; watch it no more."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.indicator(indicator_id, now)
    if request.method == "POST":
        actions.revoke_indicator(found.id, viewer=viewer, now=now)
        messages.success(request, _("Đã bỏ theo dõi dấu hiệu này."))
        return redirect("desk:indicator", found.id)
    context = {
        "line": words.line(found),
        "one": found,
        "why": words.why(found),
        "others": [words.line(each) for each in queries.same_value(found, now)],
        "sightings": queries.sightings_of(found.id, viewer),
        "may_keep": policies.may_keep_intelligence(viewer) and found.revoked_at is None,
        "hunt": _question(found),
    }
    return render(request, "desk/security/intelligence/indicator.html", context)


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_indicator(request: HttpRequest) -> HttpResponse:
    """Write one indicator by hand."""
    if request.method != "POST":
        return _new_form(request, {"tlp": str(int(Tlp.AMBER))})
    data = request.POST
    try:
        made = actions.add_indicator(
            data.get("value", "").replace("\x00", ""),
            label=data.get("label", "").replace("\x00", ""),
            confidence=percent(data.get("confidence", ""), "confidence"),
            tlp=mark(data.get("tlp", "")),
            viewer=request.viewer,  # type: ignore[attr-defined]
            now=timezone.now(),
        )
    except reading.FormFault as fault:
        return _new_form(request, data.dict(), fault.errors, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        return _new_form(request, data.dict(), reading.placed(refusal), status=status_of(refusal))
    messages.success(request, _("Đã ghi dấu hiệu."))
    return redirect("desk:indicator", made.id)


def percent(typed: str, name: str) -> int | None:
    """Return a number typed into a box, None when it was left empty; raises FormFault."""
    typed = typed.strip()
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 6):
        raise reading.FormFault({name: _("Hãy ghi một số nguyên, hoặc để trống.")})
    return int(typed)


def mark(typed: str) -> Tlp:
    """Return a chosen sharing mark; raises FormFault."""
    if typed not in {str(int(one)) for one in Tlp}:
        raise reading.FormFault({"tlp": _("Hãy chọn mức chia sẻ.")})
    return Tlp(int(typed))


def _new_form(
    request: HttpRequest, values: dict[str, str], errors: dict[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    context = {"marks": words.options(words.MARKS), "values": values, "errors": errors}
    return render(request, "desk/security/intelligence/form.html", context, status=status)


@officer_required(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Show and set how fast each kind of indicator ages; show the warning lists in force."""
    viewer = request.viewer  # type: ignore[attr-defined]
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            typed = {kind: percent(request.POST.get(kind.value, ""), kind.value) for kind in actions.half_lives()}
            actions.set_half_lives(typed, viewer=viewer, now=timezone.now())
            messages.success(request, _("Đã đặt thời gian bán rã."))
            return redirect("desk:indicator_settings")
        except reading.FormFault as fault:
            errors = fault.errors
        except NotAllowed:
            raise
        except HouseError as refusal:
            errors = reading.placed(refusal)
    ages = actions.half_lives()
    lists = queries.warning_lists()
    context = {
        "ages": [(kind.value, words.KINDS[IndicatorKind(kind)]) for kind in ages],
        "values": request.POST.dict() if errors else {kind.value: str(days or "") for kind, days in ages.items()},
        "full": int(FULL),
        "least": int(LEAST),
        "lists": queries.sizes_of(lists),
        "faults": lists.faults,
        "may_keep": policies.may_keep_intelligence(viewer),
        "errors": errors,
    }
    return render(request, "desk/security/intelligence/settings.html", context, status=422 if errors else 200)
