# SPDX-License-Identifier: EUPL-1.2
"""Writes of the personal store: use an item again, share it by a link, take a share or a result back."""

import secrets
import uuid
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from tinhso.db import rows
from tinhso.kernel.casework.errors import NotYourTurn
from tinhso.kernel.documents import actions as documents
from tinhso.kernel.documents.queries import open_version
from tinhso.kernel.documents.types import DocumentKind, Opened, Retention
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.queries import viewer_of_person
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.actions.dossiers import lock, subject_of
from tinhso.modules.onestop.errors import DossierIncomplete, GroundMissing, NotReusable, NotYourItem, ShareClosed
from tinhso.modules.onestop.models import Dossier, Revocation, VaultShare
from tinhso.modules.onestop.queries import vault
from tinhso.modules.onestop.rules import SHORTEST_REASON
from tinhso.modules.onestop.vault import rules
from tinhso.modules.onestop.vault.types import (
    REVOKE_GROUNDS,
    ComponentReused,
    Item,
    ItemShared,
    ResultRevoked,
    ShareOpened,
    ShareRevoked,
)

LAW = "45/2020/NĐ-CP, Điều 16"
LONGEST_SHARE = timedelta(days=365)
PASSER_BY = Actor("system:link")
"""Whoever opens a link; the house does not learn who it is."""


def copy_of(document_id: uuid.UUID, *, title: str, viewer: Viewer, now: datetime) -> uuid.UUID:
    """Return a new document with the bytes of an item of one's own store, inside the caller's transaction.

    Raises NotYourItem, NotReusable with why not.
    """
    item = vault.item_for(viewer, document_id, now)
    _check_reusable(item)
    if not vault.may_offer(viewer):
        raise NotReusable("Bạn chưa đồng ý cho dùng lại giấy tờ trong kho. Hãy đồng ý ở trang Dữ liệu của tôi.")
    if not rules.fits(item.title, title):
        raise NotReusable(f"“{item.title}” không phải là “{title}” nên không dùng thay được.")
    opened = open_version(document_id)
    copy = documents.store_bytes(
        opened.data,
        filename=opened.filename,
        media_type=opened.media_type,
        title=title[:200],
        kind=DocumentKind.COMPONENT,
        owner=viewer.key,
        retention=Retention.DRAFT,
        now=now,
        by=viewer.actor(),
    )
    return copy.id


def _check_reusable(item: Item) -> None:
    if not item.is_reusable:
        raise NotReusable(item.why, source=LAW)


def check_origins(origins: Mapping[str, uuid.UUID], viewer: Viewer, now: datetime) -> dict[str, str]:
    """Return the grade of each item used again; raises DossierIncomplete when one was taken back since."""
    grades, problems = {}, {}
    known = {item.document_id: item for item in vault.items_of(viewer, now)} if origins else {}
    for key, document_id in origins.items():
        item = known.get(document_id)
        if item is None or not item.is_reusable:
            why = item.why if item else "Giấy tờ không còn trong kho dữ liệu của bạn."
            problems[key] = f"{why} Hãy bỏ giấy tờ này và tải bản khác lên."
        else:
            grades[key] = item.grade.value
    if problems:
        raise DossierIncomplete("Một giấy tờ lấy từ kho không dùng lại được nữa.", problems)
    return grades


