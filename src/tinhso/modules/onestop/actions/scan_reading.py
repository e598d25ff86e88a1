# SPDX-License-Identifier: EUPL-1.2
"""The worker reads scanned pages one by one and makes the searchable file. Safe to stop and to repeat at any page."""

import logging
import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from tinhso.kernel.documents import actions as documents
from tinhso.kernel.documents.models import Version
from tinhso.kernel.documents.rules.sniffing import PDF
from tinhso.kernel.documents.scanning import (
    Line,
    PageFound,
    PageUnreadable,
    SheetImage,
    assemble,
    is_installed,
    straighten_and_read,
)
from tinhso.kernel.documents.store import store
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import HouseError
from tinhso.kernel.events.lanes import WHOLE, Lane
from tinhso.kernel.events.types import SYSTEM
from tinhso.modules.onestop.actions.scans import subject_of
from tinhso.modules.onestop.errors import PagesDiffer
from tinhso.modules.onestop.models import Scan, ScanPage
from tinhso.modules.onestop.queries.scans import pages_to_read
from tinhso.modules.onestop.scanning.types import ScanRead, ScanState

log = logging.getLogger(__name__)
RETRY = timedelta(minutes=2)
MOST_ATTEMPTS = 3
GAVE_UP = "Máy chủ dừng giữa chừng nhiều lần khi đọc trang này. Hãy quét lại riêng trang đó."
NO_PROGRAM = "Máy chủ chưa cài chương trình nhận dạng chữ (tesseract) nên bản quét chỉ có hình, chưa tìm được theo chữ."
NO_PICTURE = "Không dựng được hình của trang nào. Hãy quét lại giấy tờ này."


def read_waiting_scans(*, now: datetime, limit: int, lane: Lane = WHOLE) -> int:
    """Read up to `limit` pages of a lane and return how many were read; a one-page scan never waits for a long one.

    A page that cannot be read keeps a sentence and the others go on; a store that fails is tried again later.
    """
    read = 0
    for page in pages_to_read(now, limit=limit, lane=lane):
        if page.scan.retry_at is not None and page.scan.retry_at > now:
            continue
        try:
            _read_page(page, now)
            read += 1
        except HouseError as error:
            log.warning("scan %s waits: %s", page.scan_id, error.sentence)
            Scan.objects.filter(id=page.scan_id).update(trouble=error.sentence[:500], retry_at=now + RETRY)
    return read


def _read_page(page: ScanPage, now: datetime) -> None:
    # Written before the work: a page that kills its worker is given up after some attempts and stops nobody else.
    ScanPage.objects.filter(pk=page.pk).update(attempts=F("attempts") + 1)
    page.trouble, found = "", None
    asked = (page.turn, page.turned_by_hand)
    if page.attempts >= MOST_ATTEMPTS:
        page.trouble = GAVE_UP
    else:
        version = Version.objects.get(document=page.scan.document_id, number=page.file)
        turn = page.turn if page.turned_by_hand else None
        try:
            data = store().open(version.blob_id)
            found = straighten_and_read(data, version.media_type, page=page.page, turn=turn)
        except PageUnreadable as error:
            page.trouble = error.sentence
    _keep_page(page, found, now, asked)


@transaction.atomic(durable=True)
def _keep_page(page: ScanPage, found: PageFound | None, now: datetime, asked: tuple[int | None, bool]) -> None:
    """Keep what was read, unless the scan was dropped or the page turned meanwhile: then it is read again."""
    scan = Scan.objects.select_for_update(of=("self",)).get(id=page.scan_id)
    present = ScanPage.objects.get(pk=page.pk)
    if scan.state != ScanState.WAITING or (present.turn, present.turned_by_hand) != asked:
        return
    if found is not None:
        picture, reading = found.picture, found.reading
        page.picture_id = documents.keep_blob(picture.data, now=now)
        page.width, page.height, page.blank = picture.width, picture.height, picture.is_blank
        page.turn, page.trouble, page.confidence = found.turn, found.trouble, reading.confidence
        page.lines = [[one.text, one.left, one.top, one.width, one.height] for one in reading.lines]
    page.read_at = now
    fields = ("picture", "width", "height", "blank", "turn", "trouble", "confidence", "lines", "read_at")
    page.save(update_fields=fields)
    if not ScanPage.objects.filter(scan=scan, read_at=None).exists():
        _finish(scan, now)


def _finish(scan: Scan, now: datetime) -> None:
    """Make the searchable file of a scan whose pages are all read, and say that a person may check it."""
    pages = list(ScanPage.objects.filter(scan=scan))
    scan.state, scan.read_at, scan.retry_at = ScanState.READY, now, None
    scan.trouble = "" if is_installed() else NO_PROGRAM
    if any(page.picture_id and not page.removed for page in pages):
        scan.made_version = make_version(scan, now).number
    else:
        scan.trouble = NO_PICTURE
    scan.save(update_fields=["state", "read_at", "retry_at", "trouble", "made_version"])
    unread = sum(bool(page.trouble) for page in pages)
    record(
        ScanRead(scan=scan.id, pages=len(pages), unread=unread, blank=sum(page.blank for page in pages)),
        at=now,
        actor=SYSTEM,
        subject=subject_of(scan.id),
        case_id=scan.dossier_id,
        unit_id=scan.unit_id,
        evidence=[str(scan.document_id)],
    )


def make_version(scan: Scan, now: datetime) -> Version:
    """Return the new version with the kept pages in their order; the document's search text is what they say."""
    data = made_of(scan.id, scan.name, now)
    filename = f"so-hoa-{scan.key}.pdf"
    return documents.append_made(scan.document_id, data, filename=filename, media_type=PDF, now=now, by=SYSTEM)


def made_of(scan_id: uuid.UUID, title: str, now: datetime) -> bytes:
    """Return the kept pages of a scan as one PDF/A. Raises PagesDiffer for a page without a picture."""
    sheets = []
    for page in ScanPage.objects.filter(scan=scan_id, removed=False).order_by("place", "id"):
        if page.picture_id is None:
            continue
        lines = tuple(Line(*one) for one in page.lines)
        sheets.append(SheetImage(store().open(page.picture_id), page.width, page.height, lines))
    if not sheets:
        raise PagesDiffer("Bản quét không còn trang nào. Hãy khôi phục trang đã bỏ hoặc quét lại.")
    return assemble(sheets, title=title, now=now)
