# SPDX-License-Identifier: EUPL-1.2
"""A citizen's draft: start, fill in page by page, attach files, discard."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.actions.prechecks import end_prechecks
from tinhso.modules.onestop.actions.vault import copy_of
from tinhso.modules.onestop.errors import NotReusable, NotYourDossier
from tinhso.modules.onestop.models import Draft
from tinhso.modules.onestop.policies import check_draft
from tinhso.modules.onestop.queries.catalogue import version_in_force


@transaction.atomic(durable=True)
def start_draft(code: str, *, viewer: Viewer, commune_code: str, answers: Mapping[str, Any], now: datetime) -> Draft:
    """Begin a draft with prefilled answers; raises ProcedureNotOpen, NotYourDossier when nobody is signed in."""
    if viewer.person_id is None:
        raise NotYourDossier("Hãy đăng nhập bằng định danh điện tử trước khi nộp hồ sơ.")
    return begin(code, person_id=viewer.person_id, commune_code=commune_code, answers=answers, now=now)


def begin(code: str, *, person_id: uuid.UUID, commune_code: str, answers: Mapping[str, Any], now: datetime) -> Draft:
    """Write a new draft inside the caller's transaction. Raises ProcedureNotOpen."""
    return Draft.objects.create(
        person_id=person_id,
        version=version_in_force(code, timezone.localtime(now).date()),
        commune_code=commune_code,
        answers=dict(answers),
        created_at=now,
        updated_at=now,
    )


def _lock(draft_id: uuid.UUID, viewer: Viewer) -> Draft:
    draft = (
        Draft.objects.select_for_update(of=("self",)).select_related("version__procedure", "person").get(id=draft_id)
    )
    check_draft(viewer, draft)
    return draft


@transaction.atomic(durable=True)
def save_page(
    draft_id: uuid.UUID,
    *,
    viewer: Viewer,
    page: str,
    values: Mapping[str, Any],
    done: bool,
    now: datetime,
    commune_code: str = "",
) -> Draft:
    """Keep what was typed on one page, also when it is not yet right; `done` marks the page complete."""
    draft = _lock(draft_id, viewer)
    draft.answers = {**draft.answers, **values}
    pages = [one for one in draft.done_pages if one != page]
    draft.done_pages = [*pages, page] if done else pages
    draft.commune_code = commune_code or draft.commune_code
    draft.updated_at = now
    draft.save()
    return draft


@transaction.atomic(durable=True)
def attach_to_draft(draft_id: uuid.UUID, *, viewer: Viewer, key: str, document_id: uuid.UUID, now: datetime) -> Draft:
    """Put a stored file in the place of a component; a second file replaces the first in the draft."""
    draft = _lock(draft_id, viewer)
    _place(draft, key, str(document_id), now)
    return draft


@transaction.atomic(durable=True)
def detach_from_draft(draft_id: uuid.UUID, *, viewer: Viewer, key: str, now: datetime) -> Draft:
    draft = _lock(draft_id, viewer)
    _place(draft, key, "", now)
    return draft


@transaction.atomic(durable=True)
def reuse_in_draft(draft_id: uuid.UUID, *, viewer: Viewer, key: str, document_id: uuid.UUID, now: datetime) -> Draft:
    """Put a copy of an item of one's own store in the place of a component, instead of a file sent again.

    A copy, because papers of two dossiers are kept and purged apart. Raises NotYourItem, NotReusable.
    Source: 224/2026, Điều 15 (once only).
    """
    draft = _lock(draft_id, viewer)
    if viewer.person_id != draft.person_id:
        raise NotReusable("Khi nộp giúp, bạn chỉ tải tệp lên; kho dữ liệu là của riêng từng người.")
    place = next((one for one in definitions.components_of(draft.version.definition) if one["key"] == key), None)
    if place is None:
        raise NotReusable("Thủ tục này không có thành phần đó. Hãy mở lại trang Giấy tờ kèm theo.")
    copy = copy_of(document_id, title=place["name"], viewer=viewer, now=now)
    _place(draft, key, str(copy), now, origin=str(document_id))
    return draft


def _place(draft: Draft, key: str, document: str, now: datetime, *, origin: str = "") -> None:
    """Let a document stand for a component, or nothing when it is empty."""
    draft.documents = {one: found for one, found in draft.documents.items() if one != key}
    draft.from_store = {one: found for one, found in draft.from_store.items() if one != key}
    if document:
        draft.documents[key] = document
    if origin:
        draft.from_store[key] = origin
    draft.updated_at = now
    draft.save(update_fields=["documents", "from_store", "updated_at"])


@transaction.atomic(durable=True)
def discard_draft(draft_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> None:
    """Delete one's own draft; a draft is nobody's record."""
    draft = _lock(draft_id, viewer)
    end_prechecks(draft, filed=False, actor=viewer.actor(), now=now)
    draft.delete()
