# SPDX-License-Identifier: EUPL-1.2
"""Scans at the counter: files come in, pages are put in order, given up, or a paper held already is used instead."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tinhso.kernel.documents import actions as documents
from tinhso.kernel.documents.errors import DocumentMissing, FileRefused
from tinhso.kernel.documents.models import Document, Version
from tinhso.kernel.documents.rules.intake import SCANS
from tinhso.kernel.documents.types import DocumentKind, Retention
from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.models import Person
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.errors import AlreadyHeld, NotScanned, ScanNotReady
from tinhso.modules.onestop.models import DigitalCopy, ProcedureVersion, Scan, ScanPage
from tinhso.modules.onestop.policies import check_scanner
from tinhso.modules.onestop.policies_of_scans import check_scan
from tinhso.modules.onestop.queries.scans import held_copy_of
from tinhso.modules.onestop.scanning import counting
from tinhso.modules.onestop.scanning.types import (
    ComponentReused,
    Deed,
    Nature,
    Purpose,
    ScanArranged,
    ScanDropped,
    ScanOpened,
    ScanState,
)

SIGNED_PDF = (b"/ByteRange", b"/Sig")


@dataclass(frozen=True)
class ScanFile:
    """A file as it was sent: name and bytes."""

    name: str
    data: bytes


def subject_of(scan_id: uuid.UUID) -> str:
    return f"scan:{scan_id}"


@transaction.atomic(durable=True)
def add_scan(
    files: Sequence[ScanFile],
    *,
    person: Person,
    version: ProcedureVersion,
    key: str,
    sitting: str,
    unit_id: uuid.UUID,
    viewer: Viewer,
    now: datetime,
    nature: Nature = Nature.PAPER,
) -> Scan:
    """Keep the scanned files of one component and return its scan, whose pages the worker will read.

    files: in the order of the pages; a second call for the same component of the same sitting adds to it, the same
    file sent twice counts once. All are kept or none. Raises NotScanned for papers that are not scanned, AlreadyHeld
    for a file this person's records hold, FileRefused, StoreFull.
    Source: 118/2025/NĐ-CP; 03/2025/TT-VPCP, Điều 5; 01/2023/TT-VPCP, Điều 8.
    """
    check_scanner(viewer, unit_id)
    one = next(part for part in definitions.components_of(version.definition) if part["key"] == key)
    counting.check_nature(Nature.SHOWN if one["kind"] == "show" else nature)
    scan = Scan.objects.select_for_update().filter(sitting=sitting, key=key).exclude(state=ScanState.DROPPED).first()
    if scan is not None:
        check_open(scan)
    blank = Scan(
        person=person,
        procedure_id=version.procedure_id,
        key=one["key"],
        name=one["name"][:400],
        sitting=sitting,
        unit_id=unit_id,
    )
    return keep_files(scan, files, blank, viewer, now)


def keep_files(scan: Scan | None, files: Sequence[ScanFile], blank: Scan, viewer: Viewer, now: datetime) -> Scan:
    """Keep what was sent with the scan, or with a new one like `blank`, inside the caller's transaction."""
    before = scan.files if scan else 0
    for file in files:
        if _came_already(scan, file):
            continue
        _check_new(file, blank)
        scan = _keep_file(scan, file, blank, viewer, now)
    if scan is None:
        raise FileRefused("Chưa chọn tệp nào để nhận. Hãy chọn tệp quét rồi tải lên.", code="empty")
    if scan.files > before:
        _note_files(scan, viewer, now)
    return scan


def _came_already(scan: Scan | None, file: ScanFile) -> bool:
    digest = hashlib.sha256(file.data).hexdigest()
    return scan is not None and Version.objects.filter(document=scan.document_id, blob_id=digest).exists()


def _check_new(file: ScanFile, blank: Scan) -> None:
    held = held_copy_of(hashlib.sha256(file.data).hexdigest(), blank.person)
    if held is not None and blank.purpose != Purpose.CERTIFIED:
        raise AlreadyHeld(
            f"Tệp này đã có trong kho dữ liệu của người nộp (“{held.title}”). Hãy dùng bản đã có, không quét lại.",
            held.id,
        )
    if file.data.startswith(b"%PDF-") and all(mark in file.data for mark in SIGNED_PDF):
        raise NotScanned(
            counting.NOT_SCANNED[Nature.ELECTRONIC], code="scan_electronic", source=counting.NOT_SCANNED_SOURCE
        )


def _keep_file(
    scan: Scan | None,
    file: ScanFile,
    blank: Scan,
    viewer: Viewer,
    now: datetime,
) -> Scan:
    actor = viewer.actor()
    if scan is None:
        document = documents.store_upload(
            file.data,
            filename=file.name,
            title=blank.name,
            kind=DocumentKind.SCAN,
            owner=blank.person.key,
            retention=Retention.DOSSIER,
            case_id=blank.dossier_id,
            now=now,
            by=actor,
            allowed=SCANS,
        )
        kept = Version.objects.get(document=document, number=1)
        scan = blank
        scan.document, scan.files, scan.state = document, 1, ScanState.WAITING
        scan.clerk_id, scan.created_at = viewer.as_officer, now
        scan.save(force_insert=True)
    else:
        kept = documents.add_version(scan.document_id, file.data, filename=file.name, now=now, by=actor, allowed=SCANS)
        scan.files += 1
    _add_pages(scan, kept)
    return scan


def _add_pages(scan: Scan, kept: Version) -> None:
    there, more = ScanPage.objects.filter(scan=scan).count(), kept.pages or 1
    if there + more > counting.MOST_PAGES:
        raise FileRefused(
            f"Bản quét có hơn {counting.MOST_PAGES} trang. Hãy tách thành nhiều tệp theo từng giấy tờ.", code="too_long"
        )
    ScanPage.objects.bulk_create(
        ScanPage(scan=scan, place=there + page, file=kept.number, page=page) for page in range(more)
    )


