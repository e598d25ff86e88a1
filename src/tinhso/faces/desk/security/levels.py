# SPDX-License-Identifier: EUPL-1.2
"""Levels at the desk: the guided determination one question at a time; a dossier on its way to the decision."""

import uuid
from collections.abc import Callable
from typing import Any, BinaryIO, cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import reading
from tinhso.faces.desk.security import forms
from tinhso.faces.desk.security import levels_wording as wording
from tinhso.faces.ui import exports
from tinhso.faces.ui.exports import attachment
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.casework import workflow
from tinhso.kernel.documents import actions as documents
from tinhso.kernel.documents.queries import open_version
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.security import actions
from tinhso.modules.security.actions import level_papers
from tinhso.modules.security.levels import determination, procedure
from tinhso.modules.security.levels.reading import Trust, table
from tinhso.modules.security.queries import levels as queries
from tinhso.modules.security.queries import systems

LONGEST_SAID = 20_001


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def determine(request: HttpRequest, system_id: uuid.UUID) -> HttpResponse:
    """Ask one question at a time, answers in the address; at the end the level with its reasons; POST keeps it."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    system = systems.system_for(viewer, system_id)
    data = request.POST if request.method == "POST" else request.GET
    answers = {one.key: data.get(one.key, "") for one in determination.questions() if data.get(one.key)}
    part = forms.text(data, "part", 200).strip()
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        made_id = reading.optional_identifier(data, "made_id") or uuid7()
        told = actions.PartTold(system.id, part, answers, timezone.localdate(now))
        errors, status = forms.tried(lambda: actions.determine_level(made_id, told, viewer=viewer, now=now))
        if not errors:
            messages.success(request, _("Đã ghi kết quả xác định cấp độ."))
            return redirect("desk:system", system.id)
    return _question(request, system, answers, part, errors, status)


def _question(
    request: HttpRequest, system: Any, answers: dict[str, str], part: str, errors: dict[str, str], status: int
) -> HttpResponse:
    today = timezone.localdate()
    basis = determination.basis_on(today)
    known = determination.relevant(answers)
    question = determination.next_question(answers)
    if question is not None and (question.key in answers or request.GET.get("hoi") == question.key):
        errors = errors | {question.key: _("Hãy chọn một câu trả lời.")}
    criteria = basis.criteria if basis else None
    context = {
        "system": system,
        "basis": basis,
        "is_inferred": basis is not None and basis.trust is not Trust.CONFIRMED,
        "part": part,
        "known": [_answered(key, choice, known, criteria, part) for key, choice in known.items()],
        "hidden": list(known.items()),
        "question": question,
        "words": wording.QUESTIONS[question.key] if question else "",
        "choices": [(one, wording.CHOICES[question.key][one]) for one in question.choices] if question else [],
        "hint": _hint(question.key) if question else "",
        "result": determination.judge(known, criteria) if criteria and question is None else None,
        "made_id": uuid7(),
        "may_keep": systems.may_keep(
            request.viewer,  # type: ignore[attr-defined]
            system.focal_id,
            system.owner_id,
            system.security_unit_id,
        ),
        "values": {"part": part} | answers,
        "errors": errors,
    }
    return render(request, "desk/security/determine.html", context, status=status)


def _hint(key: str) -> str:
    if key != "services":
        return ""
    note = table("level_criteria")["notes"]["services_after_2022"]
    return f"{note['text']} ({wording.TRUST[Trust(note['confidence'])]})."


def _answered(key: str, choice: str, known: dict[str, str], criteria: str | None, part: str) -> dict[str, Any]:
    """Return a question with its answer, the criteria it meets, and the way back to it."""
    met = determination.criteria_met_by((key, choice), known, criteria) if criteria else []
    keys = list(known)
    before = {one: known[one] for one in keys[: keys.index(key)]}
    query = QueryDict(mutable=True)
    query.update({"part": part} | before)
    return {
        "question": wording.QUESTIONS[key],
        "answer": wording.CHOICES[key][choice],
        "met": [f"{one.article} (85/2016/NĐ-CP): {one.text}" for one in met],
        "back": f"?{query.urlencode()}",
    }


@officer_required()
@require_safe
def dossier_list(request: HttpRequest) -> HttpResponse:
    """List the dossiers of the systems an officer sees; `?dang=` gives a file."""
    table_of_steps = workflow.workflow("level_dossier")
    state = request.GET.get("tt", "") if request.GET.get("tt", "") in table_of_steps.states else ""
    found = queries.dossiers_for(request.viewer, state)  # type: ignore[attr-defined]
    heads = [_("Hồ sơ"), _("Tình trạng"), _("Đang ở"), _("Hạn")]
    if make := exports.FILES.get(request.GET.get("dang", "")):
        plain = [[one.case.title, table_of_steps.states[one.case.state].title, one.case.unit.name, one.case.due_at]
                 for one in found]  # fmt: skip
        return make("ho-so-cap-do", heads, plain)
    context = {
        "heads": heads,
        "rows": [wording.dossier_cells(one) for one in found],
        "states": [(key, one.title) for key, one in table_of_steps.states.items()],
        "values": {"tt": state},
    }
    return render(request, "desk/security/dossiers.html", context)


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def dossier(request: HttpRequest, dossier_id: uuid.UUID) -> HttpResponse:
    """Show a dossier with its parts; take the step the officer presses, add a file."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.dossier_for(viewer, dossier_id)
    if request.method != "POST":
        return _page(request, found, {}, 200)
    act = request.POST.get("act", "")
    deed = _deeds(request, found, viewer, now).get(act)
    if deed is None:
        return redirect("desk:level_dossier", found.case_id)
    errors, status = forms.tried(deed)
    if errors:
        if act == "send_back" and "text" in errors:
            errors["back_text"] = errors.pop("text")
        return _page(request, queries.dossier_for(viewer, dossier_id), errors, status)
    messages.success(request, _("Đã ghi."))
    return redirect("desk:level_dossier", found.case_id)


