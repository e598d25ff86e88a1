# SPDX-License-Identifier: EUPL-1.2
"""Sign papers and keep them: the bytes, the marks of the signatures, an act for each."""

import io
import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from tinhso.kernel.documents.actions.files import add_row, lock, seen_as, store_bytes
from tinhso.kernel.documents.errors import PaperMoved
from tinhso.kernel.documents.models import Document, Signature, Version
from tinhso.kernel.documents.queries import newest_version, open_version
from tinhso.kernel.documents.rules.sniffing import PDF
from tinhso.kernel.documents.signing import Place, make_signature
from tinhso.kernel.documents.store import store
from tinhso.kernel.documents.types import (
    DocumentKind,
    DocumentSigned,
    Retention,
    SignatureMark,
    SignatureRole,
    SignedPdf,
    SigningIdentity,
)
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import Actor


def sign_document(
    document_id: uuid.UUID,
    *,
    identity: SigningIdentity,
    role: SignatureRole,
    now: datetime,
    by: Actor,
    reason: str,
    place: str = "",
    at: Place | None = None,
) -> Version:
    """Return the new version that holds the newest one signed (PAdES B-LT).

    The authorities are asked first, then one transaction of its own keeps the result. A step that must commit
    together with the signature calls `signing.make_signature` before and `keep_signed` inside its transaction.
    Raises SigningUnavailable, SigningImpossible, PaperMoved, DocumentMissing, BlobMissing, StoreFull; nothing is kept.
    """
    opened = open_version(document_id)
    signed = make_signature(opened.data, key=identity, role=role, reason=reason, now=now, place=place, at=at)
    with transaction.atomic(durable=True):
        return keep_signed(document_id, signed.data, based_on=opened.version, marks=(signed.mark,), now=now, by=by)


def keep_signed(
    document_id: uuid.UUID,
    data: bytes,
    *,
    based_on: int,
    marks: Sequence[SignatureMark],
    now: datetime,
    by: Actor,
) -> Version:
    """Return the new version that holds a signed paper, with its signatures written down.

    Belongs inside the transaction of the step that the signature completes; makes no call outside.
    based_on: number of the version that was signed; marks: the signatures added to it, in their order.
    Raises PaperMoved when that version is no longer the newest, DocumentMissing, StoreFull.
    """
    with transaction.atomic(savepoint=False):
        document = lock(document_id)
        newest = newest_version(document_id)
        if newest.number != based_on:
            raise PaperMoved(
                "Văn bản đã có bản mới hơn trong lúc ký nên chữ ký chưa được ghi. Hãy mở lại bản mới nhất rồi ký.",
                code="paper_moved",
            )
        sha256, size = store().put(io.BytesIO(data))
        seen = seen_as(data, filename=newest.filename, media_type=newest.media_type)
        version = add_row(document, sha256=sha256, size=size, seen=seen, now=now, by=by, newest=newest.number)
        for mark in marks:
            _write_down(version, mark, now, by)
    return version


def store_signed(
    signed: SignedPdf,
    *,
    filename: str,
    title: str,
    kind: DocumentKind,
    owner: str,
    retention: Retention,
    now: datetime,
    by: Actor,
    case_id: uuid.UUID | None = None,
) -> Document:
    """Return the new document of a paper that was signed as it was made, with its signature written down.

    Raises StoreFull when the disk has no room.
    """
    with transaction.atomic(savepoint=False):
        document = store_bytes(
            signed.data,
            filename=filename,
            media_type=PDF,
            title=title,
            kind=kind,
            owner=owner,
            retention=retention,
            now=now,
            by=by,
            case_id=case_id,
        )
        _write_down(document.versions.select_related("document").get(number=1), signed.mark, now, by)
    return document


def _write_down(version: Version, mark: SignatureMark, now: datetime, by: Actor) -> None:
    Signature.objects.create(
        version=version,
        role=mark.role,
        signer=mark.signer,
        signer_name=mark.signer_name,
        certificate=mark.certificate,
        level=mark.level,
        signed_at=mark.signed_at,
    )
    record(
        DocumentSigned(
            version=version.number,
            sha256=version.blob_id,
            role=mark.role,
            certificate=mark.certificate,
            level=mark.level,
        ),
        at=now,
        actor=by,
        subject=f"document:{version.document_id}",
        case_id=version.document.case_id,
        evidence=(str(version.document_id),),
    )
