# SPDX-License-Identifier: EUPL-1.2
"""Open collections; register partners that share them, renew their secret, stop sharing."""

import hashlib
import re
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.security import policies
from tinhso.modules.security.errors import IntelligenceIncomplete
from tinhso.modules.security.models import Collection, CollectionGrant, SharingPartner
from tinhso.modules.security.types import (
    CollectionOpened,
    SharingKeyRenewed,
    SharingPartnerRegistered,
    SharingPartnerWithdrawn,
    Tlp,
)

LOGIN = re.compile(r"[a-z0-9][a-z0-9.-]{1,58}[a-z0-9]")
ALIAS = re.compile(r"[a-z0-9][a-z0-9-]{1,58}[a-z0-9]")


@dataclass(frozen=True)
class PartnerTold:
    """What the form of a partner says. grants: collection → whether the partner may send to it."""

    title: str
    login: str
    tlp: Tlp
    grants: Mapping[uuid.UUID, bool]


def digest(secret: str) -> str:
    """Return what is kept of a secret: it is long and random, so one round of SHA-256 hides it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def partner_subject(partner_id: uuid.UUID) -> str:
    return f"intelligence_partner:{partner_id}"


@transaction.atomic(durable=True)
def open_collection(
    collection_id: uuid.UUID, *, alias: str, title: str, description: str, tlp: Tlp, viewer: Viewer, now: datetime
) -> Collection:
    """Open a collection under the id of its form. tlp: the mark of objects that bear none."""
    seat = policies.check_intelligence(viewer)
    before = Collection.objects.filter(id=collection_id).first()
    if before is not None:
        return before
    if not ALIAS.fullmatch(alias):
        raise IntelligenceIncomplete("Mã gồm 3 đến 60 chữ thường không dấu, chữ số, gạch nối.", code="alias")
    if not title.strip() or len(title) > 200:
        raise IntelligenceIncomplete("Hãy ghi tên bộ sưu tập, không quá 200 ký tự.", code="title")
    if len(description) > 500:
        raise IntelligenceIncomplete("Mô tả dài quá 500 ký tự.", code="description")
    if tlp == Tlp.RED:
        raise IntelligenceIncomplete("TLP:RED không chia sẻ qua máy chủ. Hãy chọn mức khác.", code="tlp")
    if Collection.objects.filter(alias=alias).exists():
        raise IntelligenceIncomplete("Mã này đã có. Hãy chọn mã khác.", code="alias")
    made = Collection.objects.create(
        id=collection_id, alias=alias, title=title.strip(), description=description.strip(), tlp=tlp, opened_at=now
    )
    record(CollectionOpened(int(tlp)), at=now, actor=viewer.actor(seat), subject=f"intelligence_collection:{made.id}")
    return made


@transaction.atomic(durable=True)
def register_partner(
    partner_id: uuid.UUID, told: PartnerTold, *, viewer: Viewer, now: datetime
) -> tuple[SharingPartner, str]:
    """Register a partner under the id of its form; return it with its secret, which is kept nowhere.

    The same form sent again gives the partner back with an empty secret. Raises IntelligenceIncomplete.
    """
    seat = policies.check_intelligence(viewer)
    before = SharingPartner.objects.filter(id=partner_id).first()
    if before is not None:
        return before, ""
    _check(told)
    secret = secrets.token_urlsafe(32)
    partner = SharingPartner.objects.create(
        id=partner_id,
        title=told.title.strip(),
        login=told.login,
        secret_digest=digest(secret),
        tlp=told.tlp,
        registered_by_id=viewer.as_officer,
        registered_at=now,
    )
    grants = [CollectionGrant(partner=partner, collection_id=one, may_write=may) for one, may in told.grants.items()]
    CollectionGrant.objects.bulk_create(grants)
    payload = SharingPartnerRegistered(int(told.tlp), len(grants))
    record(payload, at=now, actor=viewer.actor(seat), subject=partner_subject(partner.id))
    return partner, secret


def _check(told: PartnerTold) -> None:
    if not told.title.strip() or len(told.title) > 200:
        raise IntelligenceIncomplete("Hãy ghi tên đối tác, không quá 200 ký tự.", code="title")
    if not LOGIN.fullmatch(told.login):
        sentence = "Tên đăng nhập gồm 3 đến 60 chữ thường không dấu, chữ số, dấu chấm, gạch nối."
        raise IntelligenceIncomplete(sentence, code="login")
    if SharingPartner.objects.filter(login=told.login).exists():
        raise IntelligenceIncomplete("Tên đăng nhập này đã có. Hãy chọn tên khác.", code="login")
    if told.tlp == Tlp.RED:
        raise IntelligenceIncomplete("TLP:RED không chia sẻ qua máy chủ. Hãy chọn mức khác.", code="tlp")
    if not told.grants:
        raise IntelligenceIncomplete("Hãy chọn ít nhất một bộ sưu tập.", code="collections")
    if Collection.objects.filter(id__in=list(told.grants)).count() != len(told.grants):
        raise IntelligenceIncomplete("Bộ sưu tập được chọn không còn. Hãy tải lại trang.", code="collections")


@transaction.atomic(durable=True)
def renew_secret(partner_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> str:
    """Give a partner another secret and return it; the one before is refused from now on."""
    seat = policies.check_intelligence(viewer)
    partner = _living(partner_id)
    secret = secrets.token_urlsafe(32)
    SharingPartner.objects.filter(id=partner.id).update(secret_digest=digest(secret))
    record(SharingKeyRenewed(), at=now, actor=viewer.actor(seat), subject=partner_subject(partner.id))
    return secret


@transaction.atomic(durable=True)
def withdraw_partner(partner_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> None:
    """Stop sharing with a partner: its secret is refused; what it sent stays."""
    seat = policies.check_intelligence(viewer)
    partner = _living(partner_id)
    SharingPartner.objects.filter(id=partner.id).update(withdrawn_at=now)
    payload = SharingPartnerWithdrawn(partner.objects_read)
    record(payload, at=now, actor=viewer.actor(seat), subject=partner_subject(partner.id))


def _living(partner_id: uuid.UUID) -> SharingPartner:
    partner = SharingPartner.objects.select_for_update(of=("self",)).get(id=partner_id)
    if partner.withdrawn_at is not None:
        raise IntelligenceIncomplete("Đã ngừng chia sẻ với đối tác này. Hãy tải lại trang.")
    return partner


def note_reading(partner_id: uuid.UUID, objects: int, *, now: datetime) -> None:
    """Count what a partner read."""
    SharingPartner.objects.filter(id=partner_id).update(last_read_at=now, objects_read=F("objects_read") + objects)
