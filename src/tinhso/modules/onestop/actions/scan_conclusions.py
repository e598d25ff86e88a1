# SPDX-License-Identifier: EUPL-1.2
"""What a signed scan becomes: a digitised component, the electronic copy of a paper result, a certified copy."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.documents import actions as documents
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.actions.dossiers import lock
from tinhso.modules.onestop.actions.scans import locked_scan, subject_of
from tinhso.modules.onestop.models import Component, DigitalCopy, Scan
from tinhso.modules.onestop.policies_of_scans import check_result, check_signer
from tinhso.modules.onestop.scanning.comparing import COPY_SOURCE, SOURCE
from tinhso.modules.onestop.scanning.types import (
    ComponentArose,
    CopyCertified,
    CopyKind,
    CopyNumbered,
    Purpose,
    ResultDigitised,
)
from tinhso.modules.onestop.types import ComponentSource


@transaction.atomic(durable=True)
def take_number(scan_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> DigitalCopy:
    """Return the line of the book of certified copies, numbered once: a signature tried again keeps its number."""
    scan = locked_scan(scan_id, viewer)
    seat = check_signer(viewer, scan)
    found = DigitalCopy.objects.filter(scan=scan).first()
    if found is not None or scan.dossier_id is None:
        return found or DigitalCopy(scan=scan)
    year = timezone.localtime(now).year
    copy = DigitalCopy.objects.create(
        kind=CopyKind.CERTIFIED,
        dossier_id=scan.dossier_id,
        scan=scan,
        unit_id=scan.unit_id,
        year=year,
        number=documents.next_number(f"{scan.unit_id}:certified", year),
        numbered_at=now,
    )
    payload = CopyNumbered(copy=copy.id, year=year, number=copy.number or 0)
    _note(payload, scan, viewer.actor(seat), now, COPY_SOURCE)
    return copy


def conclude(scan: Scan, *, differences: int, explanation: str, by: uuid.UUID, actor: Actor, now: datetime) -> None:
    """Write what the scan is from now on, inside the transaction of its signature. Raises Refused."""
    purpose = Purpose(scan.purpose)
    if scan.dossier_id is None:
        return
    if purpose is Purpose.INTAKE:
        Component.objects.filter(dossier=scan.dossier_id, document=scan.document_id).update(digitised_at=now)
    elif purpose is Purpose.SETTLEMENT:
        _add_component(scan, actor, now)
    elif purpose is Purpose.RESULT:
        _add_result(scan, differences, explanation, by, actor, now)
    else:
        _certify(scan, by, actor, now)


def _add_component(scan: Scan, actor: Actor, now: datetime) -> None:
    Component.objects.create(
        dossier_id=scan.dossier_id,
        key=scan.key,
        name=scan.name,
        source=ComponentSource.SCAN,
        document_id=scan.document_id,
        added_at=now,
        digitised_at=now,
    )
    _note(ComponentArose(component=scan.key, document=scan.document_id), scan, actor, now, SOURCE)


def _add_result(scan: Scan, differences: int, explanation: str, by: uuid.UUID, actor: Actor, now: datetime) -> None:
    assert scan.dossier_id is not None
    dossier = lock(scan.dossier_id)
    check_result(dossier)
    DigitalCopy.objects.filter(dossier=dossier, kind=CopyKind.RESULT, replaced_at=None).update(replaced_at=now)
    copy = DigitalCopy.objects.create(
        kind=CopyKind.RESULT,
        dossier=dossier,
        scan=scan,
        unit_id=scan.unit_id,
        result_id=dossier.result_id,
        difference=explanation.strip()[:500] if differences else "",
        pages=scan.pages.filter(removed=False).count(),
        signed_at=now,
        signed_by_id=by,
    )
    payload = ResultDigitised(copy=copy.id, document=scan.document_id, differences=differences)
    _note(payload, scan, actor, now, SOURCE)


def _certify(scan: Scan, by: uuid.UUID, actor: Actor, now: datetime) -> None:
    copy = DigitalCopy.objects.select_for_update().get(scan=scan)
    copy.signed_at, copy.signed_by_id, copy.pages = now, by, scan.pages.filter(removed=False).count()
    copy.save(update_fields=["signed_at", "signed_by", "pages"])
    payload = CopyCertified(copy=copy.id, document=scan.document_id, year=copy.year or 0, number=copy.number or 0)
    _note(payload, scan, actor, now, COPY_SOURCE)


def _note(payload: object, scan: Scan, actor: Actor, now: datetime, rule: str) -> None:
    record(
        payload,
        at=now,
        actor=actor,
        subject=subject_of(scan.id),
        case_id=scan.dossier_id,
        unit_id=scan.unit_id,
        rule=rule,
        evidence=[str(scan.document_id)],
    )
