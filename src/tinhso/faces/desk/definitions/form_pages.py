# SPDX-License-Identifier: EUPL-1.2
"""The declaration form as the controller edits it: sections and questions in order, one question at a time."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.faces.desk.definitions import form_deeds
from tinhso.faces.desk.definitions.copies import heading
from tinhso.faces.desk.reading import lines, version
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.modules.onestop.actions import editing
from tinhso.modules.onestop.editing import questions
from tinhso.modules.onestop.editing.types import Content, Edit, FormData, Part
from tinhso.modules.onestop.queries import editing as queries


@officer_required("controller")
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, copy_id: uuid.UUID) -> HttpResponse:
    """Show the form; do one thing to it and come back to the button that did it."""
    copy = queries.copy_for(request.viewer, copy_id)  # type: ignore[attr-defined]
    if request.method != "POST":
        return _form_page(request, copy)
    try:
        deed = form_deeds.asked(request.POST, copy.form, copy.definition)
        editing.save(copy_id, deed.edit, expected=version(request.POST), viewer=request.viewer, now=timezone.now())  # type: ignore[attr-defined]
    except NotAllowed:
        raise
    except HouseError as refusal:
        fresh = queries.copy_for(request.viewer, copy_id)  # type: ignore[attr-defined]
        return _form_page(request, fresh, refusal.sentence, status=status_of(refusal))
    if deed.said:
        messages.success(request, deed.said)
    response = redirect("desk:definition_form", copy_id)
    response.headers["Location"] += f"#{deed.back}" * bool(deed.back)
    return response


def _form_page(request: HttpRequest, copy: Any, sentence: str = "", *, status: int = 200) -> HttpResponse:
    sections = [_section(one, place, copy.form) for place, one in enumerate((copy.form or {}).get("sections", ()))]
    context = heading(copy) | {
        "part": Part.FORM,
        "form": copy.form,
        "sections": sections,
        "errors": {"": sentence} if sentence else {},
        "values": {"tieu-de": request.POST.get("tieu-de", "")} if sentence else {},
    }
    return render(request, "desk/definitions/form.html", context, status=status)


def _section(one: dict[str, Any], place: int, form: FormData) -> dict[str, Any]:
    fields = [_line(field, form) for field in one["fields"]]
    return {"key": one["key"], "title": one["title"], "place": place, "number": place + 1, "fields": fields}


def _line(field: dict[str, Any], form: FormData) -> dict[str, Any]:
    return {
        "key": field["key"],
        "label": field["label"],
        "kind": questions.KIND_WORDS.get(field["type"], field["type"]),
        "required": field.get("required"),
        "note": field.get("note", ""),
        "when": field.get("when", ""),
        "options": ", ".join(label for _key, label in questions.option_rows(field, form["id"])),
    }


@officer_required("controller")
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, copy_id: uuid.UUID, key: str) -> HttpResponse:
    """Change what one question asks."""
    copy = queries.copy_for(request.viewer, copy_id)  # type: ignore[attr-defined]
    if copy.form is None:
        return redirect("desk:definition_form", copy_id)
    try:
        data = questions.question_of(copy.form, key)
    except HouseError as gone:
        return _form_page(request, copy, gone.sentence, status=status_of(gone))
    if request.method != "POST":
        return _question_page(request, copy, data, _boxes(data, copy.form))
    what = f"sửa câu “{data['label'][:80]}”"
    return _keep(request, copy, data, what, lambda one, asked: questions.change_question(one, key, asked))


@officer_required("controller")
@require_http_methods(["GET", "HEAD", "POST"])
def new_question(request: HttpRequest, copy_id: uuid.UUID, section: str) -> HttpResponse:
    """Ask for a question to be put at the end of a section."""
    copy = queries.copy_for(request.viewer, copy_id)  # type: ignore[attr-defined]
    if copy.form is None:
        return redirect("desk:definition_form", copy_id)
    if request.method != "POST":
        return _question_page(request, copy, {}, {"type": "text"})
    return _keep(request, copy, {}, "thêm câu hỏi", lambda one, asked: questions.add_question(one, section, asked))


Change = Callable[[FormData, questions.Question], FormData]


def _keep(request: HttpRequest, copy: Any, data: dict[str, Any], what: str, change: Change) -> HttpResponse:
    asked = _asked(request.POST)
    errors = _faults(asked, data)
    if errors:
        return _question_page(request, copy, data, request.POST.dict(), errors, status=422)

    def apply(content: Content) -> Content:
        return Content(content.definition, change(content.form or {}, asked))

    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    try:
        editing.save(copy.id, Edit(Part.FORM, what, apply), expected=version(request.POST), viewer=viewer, now=now)
    except NotAllowed:
        raise
    except HouseError as refusal:
        fresh = queries.copy_for(viewer, copy.id)
        return _question_page(
            request, fresh, data, request.POST.dict(), {"": refusal.sentence}, status=status_of(refusal)
        )
    messages.success(request, _("Đã lưu câu hỏi “%(label)s”.") % {"label": asked.label})
    return redirect(reverse("desk:definition_form", args=(copy.id,)))


def _asked(data: QueryDict) -> questions.Question:
    common = data.get("danh-muc", "")
    return questions.Question(
        label=data.get("label", "").replace("\x00", "").strip(),
        type=data.get("type", ""),
        required=bool(data.get("required")),
        note=data.get("note", "").replace("\x00", ""),
        options=(f"list:{common}",) if common else tuple(lines(data, "options")),
        when=data.get("when", "").replace("\x00", ""),
    )


def _faults(asked: questions.Question, data: dict[str, Any]) -> dict[str, str]:
    errors = {}
    if not asked.label:
        errors["label"] = _("Hãy ghi câu hỏi.")
    if asked.type not in questions.OFFERED and asked.type != data.get("type"):
        errors["type"] = _("Hãy chọn kiểu trả lời.")
    if asked.type in ("choice", "multi_choice") and not asked.options:
        errors["options"] = _("Hãy ghi ít nhất một lựa chọn, mỗi dòng một lựa chọn, hoặc chọn danh mục dùng chung.")
    return errors


def _boxes(data: dict[str, Any], form: FormData) -> dict[str, Any]:
    options = data.get("options")
    return {
        **{key: data.get(key, "") for key in ("label", "type", "note", "when")},
        "required": "1" if data.get("required") else "",
        "options": "\n".join(label for _key, label in questions.option_rows(data, form["id"])),
        "danh-muc": options.removeprefix("list:") if isinstance(options, str) else "",
    }


def _keys(form: FormData, own: str) -> list[tuple[str, str, str]]:
    """Return label, key and keys of the options of the other questions, to write a condition with."""
    fields = (one for section in form["sections"] for one in section["fields"] if one["key"] != own)
    return [
        (one["label"], one["key"], ", ".join(key for key, _label in questions.option_rows(one, form["id"])))
        for one in fields
    ]


def _question_page(
    request: HttpRequest,
    copy: Any,
    data: dict[str, Any],
    values: dict[str, Any],
    errors: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    kinds = [(kind.value, words) for kind, words in questions.OFFERED.items()]
    kind = data.get("type", "")
    if kind and kind not in dict(kinds):
        kinds.append((kind, questions.KIND_WORDS.get(kind, kind)))
    context = heading(copy) | {
        "question": data,
        "values": values,
        "errors": errors or {},
        "kinds": kinds,
        "common": questions.common_lists(),
        "others": _keys(copy.form, data.get("key", "")),
    }
    return render(request, "desk/definitions/question.html", context, status=status)
