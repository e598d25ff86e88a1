# SPDX-License-Identifier: EUPL-1.2
"""A person's own data: who has seen it, what the person has agreed to."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.faces.portal.consents import rows_for, text_version_of
from tinhso.faces.ui.exports import excel_file
from tinhso.faces.ui.signin import citizen_required
from tinhso.kernel.identity import actions, queries


@citizen_required
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """Show every reading of one's data by an officer, newest first, and the consents given."""
    person_id = request.viewer.person_id  # type: ignore[attr-defined]
    readings = queries.who_has_seen(person_id)
    if request.GET.get("dang") == "xlsx":
        rows = [(one.at, one.reader, one.unit, one.purpose, ", ".join(one.shown)) for one in readings]
        return excel_file("ai-da-xem", [_("Lúc"), _("Người xem"), _("Đơn vị"), _("Mục đích"), _("Đã xem gì")], rows)
    context = {
        "person": queries.person(person_id),
        "readings": readings,
        "consents": rows_for(queries.consents_of(person_id)),
    }
    return render(request, "portal/my_data.html", context)


@citizen_required
@require_POST
def give_consent(request: HttpRequest, purpose: str) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    version = text_version_of(purpose)
    actions.give_consent(viewer.person_id, purpose=purpose, text_version=version, now=timezone.now(), by=viewer.actor())
    messages.success(request, _("Đã ghi nhận sự đồng ý của bạn."))
    return redirect("portal:my_data")


@citizen_required
@require_POST
def withdraw_consent(request: HttpRequest, consent_id: uuid.UUID) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    actions.withdraw_consent(consent_id, person_id=viewer.person_id, now=timezone.now(), by=viewer.actor())
    messages.success(request, _("Đã rút lại sự đồng ý. Từ nay dữ liệu không được dùng cho việc này."))
    return redirect("portal:my_data")