def _deeds(request: HttpRequest, found: Any, viewer: Any, now: Any) -> dict[str, Callable[[], Any]]:
    """Return what may be pressed on the page of a dossier, by the name of its button."""
    data, key = request.POST, found.case_id
    known = {"viewer": viewer, "now": now, "expected_version": reading.version(data)}
    number = forms.text(data, "number", 61)
    said = actions.Appraisal(forms.text(data, "text", LONGEST_SAID), forms.text(data, "appraiser", 301), number)
    back = forms.text(data, "back_text", LONGEST_SAID)
    return {
        "file": lambda: _add_file(request, found, viewer, now),
        "submit": lambda: actions.submit_dossier(key, **known),
        "accept": lambda: actions.accept_dossier(key, **known),
        "send_back": lambda: actions.send_back(key, back, **known),
        "appraise": lambda: actions.appraise_dossier(key, said, **known),
        "approve": lambda: actions.approve_level(key, number, **known),
        "drop": lambda: actions.drop_dossier(key, **known),
    }


def _add_file(request: HttpRequest, found: Any, viewer: Any, now: Any) -> None:
    file, part = request.FILES.get("file"), request.POST.get("part", "")
    if file is None or not (part.isascii() and part.isdigit() and len(part) == 1):
        raise reading.FormFault({"file": _("Hãy chọn phần của hồ sơ và tệp.")})
    actions.add_file(
        found.case_id, int(part), cast(BinaryIO, file), filename=file.name or "tep", viewer=viewer, now=now
    )


def _page(request: HttpRequest, found: Any, errors: dict[str, str], status: int) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    files = queries.files_of(found)
    parts = [
        (no, text, [one for one in files if one.part == no]) for no, text in procedure.parts(found.level, found.variant)
    ]
    step = {"checking": "completeness", "appraising": "appraisal", "approving": "approval"}.get(found.case.state)
    limit = procedure.limit(step, found.level, today) if step else None
    open_steps = [one.name for one in queries.steps_of(viewer, found)]
    state = workflow.state("level_dossier", found.case.state)
    context = {
        "dossier": found,
        "case": found.case,
        "state": state.title,
        "phase": wording.dossier_line(found)["phase"],
        "roles": procedure.roles(found.level),
        "limit": limit,
        "limit_note": wording.TRUST[limit.trust] if limit else "",
        "parts": parts,
        "part_choices": [(str(no), f"{no}. {text}") for no, text, _files in parts],
        "reasoning": found.reasoning,
        "lacking": queries.lacking(found) if found.case.state == "drafting" else [],
        "words": queries.words_of(found),
        "papers": [(one, wording.FORMS[one.form]) for one in queries.papers_of(found)],
        "forms": _forms(viewer, found),
        "steps": open_steps,
        "may_write": queries.may_write(viewer, found),
        "ministry": procedure.roles(found.level).appraises == "ministry",
        "values": forms.typed_values(request) if errors else {"appraiser": _appraiser(found, today)},
        "errors": errors,
    }
    return render(request, "desk/security/dossier.html", context, status=status)


