# SPDX-License-Identifier: EUPL-1.2
"""What I declare: the components of open rounds that name me or the unit I lead."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tinhso.faces.desk.scorecards import wording
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.casework import workflow
from tinhso.modules.scorecards import queries_of_assessments as queries

ON_A_PAGE = 50


@officer_required()
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List the declarations of this officer, what is owed first, by due day."""
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    page = Paginator(queries.mine(viewer), ON_A_PAGE).get_page(request.GET.get("trang"))
    entries = [
        {
            "declaration": one,
            "state": workflow.state(one.case.kind, one.case.state),
            "is_overdue": one.case.state in queries.OWED and one.due_on < today,
        }
        for one in page.object_list
    ]
    return render(request, "desk/scorecards/mine.html", {"entries": entries, "page": page, "dash": wording.DASH})
