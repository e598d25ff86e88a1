# SPDX-License-Identifier: EUPL-1.2
"""Scans from the counter to a file that waits for its signature: nothing is scanned twice, nothing is lost."""

from datetime import timedelta

import pytest

from tinhso.kernel.documents import queries as documents
from tinhso.kernel.documents.errors import BlobMissing, FileRefused, StoreFull
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.store import DiskStore
from tinhso.kernel.documents.tests import sheets
from tinhso.kernel.documents.tests.conftest import authority, key_folder, running_authority  # noqa: F401 - fixtures
from tinhso.modules.onestop.actions import scan_reading
from tinhso.modules.onestop.actions.scan_signing import Checked
from tinhso.modules.onestop.actions.scans import drop_scan
from tinhso.modules.onestop.errors import AlreadyHeld, NotScanned
from tinhso.modules.onestop.models import Scan, ScanPage
from tinhso.modules.onestop.scanning.types import Deed, Nature
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.scanning_world import (
    SOON,
    deed,
    pages,
    part,
    read_all,
    ready,
    scanned,
    verbs,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reader")]
ONE = Checked(sheets=1)
TWO_PAGES = sheets.pdf(("một",), ("hai",))


def test_files_become_pages_in_the_order_they_were_sent(people, person):
    scan = scanned(people, person, TWO_PAGES, sheets.jpeg())

    assert [(one.file, one.page) for one in pages(scan)] == [(1, 0), (1, 1), (2, 0)]
    assert (scan.state, scan.files) == ("waiting", 2)


def test_a_read_scan_is_one_searchable_file_and_the_originals_stay(people, person):
    scan = ready(people, person, sheets.jpeg(), TWO_PAGES)

    kinds = [one.media_type for one in documents.versions_of(scan.document_id)]
    assert kinds == ["image/jpeg", "application/pdf", "application/pdf"]
    assert (scan.state, scan.made_version) == ("ready", 3)
    assert documents.newest_version(scan.document_id).pages == 3
    assert documents.search("tinh trang hon nhan", owners=[person.key])[0].id == scan.document_id
    assert verbs(scan) == ["scan:opened", "scan:read"]


@pytest.mark.parametrize("nature", [Nature.ELECTRONIC, Nature.SHOWN, Nature.OPINION, Nature.SECRET])
def test_papers_that_are_not_scanned_leave_nothing(people, person, nature):
    """03/2025/TT-VPCP, Điều 5 khoản 2."""
    with pytest.raises(NotScanned):
        scanned(people, person, nature=nature)

    assert not Scan.objects.exists()
    assert not Document.objects.exists()


def test_a_paper_only_shown_by_the_procedure_is_not_scanned(people, person):
    with pytest.raises(NotScanned, match="chỉ xuất trình"):
        scanned(people, person, key=part("show")["key"])


def test_a_signed_pdf_is_electronic_already(people, person):
    with pytest.raises(NotScanned, match="bản điện tử"):
        scanned(people, person, world.PDF + b"% /Type /Sig /ByteRange [0 1 2 3]\n%%EOF\n")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "rỗng"),
        (b"MZ\x90" + b"\0" * 90, "chương trình"),
        (b"%PDF-1.4 cut", "hỏng"),
        (b"GIF89a" + b"1" * 50, "HEIC"),
    ],
    ids=["empty", "a program", "a broken PDF", "another picture format"],
)
def test_a_bad_file_among_good_ones_keeps_none_of_them(people, person, data, words):
    with pytest.raises(FileRefused, match=words):
        scanned(people, person, sheets.jpeg(), data)

    assert not Scan.objects.exists()


def test_the_same_file_sent_twice_counts_once(people, person):
    first = scanned(people, person)

    assert scanned(people, person).id == first.id
    assert len(pages(first)) == 1


def test_a_file_this_person_handed_in_before_is_offered_instead(people, person):
    held = ready(people, person)

    with pytest.raises(AlreadyHeld, match="không quét lại") as found:
        scanned(people, person, sitting="counter:another")

    assert found.value.document_id == held.document_id


def test_the_file_of_somebody_else_is_nobodys_business(people, person):
    ready(people, world.citizen("083190000777", "Trần Thị Dừa"))

    assert scanned(people, person, sitting="counter:another").state == "waiting"


def test_a_scan_given_up_may_be_scanned_again(people, person):
    drop_scan(scanned(people, person).id, viewer=people.reception, now=SOON)

    assert scanned(people, person).state == "waiting"


def test_more_pages_than_a_paper_has_are_refused(people, person, monkeypatch):
    monkeypatch.setattr("tinhso.modules.onestop.scanning.counting.MOST_PAGES", 2)

    with pytest.raises(FileRefused, match="tách"):
        scanned(people, person, TWO_PAGES, sheets.jpeg())


