# SPDX-License-Identifier: EUPL-1.2
"""Documents and versions: kept with an act each, found again by words without marks, purged only by rule."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tinhso.kernel.documents import actions, queries
from tinhso.kernel.documents.errors import DocumentMissing, FileRefused
from tinhso.kernel.documents.models import Blob, Document
from tinhso.kernel.documents.rules import retention
from tinhso.kernel.documents.rules.sniffing import DOCX, PDF
from tinhso.kernel.documents.tests import samples
from tinhso.kernel.documents.tests.samples import CLERK, NOW
from tinhso.kernel.documents.types import DocumentKind, Retention
from tinhso.kernel.events.queries import acts_of_subject
from tinhso.lib.norms import Norm, Norms
from tinhso.lib.uuid7 import uuid7

pytestmark = pytest.mark.django_db
OWNER = "person:018f0000-0000-7000-8000-0000000000aa"


def stored(data: bytes, **changed) -> Document:
    given = {
        "filename": "đơn.pdf",
        "title": "Đơn đề nghị",
        "kind": DocumentKind.COMPONENT,
        "owner": OWNER,
        "retention": Retention.DOSSIER,
        "now": NOW,
        "by": CLERK,
    }
    return actions.store_upload(data, **{**given, **changed})


def test_an_upload_becomes_a_document_with_one_version_and_an_act():
    case_id = uuid7()

    document = stored(io.BytesIO(samples.pdf()), case_id=case_id)

    version = queries.newest_version(document.id)
    [act] = acts_of_subject(f"document:{document.id}")
    assert (version.number, version.pages, version.media_type) == (1, 2, PDF)
    assert (act.verb, act.case_id, act.data["sha256"]) == ("document:stored", case_id, version.blob_id)
    assert "Bích Đào" not in str(act.data)


def test_a_refused_upload_leaves_no_row_and_no_act():
    with pytest.raises(FileRefused):
        stored(b"MZ\x90\0")

    assert not Document.objects.exists()
    assert not Blob.objects.exists()


def test_versions_follow_each_other_and_the_old_one_stays_readable():
    document = stored(samples.docx("bản một"), filename="a.docx")

    second = actions.add_version(document.id, samples.docx("bản hai"), filename="a.docx", now=NOW, by=CLERK)

    assert second.number == 2
    assert queries.open_version(document.id).data == samples.docx("bản hai")
    assert queries.open_version(document.id, 1).data == samples.docx("bản một")
    with pytest.raises(DocumentMissing):
        queries.open_version(document.id, 3)


def test_the_same_bytes_are_kept_once_for_two_documents():
    data = samples.picture()

    stored(data, filename="a.jpg")
    stored(data, filename="b.jpg")

    assert Blob.objects.count() == 1


def test_words_are_found_without_marks_in_the_newest_version_of_ones_own_documents():
    document = stored(samples.docx("Cam kết bảo vệ môi trường"), filename="a.docx")
    stored(samples.docx("Cam kết bảo vệ môi trường"), filename="a.docx", owner="person:other")

    assert [one.id for one in queries.search("moi truong", owners=[OWNER])] == [document.id]
    assert queries.search("moi truong", owners=[OWNER])[0].media_type == DOCX
    assert queries.search("moi truong") == []
    assert queries.search("' | !", owners=[OWNER]) == []
    actions.add_version(document.id, samples.docx("khác hẳn"), filename="a.docx", now=NOW, by=CLERK)
    assert queries.search("moi truong", owners=[OWNER]) == []


def test_the_documents_of_a_case_are_one_query():
    case_id = uuid7()
    first, second = (stored(samples.picture(), filename=name, case_id=case_id) for name in ("a.jpg", "b.jpg"))

    with CaptureQueriesContext(
        connection,
    ) as seen:
        found = queries.documents_of_case(case_id)

    assert [(one.id, one.filename, one.newest_number) for one in found] == [
        (first.id, "a.jpg", 1),
        (second.id, "b.jpg", 1),
    ]
    assert len(seen) == 1


def test_a_download_is_an_act_with_its_purpose():
    document = stored(samples.picture(), filename="a.jpg")

    opened = actions.download(document.id, purpose="thẩm định hồ sơ", now=NOW, by=CLERK)

    assert opened.data == samples.picture()
    newest = acts_of_subject(f"document:{document.id}")[0]
    assert (newest.verb, newest.data["purpose"]) == ("document:downloaded", "thẩm định hồ sơ")


def test_nothing_is_purged_while_the_period_is_unknown():
    document = stored(samples.picture(), filename="a.jpg")
    actions.begin_retention([document.id], on=date(1990, 5, 1))

    assert queries.may_be_purged(date(2090, 1, 1)) == []


def test_a_known_period_counts_whole_years_from_the_year_of_closing(monkeypatch):
    known = Norm("retention.dossier", 5, "year", date(1900, 1, 1), None, "test", "C")
    monkeypatch.setattr(retention, "NORMS", Norms({**retention.NORMS.entries, "retention.dossier": (known,)}))
    document = stored(samples.picture(), filename="a.jpg")
    stored(samples.picture(), filename="b.jpg")
    assert actions.begin_retention([document.id], on=date(2026, 3, 2)) == 1
    assert actions.begin_retention([document.id], on=date(2027, 3, 2)) == 0

    assert queries.may_be_purged(date(2031, 12, 31)) == []
    assert [one.id for one in queries.may_be_purged(date(2032, 1, 1))] == [document.id]
