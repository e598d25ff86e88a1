# SPDX-License-Identifier: EUPL-1.2
"""What goes to the national centre, scrubbed, signed and queued; what it sends to us.

Nothing is sent before a person has connected the centre; until then its functions do nothing and say so.
"""

import hashlib
import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import SYSTEM, Actor
from tinhso.kernel.exchange.actions import queue_for_partner, register_partner
from tinhso.kernel.exchange.models import Message, Partner
from tinhso.kernel.exchange.types import Arrived, Handler
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry.queries.units import code_of, territory
from tinhso.modules.security import policies
from tinhso.modules.security.actions.blacklists import take_blacklist
from tinhso.modules.security.errors import IntelligenceIncomplete, NotAPacket
from tinhso.modules.security.intelligence import packets, patterns, scrubbing, stix
from tinhso.modules.security.intelligence.scrubbing import Removed
from tinhso.modules.security.models import Indicator
from tinhso.modules.security.queries import intelligence as queries
from tinhso.modules.security.queries.malware import agencies, status_of
from tinhso.modules.security.queries.national_centre import KEY as PARTNER
from tinhso.modules.security.types import IndicatorKind, PacketKind, PacketQueued, Tlp

TITLE = "Trung tâm Giám sát an toàn không gian mạng quốc gia"
LONGEST_PAPER = 10_000_000
MOST_SHARED = 500
KEY_LENGTH = 64


def connect_centre(
    endpoint: str, *, channel: str = "json", public_key: str = "", viewer: Viewer, now: datetime
) -> Partner:
    """Make the national centre known, or give it another address. Raises IntelligenceIncomplete.

    channel: the transport of the exchange that speaks to it; public_key: with which it signs what it sends us (Ed25519,
    raw, hex), empty when it sends nothing. Plain HTTP is taken on this machine only.
    """
    seat = policies.check_intelligence(viewer)
    said = endpoint.strip().rstrip("/")
    try:
        parts = urlsplit(said)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    is_here = host in ("localhost", "127.0.0.1", "::1")
    if not host or len(said) > 254 or parts.scheme not in (("http", "https") if is_here else ("https",)):
        raise IntelligenceIncomplete("Hãy ghi địa chỉ https:// của trung tâm quốc gia.", code="endpoint")
    if public_key and not (len(public_key) == KEY_LENGTH and all(one in "0123456789abcdef" for one in public_key)):
        raise IntelligenceIncomplete("Khóa công khai Ed25519 gồm 64 chữ số thập lục phân.", code="public_key")
    return register_partner(
        PARTNER, title=TITLE, channel=channel, endpoint=said, now=now, by=viewer.actor(seat), public_key=public_key
    )


def send_to_national_centre(
    kind: PacketKind,
    reference: str,
    body: Mapping[str, Any],
    paper: bytes | None = None,
    *,
    now: datetime,
    by: Actor = SYSTEM,
    case_id: uuid.UUID | None = None,
) -> Message | None:
    """Queue a packet inside the caller's transaction; None while the centre is not connected.

    reference: what it is about here (the number of an incident, the code of an agency): packets of one kind about one
    thing go in order. body: JSON values; private pieces are taken out of it and counted in the act. paper: a signed PDF
    that goes along as it is. The same body again is the same packet and goes once.
    Raises NotAPacket for a body or paper that cannot be sent.
    """
    if not Partner.objects.filter(key=PARTNER).exists():
        return None
    if paper is not None and (not paper.startswith(b"%PDF-") or len(paper) > LONGEST_PAPER):
        raise NotAPacket("Văn bản gửi kèm phải là PDF, không quá 10 MB.")
    clean, removed = _scrubbed(body)
    digest = _digest([clean, hashlib.sha256(paper or b"").hexdigest()])
    said = packets.packet(kind, reference, sender=sender_code(now), sent_at=now, body=clean, paper=paper)
    subject = f"{kind.value}: {reference}"
    stream = f"{kind.value}:{_digest(reference)[:16]}"  # a head of HTTP carries ASCII
    key = f"{PARTNER}:{stream}:{digest[:16]}"
    if Message.objects.filter(key=key).exists():
        return Message.objects.get(key=key)
    message = queue_for_partner(PARTNER, key=key, stream=stream, subject=subject, body=said, now=now, case_id=case_id)
    payload = PacketQueued(kind, message.id, len(removed))
    record(payload, at=now, actor=by, subject=f"national_centre:{kind}", case_id=case_id)
    return message


def _digest(said: Any) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _scrubbed(body: Mapping[str, Any]) -> tuple[dict[str, Any], list[Removed]]:
    try:
        clean, removed = scrubbing.scrub(body)
        json.dumps(clean)
    except (TypeError, ValueError) as error:
        raise NotAPacket("Nội dung gói tin không ghi được thành JSON nên không gửi.") from error
    return clean, removed


