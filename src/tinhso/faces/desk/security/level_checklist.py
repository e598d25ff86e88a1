# SPDX-License-Identifier: EUPL-1.2
"""The requirements of a system at the desk: the checklist with its sums, the answer to one requirement."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import reading
from tinhso.faces.desk.security import forms
from tinhso.faces.desk.security import levels_wording as wording
from tinhso.faces.desk.security.systems_wording import DASH, lines, link, tag
from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.modules.security import actions, policies
from tinhso.modules.security.levels.requirements import Answer, group_texts, required, standard_title
from tinhso.modules.security.queries import level_records as queries
from tinhso.modules.security.queries import levels, systems


def level_of(system: Any) -> int | None:
    """Return the level a system is checked by: the approved one, else what its parts say."""
    level: int | None = system.level
    return level or levels.proposed_level(levels.determinations_of(system.id))


@officer_required()
@require_safe
def checklist(request: HttpRequest, system_id: uuid.UUID) -> HttpResponse:
    """Show the requirements of a system by family and annex with their answers and sums; `?dang=` gives a file."""
    system = systems.system_for(request.viewer, system_id)  # type: ignore[attr-defined]
    level = level_of(system)
    found = queries.checklist(system.id, level, timezone.localdate()) if level else None
    if found and (make := exports.FILES.get(request.GET.get("dang", ""))):
        heads = [_("Mục"), _("Cấp độ"), _("Nhóm yêu cầu"), _("Trả lời"), _("Lý do"), _("Minh chứng"),
                 _("Ngày đánh giá"), _("Người đánh giá")]  # fmt: skip
        return make("yeu-cau-an-toan", heads, [_plain(row) for row in found.rows])
    context = {
        "system": system,
        "level": level,
        "is_approved": system.level is not None,
        "found": found,
        "standard": standard_title(found.standard) if found else "",
        "groups": _groups(system, found) if found else [],
        "heads": [_("Mục"), _("Nhóm yêu cầu"), _("Trả lời"), _("Minh chứng, lý do")],
        "sum_heads": [_("Nhóm yêu cầu"), *(str(one) for one in wording.ANSWERS.values()), _("Chưa trả lời"),
                      _("Còn mở")],
        "sums": [[text, *_sum(one)] for text, one in found.by_family] if found else [],
        "annexes": [[_("Phụ lục cấp độ %(level)s") % {"level": annex}, *_sum(one)] for annex, one in found.by_annex]
        if found
        else [],
    }  # fmt: skip
    return render(request, "desk/security/checklist.html", context)


def _sum(one: Any) -> list[int]:
    return [one.met, one.partly, one.not_met, one.not_applicable, one.unanswered, one.open]


def _plain(row: queries.RequirementRow) -> list[Any]:
    one, said = row.requirement, row.answer
    beside = [str(wording.ANSWERS[Answer(said.answer)]), said.reason, said.evidence, f"{said.assessed_on:%d/%m/%Y}",
              said.assessor] if said else [""] * 5  # fmt: skip
    return [one.clause, one.annex, one.text, *beside]


def _groups(system: Any, found: queries.Checklist) -> list[tuple[str, list[list[Any]]]]:
    return [
        (text, [_row(system, row) for row in found.rows if row.requirement.group == key])
        for key, text in group_texts().items()
    ]


def _row(system: Any, row: queries.RequirementRow) -> list[Any]:
    one, said = row.requirement, row.answer
    name = link(one.text, "desk:system_requirement", system.id, one.key)
    beside = _("phụ lục cấp độ %(level)s: %(hints)s") % {"level": one.annex, "hints": "; ".join(one.hints)}
    if said is None:
        return [one.clause, lines([name, beside]), tag(_("Chưa trả lời"), "waiting"), DASH]
    answer = tag(wording.ANSWERS[Answer(said.answer)], wording.ANSWER_PHASES[said.answer])
    by = _("%(assessor)s, ngày %(on)s") % {"assessor": said.assessor, "on": f"{said.assessed_on:%d/%m/%Y}"}
    told = [one for one in (said.reason, said.evidence, by) if one]
    return [one.clause, lines([name, beside]), answer, lines(told)]


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def requirement(request: HttpRequest, system_id: uuid.UUID, key: str) -> HttpResponse:
    """Answer one requirement of a system: met, partly, not met, or why it does not apply."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    system = systems.system_for(viewer, system_id)
    one = next((row for row in required(5) if row.key == key), None)
    if one is None:
        raise Http404(key)
    policies.check_keep_register(viewer, system.focal_id, system.owner_id, system.security_unit_id)
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":

        def answer() -> None:
            told = actions.AnswerTold(
                requirement=key,
                answer=reading.choice(request.POST, "answer", Answer, _("Hãy chọn câu trả lời.")),
                reason=forms.text(request.POST, "reason"),
                evidence=forms.text(request.POST, "evidence"),
                assessed_on=reading.required_day(request.POST, "assessed_on"),
                assessor=forms.text(request.POST, "assessor", 301),
            )
            actions.answer_requirement(system.id, told, viewer=viewer, now=now)

        errors, status = forms.tried(answer)
        if not errors:
            messages.success(request, _("Đã ghi câu trả lời."))
            return redirect("desk:system_checklist", system.id)
    values = forms.typed_values(request) if errors else {"assessed_on": timezone.localdate(now)}
    context = {"system": system, "one": one, "answers": wording.options(wording.ANSWERS), "values": values,
               "errors": errors}  # fmt: skip
    return render(request, "desk/security/requirement.html", context, status=status)