def note_reuse(
    dossier: Dossier,
    kept: Mapping[str, uuid.UUID],
    origins: Mapping[str, uuid.UUID],
    grades: Mapping[str, str],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Record each component that came from the store, inside the transaction of the filing (766/QĐ-TTg)."""
    for key, origin in origins.items():
        payload = ComponentReused(component=key, document=kept[key], origin=origin, grade=grades[key])
        subject = subject_of(dossier.case_id)
        record(payload, at=now, actor=actor, subject=subject, case_id=dossier.case_id, rule=LAW)


@transaction.atomic(durable=True)
def share_item(
    document_id: uuid.UUID, *, purpose: str, ends_on: date, viewer: Viewer, now: datetime
) -> tuple[VaultShare, str]:
    """Open a link to one item of one's own store and return it with the secret of the link, told once.

    ends_on: the last day it works, at most a year away. Raises NotYourItem, NotReusable, Refused.
    """
    item = vault.item_for(viewer, document_id, now)
    assert viewer.person_id is not None, "nobody without a person has an item"
    _check_reusable(item)
    if len(purpose.strip()) < SHORTEST_REASON:
        raise Refused(f"Hãy ghi rõ chia sẻ cho ai, để làm gì (ít nhất {SHORTEST_REASON} ký tự).")
    ends_at = timezone.make_aware(datetime.combine(ends_on, time.max))
    if not now < ends_at <= now + LONGEST_SHARE:
        raise Refused("Ngày kết thúc phải từ hôm nay và không quá một năm.")
    token = secrets.token_urlsafe(32)
    share = VaultShare.objects.create(
        person_id=viewer.person_id,
        document_id=document_id,
        token_digest=vault.digest_of(token),
        purpose=purpose.strip()[:300],
        created_at=now,
        ends_at=ends_at,
    )
    payload = ItemShared(share=share.id, document=document_id, until=ends_at)
    record(payload, at=now, actor=viewer.actor(), subject=f"person:{viewer.person_id}")
    return share, token


@transaction.atomic(durable=True)
def revoke_share(share_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> None:
    """Close one's own link; closing it twice changes nothing. Raises NotYourItem."""
    share = VaultShare.objects.select_for_update().filter(id=share_id).first()
    if share is None or share.person_id != viewer.person_id:
        raise NotYourItem("Không có lần chia sẻ này trong kho dữ liệu của bạn.")
    if share.revoked_at is None:
        share.revoked_at = now
        rows.update(share, "revoked_at")
        payload = ShareRevoked(share=share.id)
        record(payload, at=now, actor=viewer.actor(), subject=f"person:{share.person_id}")


@transaction.atomic(durable=True)
def open_share(token: str, *, now: datetime) -> Opened:
    """Return the bytes behind a link and record the opening for its owner.

    Raises ShareClosed when the link is wrong, over or taken back, or what it shows no longer counts.
    """
    share = vault.share_by_token(token, now)
    item = vault.item_for(viewer_of_person(share.person), share.document_id, now)
    if not item.is_reusable:
        raise ShareClosed(item.why)
    payload = ShareOpened(share=share.id, document=share.document_id)
    record(payload, at=now, actor=PASSER_BY, subject=f"person:{share.person_id}")
    return open_version(share.document_id)


@transaction.atomic(durable=True)
def revoke_result(dossier_id: uuid.UUID, *, ground: str, reason: str, viewer: Viewer, now: datetime) -> Revocation:
    """Take back a signed result for good: from now on nobody can use it again. Taken back twice it is once.

    Head or leader of the body that decided. Raises NotYourTurn, GroundMissing, Refused.
    """
    dossier = lock(dossier_id)
    seat = viewer.seat_in(dossier.resolving_unit_id, "leader", "head")
    if seat is None:
        raise NotYourTurn("Chỉ lãnh đạo cơ quan đã giải quyết mới được thu hồi kết quả.")
    if ground not in REVOKE_GROUNDS or len(reason.strip()) < SHORTEST_REASON:
        raise GroundMissing(f"Hãy chọn căn cứ thu hồi và ghi rõ lý do (ít nhất {SHORTEST_REASON} ký tự).")
    if dossier.result_id is None or dossier.finished_at is None:
        raise Refused("Hồ sơ chưa có kết quả đã ký nên không có gì để thu hồi.")
    found = Revocation.objects.filter(document_id=dossier.result_id).first()
    if found is not None:
        return found
    payload = ResultRevoked(document=dossier.result_id, ground=ground)
    actor, subject = viewer.actor(seat), subject_of(dossier.case_id)
    record(payload, at=now, actor=actor, subject=subject, case_id=dossier.case_id)
    return Revocation.objects.create(
        document_id=dossier.result_id,
        dossier=dossier,
        ground=ground,
        reason=reason.strip(),
        revoked_at=now,
        revoked_by_id=viewer.as_officer,
    )
