# SPDX-License-Identifier: EUPL-1.2
"""The receiving officer compares the scan with the paper, signs it with the personal key and answers for it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tinhso.kernel.documents import actions as documents
from tinhso.kernel.documents.queries import newest_version, open_version
from tinhso.kernel.documents.rules.sniffing import PDF
from tinhso.kernel.documents.signing import Place, make_signature
from tinhso.kernel.documents.types import SignatureRole, SignedPdf
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Conflict
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.actions.scan_reading import made_of
from tinhso.modules.onestop.actions.scans import locked_scan, subject_of
from tinhso.modules.onestop.errors import PagesDiffer, ScanNotReady
from tinhso.modules.onestop.models import Component, Scan, ScanPage
from tinhso.modules.onestop.policies import check_scanner
from tinhso.modules.onestop.scanning import counting
from tinhso.modules.onestop.scanning.types import ScanSigned, ScanState
from tinhso.modules.onestop.signing import person_of

REASON = "Số hóa từ bản giấy, đã đối chiếu"
TOP_LEFT = Place(0, (28, 792, 198, 832))
"""In the upper margin of the first page, where a paper has no writing; points of an upright A4."""


@dataclass(frozen=True)
class Checked:
    """What the officer counted and read on the paper. sheets: sheets on the table, both sides when two_sided."""

    sheets: int
    two_sided: bool = False
    paper_number: str = ""
    issued_on: date | None = None


def sign_scan(scan_id: uuid.UUID, checked: Checked, *, viewer: Viewer, now: datetime) -> Scan:
    """Sign the scan once its pages are those on the table; its component is digitised from now on.

    The authorities are asked before the transaction; a page moved meanwhile is a Conflict and nothing is kept.
    Raises PagesDiffer with both counts, ScanNotReady, SigningUnavailable (try again, nothing lost).
    Source: 107/2021/NĐ-CP; 03/2025/TT-VPCP, Điều 5; 01/2023/TT-VPCP, Điều 8.
    """
    scan = Scan.objects.select_related("document").get(id=scan_id)
    seat = check_scanner(viewer, scan.unit_id)
    pages = _checked_pages(scan, checked)
    if scan.made_version is not None and newest_version(scan.document_id).number == scan.made_version:
        made = open_version(scan.document_id, scan.made_version).data
    else:
        made = made_of(scan.id, scan.name, now)
    signed = make_signature(
        made, key=person_of(viewer, seat), role=SignatureRole.PERSON, reason=REASON, now=now, at=_place(pages[0])
    )
    return _keep(scan, made, signed, checked, viewer, now)


def _checked_pages(scan: Scan, checked: Checked) -> list[ScanPage]:
    if scan.state != ScanState.READY:
        raise ScanNotReady("Bản quét chưa nhận dạng xong hoặc đã ký. Hãy tải lại trang.")
    pages = list(ScanPage.objects.filter(scan=scan).order_by("place", "id"))
    facts = [counting.PageFacts(one.removed, one.blank, one.note) for one in pages]
    counting.check_count(facts, sheets=checked.sheets, two_sided=checked.two_sided)
    kept = [one for one in pages if not one.removed]
    if any(one.picture_id is None for one in kept):
        raise PagesDiffer("Có trang không dựng được hình. Hãy bỏ trang đó và quét bổ sung trước khi ký.")
    return kept


def _place(first: ScanPage) -> Place:
    """Return the same place on a page that is wider than high."""
    if first.width <= first.height:
        return TOP_LEFT
    top = round(842 * first.height / first.width)
    return Place(0, (28, top - 50, 198, top - 10))


@transaction.atomic(durable=True)
def _keep(scan: Scan, made: bytes, signed: SignedPdf, checked: Checked, viewer: Viewer, now: datetime) -> Scan:
    locked = locked_scan(scan.id, viewer)
    if locked.revision != scan.revision:
        raise Conflict("Bản quét vừa được sửa trong lúc ký nên chữ ký chưa được ghi. Hãy kiểm tra lại rồi ký.")
    actor = viewer.actor(check_scanner(viewer, scan.unit_id))
    if locked.made_version is None:
        name = f"so-hoa-{scan.key}.pdf"
        kept = documents.append_made(scan.document_id, made, filename=name, media_type=PDF, now=now, by=actor)
        locked.made_version = kept.number
    documents.keep_signed(
        scan.document_id, signed.data, based_on=locked.made_version, marks=(signed.mark,), now=now, by=actor
    )
    locked.state, locked.signed_at, locked.clerk_id = ScanState.SIGNED, now, viewer.as_officer
    locked.sheets, locked.two_sided = checked.sheets, checked.two_sided
    locked.paper_number, locked.issued_on = checked.paper_number.strip()[:80], checked.issued_on
    locked.save()
    if locked.dossier_id is not None:
        Component.objects.filter(dossier=locked.dossier_id, document=scan.document_id).update(digitised_at=now)
    pages = ScanPage.objects.filter(scan=scan, removed=False).count()
    record(
        ScanSigned(scan=scan.id, component=scan.key, sheets=checked.sheets, pages=pages, document=scan.document_id),
        at=now,
        actor=actor,
        subject=subject_of(scan.id),
        case_id=locked.dossier_id,
        unit_id=scan.unit_id,
        rule="01/2023/TT-VPCP, Điều 8",
        evidence=[str(scan.document_id)],
    )
    return locked
