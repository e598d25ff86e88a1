# SPDX-License-Identifier: EUPL-1.2
"""The signed scan: counted sheets, the officer who answers for it, the paper used again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from tinhso.config import env
from tinhso.kernel.documents import queries as documents
from tinhso.kernel.documents.errors import DocumentMissing, SigningUnavailable
from tinhso.kernel.documents.models import Version
from tinhso.kernel.documents.tests import sheets
from tinhso.kernel.documents.tests.conftest import authority, key_folder, running_authority  # noqa: F401 - fixtures
from tinhso.kernel.documents.types import SignedPdf
from tinhso.kernel.documents.verification import verify_pdf
from tinhso.kernel.events.errors import Conflict
from tinhso.modules.onestop.actions import scan_signing
from tinhso.modules.onestop.actions.scan_signing import Checked, sign_scan
from tinhso.modules.onestop.actions.scans import reuse_paper
from tinhso.modules.onestop.errors import NotYourDesk, PagesDiffer, ScanNotReady
from tinhso.modules.onestop.models import Component, Scan
from tinhso.modules.onestop.queries import scans as queries
from tinhso.modules.onestop.scanning.types import Deed
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.scanning_world import (
    NOW,
    SOON,
    deed,
    filed,
    pages,
    ready,
    scanned,
    verbs,
    version,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reader")]
ONE = Checked(sheets=1)
TWO_PAGES = sheets.pdf(("một",), ("hai",))


def test_the_signed_scan_digitises_its_component(people, person, plain_signature):
    scan = ready(people, person)
    dossier = filed(people, person, scan)
    checked = replace(ONE, paper_number="125/2024", issued_on=world.TODAY)

    sign_scan(scan.id, checked, viewer=people.reception, now=SOON)

    component = Component.objects.get(dossier=dossier, key=scan.key)
    assert (component.source, component.digitised_at) == ("scan", SOON)
    scan.refresh_from_db()
    assert (scan.state, scan.sheets, scan.paper_number, scan.dossier_id) == ("signed", 1, "125/2024", dossier.case_id)
    assert documents.signatures_of(scan.document_id)[0].signer == f"officer:{people.reception.officer_id}"
    assert verbs(scan)[-1] == "scan:signed"


def test_a_scan_signed_before_filing_digitises_the_component_too(people, person, plain_signature):
    scan = ready(people, person)
    sign_scan(scan.id, ONE, viewer=people.reception, now=NOW + timedelta(seconds=50))

    dossier = filed(people, person, scan)

    assert Component.objects.get(dossier=dossier, key=scan.key).digitised_at is not None


def test_the_signed_file_has_the_pages_in_the_order_of_the_clerk(people, person, plain_signature):
    scan = ready(people, person, TWO_PAGES)
    deed(people, scan, pages(scan)[1], Deed.REMOVE)

    sign_scan(scan.id, ONE, viewer=people.reception, now=SOON)

    assert documents.newest_version(scan.document_id).pages == 1


@pytest.mark.parametrize("sheets_counted", [0, 2, 501])
def test_a_count_that_differs_is_not_signed(people, person, plain_signature, sheets_counted):
    """01/2023/TT-VPCP, Điều 8."""
    scan = ready(people, person)

    with pytest.raises(PagesDiffer):
        sign_scan(scan.id, Checked(sheets_counted), viewer=people.reception, now=SOON)

    assert not documents.signatures_of(scan.document_id)


def test_an_unread_scan_is_not_signed(people, person, plain_signature):
    with pytest.raises(ScanNotReady):
        sign_scan(scanned(people, person).id, ONE, viewer=people.reception, now=SOON)


def test_a_page_without_a_picture_is_not_signed(people, person, reader, plain_signature):
    reader.broken = {0}
    scan = ready(people, person, TWO_PAGES)

    with pytest.raises(PagesDiffer, match="không dựng được hình"):
        sign_scan(scan.id, Checked(2), viewer=people.reception, now=SOON)


def test_a_page_moved_while_signing_keeps_no_signature(people, person, monkeypatch):
    scan = ready(people, person, TWO_PAGES)

    def sign(pdf, **told):
        deed(people, scan, pages(scan)[0], Deed.DOWN)
        return SignedPdf(pdf, None)

    monkeypatch.setattr(scan_signing, "make_signature", sign)

    with pytest.raises(Conflict, match="vừa được sửa"):
        sign_scan(scan.id, Checked(2), viewer=people.reception, now=SOON)
    assert Scan.objects.get(id=scan.id).state == "ready"


def test_a_signed_scan_no_longer_changes(people, person, plain_signature):
    scan = ready(people, person)
    sign_scan(scan.id, ONE, viewer=people.reception, now=SOON)

    with pytest.raises(ScanNotReady):
        deed(people, scan, pages(scan)[0], Deed.REMOVE)
    with pytest.raises(ScanNotReady):
        scanned(people, person, TWO_PAGES)


@pytest.mark.parametrize("role", ["specialist", "head", "leader"])
def test_only_the_reception_of_the_desk_scans_and_signs(people, person, role):
    scan, stranger = ready(people, person), getattr(people, role)

    with pytest.raises(NotYourDesk):
        sign_scan(scan.id, ONE, viewer=stranger, now=SOON)
    with pytest.raises(NotYourDesk):
        scanned(people, person, TWO_PAGES, viewer=stranger)
    with pytest.raises(NotYourDesk):
        queries.scan_for(stranger, scan.id)


def test_the_next_dossier_is_offered_the_digitised_paper(people, person, plain_signature):
    """224/2026/NĐ-CP, Điều 15; scan → signed PDF → reuse in the next dossier."""
    scan = ready(people, person)
    dossier = filed(people, person, scan)
    sign_scan(scan.id, ONE, viewer=people.reception, now=SOON)

    [held] = queries.held_for(person, version())[scan.key]
    copy = reuse_paper(held.document_id, person=person, key=scan.key, viewer=people.reception, now=SOON)

    assert held.document_id == scan.document_id
    assert documents.newest_version(copy).blob_id == documents.newest_version(scan.document_id).blob_id
    assert documents.document(scan.document_id).case_id == dossier.case_id
    assert len(documents.signatures_of(copy)) == 2
    assert queries.held_for(world.citizen("083190000777", "Trần Thị Dừa"), version())[scan.key] == []


def test_the_paper_of_somebody_else_cannot_be_reused(people, person):
    scan = ready(people, person)
    other = world.citizen("083190000777", "Trần Thị Dừa")

    with pytest.raises(DocumentMissing, match="không có trong kho"):
        reuse_paper(scan.document_id, person=other, key="tp01", viewer=people.reception, now=SOON)


def test_the_real_signature_holds_on_the_scan(people, person, authority, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setattr(env, "KEY_FOLDER", tmp_path / "keys")
    scan = ready(people, person)

    sign_scan(scan.id, ONE, viewer=people.reception, now=timezone.now())

    found = verify_pdf(documents.open_version(scan.document_id).data, now=timezone.now())
    assert [one.intact for one in found.signatures] == [True, True]
    assert documents.signatures_of(scan.document_id)[1].signer == f"unit:{people.unit.id}"
    assert Version.objects.get(document=scan.document_id, number=3).pages == 1


def test_an_authority_that_is_down_keeps_the_scan_ready(people, person, authority, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setattr(env, "KEY_FOLDER", tmp_path / "keys")
    scan = ready(people, person)
    authority.behave("down")

    with pytest.raises(SigningUnavailable):
        sign_scan(scan.id, ONE, viewer=people.reception, now=SOON)

    assert Scan.objects.get(id=scan.id).state == "ready"
