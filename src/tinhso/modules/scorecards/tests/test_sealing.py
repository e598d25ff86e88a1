# SPDX-License-Identifier: EUPL-1.2
"""The scorecard of a round on paper: what stands on it, who seals it, once per identifier, kept with its act."""

import uuid
from typing import Any

import pypdfium2
import pytest

from tinhso.kernel.documents.errors import SigningUnavailable
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.queries import open_version
from tinhso.kernel.documents.types import SignatureMark, SignatureRole, SignedPdf, SignerKind
from tinhso.kernel.events.models import Act
from tinhso.modules.scorecards import actions
from tinhso.modules.scorecards import queries_of_assessments as queries
from tinhso.modules.scorecards.errors import NotYourAssessment
from tinhso.modules.scorecards.scorecard_paper import NO_SUM, Scorecard, render_scorecard
from tinhso.modules.scorecards.sealed import sealed_card, sealed_cards
from tinhso.modules.scorecards.tests import world as made


def signed(pdf: bytes, *, key: Any, role: SignatureRole, reason: str, now: Any) -> SignedPdf:
    """Stand in for the authorities: the seal of the office alone."""
    assert key.kind is SignerKind.AGENCY
    return SignedPdf(pdf + b"% sealed\n", SignatureMark(role, key.key, key.name, "1", "B-LT", now))


def down(*_args: Any, **_named: Any) -> SignedPdf:
    raise SigningUnavailable("Không hỏi được dịch vụ cấp dấu thời gian.")


@pytest.fixture
def world(db):
    return made.build()


@pytest.fixture
def opened(world):
    found = made.opened(world)
    made.accepted(world, made.declared(world, made.assigned(world, found, "1.1", to_doer=True)))
    return found


def paper(opened) -> bytes:
    rows = queries.board(opened, {}, made.TODAY)
    card = Scorecard(opened, uuid.uuid4(), made.TODAY, rows)
    return render_scorecard(card, address="https://tinh.example/ky-danh-gia/x/", now=made.NOW)


def seal(world, opened, pdf: bytes, paper_id: uuid.UUID, by=None, sign=signed) -> uuid.UUID:
    told = actions.CardTold(opened.id, paper_id, made.TODAY, pdf)
    return actions.seal_scorecard(told, viewer=by or world.other_keeper, now=made.NOW, sign=sign)


def test_the_paper_says_what_everybody_may_know_and_names_nobody(opened):
    pages = pypdfium2.PdfDocument(paper(opened))
    text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)

    assert "76,43 %" in text
    assert "Sở Y tế thử" in text
    assert "98; 0 tính từ việc đã làm; 1 kê khai được chấp nhận" in text
    assert " ".join(NO_SUM.split())[:60] in text
    assert "Lê Thị" not in text
    assert "https://tinh.example/ky-danh-gia/x/" in text


def test_it_is_sealed_once_under_an_identifier_and_kept_with_its_act(world, opened):
    paper_id = uuid.uuid4()

    first = seal(world, opened, b"%PDF-1.7 a", paper_id)
    again = seal(world, opened, b"%PDF-1.7 b", paper_id)

    assert first == again
    assert open_version(first).data == b"%PDF-1.7 a% sealed\n"
    act = Act.objects.get(verb="assessment:scorecard:sealed")
    assert act.evidence == [str(first)]
    card = sealed_card(opened.id, paper_id)
    assert card is not None
    assert (card.document_id, card.as_of, card.seq) == (first, made.TODAY, act.seq)
    assert sealed_card(opened.id, uuid.uuid4()) is None


def test_who_does_not_lead_the_office_seals_nothing(world, opened):
    for viewer in (world.keeper, world.health_head, world.health_doer):
        with pytest.raises(NotYourAssessment):
            seal(world, opened, b"%PDF-1.7", uuid.uuid4(), by=viewer)
    assert sealed_cards(opened.id) == []


def test_while_an_authority_is_down_nothing_is_kept(world, opened):
    with pytest.raises(SigningUnavailable):
        seal(world, opened, b"%PDF-1.7", uuid.uuid4(), sign=down)
    assert not Document.objects.exists()
    assert not Act.objects.filter(verb="assessment:scorecard:sealed").exists()
