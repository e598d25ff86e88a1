# SPDX-License-Identifier: EUPL-1.2
"""Send the signed result of a dossier to another agency as a document; take in what that agency says of it."""

import hashlib
import json
import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tinhso.config import env
from tinhso.kernel.documents.queries import open_version
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.types import Actor
from tinhso.kernel.exchange.actions import queue_for_partner
from tinhso.kernel.exchange.queries import partner
from tinhso.kernel.exchange.types import Arrived
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry.queries import code_of
from tinhso.modules.onestop.actions.dossiers import lock
from tinhso.modules.onestop.edxml.rules import UnreadableStatus, is_signed, read_status, standing, write_packet
from tinhso.modules.onestop.edxml.types import (
    PARTNER,
    SENT,
    DocumentPacketReported,
    DocumentPacketSent,
    Organ,
    Packet,
    Status,
)
from tinhso.modules.onestop.models import DocumentPacket, DocumentStatus, Dossier
from tinhso.modules.onestop.policies import check_postal_desk

AGENCY = Actor("system:agency")
SHORTEST = 3


class UnknownDocument(Refused):
    """A status about a document nobody sent to that agency."""


@transaction.atomic(durable=True)
def send_result_document(dossier_id: uuid.UUID, *, receiver: Organ, viewer: Viewer, now: datetime) -> DocumentPacket:
    """Send the signed result to an agency; the second press gives the first packet.

    Raises NotYourDesk, Refused without a signed result, without the connection or for a receiver without code or name.
    Source: 28/2018/QĐ-TTg.
    """
    dossier = lock(dossier_id)
    seat = check_postal_desk(viewer, dossier)
    to = Organ(receiver.code.strip()[:35], " ".join(receiver.name.split())[:200])
    if min(len(to.code), len(to.name)) < SHORTEST:
        raise Refused("Hãy chọn cơ quan nhận trong danh sách, hoặc ghi đủ mã định danh và tên. Chưa gửi gì.")
    if partner(PARTNER) is None:
        raise Refused("Chưa kết nối hệ thống quản lý văn bản nào nên chưa gửi được. Hãy báo người vận hành.")
    if dossier.result_id is None or not is_signed(dossier.case.state):
        raise Refused("Hồ sơ chưa có kết quả đã ký nên chưa có văn bản để gửi.")
    if dossier.is_revoked:
        raise Refused("Kết quả này đã bị thu hồi nên không gửi đi. Hãy gửi kết quả mới khi có.")
    first = DocumentPacket.objects.filter(document_id=dossier.result_id, receiver_code=to.code).first()
    return first or _send(dossier, to, viewer.actor(seat), now)


def _send(dossier: Dossier, to: Organ, actor: Actor, now: datetime) -> DocumentPacket:
    content = _packet(dossier, to, now)
    text = write_packet(content)
    made = DocumentPacket.objects.create(
        dossier=dossier,
        document_id=uuid.UUID(str(dossier.result_id)),
        document_id_there=content.document_id,
        receiver_code=to.code,
        receiver_name=to.name,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        state=SENT,
        sent_at=now,
        sent_by=actor.key,
    )
    queue_for_partner(
        PARTNER,
        key=f"edxml:{made.id}",
        stream="",
        subject=f"Văn bản: {content.number}/{content.notation}",
        body={"LoaiGoiTin": "edoc", "NoiNhan": to.code, "GoiTin": text},
        now=now,
        case_id=dossier.case_id,
    )
    _record(made, DocumentPacketSent(packet=made.id, receiver=to.code, digest=made.digest), actor, now)
    return made


def _packet(dossier: Dossier, to: Organ, now: datetime) -> Packet:
    opened = open_version(uuid.UUID(str(dossier.result_id)))
    day = timezone.localtime(dossier.finished_at or now).date()
    unit = dossier.resolving_unit
    sender = Organ(code_of(unit.id, day), unit.name)
    number, _, notation = str(dossier.decision.get("number") or dossier.code).partition("/")
    notation = notation or "KQ"
    return Packet(
        sender=sender,
        receiver=to,
        document_id=f"{sender.code},{day:%Y/%m/%d},{number}/{notation},{to.code}",
        number=number,
        notation=notation,
        place=env.PROVINCE_NAME,
        day=day,
        type_name="Kết quả giải quyết thủ tục hành chính",
        subject=f"Kết quả giải quyết hồ sơ {dossier.code}",
        signer=unit.name,
        sent_at=now,
        filename=opened.filename,
        pdf=opened.data,
    )


class FromAgency:
    """Handles the messages of another agency's document system: each one status packet."""

    def prepare(self, message: Arrived) -> Status:
        """Read the packet; raises UnreadableStatus."""
        try:
            body = json.loads(message.body)
            kind, text = body["LoaiGoiTin"], body["GoiTin"]
        except (ValueError, KeyError, TypeError) as error:
            raise UnreadableStatus("Bản tin cần LoaiGoiTin và GoiTin.") from error
        if kind != "status" or not isinstance(text, str):
            raise UnreadableStatus("Ở đây chỉ nhận gói trạng thái (LoaiGoiTin là status).")
        return read_status(text)

    def handle(self, message: Arrived, prepared: Status, now: datetime) -> str:
        """Keep the status once; the highest of all says where the document stands."""
        packet = DocumentPacket.objects.select_for_update().filter(document_id_there=prepared.document_id).first()
        if packet is None or packet.receiver_code != prepared.sender:
            raise UnknownDocument(f"Không có văn bản {prepared.document_id[:100]} đã gửi tới {prepared.sender[:35]}.")
        _, is_new = DocumentStatus.objects.get_or_create(
            packet=packet, code=prepared.code, at=prepared.at, defaults={"description": prepared.description}
        )
        if is_new:
            packet.state = standing(packet.statuses.values_list("code", flat=True))
            packet.save(update_fields=["state"])
            _record(packet, DocumentPacketReported(packet=packet.id, code=prepared.code), AGENCY, now)
        return f"{packet.document_id_there} {prepared.code}"

    def refuse(self, message: Arrived, code: str, sentence: str, now: datetime) -> None:
        """Tell the other system that a message was not taken, and why."""
        queue_for_partner(
            PARTNER,
            key=f"edxml:in:{message.id}:{now:%Y%m%d%H%M%S%f}",
            stream="",
            subject="Hệ thống văn bản, trả lời",
            body={"MaBanTin": message.their_id, "KetQua": "0", "MaLoi": code, "NoiDung": sentence[:1000]},
            now=now,
        )


HANDLER = FromAgency()


def _record(packet: DocumentPacket, payload: object, actor: Actor, now: datetime) -> None:
    dossier = packet.dossier
    subject = f"document_packet:{packet.id}"
    record(payload, at=now, actor=actor, subject=subject, case_id=dossier.case_id, unit_id=dossier.receiving_unit_id)
