# SPDX-License-Identifier: EUPL-1.2
"""Hand a shift over: the leaving analyst writes, the system adds what is open, the taking analyst accepts."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.security import policies
from tinhso.modules.security.errors import DutyImpossible
from tinhso.modules.security.models import HandOver
from tinhso.modules.security.queries.handover import gathered, last_written
from tinhso.modules.security.queries.watching import standing_now
from tinhso.modules.security.types.duty import HandOverAccepted, HandOverTakenBack, HandOverWritten
from tinhso.modules.security.types.keeping import WatchedPart

SHORTEST_WORDS = 10
LONGEST_WORDS = 8_000
OVER = "Bàn giao này đã được nhận hoặc đã rút lại. Hãy tải lại trang."


def subject_of(handover_id: uuid.UUID) -> str:
    return f"duty_handover:{handover_id}"


def hand_over(handover_id: uuid.UUID, words: str, *, viewer: Viewer, now: datetime) -> HandOver:
    """Write a hand-over under the id of its form, with what is open now; the same form again gives the first.

    Raises NotYourCentre; DutyImpossible without words of ten characters, or while another of the same person waits.
    """
    policies.check_centre(viewer)
    return _written(handover_id, words.strip(), standing_now(now).wrong, viewer, now)


@transaction.atomic(durable=True)
def _written(
    handover_id: uuid.UUID, said: str, wrong: Mapping[WatchedPart, str], viewer: Viewer, now: datetime
) -> HandOver:
    seat = policies.check_centre(viewer)
    before = HandOver.objects.filter(id=handover_id).first()
    if before is not None:
        return before
    if not SHORTEST_WORDS <= len(said) <= LONGEST_WORDS:
        sentence = f"Hãy ghi việc còn dở và điều ca sau cần biết (từ {SHORTEST_WORDS} đến {LONGEST_WORDS} ký tự)."
        raise DutyImpossible(sentence, code="words")
    if HandOver.objects.filter(written_by_id=viewer.as_officer, accepted_at=None, taken_back_at=None).exists():
        sentence = "Bạn đã có một bàn giao đang chờ người nhận. Hãy rút lại bản đó trước khi viết bản mới."
        raise DutyImpossible(sentence, code="words")
    last = last_written()
    since = last.written_at if last else None
    found = gathered(since, now, wrong)
    made = HandOver.objects.create(
        id=handover_id, words=said, gathered=found, since=since, written_by_id=viewer.as_officer, written_at=now
    )
    payload = HandOverWritten(*(found[kind]["total"] for kind in ("alerts", "incidents", "clocks", "silent")))
    record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(made.id), unit_id=seat.unit_id)
    return made


@transaction.atomic(durable=True)
def accept_handover(handover_id: uuid.UUID, remark: str, *, viewer: Viewer, now: datetime) -> HandOver:
    """Take a shift over; nobody takes over from oneself. Raises NotYourCentre, DutyImpossible."""
    seat = policies.check_centre(viewer)
    one = _waiting(handover_id)
    if one.written_by_id == viewer.as_officer:
        raise DutyImpossible("Người nhận ca phải khác người bàn giao. Hãy để người của ca sau nhận.", code="remark")
    one.accepted_by_id, one.accepted_at, one.remark = viewer.as_officer, now, remark.strip()[:LONGEST_WORDS]
    one.save(update_fields=["accepted_by", "accepted_at", "remark"])
    payload = HandOverAccepted(int((now - one.written_at).total_seconds()) // 60)
    record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(one.id), unit_id=seat.unit_id)
    return one


@transaction.atomic(durable=True)
def take_back_handover(handover_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> HandOver:
    """Take back what one wrote oneself, before anybody accepted it."""
    seat = policies.check_centre(viewer)
    one = _waiting(handover_id)
    if one.written_by_id != viewer.as_officer:
        raise DutyImpossible("Chỉ người viết mới rút lại được bàn giao.", code="remark")
    one.taken_back_at = now
    one.save(update_fields=["taken_back_at"])
    record(HandOverTakenBack(), at=now, actor=viewer.actor(seat), subject=subject_of(one.id), unit_id=seat.unit_id)
    return one


def _waiting(handover_id: uuid.UUID) -> HandOver:
    one = HandOver.objects.select_for_update(of=("self",)).get(id=handover_id)
    if one.accepted_at is not None or one.taken_back_at is not None:
        raise DutyImpossible(OVER, code="remark")
    return one