def test_a_short_scan_never_waits_for_a_long_one(people, person):
    long = scanned(people, person, sheets.pdf(*[(str(number),) for number in range(6)]))
    short = scanned(people, person, sitting="counter:another")

    read_all(limit=2)

    short.refresh_from_db()
    long.refresh_from_db()
    assert (short.state, long.state) == ("ready", "waiting")


def test_reading_goes_on_where_it_stopped(people, person, reader):
    scan = scanned(people, person, sheets.pdf(*[(str(number),) for number in range(5)]))

    assert [read_all(limit=2), read_all(limit=2), read_all(limit=2), read_all(limit=2)] == [2, 2, 1, 0]

    assert len(reader.turns) == 5
    assert documents.newest_version(scan.document_id).pages == 5


def test_pages_that_cannot_be_read_keep_a_sentence_and_the_others_go_on(people, person, reader):
    reader.broken, reader.silent = {0}, {1}

    scan = ready(people, person, sheets.pdf(("một",), ("hai",), ("ba",)))

    assert [one.trouble[:5] for one in pages(scan)] == ["Không", "Nhận ", ""]
    assert documents.newest_version(scan.document_id).pages == 2


def test_a_page_that_kills_its_worker_is_given_up_after_some_attempts(people, person, monkeypatch):
    scan = scanned(people, person)

    def die(*told, **more):
        raise KeyboardInterrupt

    monkeypatch.setattr(scan_reading, "straighten_and_read", die)
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            read_all()
    read_all()

    scan.refresh_from_db()
    assert "nhiều lần" in pages(scan)[0].trouble
    assert (scan.state, scan.trouble) == ("ready", scan_reading.NO_PICTURE)


@pytest.mark.parametrize(
    ("place", "error"),
    [("put", StoreFull("Kho tệp đã hết chỗ.")), ("open", BlobMissing("Không đọc được tệp."))],
    ids=["the disk is full", "a file is gone"],
)
def test_a_store_that_fails_is_tried_again_later(people, person, monkeypatch, place, error):
    scan = scanned(people, person)

    def fail(*told):
        raise error

    with monkeypatch.context() as trouble:
        trouble.setattr(DiskStore, place, fail)
        assert read_all() == 0
    scan.refresh_from_db()
    assert scan.trouble == error.sentence
    assert scan_reading.read_waiting_scans(now=SOON + timedelta(minutes=5), limit=9) == 1


@pytest.mark.parametrize("meanwhile", ["turned", "dropped"])
def test_what_the_clerk_did_while_a_page_was_read_stands(people, person, monkeypatch, meanwhile):
    scan = scanned(people, person)
    really = scan_reading.straighten_and_read

    def read(*told, **options):
        if meanwhile == "turned":
            ScanPage.objects.filter(scan=scan).update(turn=180, turned_by_hand=True)
        else:
            Scan.objects.filter(id=scan.id).update(state="dropped")
        return really(*told, **options)

    with monkeypatch.context() as busy:
        busy.setattr(scan_reading, "straighten_and_read", read)
        read_all()
    assert not ScanPage.objects.filter(scan=scan, read_at__isnull=False).exists()

    read_all()
    scan.refresh_from_db()
    assert scan.state == ("ready" if meanwhile == "turned" else "dropped")
    assert {one.turn for one in ScanPage.objects.filter(scan=scan)} == ({180} if meanwhile == "turned" else {None})


def test_without_the_program_the_scan_says_so_and_goes_on(people, person, monkeypatch):
    monkeypatch.setattr(scan_reading, "is_installed", lambda: False)

    scan = ready(people, person)

    assert (scan.state, "tesseract" in scan.trouble) == ("ready", True)


def test_pages_are_moved_removed_and_restored(people, person):
    scan = ready(people, person, sheets.pdf(("một",), ("hai",), ("ba",)))
    first, _second, third = pages(scan)

    deed(people, scan, third, Deed.UP)
    deed(people, scan, first, Deed.REMOVE)

    assert [one.page for one in pages(scan) if not one.removed] == [2, 1]
    deed(people, scan, first, Deed.RESTORE)
    assert [one.page for one in pages(scan)] == [0, 2, 1]
    assert Scan.objects.get(id=scan.id).made_version is None


def test_the_first_page_cannot_go_further_up(people, person):
    scan = ready(people, person, TWO_PAGES)

    deed(people, scan, pages(scan)[0], Deed.UP)

    assert [one.page for one in pages(scan)] == [0, 1]


def test_a_page_turned_by_hand_is_read_again_as_it_was_turned(people, person, reader):
    scan = ready(people, person)

    deed(people, scan, pages(scan)[0], Deed.TURN)
    read_all()

    assert reader.turns == [None, 90]
    assert pages(scan)[0].turn == 90
