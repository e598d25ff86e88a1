# SPDX-License-Identifier: EUPL-1.2
"""Papers of a level: previewed, signed once by who may, files that are refused."""

import io

import pytest

from tinhso.kernel.documents.types import SignatureMark, SignatureRole, SignedPdf
from tinhso.kernel.events import proofs
from tinhso.kernel.events.models import Act
from tinhso.modules.security import actions
from tinhso.modules.security.actions import level_papers
from tinhso.modules.security.errors import LevelImpossible, NotYourSystem
from tinhso.modules.security.queries import levels as queries
from tinhso.modules.security.tests.levelling import (
    PDF,
    approved,
    drafted,
)
from tinhso.modules.security.tests.world import NOW


def plain_sign(pdf: bytes, **told: object) -> SignedPdf:
    return SignedPdf(pdf, SignatureMark(SignatureRole.PERSON, "officer:x", "Lê Thị Thử", "01", "B-B", NOW))


def test_papers_are_signed_once_by_who_may_after_the_seal(world, people, monkeypatch):
    dossier = approved(world, people)
    key = dossier.case_id
    with pytest.raises(NotYourSystem):
        actions.sign_level_paper(key, "decision", viewer=world.head, now=NOW, sign=plain_sign)
    with pytest.raises(LevelImpossible) as waiting:
        actions.sign_level_paper(key, "decision", viewer=people.leader, now=NOW, sign=plain_sign)
    assert "niêm phong" in waiting.value.sentence

    monkeypatch.setattr(proofs, "proof_of", lambda seq: seq)
    monkeypatch.setattr(proofs, "encode", lambda proof: f"TS1.{proof}")
    first = actions.sign_level_paper(key, "decision", viewer=people.leader, now=NOW, sign=plain_sign)
    again = actions.sign_level_paper(key, "decision", viewer=people.leader, now=NOW, sign=plain_sign)
    actions.sign_level_paper(key, "dossier", viewer=world.head, now=NOW, sign=plain_sign)

    assert first.id == again.id
    assert [one.form for one in queries.papers_of(dossier)] == ["decision", "dossier"]
    assert Act.objects.filter(verb="level_dossier:paper:signed").count() == 2


def test_a_draft_has_a_preview_and_no_paper_to_sign(world, people):
    dossier = drafted(world, people)

    for form in ("dossier", "decision"):
        assert level_papers.preview_paper(dossier.case_id, form, viewer=world.head, now=NOW).startswith(b"%PDF")
    with pytest.raises(LevelImpossible):
        actions.sign_level_paper(dossier.case_id, "dossier", viewer=world.head, now=NOW, sign=plain_sign)


def test_a_bent_file_is_refused(world, people):
    dossier = drafted(world, people)
    with pytest.raises(LevelImpossible):
        actions.add_file(dossier.case_id, 5, io.BytesIO(PDF), filename="a.pdf", viewer=world.doer, now=NOW)
    with pytest.raises(NotYourSystem):
        actions.add_file(dossier.case_id, 2, io.BytesIO(PDF), filename="a.pdf", viewer=world.school_head, now=NOW)

    assert queries.files_of(dossier) == []
