# SPDX-License-Identifier: EUPL-1.2
"""Reads of documents: one document, its newest version, its bytes, its signatures; search; what may be purged."""

import uuid
from collections.abc import Collection
from datetime import date

from django.contrib.postgres.search import SearchQuery
from django.db.models import OuterRef, Q, QuerySet, Subquery

from tinhso.db import rows
from tinhso.kernel.documents.errors import DocumentMissing
from tinhso.kernel.documents.malware import check_seen
from tinhso.kernel.documents.models import Document, Signature, Version
from tinhso.kernel.documents.rules.retention import kept_until
from tinhso.kernel.documents.store import store
from tinhso.kernel.documents.types import Opened, Retention
from tinhso.lib.vntext import search_key


def document(document_id: uuid.UUID) -> Document:
    """Return a document. Raises DocumentMissing."""
    found = Document.objects.filter(id=document_id).first()
    if found is None:
        raise DocumentMissing("Không tìm thấy tài liệu này.", code="document_missing")
    return found


def newest_version(document_id: uuid.UUID) -> Version:
    """Return the newest version with its document. Raises DocumentMissing."""
    return _version(document_id, None)


def open_version(document_id: uuid.UUID, number: int | None = None) -> Opened:
    """Return the bytes of a version, the newest without `number`.

    Raises DocumentMissing, FileUnseen or FileRefused (see `malware`), BlobMissing when the bytes are gone or changed.
    """
    version = _version(document_id, number)
    check_seen(version.blob_id)
    return Opened(document_id, version.number, version.filename, version.media_type, store().open(version.blob_id))


def _version(document_id: uuid.UUID, number: int | None) -> Version:
    tail = "WHERE t.document_id = %s AND t.number = coalesce(%s, t.number) ORDER BY t.number DESC LIMIT 1"
    found = rows.fetch_with(Version, "document", tail, document_id, number)
    if not found:
        raise DocumentMissing("Không tìm thấy tài liệu hoặc phiên bản này.", code="document_missing")
    return found[0]


def documents_of_case(case_id: uuid.UUID) -> list[Document]:
    """Return the documents of a case, oldest first, each with `newest_number`, `filename`, `media_type`, `pages`."""
    return list(_with_newest(Document.objects.filter(case_id=case_id)).order_by("created_at", "id"))


def _with_newest(documents: QuerySet[Document]) -> QuerySet[Document]:
    newest = Version.objects.filter(document_id=OuterRef("id")).order_by("-number")
    return documents.annotate(
        newest_number=Subquery(newest.values("number")[:1]),
        filename=Subquery(newest.values("filename")[:1]),
        media_type=Subquery(newest.values("media_type")[:1]),
        pages=Subquery(newest.values("pages")[:1]),
    )


def versions_of(document_id: uuid.UUID) -> list[Version]:
    """Return all versions with their blobs, oldest first."""
    return list(Version.objects.filter(document_id=document_id).select_related("blob").order_by("number"))


def signatures_of(document_id: uuid.UUID) -> list[Signature]:
    """Return the signatures we made on a document, in the order they were made."""
    found = Signature.objects.filter(version__document_id=document_id)
    return list(found.select_related("version").order_by("signed_at", "id"))


def search(
    typed: str, *, owners: Collection[str] = (), case_ids: Collection[uuid.UUID] = (), limit: int = 50
) -> list[Document]:
    """Return documents whose newest version speaks of every word typed, with or without marks, newest first.

    Only documents of these owners or cases are looked at; nothing typed, or nobody's, finds nothing.
    """
    words = search_key(typed).split()
    scope = Q(owner__in=owners) | Q(case_id__in=case_ids)
    if not words or not (owners or case_ids):
        return []
    query = SearchQuery(" & ".join(f"'{word}':*" for word in words), config="simple", search_type="raw")
    matching = Version.objects.filter(search=query)
    found = _with_newest(Document.objects.filter(scope)).filter(
        Q(id__in=matching.filter(number=_newest_number()).values("document_id"))
    )
    return list(found.order_by("-created_at")[:limit])


def _newest_number() -> Subquery:
    newest = Version.objects.filter(document_id=OuterRef("document_id")).order_by("-number")
    return Subquery(newest.values("number")[:1])


def may_be_purged(today: date, *, limit: int = 1000) -> list[Document]:
    """Return documents whose retention period has ended before `today`, oldest first.

    A class whose period is unknown or without end never appears (`norms/retention.yaml`).
    """
    ended = Q(pk__in=[])
    begun = Document.objects.filter(retain_from__lt=today)
    for retention, year in begun.values_list("retention", "retain_from__year").distinct():
        last_day = kept_until(Retention(retention), year)
        if last_day is not None and last_day < today:
            ended |= Q(retention=retention, retain_from__year=year)
    return list(begun.filter(ended).order_by("retain_from", "id")[:limit])
