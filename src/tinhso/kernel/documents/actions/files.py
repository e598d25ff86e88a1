# SPDX-License-Identifier: EUPL-1.2
"""Keep files: uploads from outside, papers we made, further versions, downloads."""

import io
import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone

from tinhso.config import env
from tinhso.db import rows
from tinhso.kernel.documents import queries
from tinhso.kernel.documents.errors import DocumentMissing
from tinhso.kernel.documents.malware import Look, let_wait, look_at
from tinhso.kernel.documents.models import Blob, Document, Version
from tinhso.kernel.documents.rules.intake import FROM_CITIZENS, Inspected, clean_text, inspect
from tinhso.kernel.documents.rules.names import safe_filename
from tinhso.kernel.documents.rules.pdf_reader import read_pdf
from tinhso.kernel.documents.rules.sniffing import PDF
from tinhso.kernel.documents.store import store
from tinhso.kernel.documents.types import DocumentDownloaded, DocumentKind, DocumentStored, Opened, Retention
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import Actor
from tinhso.lib.vntext import search_key


def store_upload(
    upload: bytes | BinaryIO,
    *,
    filename: str,
    title: str,
    kind: DocumentKind,
    owner: str,
    retention: Retention,
    now: datetime,
    by: Actor,
    case_id: uuid.UUID | None = None,
    allowed: frozenset[str] = FROM_CITIZENS,
) -> Document:
    """Return the new document of a file from outside, once it has been inspected.

    owner: key of whom it belongs to; allowed: media types taken here, told by content.
    Raises FileRefused with a sentence for the sender, StoreFull when the disk has no room.
    """
    data, seen, look = _inspected(upload, filename, allowed)
    sha256, size = store().put(io.BytesIO(data))
    with transaction.atomic(savepoint=False):
        document = _new_document(title, kind, owner, retention, now, by, case_id)
        add_row(document, sha256=sha256, size=size, seen=seen, now=now, by=by, newest=0)
        _let_wait(look, sha256, now)
    return document


def store_bytes(
    data: bytes,
    *,
    filename: str,
    media_type: str,
    title: str,
    kind: DocumentKind,
    owner: str,
    retention: Retention,
    now: datetime,
    by: Actor,
    case_id: uuid.UUID | None = None,
) -> Document:
    """Return the new document of a file the house made itself; it is not inspected.

    Raises StoreFull when the disk has no room.
    """
    seen = seen_as(data, filename=filename, media_type=media_type)
    sha256, size = store().put(io.BytesIO(data))
    with transaction.atomic(savepoint=False):
        document = _new_document(title, kind, owner, retention, now, by, case_id)
        add_row(document, sha256=sha256, size=size, seen=seen, now=now, by=by, newest=0)
    return document


def add_version(
    document_id: uuid.UUID,
    upload: bytes | BinaryIO,
    *,
    filename: str,
    now: datetime,
    by: Actor,
    allowed: frozenset[str] = FROM_CITIZENS,
) -> Version:
    """Return the next version of a document, from a file that came from outside and is inspected.

    Raises FileRefused, StoreFull, or DocumentMissing.
    """
    data, seen, look = _inspected(upload, filename, allowed)
    sha256, size = store().put(io.BytesIO(data))
    with transaction.atomic(savepoint=False):
        made = add_row(lock(document_id), sha256=sha256, size=size, seen=seen, now=now, by=by)
        _let_wait(look, sha256, now)
    return made


def download(document_id: uuid.UUID, *, purpose: str, now: datetime, by: Actor, number: int | None = None) -> Opened:
    """Return a version's bytes (the newest without `number`) and write down who took them, what for.

    Raises DocumentMissing, or BlobMissing when the bytes are gone.
    """
    opened = queries.open_version(document_id, number)
    with transaction.atomic(savepoint=False):
        record(
            DocumentDownloaded(version=opened.version, purpose=purpose),
            at=now,
            actor=by,
            subject=f"document:{document_id}",
            case_id=queries.document(document_id).case_id,
        )
    return opened


def begin_retention(document_ids: Iterable[uuid.UUID], *, on: date, retention: Retention | None = None) -> int:
    """Let the retention period of these documents begin (hồ sơ đã kết thúc); return how many began now.

    retention: the class decided at closing, unchanged when None. Those already begun keep their day.
    """
    waiting = Document.objects.filter(id__in=list(document_ids), retain_from=None)
    return waiting.update(retain_from=on, **({"retention": retention} if retention else {}))


def lock(document_id: uuid.UUID) -> Document:
    """Return the document with its row locked until the transaction ends. Raises DocumentMissing."""
    found = rows.fetch(Document, "WHERE id = %s FOR UPDATE", document_id)
    if not found:
        raise DocumentMissing("Không tìm thấy tài liệu này.", code="document_missing")
    return found[0]


def seen_as(data: bytes, *, filename: str, media_type: str) -> Inspected:
    """Return what there is to know of a file we trust; pages and text of a PDF are read in this process."""
    found = read_pdf(data) if media_type == PDF else {}
    text = clean_text(str(found.get("text", "")))
    return Inspected(media_type, safe_filename(filename, media_type), found.get("pages"), text)


def add_row(
    document: Document,
    *,
    sha256: str,
    size: int,
    seen: Inspected,
    now: datetime,
    by: Actor,
    newest: int | None = None,
) -> Version:
    """Write the next version of a locked or new document and its act, inside the caller's transaction.

    newest: number of its newest version when the caller knows it, 0 for a new document.
    """
    rows.insert(Blob(sha256=sha256, size_bytes=size, stored_at=now), unless_there=True)
    if newest is None:
        newest = document.versions.order_by("-number").values_list("number", flat=True).first()
    version = Version(
        document=document,
        number=(newest or 0) + 1,
        blob_id=sha256,
        filename=seen.filename,
        media_type=seen.media_type,
        pages=seen.pages,
        text=seen.text,
        words=search_key(f"{document.title} {seen.filename} {seen.text}"),
        created_at=now,
    )
    rows.insert(version)
    record(
        DocumentStored(kind=document.kind, version=version.number, sha256=sha256, size_bytes=size),
        at=now,
        actor=by,
        subject=f"document:{document.id}",
        case_id=document.case_id,
        evidence=(str(document.id),),
    )
    return version


def _inspected(upload: bytes | BinaryIO, filename: str, allowed: frozenset[str]) -> tuple[bytes, Inspected, Look]:
    limit = env.UPLOAD_LIMIT_MB << 20
    data = upload if isinstance(upload, bytes) else upload.read(limit + 1)
    seen = inspect(data, filename=filename, limit_bytes=limit, allowed=allowed)
    return data, seen, look_at(data)


def _let_wait(look: Look, sha256: str, now: datetime) -> None:
    if look == Look.LATER:
        let_wait(sha256, now=now)


def _new_document(
    title: str,
    kind: DocumentKind,
    owner: str,
    retention: Retention,
    now: datetime,
    by: Actor,
    case_id: uuid.UUID | None,
) -> Document:
    document = Document(
        kind=kind,
        title=clean_text(title)[:300],
        owner=owner,
        case_id=case_id,
        retention=retention,
        created_at=now,
        created_by=by.key,
        # A draft nobody files is never closed by anyone, so its period begins at once.
        retain_from=timezone.localdate(now) if retention == Retention.DRAFT else None,
    )
    return rows.insert(document)
