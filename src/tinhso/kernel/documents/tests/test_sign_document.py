# SPDX-License-Identifier: EUPL-1.2
"""Signing a document: a version, a mark and an act at once, or nothing at all."""

import pytest
from django.utils import timezone

from tinhso.config import env
from tinhso.kernel.documents import actions, queries
from tinhso.kernel.documents.actions import signing as signing_actions
from tinhso.kernel.documents.errors import PaperMoved, SigningUnavailable
from tinhso.kernel.documents.models import Document, Signature
from tinhso.kernel.documents.rules.sniffing import PDF
from tinhso.kernel.documents.signing import make_signature
from tinhso.kernel.documents.tests import samples
from tinhso.kernel.documents.tests.conftest import AGENCY, LEADER
from tinhso.kernel.documents.tests.samples import CLERK
from tinhso.kernel.documents.types import DocumentKind, Retention, SignatureRole
from tinhso.kernel.documents.verification import verify_pdf
from tinhso.kernel.events.queries import acts_of_subject

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(authority, key_folder, monkeypatch):
    """This installation signs with the session's keys."""
    monkeypatch.setattr(env, "KEY_FOLDER", key_folder)
    return authority


@pytest.fixture
def paper(house) -> Document:
    return actions.store_bytes(
        samples.decision(),
        filename="quyet-dinh.pdf",
        media_type=PDF,
        title="Quyết định",
        kind=DocumentKind.RESULT,
        owner="person:1",
        retention=Retention.PERMANENT,
        now=timezone.now(),
        by=CLERK,
    )


def sign(paper: Document, identity, role):
    return actions.sign_document(
        paper.id, identity=identity, role=role, now=timezone.now(), by=CLERK, reason="Ban hành"
    )


def test_leader_then_agency_make_two_versions_two_marks_and_acts(paper):
    sign(paper, LEADER, SignatureRole.PERSON)
    newest = sign(paper, AGENCY, SignatureRole.AGENCY)

    marks = queries.signatures_of(paper.id)
    verbs = [act.verb for act in acts_of_subject(f"document:{paper.id}")]
    assert newest.number == 3
    assert [(one.version.number, one.role, one.signer_name, one.level) for one in marks] == [
        (2, "person", LEADER.name, "B-LT"),
        (3, "agency", AGENCY.name, "B-LT"),
    ]
    assert verbs.count("document:signed") == 2
    assert verify_pdf(queries.open_version(paper.id).data, now=timezone.now()).verdict == "valid"
    assert newest.text.count("Bích Đào") == 2


def test_an_authority_that_is_down_leaves_the_document_as_it_was(paper, house):
    sign(paper, LEADER, SignatureRole.PERSON)
    house.behave("down")

    with pytest.raises(SigningUnavailable):
        sign(paper, AGENCY, SignatureRole.AGENCY)

    assert queries.newest_version(paper.id).number == 2
    assert Signature.objects.count() == 1


def test_a_version_that_came_while_signing_makes_a_conflict(paper, monkeypatch):
    def slowly(data, **given):
        actions.add_version(paper.id, samples.pdf(), filename="moi.pdf", now=timezone.now(), by=CLERK)
        return make_signature(data, **given)

    monkeypatch.setattr(signing_actions, "make_signature", slowly)

    with pytest.raises(PaperMoved, match="bản mới hơn"):
        sign(paper, LEADER, SignatureRole.PERSON)

    assert not Signature.objects.exists()


def test_both_signatures_can_be_kept_as_one_version_inside_a_step(paper):
    now = timezone.now()
    opened = queries.open_version(paper.id)
    first = make_signature(opened.data, key=LEADER, role=SignatureRole.PERSON, reason="", now=now)
    second = make_signature(first.data, key=AGENCY, role=SignatureRole.AGENCY, reason="", now=now)

    kept = actions.keep_signed(
        paper.id, second.data, based_on=opened.version, marks=(first.mark, second.mark), now=now, by=CLERK
    )

    assert kept.number == 2
    assert [one.role for one in queries.signatures_of(paper.id)] == ["person", "agency"]


def test_a_paper_signed_as_it_was_made_is_stored_with_its_mark(house):
    now = timezone.now()
    signed = make_signature(samples.decision(), key=AGENCY, role=SignatureRole.AGENCY, reason="", now=now)

    document = actions.store_signed(
        signed,
        filename="giay-hen.pdf",
        title="Giấy hẹn",
        kind=DocumentKind.PAPER,
        owner="person:1",
        retention=Retention.DOSSIER,
        now=now,
        by=CLERK,
    )

    [mark] = queries.signatures_of(document.id)
    assert (mark.version.number, mark.role, mark.signer) == (1, "agency", AGENCY.key)
