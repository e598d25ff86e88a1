# SPDX-License-Identifier: EUPL-1.2
"""Filling in: choose the place, one page per group of questions, papers, a last look, submit."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.portal import areas, drafting, wording
from tinhso.faces.portal.filed import unfiled
from tinhso.faces.portal.forming import area_name, form_of, known_of
from tinhso.faces.portal.reading import read_text
from tinhso.faces.ui.signin import citizen_required
from tinhso.kernel.identity import queries as identity
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.errors import DossierIncomplete
from tinhso.modules.onestop.forms import initial_answers, summary
from tinhso.modules.onestop.queries import catalogue, dossiers
from tinhso.modules.onestop.queries.prechecks import last_precheck


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Ask where the dossier is handled, by a name of today or of before, residence filled in; then begin a draft."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    version = catalogue.version_in_force(code, timezone.localdate())
    if not wording.can_file_online(version.definition):
        return redirect("portal:service", code)
    choices = areas.committees(timezone.localdate())
    chosen = request.POST.get("noi", "")
    errors: dict[str, str] = {}
    if request.method == "POST":
        if chosen in dict(choices):
            answers = initial_answers(known_of(form_of(version), viewer.person_id))
            draft = actions.start_draft(code, viewer=viewer, commune_code=chosen, answers=answers, now=now)
            return redirect("portal:draft", draft.id)
        errors["noi"] = _("Chọn xã, phường nơi hồ sơ được giải quyết.")
    typed = read_text(request.GET, "ten-cu").strip()
    meant = areas.meaning(typed, choices) if typed else None
    residence = identity.person(viewer.person_id).commune_code
    values = {"noi": chosen or (meant.only if meant else "") or residence}
    context = {"version": version, "choices": choices, "errors": errors, "values": values}
    context |= {"typed": typed, "meant": meant}
    return render(request, "portal/start.html", context, status=422 if errors else 200)


@citizen_required
@require_safe
@unfiled
def draft(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Show the task list."""
    work = drafting.Work(dossiers.draft_for(request.viewer, draft_id))  # type: ignore[attr-defined]
    addresses = {page.key: reverse("portal:draft_page", args=(draft_id, page.key)) for page in work.pages()}
    addresses["papers"] = reverse("portal:draft_papers", args=(draft_id,))
    addresses["review"] = reverse("portal:draft_review", args=(draft_id,))
    context = {"draft": work.draft, "form": work.form, "tasks": drafting.tasks(work, addresses)}
    context["precheck"] = last_precheck(draft_id)
    context["superseded"] = not catalogue.is_in_force(work.draft.version, timezone.localdate())
    return render(request, "portal/draft.html", context | {"place": area_name(work.draft.commune_code)})


@citizen_required
@require_safe
@unfiled
def review(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Show all answers once more and what is still missing."""
    work = drafting.Work(dossiers.draft_for(request.viewer, draft_id))  # type: ignore[attr-defined]
    return _review(request, work, work.missing(now=timezone.now()))


def _review(request: HttpRequest, work: drafting.Work, problems: dict[str, str], *, status: int = 200) -> HttpResponse:
    context = {
        "draft": work.draft,
        "form": work.form,
        "groups": summary(work.form, work.final(), area_name=area_name),
        "papers": drafting.places(work.draft),
        "problems": _links(work, problems),
        "warnings": _links(work, work.warnings(now=timezone.now())),
        "place": area_name(work.draft.commune_code),
    }
    return render(request, "portal/review.html", context, status=status)


def _links(work: drafting.Work, sentences: dict[str, str]) -> list[tuple[str, str]]:
    """Return each sentence with the address of the control it is about."""
    papers = reverse("portal:draft_papers", args=(work.draft.id,))
    places = {one["key"] for one in drafting.places(work.draft)}
    links = []
    for key, sentence in sentences.items():
        page = work.page_of(key)
        target = papers if key in places or not page else reverse("portal:draft_page", args=(work.draft.id, page))
        links.append((f"{target}#f-{key}", sentence))
    return links


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """File the draft; pressing twice leads to the same dossier. The address alone leads to the last look."""
    if request.method != "POST":
        return redirect("portal:draft_review", draft_id)
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    filed = dossiers.dossier_of_draft(draft_id)
    if filed is None:
        work = drafting.Work(dossiers.draft_for(viewer, draft_id))
        problems = work.missing(now=now)
        if problems:
            return _review(request, work, problems, status=422)
        drafting.seal(work, viewer=viewer, now=now)
        try:
            filed = actions.submit_draft(draft_id, viewer=viewer, now=now)
        except DossierIncomplete as error:
            return _review(request, work, error.problems, status=422)
    if filed.mandate_id is not None and filed.submitter_id == viewer.person_id:
        messages.success(request, _("Đã nộp hồ sơ. Mã tạm: %(number)s") % {"number": filed.provisional})
        return redirect("portal:mandates")
    return redirect("portal:submitted", filed.case_id)


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
@unfiled
def discard(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Delete one's own draft, after asking."""
    viewer = request.viewer  # type: ignore[attr-defined]
    found = dossiers.draft_for(viewer, draft_id)
    if request.method != "POST":
        return render(request, "portal/discard.html", {"draft": found})
    actions.discard_draft(draft_id, viewer=viewer, now=timezone.now())
    messages.success(request, _("Đã xóa bản nháp."))
    return redirect("portal:my_dossiers")
