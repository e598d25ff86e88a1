# SPDX-License-Identifier: EUPL-1.2
"""One component of a round: how it is proved, three scores, the declaration with its steps, questions and answers."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import reading as common
from tinhso.faces.desk.scorecards import reading, weights, wording
from tinhso.faces.ui.exports import attachment
from tinhso.faces.ui.folded import folded_of
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.casework import workflow
from tinhso.kernel.documents import actions as documents
from tinhso.kernel.documents.queries import document
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.scorecards import actions, policies
from tinhso.modules.scorecards import queries_of_assessments as queries
from tinhso.modules.scorecards.declaring.types import Form, Whose
from tinhso.modules.scorecards.dti.reading import edition

FROM_MINISTRY = (Whose.APPRAISED, Whose.FINAL)
FORM_OF = {"ratio": Form.RATIO, "yes_no": Form.YES_NO, "tier": Form.NUMBER}
"""How a component is declared, as the edition says how it is scored; anybody may choose another way."""


@dataclass(frozen=True)
class Deed:
    """What may be pressed on the page: how it is done, the sentence afterwards, where its refusals stand."""

    act: Callable[[HttpRequest, uuid.UUID, Viewer, datetime], Any]
    done: Any
    boxes: dict[str, str]


def _pass_on(request: HttpRequest, key: uuid.UUID, viewer: Viewer, now: datetime) -> Any:
    officer_id = common.identifier(request.POST, "officer", _("Hãy chọn người kê khai."))
    version = common.version(request.POST)
    return actions.pass_on(key, officer_id=officer_id, viewer=viewer, now=now, expected_version=version)


def _declare(request: HttpRequest, key: uuid.UUID, viewer: Viewer, now: datetime) -> Any:
    version = common.version(request.POST)
    return actions.declare(key, reading.told(request), viewer=viewer, now=now, expected_version=version)


def _text(request: HttpRequest) -> str:
    return request.POST.get(f"{request.POST['act']}-text", "")[: reading.LONGEST_TEXT]


def _accept(request: HttpRequest, key: uuid.UUID, viewer: Viewer, now: datetime) -> Any:
    version = common.version(request.POST)
    return actions.accept(key, text=_text(request), viewer=viewer, now=now, expected_version=version)


def _send_back(request: HttpRequest, key: uuid.UUID, viewer: Viewer, now: datetime) -> Any:
    version = common.version(request.POST)
    return actions.send_back(key, text=_text(request), viewer=viewer, now=now, expected_version=version)


def _ask_again(request: HttpRequest, key: uuid.UUID, viewer: Viewer, now: datetime) -> Any:
    due_on, version = common.required_day(request.POST, "ask_again-day"), common.version(request.POST)
    text = _text(request)
    return actions.ask_again(key, due_on=due_on, text=text, viewer=viewer, now=now, expected_version=version)


def _score(request: HttpRequest, key: uuid.UUID, viewer: Viewer, now: datetime) -> Any:
    return actions.enter_score(key, reading.score_told(request.POST), viewer=viewer, now=now)


def _question(request: HttpRequest, key: uuid.UUID, viewer: Viewer, now: datetime) -> Any:
    line_id = common.identifier(request.POST, "line", _("Trang đã cũ. Hãy tải lại trang rồi ghi."))
    return actions.note_question(line_id, key, reading.question_told(request.POST), viewer=viewer, now=now)


DECLARED = (
    "numerator",
    "denominator",
    "answer",
    "number",
    "unit_of_measure",
    "claimed",
    "as_of",
    "valid_until",
    "files",
)
DEEDS = {
    "pass_on": Deed(_pass_on, gettext_lazy("Đã giao người kê khai."), {"officer": "officer"}),
    "declare": Deed(
        _declare,
        gettext_lazy("Đã kê khai; cơ quan thường trực sẽ xem xét."),
        {name: name for name in DECLARED},
    ),
    "accept": Deed(_accept, gettext_lazy("Đã chấp nhận kê khai."), {}),
    "send_back": Deed(_send_back, gettext_lazy("Đã trả lại kê khai."), {"text": "send_back-text"}),
    "ask_again": Deed(
        _ask_again, gettext_lazy("Đã yêu cầu kê khai lại."), {"text": "ask_again-text", "due_on": "ask_again-day"}
    ),
    "score": Deed(
        _score,
        gettext_lazy("Đã ghi điểm."),
        {"whose": "whose", "share": "share", "paper": "score-paper", "paper_on": "paper_on", "why": "why"},
    ),
    "question": Deed(
        _question,
        gettext_lazy("Đã ghi trao đổi."),
        {"who": "who", "on": "on", "text": "question-text", "answers": "answers"},
    ),
}


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def component(request: HttpRequest, declaration_id: uuid.UUID) -> HttpResponse:
    """Show a component of a round with its declaration; take what the officer does with it."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.declaration_for_officer(declaration_id)
    deed = DEEDS.get(request.POST.get("act", ""))
    if request.method != "POST" or deed is None:
        return _page(request, found)
    try:
        deed.act(request, declaration_id, viewer, now)
    except common.FormFault as fault:
        return _page(request, found, fault.errors, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        again = queries.declaration_for_officer(declaration_id)
        errors = {deed.boxes.get(refusal.code, ""): refusal.sentence}
        return _page(request, again, errors, status=status_of(refusal))
    messages.success(request, str(deed.done))
    return redirect("desk:declaration", declaration_id)


def _page(request: HttpRequest, found: Any, errors: dict[str, str] | None = None, *, status: int = 200) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    row = queries.row_of(found, folded_of(found.assessment.edition, found.assessment.year, today), today)
    footing, phase = wording.FOOTINGS[row.footing]
    context = {
        "declaration": found,
        "round": found.assessment,
        "edition": edition(found.assessment.edition),
        "case": found.case,
        "row": row,
        "title": f"{row.part.code} {row.part.title or row.part.working}",
        "is_scored": row.main.scored,
        "state": workflow.state(found.case.kind, found.case.state),
        "footing": footing,
        "phase": phase,
        "folded_words": wording.share_words(row.folded.share if row.folded else None),
        "stated_words": _stated(row),
        "carried": row.accepted if row.accepted and row.accepted.declaration_id != found.case_id else None,
        "carried_words": wording.statement_words(row.accepted) if row.accepted else "",
        "remarks": [(wording.REMARKS[one.kind], one) for one in queries.remarks_of(found)],
        "open": queries.steps_open_to(viewer, found),
        "people": queries.people_for(found, today),
        "is_party": policies.is_party(viewer, found),
        "errors": errors,
        "values": _values(request, row, today),
        "forms": wording.options(wording.FORMS),
        "answers": [("true", _("Có")), ("false", _("Không"))],
        "line_id": request.POST.get("line") or uuid7(),
    }
    context |= _weight(found, row) | _statements(found) | _scores(found, row) | _questions(found)
    return render(request, "desk/scorecards/component.html", context, status=status)


def _weight(found: Any, row: queries.Row) -> dict[str, Any]:
    """Return the weight of the component with its source, and points for the final share where it is confirmed."""
    book, weights_wrong = weights.installed(found.assessment.edition)
    return {
        "weight": book.weights.get(row.part.code) if book is not None else None,
        "weights_wrong": weights_wrong,
        "points": weights.points(book, row.part.code, row.final),
    }


def _statements(found: Any) -> dict[str, Any]:
    lines = queries.statements_of(found)
    return {"statements": [(one, wording.statement_words(one), wording.share_words(one.share)) for one in lines]}


def _scores(found: Any, row: queries.Row) -> dict[str, Any]:
    """Return the three scores, the lines entered, and the newest of each kind, which a form sends back."""
    scores = queries.scores_of(found)
    newest = {whose: next((one for one in scores if one.whose == whose), None) for whose in FROM_MINISTRY}
    return {
        "three": _three(row, newest),
        "scores": [(wording.WHOSE[one.whose], wording.share_words(one.share), one) for one in scores],
        "seen": [(whose.value, one.id if one is not None else 0) for whose, one in newest.items()],
        "whose_choices": wording.options({whose: wording.WHOSE[whose] for whose in FROM_MINISTRY}),
    }


def _three(row: queries.Row, newest: dict[Whose, Any]) -> list[tuple[Any, str, str]]:
    """Return the three scores side by side, each with what it rests on; what is unknown stays unknown."""
    basis = _("kê khai được chấp nhận") if row.own is not None else ""
    lines = [(wording.WHOSE[Whose.OWN], wording.share_words(row.own), basis)]
    for whose, one in newest.items():
        share = one.share if one is not None else None
        paper = f"{one.paper}, {one.paper_on:%d/%m/%Y}" if share is not None else ""
        lines.append((wording.WHOSE[whose], wording.share_words(share), paper))
    return lines


def _questions(found: Any) -> dict[str, Any]:
    lines = queries.questions_of(found)
    return {
        "questions": [
            (wording.SIDES[line.side], line, [(wording.SIDES[one.side], one) for one in replies])
            for line, replies in lines
        ],
        "question_choices": [(str(line.id), f"{line.on:%d/%m/%Y} {line.text[:80]}") for line, _replies in lines],
        "sides": wording.options(wording.SIDES),
    }


def _stated(row: queries.Row) -> str:
    counts = row.newest or row.accepted
    return wording.share_words(counts.share) if counts else wording.DASH


def _values(request: HttpRequest, row: queries.Row, today: date) -> dict[str, Any]:
    """Return what boxes hold: what was typed, else what was declared last, else what the edition says of the form."""
    if request.method == "POST":
        return request.POST.dict()
    form = FORM_OF.get(row.part.scoring, Form.NUMBER)
    before = row.newest
    if before is None:
        return {"form": form.value, "as_of": today}
    return {
        "form": before.form,
        "numerator": wording.number_box(before.numerator),
        "denominator": wording.number_box(before.denominator),
        "ratio_unit": before.unit_of_measure,
        "unit_of_measure": before.unit_of_measure,
        "number": wording.number_box(before.number),
        "claimed": wording.number_box(before.claimed * 100 if before.claimed is not None else None),
        "answer": "" if before.answer is None else str(before.answer).lower(),
        "as_of": before.as_of,
        "valid_until": before.valid_until,
        "note": before.note,
        "paper": before.paper,
    }


@officer_required()
@require_safe
def download(request: HttpRequest, declaration_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Hand out a file of evidence to the two units of a declaration; who took it is recorded."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.declaration_for_officer(declaration_id)
    if not policies.is_party(viewer, found) or document(document_id).case_id != found.case_id:
        raise Http404("file of another declaration")
    purpose = f"Xem minh chứng chỉ số thành phần {found.component} năm {found.assessment.year}"
    opened = documents.download(document_id, purpose=purpose, now=now, by=viewer.actor())
    return attachment(opened.data, filename=opened.filename, media_type=opened.media_type)
