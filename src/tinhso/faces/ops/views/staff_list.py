# SPDX-License-Identifier: EUPL-1.2
"""A list of staff from a file: looked at first, written on the second press, all lines or none."""

from dataclasses import asdict

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.ops.staff_sheet import HEADERS, LIMIT_BYTES, lines_of
from tinhso.faces.ui.exports import excel_file
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity.staff.sheets import look_at, write_sheet
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.identity.types_of_staff import StaffLine

SALT, GOOD_FOR_SECONDS = "ops.staff_list", 3600


@officer_required("operator")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_list(request: HttpRequest) -> HttpResponse:
    """Take a file and show what each line would do; the second press writes exactly what was shown."""
    context = {"limit": LIMIT_BYTES, "values": request.POST.dict(), "headers": HEADERS}
    if request.method != "POST":
        return render(request, "ops/staff_list.html", context)
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    try:
        lines = _lines(request)
        context["results"] = results = look_at(lines, viewer=viewer, today=timezone.localdate())
        context["wrong"] = sum(bool(one.problem) for one in results)
        context["kept"] = signing.dumps([asdict(one) for one in lines], salt=SALT, compress=True)
        if "ghi" in request.POST:
            reason = request.POST.get("reason", "")
            count = write_sheet(lines, reason=reason, viewer=viewer, now=timezone.now())
            messages.success(request, _("Đã bố trí theo %(count)s dòng của danh sách.") % {"count": count})
            return redirect("ops:officers")
    except Refused as refusal:
        field = "reason" if refusal.code == "reason" else "tep"
        context["errors"] = {field: refusal.sentence}
        return render(request, "ops/staff_list.html", context, status=status_of(refusal))
    return render(request, "ops/staff_list.html", context)


def _lines(request: HttpRequest) -> list[StaffLine]:
    if "ghi" in request.POST:
        try:
            kept = signing.loads(request.POST.get("kept", ""), salt=SALT, max_age=GOOD_FOR_SECONDS)
        except signing.BadSignature as error:
            raise Refused(
                _("Danh sách đã xem quá một giờ hoặc không còn nguyên. Hãy chọn tệp lại."), code="tep"
            ) from error
        return [StaffLine(**one) for one in kept]
    upload = request.FILES.get("tep")
    if upload is None:
        raise Refused(_("Hãy chọn tệp danh sách cán bộ."), code="tep")
    return lines_of(upload)


@officer_required("operator")
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """An empty sheet with the headers."""
    return excel_file("danh-sach-can-bo", HEADERS, [])