def sender_code(now: datetime) -> str:
    """Return the code of the province as sender: of QCVN 102 where it has one, else of Quyết định 20/2020."""
    return code_for(territory().root_id, now)


def code_for(unit_id: uuid.UUID, now: datetime) -> str:
    """Return the code by which a unit is known outside; empty when it has none."""
    on = timezone.localdate(now)
    return code_of(unit_id, on, scheme="qcvn102") or code_of(unit_id, on)


@transaction.atomic(durable=True)
def send_malware_status(*, now: datetime) -> int:
    """Queue the malware status of every agency that has a code and machines here; return how many bear this instant.

    Counts are what is known here: registered machines and infected ones. Which of them run an anti-malware product, and
    how old its signatures are, nobody has told us, so it stays unknown.
    """
    sent = 0
    for unit_id in agencies():
        code = code_for(unit_id, now)
        if not code:
            continue
        body = status_of(unit_id, code, now).body()
        message = send_to_national_centre(PacketKind.MALWARE_STATUS, code, body, now=now)
        sent += message is not None and message.created_at == now
    return sent


def preview_sharing(ids: list[int]) -> tuple[list[dict[str, Any]], list[Any], list[Removed]]:
    """Return indicators as they would be sent, before and after the scrubber, and what it takes out."""
    said = [_shared(one) for one in queries.shareable(ids)[:MOST_SHARED]]
    clean, removed = scrubbing.scrub(said)
    return said, clean, removed


def _shared(one: Indicator) -> dict[str, Any]:
    at = stix.said_moment(one.valid_from)
    kind = IndicatorKind(one.kind)
    return {
        "type": "indicator",
        "spec_version": "2.1",
        "id": stix.made_id("indicator", one.kind, one.value),
        "created": at,
        "modified": at,
        "name": one.label,
        "pattern": patterns.pattern_of(kind, one.value),
        "pattern_type": "stix",
        "valid_from": at,
        "object_marking_refs": [stix.MARK_OF[Tlp(one.tlp)]],
        **({"confidence": one.confidence} if one.confidence is not None else {}),
    }


def share_indicators(ids: list[int], *, viewer: Viewer, now: datetime) -> Message:
    """Share indicators upwards, scrubbed. Raises IntelligenceIncomplete when none may be, or nobody is connected."""
    seat = policies.check_intelligence(viewer)
    said, _clean, _removed = preview_sharing(ids)
    if not said:
        raise IntelligenceIncomplete("Không có dấu hiệu nào được phép chia sẻ trong số đã chọn.", code="ids")
    reference = f"{timezone.localdate(now):%Y-%m-%d}/{_digest([one['id'] for one in said])[:8]}"
    with transaction.atomic(durable=True):
        message = send_to_national_centre(
            PacketKind.INDICATORS, reference, {"objects": said}, now=now, by=viewer.actor(seat)
        )
    if message is None:
        raise IntelligenceIncomplete("Chưa kết nối trung tâm quốc gia. Hãy kết nối trước khi chia sẻ.", code="ids")
    return message


class FromCentre(Handler):
    """What the national centre tells us: lists of addresses. Its own format is not public either."""

    def prepare(self, message: Arrived) -> dict[str, Any]:
        """Return the body read; raises NotAPacket."""
        try:
            said = json.loads(message.body)
        except (ValueError, RecursionError) as error:
            raise NotAPacket("Bản tin không phải JSON.", code="NOT_JSON") from error
        if not isinstance(said, dict) or said.get("kind") != "blacklist" or not isinstance(said.get("rows"), list):
            raise NotAPacket("Chỉ nhận bản tin có kind là blacklist và rows là danh sách.", code="UNKNOWN_KIND")
        return said

    def handle(self, message: Arrived, prepared: dict[str, Any], now: datetime) -> str:
        rows = [one for one in prepared["rows"] if isinstance(one, dict)]
        is_ours = prepared.get("is_ours") is True
        kept = take_blacklist(packets.lines_of(rows), origin=TITLE, is_ours=is_ours, now=now)
        return f"Đã nhận {kept.rows} địa chỉ, {kept.ours} của máy trong tỉnh."

    def refuse(self, message: Arrived, code: str, sentence: str, now: datetime) -> None:
        said = packets.packet(
            PacketKind.REFUSAL,
            message.their_id,
            sender=sender_code(now),
            sent_at=now,
            body={"message": message.their_id, "code": code, "sentence": sentence},
            paper=None,
        )
        key = f"{PARTNER}:refusal:{message.id}"
        queue_for_partner(PARTNER, key=key, stream="", subject=f"refusal: {message.their_id}", body=said, now=now)


HANDLER = FromCentre()
"""The one handler of what the national centre sends."""
