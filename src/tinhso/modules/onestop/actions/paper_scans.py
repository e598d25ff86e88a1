# SPDX-License-Identifier: EUPL-1.2
"""Scan a paper to a dossier at hand: one that arises in settlement, a result on paper, an original to be certified."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.actions.dossiers import lock
from tinhso.modules.onestop.actions.scans import ScanFile, check_open, keep_files
from tinhso.modules.onestop.models import Dossier, Scan
from tinhso.modules.onestop.policies_of_scans import check_begin
from tinhso.modules.onestop.scanning import counting
from tinhso.modules.onestop.scanning.types import Nature, Purpose, ScanState

SHORTEST_NAME = 3


@dataclass(frozen=True)
class PaperBegun:
    """What lies on the scanner. name: as on the paper; for a result empty means the name of the result.

    client_key: of the form it was sent with, so that a second press adds nothing.
    """

    purpose: Purpose
    name: str
    files: Sequence[ScanFile]
    client_key: uuid.UUID
    nature: Nature = Nature.PAPER


@transaction.atomic(durable=True)
def scan_paper(dossier_id: uuid.UUID, begun: PaperBegun, *, viewer: Viewer, now: datetime) -> Scan:
    """Keep the files of a paper of this dossier and return its scan, whose pages the worker will read.

    Raises NotYourDesk, Refused in a state that has no such paper, NotScanned, AlreadyHeld, FileRefused, StoreFull.
    Source: 107/2021/NĐ-CP; 01/2023/TT-VPCP, Điều 8; 45/2020/NĐ-CP, Điều 10 (certified copy).
    """
    dossier = lock(dossier_id)
    seat = check_begin(viewer, dossier, begun.purpose)
    counting.check_nature(begun.nature)
    sitting = f"{begun.purpose}:{begun.client_key}"
    scan = Scan.objects.select_for_update().filter(sitting=sitting).exclude(state=ScanState.DROPPED).first()
    if scan is not None:
        if scan.dossier_id != dossier_id:
            raise Refused("Trang số hóa này thuộc hồ sơ khác. Hãy mở lại từ trang hồ sơ.")
        check_open(scan)
    return keep_files(scan, begun.files, _blank(dossier, begun, sitting, seat.unit_id), viewer, now)


def _blank(dossier: Dossier, begun: PaperBegun, sitting: str, unit_id: uuid.UUID) -> Scan:
    return Scan(
        person=dossier.applicant,
        procedure_id=dossier.version.procedure_id,
        purpose=begun.purpose,
        key=f"{begun.purpose}-{begun.client_key.hex[-12:]}",
        name=_name(dossier, begun),
        sitting=sitting,
        dossier=dossier,
        unit_id=unit_id,
    )


def _name(dossier: Dossier, begun: PaperBegun) -> str:
    name = " ".join(begun.name.split())
    if begun.purpose is Purpose.RESULT and dossier.result is not None:
        name = name or dossier.result.title
    if len(name) < SHORTEST_NAME:
        raise Refused("Hãy ghi tên giấy tờ như trên bản giấy.", code="name_missing")
    return name[:200]
