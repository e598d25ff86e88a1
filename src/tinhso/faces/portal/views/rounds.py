# SPDX-License-Identifier: EUPL-1.2
"""Rounds of assessment for everybody: the list, and one round component by component; shares, never a score."""

import hashlib
import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.portal import rounds as shown
from tinhso.faces.portal.reading import read_text
from tinhso.faces.ui.assessment_words import FOOTINGS, ROUND_STATES
from tinhso.faces.ui.data_files import table_file
from tinhso.faces.ui.exports import attachment
from tinhso.faces.ui.folded import folded_of
from tinhso.faces.ui.signin import public
from tinhso.kernel.documents.queries import open_version
from tinhso.kernel.events import proofs
from tinhso.modules.scorecards import queries_of_assessments as queries
from tinhso.modules.scorecards.declaring.types import Footing, RoundState
from tinhso.modules.scorecards.dti.reading import edition
from tinhso.modules.scorecards.sealed import sealed_card, sealed_cards


@public
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """List the rounds, the newest year first."""
    found = [(one, edition(one.edition).title, *ROUND_STATES[RoundState(one.state)]) for one in queries.assessments()]
    return render(request, "portal/rounds.html", {"rounds": found})


@public
@require_safe
def assessment(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Show one round; `?q=` narrows, `?dang=` gives the lines that fit as a file. Http404 for an unknown one."""
    found = next((one for one in queries.assessments() if one.id == assessment_id), None)
    if found is None:
        raise Http404
    of, today = edition(found.edition), timezone.localdate()
    everything = queries.board(found, folded_of(found.edition, found.year, today), today)
    text, typed = read_text(request.GET, "q").strip(), request.GET.get("nguon", "")
    footing = Footing(typed) if typed in set(Footing) else None
    lines = shown.lines_of(queries.narrowed(everything, queries.Wanted(text=text, footing=footing)))
    name = f"ky-danh-gia-{found.year}"
    data = shown.table_of(found, of, lines)
    file = table_file(request.GET.get("dang", ""), name, shown.heads(), shown.cells(lines), data)
    if file is not None:
        return file
    words, phase = ROUND_STATES[RoundState(found.state)]
    choices = [(one.value, str(said)) for one, (said, _phase) in FOOTINGS.items() if one is not Footing.FED]
    context = {"round": found, "edition": of, "state": words, "phase": phase, "lines": lines, "total": len(everything)}
    context |= {"counts": shown.counts_of(everything), "units": shown.unit_lines(everything), "text": text}
    context |= {"footings": choices, "values": {"q": text, "nguon": typed if footing else ""}}
    context |= {"sealed": sealed_cards(found.id)}
    context |= {"is_narrowed": bool(text or footing), "closes": _closes(found, today)}
    return render(request, "portal/round.html", context)


def _closes(found: object, today: object) -> str:
    """Return that the last day of an open round is past, when it is."""
    is_over = found.state == RoundState.OPEN and found.last_on < today  # type: ignore[attr-defined, operator]
    return _("Đã qua ngày cuối của kỳ nhưng kỳ chưa đóng.") if is_over else ""


@public
@require_safe
def sealed(request: HttpRequest, assessment_id: uuid.UUID, paper_id: uuid.UUID) -> HttpResponse:
    """Say what a sealed scorecard is worth: who sealed it, when, its digest, its act in the ledger; where QR leads."""
    card = sealed_card(assessment_id, paper_id)
    if card is None:
        raise Http404
    opened, found = open_version(card.document_id), queries.assessment(assessment_id)
    proof = proofs.proof_of(card.seq)
    context = {"round": found, "card": card, "digest": hashlib.sha256(opened.data).hexdigest()}
    context |= {"size": len(opened.data), "proof": proofs.encode(proof) if proof else ""}
    return render(request, "portal/round_sealed.html", context)


@public
@require_safe
def sealed_file(request: HttpRequest, assessment_id: uuid.UUID, paper_id: uuid.UUID) -> HttpResponse:
    """Hand the sealed PDF out to everybody."""
    card = sealed_card(assessment_id, paper_id)
    if card is None:
        raise Http404
    opened = open_version(card.document_id)
    return attachment(opened.data, filename=opened.filename, media_type=opened.media_type)
