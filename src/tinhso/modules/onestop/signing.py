# SPDX-License-Identifier: EUPL-1.2
"""Who signs which paper: the leader and then the agency's seal on a result, the officer alone on a form."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from tinhso.kernel.casework.errors import StepImpossible
from tinhso.kernel.documents.queries import open_version
from tinhso.kernel.documents.signing import agency_of, make_signature, person_of
from tinhso.kernel.documents.types import Opened, SignatureMark, SignatureRole
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.modules.onestop.models import Dossier
from tinhso.modules.onestop.papers import render_result


def _drafted(dossier: Dossier) -> Opened:
    """Return the drafted result; raises StepImpossible when nothing was laid before the signer."""
    if dossier.result_id is None:
        raise StepImpossible("Hồ sơ chưa có dự thảo kết quả để ký. Hãy đề nghị chuyên viên trình lại.")
    return open_version(dossier.result_id)


@dataclass(frozen=True)
class Sealed:
    """A signed result ready to be kept: which document, on which version it rests, the bytes, who signed."""

    document_id: uuid.UUID
    based_on: int
    data: bytes
    marks: tuple[SignatureMark, ...]

    @classmethod
    def unsigned(cls, dossier: Dossier) -> "Sealed":
        """Return the drafted bytes as they are, for a measurement without signing."""
        opened = _drafted(dossier)
        return cls(opened.document_id, opened.version, opened.data, ())


def final_paper(dossier: Dossier, viewer: Viewer, seat: Seat, now: datetime) -> bytes:
    """Return the PDF that is signed: of the kind that was drafted, with the name and post of who signs."""
    decision = dossier.decision
    assert dossier.result is not None  # it was drafted: `_drafted` says so
    return render_result(
        dossier,
        name=dossier.result.title,
        body=decision["body"],
        number=decision["number"],
        signer=viewer.name,
        post=seat.title,
        now=now,
    )


def seal_result(dossier: Dossier, viewer: Viewer, seat: Seat, now: datetime) -> Sealed:
    """Return the result with two PAdES B-LT signatures: first the person, then the agency (30/2020/NĐ-CP, Phụ lục I).

    The final paper bears the name of who really signs. Raises SigningUnavailable when an authority is down.
    """
    drafted = _drafted(dossier)
    pdf = final_paper(dossier, viewer, seat, now)
    person = make_signature(
        pdf, key=person_of(viewer, seat), role=SignatureRole.PERSON, reason="Ký ban hành kết quả", now=now
    )
    agency = make_signature(
        person.data, key=agency_of(dossier.resolving_unit), role=SignatureRole.AGENCY, reason="Phát hành", now=now
    )
    return Sealed(drafted.document_id, drafted.version, agency.data, (person.mark, agency.mark))
