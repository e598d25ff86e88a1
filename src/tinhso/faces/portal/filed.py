# SPDX-License-Identifier: EUPL-1.2
"""What happens to the pages of a draft once it is filed: the browser's Back and stale tabs lead to the dossier."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tinhso.modules.onestop.queries import dossiers

View = Callable[..., HttpResponse]


def unfiled(view: View) -> View:
    """Show a page of a draft only while it is one; its applicant is led to the dossier it has become.

    Stands below `citizen_required`. Anybody else meets the view's own answer, which tells nothing of the dossier.
    """

    @wraps(view)
    def guarded(request: HttpRequest, draft_id: uuid.UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        filed = dossiers.dossier_of_draft(draft_id)
        mine = request.viewer.person_id  # type: ignore[attr-defined]
        if filed is None or mine not in (filed.applicant_id, filed.submitter_id):
            return view(request, draft_id, *args, **kwargs)
        messages.info(request, _("Hồ sơ này đã nộp."))
        if filed.mandate_id is not None and mine == filed.submitter_id:
            return redirect("portal:mandates")
        return redirect("portal:dossier", filed.case_id)

    return guarded