def _appraiser(found: Any, today: Any) -> str:
    if procedure.roles(found.level).appraises == "ministry":
        return procedure.ministry_on(today)
    return str(found.system.security_unit.name)


def _forms(viewer: Any, found: Any) -> list[tuple[str, str, bool]]:
    """Return the papers of a dossier as (form, words, whether this officer signs it now)."""
    ready = {
        "dossier": found.submitted_seq is not None and found.case.state not in ("drafting", "dropped"),
        "decision": found.approved_seq is not None,
    }
    return [
        (form, str(words), ready[form] and level_papers.may_sign(viewer, found, form))
        for form, words in wording.FORMS.items()
        if form == "dossier" or ready[form]
    ]


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def content(request: HttpRequest, dossier_id: uuid.UUID) -> HttpResponse:
    """Write the texts of a dossier: parts 1, 3, 4 with its seven parts, and 5."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.dossier_for(viewer, dossier_id)
    if not queries.may_write(viewer, found):
        return redirect("desk:level_dossier", found.case_id)
    boxes = _boxes(found)
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        said = {key: forms.text(request.POST, key, LONGEST_SAID) for _part, rows in boxes for key, _words in rows}
        version = reading.version(request.POST)
        errors, status = forms.tried(
            lambda: actions.write_dossier(found.case_id, said, viewer=viewer, now=now, expected_version=version)
        )
        if not errors:
            messages.success(request, _("Đã lưu nội dung hồ sơ."))
            return redirect("desk:level_dossier", found.case_id)
    context = {
        "dossier": found,
        "boxes": boxes,
        "values": forms.typed_values(request) if errors else found.said,
        "version": request.POST.get("version") or found.version,
        "errors": errors,
    }
    return render(request, "desk/security/dossier_content.html", context, status=status)


def _boxes(found: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the boxes of the texts by part of the dossier."""
    words = dict(procedure.parts(found.level, found.variant))
    serious = [(f"serious.{key}", text) for key, text in procedure.serious_reasons(found.level)]
    boxes = [
        (f"1. {words[1]}", [("overview", _("Mô tả tổng quan"))]),
        (f"3. {words[3]}", [("reasons", _("Thuyết minh đề xuất cấp độ")), *serious]),
        (f"4. {words[4]}", [(f"plan.{key}", text) for key, text in procedure.plan_parts()]),
    ]
    if 5 in words:
        boxes.append((f"5. {words[5]}", [("opinion", _("Ý kiến của đơn vị chuyên trách"))]))
    return boxes


@officer_required()
@require_safe
def file(request: HttpRequest, dossier_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Hand out a file or a signed paper of a dossier; who took it is recorded."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    known = queries.document_of(viewer, dossier_id, document_id)
    opened = documents.download(known, purpose="Xem hồ sơ đề xuất cấp độ", now=now, by=viewer.actor())
    return attachment(opened.data, filename=opened.filename, media_type=opened.media_type)


@officer_required()
@require_safe
def preview(request: HttpRequest, dossier_id: uuid.UUID, form: str) -> HttpResponse:
    """Hand out the PDF of a dossier or its decision as it would be signed."""
    if form not in wording.FORMS:
        raise Http404(form)
    pdf = level_papers.preview_paper(dossier_id, form, viewer=request.viewer, now=timezone.now())  # type: ignore[attr-defined]
    return attachment(pdf, filename=f"{level_papers.FILENAMES[form]}-xem-truoc.pdf", media_type="application/pdf")


@officer_required("head", "leader")
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, dossier_id: uuid.UUID, form: str) -> HttpResponse:
    """Sign the dossier or the decision and hand the PDF out; who comes by an address is led to the button."""
    if form not in wording.FORMS:
        raise Http404(form)
    if request.method != "POST":
        return redirect("desk:level_dossier", dossier_id)
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.dossier_for(viewer, dossier_id)
    signed: list[Any] = []
    errors, status = forms.tried(
        lambda: signed.append(actions.sign_level_paper(found.case_id, form, viewer=viewer, now=now))
    )
    if errors:
        return _page(request, found, errors, status)
    opened = open_version(signed[0].id)
    return attachment(opened.data, filename=opened.filename, media_type=opened.media_type)
