# SPDX-License-Identifier: EUPL-1.2
"""Plans of the year: how services are upgraded, how they keep running under an attack; filed, listed, handed out."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.ui.exports import attachment
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.documents.actions import download as take_out
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.modules.onestop.actions.service_plans import file_service_plan
from tinhso.modules.onestop.queries import service_plans as queries
from tinhso.modules.onestop.types import ServicePlanKind

WORDS = {
    ServicePlanKind.UPGRADE: gettext_lazy("Kế hoạch nâng cấp kênh cung cấp dịch vụ"),
    ServicePlanKind.CONTINUITY: gettext_lazy("Kế hoạch duy trì dịch vụ khi bị tấn công"),
}
MOST_DIGITS = 4


@officer_required("operator", "auditor")
@require_http_methods(["GET", "HEAD", "POST"])
def plans(request: HttpRequest) -> HttpResponse:
    """List what was filed and what this year lacks; the operator files a new version."""
    if request.method != "POST":
        return _page(request)
    data, upload = request.POST, request.FILES.get("tep")
    year, kind = data.get("year", "").strip(), data.get("kind", "")
    errors = {}
    if not (year.isascii() and year.isdigit() and len(year) == MOST_DIGITS):
        errors["year"] = _("Hãy ghi năm bằng bốn chữ số, ví dụ 2027.")
    if kind not in list(ServicePlanKind):
        errors["kind"] = _("Hãy chọn loại kế hoạch.")
    if upload is None:
        errors["tep"] = _("Hãy chọn tệp kế hoạch.")
    if errors or upload is None:
        return _page(request, errors, status=422)
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    try:
        file_service_plan(int(year), ServicePlanKind(kind), upload, filename=upload.name or "", viewer=viewer, now=now)
    except NotAllowed:
        raise
    except HouseError as refusal:
        return _page(request, {"": refusal.sentence}, status=status_of(refusal))
    messages.success(request, _("Đã nộp kế hoạch; việc nộp có trong sổ sự kiện."))
    return redirect("ops:plans")


def _page(request: HttpRequest, errors: dict[str, str] | None = None, *, status: int = 200) -> HttpResponse:
    year = timezone.localdate().year
    context = {"rows": [(one, WORDS[ServicePlanKind(one.kind)]) for one in queries.plans()], "year": year}
    context |= {"lacking": [WORDS[kind] for kind in queries.lacking(year)], "kinds": list(WORDS.items())}
    context |= {"errors": errors, "values": {"year": str(year)} | request.POST.dict()}
    return render(request, "ops/plans.html", context, status=status)


@officer_required("operator", "auditor")
@require_safe
def plan_file(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Hand out a version as it was filed."""
    found = queries.plan(plan_id)
    if found is None:
        raise Http404
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    opened = take_out(found.document_id, purpose="Xem kế hoạch của hệ thống", now=now, by=viewer.actor())
    return attachment(opened.data, filename=opened.filename, media_type=opened.media_type)
