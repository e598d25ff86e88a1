# SPDX-License-Identifier: EUPL-1.2
"""Make the papers that acts have called for: render, sign, store. Work of the worker, safe to repeat."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.documents import actions as documents
from tinhso.kernel.documents.signing import make_signature, person_of
from tinhso.kernel.documents.types import DocumentKind, Retention, SignatureRole, SignedPdf
from tinhso.kernel.events import proofs
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import HouseError, Refused
from tinhso.kernel.events.lanes import WHOLE, Lane
from tinhso.kernel.events.types import SYSTEM
from tinhso.kernel.identity.queries import officer, viewer_of_officer
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.modules.onestop.actions.dossiers import subject_of
from tinhso.modules.onestop.models import Paper
from tinhso.modules.onestop.papers import TITLES, render_paper
from tinhso.modules.onestop.queries import papers
from tinhso.modules.onestop.types import PaperForm, PaperIssued

log = logging.getLogger(__name__)
FIRST_RETRY, LONGEST_RETRY = timedelta(seconds=30), timedelta(hours=1)


def issue_waiting_papers(*, now: datetime, limit: int, lane: Lane = WHOLE) -> int:
    """Make the papers of a lane whose acts are sealed, oldest first; return how many were made.

    An authority that is down costs one attempt and a longer wait; the desk never waits for it.
    """
    return sum(issue_paper(paper_id, now=now) for paper_id in papers.due(now, limit=limit, lane=lane))


def issue_paper(paper_id: int, *, now: datetime) -> bool:
    """Make one paper; False when it is made already, its act is not sealed yet, or it could not be signed now."""
    related = ("unit", "dossier__version__procedure", "dossier__applicant", "dossier__receiving_unit")
    paper = Paper.objects.select_related(*related).get(id=paper_id)
    proof = proofs.proof_of(paper.act_seq)
    if paper.document_id is not None or proof is None:
        return False
    try:
        signed = _signed(paper, proofs.encode(proof), now)
    except HouseError as error:
        _wait(paper, error.sentence, now)
        return False
    except Exception as error:
        log.exception("paper %s cannot be made", paper.id)
        _wait(paper, f"{type(error).__name__}: {error}", now)
        return False
    return _keep(paper_id, signed, now)


def _signed(paper: Paper, proof: str, now: datetime) -> SignedPdf:
    viewer, seat = _signer(paper)
    pdf = render_paper(paper, signer=viewer.name, post=seat.title, proof=proof, now=now)
    title = TITLES[PaperForm(paper.form)]
    return make_signature(pdf, key=person_of(viewer, seat), role=SignatureRole.PERSON, reason=title, now=now)


def _signer(paper: Paper) -> tuple[Viewer, Seat]:
    """Return who stands under the paper, in the seat held in its unit when the act was done."""
    on = timezone.localtime(paper.created_at).date()
    viewer = viewer_of_officer(officer(UUID(paper.signer.partition(":")[2])), on)
    own = [seat for seat in viewer.seats if seat.unit_id == paper.unit_id] or list(viewer.seats)
    if not own:
        raise Refused(f"{viewer.name} không còn giữ chức vụ nào nên giấy tờ chưa ký được. Hãy bố trí người ký thay.")
    return viewer, own[0]


def _wait(paper: Paper, error: str, now: datetime) -> None:
    log.warning("paper %s waits: %s", paper.id, error)
    attempts = paper.attempts + 1
    delay = min(FIRST_RETRY * 2 ** min(attempts - 1, 10), LONGEST_RETRY)
    Paper.objects.filter(id=paper.id).update(attempts=attempts, error=error[:500], retry_at=now + delay)


@transaction.atomic(durable=True)
def _keep(paper_id: int, signed: SignedPdf, now: datetime) -> bool:
    paper = Paper.objects.select_for_update(of=("self",)).select_related("dossier__applicant").get(id=paper_id)
    if paper.document_id is not None:
        return False
    dossier = paper.dossier
    document = documents.store_signed(
        signed,
        filename=f"{paper.form}-{dossier.code or dossier.provisional}.pdf",
        title=f"{TITLES[PaperForm(paper.form)]} số {paper.number}",
        kind=DocumentKind.PAPER,
        owner=dossier.applicant.key,
        retention=Retention.DOSSIER,
        case_id=dossier.case_id,
        now=now,
        by=SYSTEM,
    )
    paper.document, paper.error = document, ""
    paper.save(update_fields=["document", "error"])
    record(
        PaperIssued(form=paper.form, number=paper.number, document=document.id),
        at=now,
        actor=SYSTEM,
        subject=subject_of(dossier.case_id),
        case_id=dossier.case_id,
        unit_id=paper.unit_id,
        evidence=[str(document.id)],
    )
    return True