def _note_files(scan: Scan, viewer: Viewer, now: datetime) -> None:
    scan.state, scan.made_version, scan.retry_at = ScanState.WAITING, None, None
    scan.revision += 1
    scan.save(update_fields=["state", "made_version", "retry_at", "revision", "files"])
    pages = ScanPage.objects.filter(scan=scan).count()
    record(
        ScanOpened(scan=scan.id, component=scan.key, files=scan.files, pages=pages),
        at=now,
        actor=viewer.actor(),
        subject=subject_of(scan.id),
        case_id=scan.dossier_id,
        unit_id=scan.unit_id,
        evidence=[str(scan.document_id)],
    )


def check_open(scan: Scan) -> None:
    """Raise ScanNotReady for a scan that is signed or given up."""
    if scan.state in (ScanState.SIGNED, ScanState.DROPPED):
        raise ScanNotReady("Bản quét này đã ký hoặc đã bỏ nên không thay đổi được nữa.")


def locked_scan(scan_id: uuid.UUID, viewer: Viewer) -> Scan:
    """Return the scan with its row locked; raises for officers of another desk and for a scan that is closed."""
    scan = Scan.objects.select_for_update(of=("self",)).select_related("person").get(id=scan_id)
    check_scan(viewer, scan)
    check_open(scan)
    return scan


@transaction.atomic(durable=True)
def arrange_page(scan_id: uuid.UUID, page_id: int, deed: Deed, *, viewer: Viewer, now: datetime) -> Scan:
    """Move, remove, restore or turn a page, or mark that a sticky note lies on it; return the scan.

    A page turned by hand is read again. Raises ScanNotReady while pages are being read, or once signed.
    """
    scan = locked_scan(scan_id, viewer)
    if scan.state != ScanState.READY and deed != Deed.TURN:
        raise ScanNotReady("Bản quét còn trang đang nhận dạng. Hãy chờ xong rồi sắp xếp.")
    pages = list(ScanPage.objects.filter(scan=scan).order_by("place", "id"))
    page = next((one for one in pages if one.pk == page_id), None)
    if page is None:
        raise DocumentMissing("Trang này không thuộc bản quét. Hãy tải lại trang web.", code="page_missing")
    _do(deed, scan, page, pages)
    scan.revision, scan.made_version = scan.revision + 1, None
    scan.save(update_fields=["revision", "made_version", "state"])
    record(
        ScanArranged(scan=scan.id, page=page.place, deed=deed),
        at=now,
        actor=viewer.actor(),
        subject=subject_of(scan.id),
        case_id=scan.dossier_id,
        unit_id=scan.unit_id,
    )
    return scan


def _do(deed: Deed, scan: Scan, page: ScanPage, pages: list[ScanPage]) -> None:
    if deed in (Deed.UP, Deed.DOWN):
        _swap(page, pages, -1 if deed == Deed.UP else 1)
    elif deed == Deed.TURN:
        page.turn, page.turned_by_hand = ((page.turn or 0) + 90) % 360, True
        page.read_at, page.attempts, scan.state = None, 0, ScanState.WAITING
        page.save(update_fields=["turn", "turned_by_hand", "read_at", "attempts"])
    elif deed == Deed.NOTE:
        page.note = not page.note
        page.save(update_fields=["note"])
    else:
        page.removed = deed == Deed.REMOVE
        page.save(update_fields=["removed"])


def _swap(page: ScanPage, pages: list[ScanPage], by: int) -> None:
    kept = [one for one in pages if not one.removed]
    here = kept.index(page) + by if page in kept else -1
    if 0 <= here < len(kept):
        other = kept[here]
        page.place, other.place = other.place, page.place
        ScanPage.objects.bulk_update([page, other], ["place"])


@transaction.atomic(durable=True)
def drop_scan(scan_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> None:
    """Give up a scan no dossier rests on yet, to scan anew; its files stay in the store."""
    scan = locked_scan(scan_id, viewer)
    if scan.purpose == Purpose.INTAKE and scan.dossier_id is not None:
        raise ScanNotReady("Bản quét đã thuộc hồ sơ nên không bỏ được. Hãy bỏ trang sai hoặc quét bổ sung.")
    if DigitalCopy.objects.filter(scan=scan).exists():
        raise ScanNotReady("Bản quét đã được cấp số chứng thực nên không bỏ được. Hãy sắp lại trang rồi ký.")
    scan.state = ScanState.DROPPED
    scan.save(update_fields=["state"])
    record(
        ScanDropped(scan=scan.id, component=scan.key),
        at=now,
        actor=viewer.actor(),
        subject=subject_of(scan.id),
        unit_id=scan.unit_id,
    )


@transaction.atomic(durable=True)
def reuse_paper(source_id: uuid.UUID, *, person: Person, key: str, viewer: Viewer, now: datetime) -> uuid.UUID:
    """Return a document for a new dossier with the bytes of a paper this person's records hold already.

    Raises DocumentMissing for a paper of somebody else. Source: 224/2026/NĐ-CP, Điều 15 (a paper is asked for once).
    """
    if not Document.objects.filter(id=source_id, owner=person.key).exists():
        raise DocumentMissing("Giấy tờ này không có trong kho dữ liệu của người nộp.", code="document_missing")
    copy = documents.copy_document(source_id, retention=Retention.DOSSIER, now=now, by=viewer.actor())
    record(
        ComponentReused(component=key, source=source_id, document=copy.id),
        at=now,
        actor=viewer.actor(),
        subject=f"document:{copy.id}",
        evidence=[str(copy.id)],
    )
    return copy.id
