# SPDX-License-Identifier: EUPL-1.2
"""How long logs are kept: terms by class, the class of a source, what stays for an incident (SOC-54, SOC-70)."""

import uuid
from datetime import date, datetime

from django.db import transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.modules.security import policies
from tinhso.modules.security.actions.sources import subject_of
from tinhso.modules.security.errors import KeepingRefused
from tinhso.modules.security.models import Incident, KeepTerm, LogHold, Source
from tinhso.modules.security.queries.keeping import terms
from tinhso.modules.security.store import classes
from tinhso.modules.security.store.classes import KeepClass
from tinhso.modules.security.types.keeping import LogClassSet, LogHeld, LogHoldEnded, LogTermSet

SHORTEST_WHY, LONGEST_WHY = 10, 300
MOST_DAYS = 36_500
MOST_EVENTS = 1_000


@transaction.atomic(durable=True)
def set_term(code: str, days: int, *, why: str, viewer: Viewer, today: date, now: datetime) -> KeepTerm:
    """Set how many days events of a class are kept; it counts for what lies in the store already.

    Raises NotYourSystem for who is no operator, KeepingRefused below the time of the law or without a reason.
    """
    seat = policies.check_province(viewer)
    found = known_class(code)
    if not 1 <= days <= MOST_DAYS:
        raise KeepingRefused(f"Thời hạn phải từ 1 đến {MOST_DAYS} ngày.", code="days")
    shortest = classes.shortest_days(found, today)
    if days < shortest:
        minimum = classes.minimum_of(found, today)
        raise KeepingRefused(
            f"Lớp “{found.title}” phải lưu ít nhất {minimum.months} tháng ({minimum.source}), tức {shortest} ngày. "
            "Hãy đặt thời hạn dài hơn.",
            code="days",
        )
    said, before = checked_why(why), terms()[code]
    told = KeepTerm.objects.create(
        keep_class=code, days=days, why=said, told_by_id=viewer.as_officer, told_at=now
    )  # fmt: skip
    record(LogTermSet(code, days, before, said), at=now, actor=viewer.actor(seat), subject=f"keep_class:{code}")
    return told


@transaction.atomic(durable=True)
def set_class(source_id: uuid.UUID, code: str, *, viewer: Viewer, now: datetime) -> None:
    """Put a source into a class; what it sent before stays in the class it came in. Raises NotYourSource."""
    source = Source.objects.select_for_update(of=("self",)).get(id=source_id)
    seat = policies.check_keep(viewer, source.unit_id)
    found = known_class(code)
    if source.keep_class == found.code:
        return
    Source.objects.filter(id=source.id).update(keep_class=found.code)
    payload = LogClassSet(found.code, source.keep_class)
    record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(source.id), unit_id=source.unit_id)


@transaction.atomic(durable=True)
def hold_logs(
    incident_id: uuid.UUID, *, host: str = "", since: datetime | None = None, until: datetime | None = None,
    events: tuple[str, ...] = (), why: str, viewer: Viewer, now: datetime,
) -> LogHold:  # fmt: skip
    """Keep events for an incident until somebody ends it: a machine's (or all) in a span, or single ones by id.

    Raises NotYourAlert, KeepingRefused.
    """
    incident, seat = _incident(incident_id, viewer)
    if (since is None) != (until is None) or (since is None and not events):
        raise KeepingRefused("Hãy ghi cả thời điểm bắt đầu và kết thúc, hoặc mã của từng sự kiện.", code="since")
    if since is not None and until is not None and since >= until:
        raise KeepingRefused("Thời điểm bắt đầu phải trước thời điểm kết thúc.", code="since")
    if len(host.strip()) > 255 or len(events) > MOST_EVENTS or any(len(one) > 60 for one in events):
        raise KeepingRefused(f"Tên máy dài nhất 255 ký tự; mỗi lần nhiều nhất {MOST_EVENTS} sự kiện.", code="host")
    said = checked_why(why)
    hold = LogHold.objects.create(
        incident=incident, host=host.strip(), since=since, until=until, events=list(events), why=said,
        told_by_id=viewer.as_officer, told_at=now,
    )  # fmt: skip
    payload = LogHeld(since, until, len(events), said)
    record(payload, at=now, actor=viewer.actor(seat), subject=f"log_hold:{hold.id}", case_id=incident.pk,
           unit_id=incident.case.unit_id)  # fmt: skip
    return hold


@transaction.atomic(durable=True)
def end_hold(hold_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> None:
    """Let go of what was kept for an incident; the purge of the next night may remove it. Once is enough."""
    hold = LogHold.objects.select_for_update(of=("self",)).get(id=hold_id)
    incident, seat = _incident(hold.incident_id, viewer)
    if hold.ended_at is not None:
        return
    LogHold.objects.filter(id=hold.id).update(ended_at=now, ended_by_id=viewer.as_officer)
    record(LogHoldEnded(), at=now, actor=viewer.actor(seat), subject=f"log_hold:{hold.id}", case_id=incident.pk,
           unit_id=incident.case.unit_id)  # fmt: skip


def _incident(incident_id: uuid.UUID, viewer: Viewer) -> tuple[Incident, Seat]:
    incident = Incident.objects.select_related("case").get(pk=incident_id)
    return incident, policies.check_handle(viewer, incident.case.unit_id)


def known_class(code: str) -> KeepClass:
    found = classes.classes().get(code)
    if found is None:
        raise KeepingRefused("Hãy chọn một lớp trong danh sách.", code="keep_class")
    return found


def checked_why(why: str) -> str:
    """Return a reason without its margins; raises KeepingRefused for one too short or too long."""
    said = why.strip()
    if not SHORTEST_WHY <= len(said) <= LONGEST_WHY:
        raise KeepingRefused(f"Hãy ghi lý do, từ {SHORTEST_WHY} đến {LONGEST_WHY} ký tự.", code="why")
    return said
