# SPDX-License-Identifier: EUPL-1.2
"""An officer compares the scan with the paper, signs it, the agency seals it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.documents import actions as documents
from tinhso.kernel.documents.queries import newest_version, open_version
from tinhso.kernel.documents.rules.sniffing import PDF
from tinhso.kernel.documents.signing import Place, agency_of, make_signature, person_of
from tinhso.kernel.documents.types import SignatureMark, SignatureRole
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Conflict
from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.actions.dossiers import lock
from tinhso.modules.onestop.actions.scan_conclusions import conclude, take_number
from tinhso.modules.onestop.actions.scan_reading import made_of
from tinhso.modules.onestop.actions.scans import locked_scan, subject_of
from tinhso.modules.onestop.errors import PagesDiffer, ScanNotReady
from tinhso.modules.onestop.models import Scan, ScanPage
from tinhso.modules.onestop.policies_of_scans import check_result, check_signer
from tinhso.modules.onestop.queries.scans import suggested
from tinhso.modules.onestop.scanning import comparing, counting
from tinhso.modules.onestop.scanning.types import Purpose, ScanSigned, ScanState

REASON = "Số hóa từ bản giấy, đã đối chiếu"
RESULT_REASON = "Bản số hóa từ kết quả giấy, đã đối chiếu"
AGENCY_REASON = "Cơ quan số hóa"
TOP_LEFT = Place(0, (28, 792, 198, 832))
"""In the upper margin of the first page, where a paper has no writing; points of an upright A4."""
ASIDE = 184
"""How far to the right of the officer's signature the seal of the agency stands, points."""


@dataclass(frozen=True)
class Checked:
    """What the officer counted and read on the paper. sheets: sheets on the table, both sides when two_sided.

    compared: held side by side with the paper; explanation: why a fact read from the scan differs from what is stated.
    """

    sheets: int
    two_sided: bool = False
    paper_number: str = ""
    issued_on: date | None = None
    compared: bool = False
    explanation: str = ""


def sign_scan(scan_id: uuid.UUID, checked: Checked, *, viewer: Viewer, now: datetime) -> Scan:
    """Sign the scan once its pages are those on the table: the officer first, then the seal of the officer's agency.

    The authorities are asked before the transaction; a page moved meanwhile is a Conflict and nothing is kept.
    Raises PagesDiffer with both counts or with what differs, ScanNotReady, NotYourDesk, Refused,
    SigningUnavailable (try again, nothing lost).
    Source: 107/2021/NĐ-CP; 03/2025/TT-VPCP, Điều 5; 01/2023/TT-VPCP, Điều 8; 45/2020/NĐ-CP, Điều 10.
    """
    scan = Scan.objects.select_related("document", "unit", "dossier__case", "person").get(id=scan_id)
    seat = check_signer(viewer, scan)
    pages = _checked_pages(scan, checked)
    found = _compared(scan, checked, now)
    if scan.made_version is not None and newest_version(scan.document_id).number == scan.made_version:
        made = open_version(scan.document_id, scan.made_version).data
    else:
        made = made_of(scan.id, scan.name, now)
    reason, place = _reason(scan, viewer, now), _place(pages[0])
    key = person_of(viewer, seat)
    person = make_signature(made, key=key, role=SignatureRole.PERSON, reason=reason, now=now, at=place)
    agency = make_signature(
        person.data,
        key=agency_of(scan.unit),
        role=SignatureRole.AGENCY,
        reason=AGENCY_REASON,
        now=now,
        at=_beside(place),
    )
    signed = Signed(made, agency.data, (person.mark, agency.mark), found)
    return _keep(scan, signed, checked, viewer, now)


@dataclass(frozen=True)
class Signed:
    """The pages before and after both signatures, and what differed from the statement."""

    made: bytes
    data: bytes
    marks: tuple[SignatureMark, ...]
    differences: list[str]


def _compared(scan: Scan, checked: Checked, now: datetime) -> list[str]:
    """Return the differences of a scanned result that were explained; raises PagesDiffer."""
    purpose, dossier = Purpose(scan.purpose), scan.dossier
    if purpose is Purpose.RESULT and dossier is not None:
        check_result(dossier)
        stated = comparing.Stated(
            checked.paper_number,
            checked.issued_on,
            scan.person.personal_number or "",
            str(dossier.decision.get("number", "")),
        )
    else:
        stated = comparing.Stated(checked.paper_number, checked.issued_on)
    comparing.check_stated(purpose, stated, compared=checked.compared, today=timezone.localtime(now).date())
    if purpose is Purpose.INTAKE:
        return []
    found = comparing.differences(suggested(scan), stated)
    comparing.check_explained(found, checked.explanation)
    return found


def _reason(scan: Scan, viewer: Viewer, now: datetime) -> str:
    if scan.purpose != Purpose.CERTIFIED:
        return RESULT_REASON if scan.purpose == Purpose.RESULT else REASON
    copy = take_number(scan.id, viewer=viewer, now=now)
    return f"Bản sao điện tử có chứng thực, số {copy.number}/{copy.year}"


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


def _beside(place: Place) -> Place:
    left, low, right, high = place.box
    return Place(place.page, (left + ASIDE, low, right + ASIDE, high))


@transaction.atomic(durable=True)
def _keep(scan: Scan, signed: Signed, checked: Checked, viewer: Viewer, now: datetime) -> Scan:
    if scan.purpose == Purpose.RESULT and scan.dossier_id is not None:
        lock(scan.dossier_id)
    locked = locked_scan(scan.id, viewer)
    if locked.revision != scan.revision:
        raise Conflict("Bản quét vừa được sửa trong lúc ký nên chữ ký chưa được ghi. Hãy kiểm tra lại rồi ký.")
    actor = viewer.actor(check_signer(viewer, scan))
    if locked.made_version is None:
        name = f"so-hoa-{scan.key}.pdf"
        kept = documents.append_made(scan.document_id, signed.made, filename=name, media_type=PDF, now=now, by=actor)
        locked.made_version = kept.number
    documents.keep_signed(
        scan.document_id, signed.data, based_on=locked.made_version, marks=signed.marks, now=now, by=actor
    )
    locked.state, locked.signed_at, locked.clerk_id = ScanState.SIGNED, now, viewer.as_officer
    locked.sheets, locked.two_sided = checked.sheets, checked.two_sided
    locked.paper_number, locked.issued_on = checked.paper_number.strip()[:80], checked.issued_on
    locked.save()
    _note(locked, actor, now)
    conclude(
        locked,
        differences=len(signed.differences),
        explanation=checked.explanation,
        by=viewer.as_officer,
        actor=actor,
        now=now,
    )
    return locked


def _note(scan: Scan, actor: Actor, now: datetime) -> None:
    pages = ScanPage.objects.filter(scan=scan, removed=False).count()
    payload = ScanSigned(
        scan=scan.id, component=scan.key, sheets=scan.sheets or 0, pages=pages, document=scan.document_id
    )
    record(
        payload,
        at=now,
        actor=actor,
        subject=subject_of(scan.id),
        case_id=scan.dossier_id,
        unit_id=scan.unit_id,
        rule="01/2023/TT-VPCP, Điều 8",
        evidence=[str(scan.document_id)],
    )
