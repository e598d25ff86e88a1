# SPDX-License-Identifier: EUPL-1.2
"""The report of an exercise: as a page, on paper, as a file."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tinhso.faces.desk.security import drill_words as words
from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.registry.queries import unit
from tinhso.modules.security import policies
from tinhso.modules.security.incidents.drill_paper import drill_paper
from tinhso.modules.security.queries import drills as queries
from tinhso.modules.security.queries.drill_report import drill_report
from tinhso.modules.security.types.drills import Verdict


@officer_required()
@require_safe
def report(request: HttpRequest, drill_id: uuid.UUID) -> HttpResponse:
    """Show what came of an exercise; who takes part reads it when it is over. `?dang=`: pdf, xlsx, csv."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.drill_for(viewer, drill_id)
    told = drill_report(found, now)
    if told is None or (told.ended_at is None and not policies.sees_everything(viewer)):
        return redirect("desk:drill", drill_id)
    wanted = request.GET.get("dang", "")
    name = f"dien-tap-{timezone.localtime(told.started_at):%Y%m%d-%H%M}"
    members = [words.member_name(one) for one in queries.members_of(found)]
    if make := exports.FILES.get(wanted):
        return make(name, words.report_headers(), [words.report_row(one) for one in told.lines])
    if wanted == "pdf":
        pdf = drill_paper(found, told, members, unit=unit(told.unit_id or found.unit_id), now=now)
        return exports.attachment(pdf, filename=f"{name}.pdf", media_type="application/pdf")
    context = words.line(found) | {
        "told": told,
        "members": members,
        "sums": words.sums(told),
        "lines": [(one, _verdict(one.verdict)) for one in told.lines],
    }
    return render(request, "desk/security/drill_report.html", context)


def _verdict(said: str) -> tuple[str, str]:
    verdict = Verdict(said) if said else None
    return (str(words.VERDICTS[verdict]), words.VERDICT_PHASES[verdict]) if verdict else ("", "")
