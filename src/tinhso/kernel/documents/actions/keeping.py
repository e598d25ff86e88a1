# SPDX-License-Identifier: EUPL-1.2
"""Keep what the house made of files it holds: a further version, or the same bytes once more for another case."""

import io
import uuid
from datetime import datetime

from django.db import transaction

from tinhso.db import rows
from tinhso.kernel.documents.actions.files import add_row, lock, seen_as
from tinhso.kernel.documents.models import Blob, Document, Signature, Version
from tinhso.kernel.documents.queries import document, newest_version, signatures_of
from tinhso.kernel.documents.rules.intake import Inspected
from tinhso.kernel.documents.store import store
from tinhso.kernel.documents.types import Retention
from tinhso.kernel.events.types import Actor


def keep_blob(data: bytes, *, now: datetime) -> str:
    """Keep bytes that are part of no version yet (the picture of a page) and return their SHA-256.

    Raises StoreFull.
    """
    sha256, size = store().put(io.BytesIO(data))
    rows.insert(Blob(sha256=sha256, size_bytes=size, stored_at=now), unless_there=True)
    return sha256


def append_made(
    document_id: uuid.UUID, data: bytes, *, filename: str, media_type: str, now: datetime, by: Actor
) -> Version:
    """Return the next version of a document, from bytes the house made; not inspected.

    Raises StoreFull, DocumentMissing.
    """
    seen = seen_as(data, filename=filename, media_type=media_type)
    sha256, size = store().put(io.BytesIO(data))
    with transaction.atomic(savepoint=False):
        return add_row(lock(document_id), sha256=sha256, size=size, seen=seen, now=now, by=by)


def copy_document(source_id: uuid.UUID, *, retention: Retention, now: datetime, by: Actor) -> Document:
    """Return a new document of the same owner with the newest version of another; the bytes are kept once.

    The signatures on those bytes are written down again for it. Raises DocumentMissing.
    """
    source, newest = document(source_id), newest_version(source_id)
    with transaction.atomic(savepoint=False):
        copy = rows.insert(
            Document(
                kind=source.kind,
                title=source.title,
                owner=source.owner,
                retention=retention,
                created_at=now,
                created_by=by.key,
            )
        )
        seen = Inspected(newest.media_type, newest.filename, newest.pages, newest.text)
        size = Blob.objects.values_list("size_bytes", flat=True).get(sha256=newest.blob_id)
        made = add_row(copy, sha256=newest.blob_id, size=size, seen=seen, now=now, by=by, newest=0)
        for one in signatures_of(source_id):
            if one.version_id == newest.pk:
                Signature.objects.create(
                    version=made,
                    role=one.role,
                    signer=one.signer,
                    signer_name=one.signer_name,
                    certificate=one.certificate,
                    level=one.level,
                    signed_at=one.signed_at,
                )
    return copy
