# SPDX-License-Identifier: EUPL-1.2
"""Purge the store of events: planned, carried out, then told as an act with its counts; kill -9 leaves it to be ended.

What is planned is a row of its own, so a purge that was cut short is ended by the next one, and told once.
"""

from datetime import date, datetime

from django.db import transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import SYSTEM, Actor
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.security import policies
from tinhso.modules.security.actions.keeping import checked_why, known_class
from tinhso.modules.security.errors import KeepingRefused
from tinhso.modules.security.models import LogPurge
from tinhso.modules.security.queries.keeping import earliest_left, holds, terms
from tinhso.modules.security.store import classes, keeping
from tinhso.modules.security.store.classes import HELD
from tinhso.modules.security.store.client import Store
from tinhso.modules.security.store.keeping import Holds, Partition
from tinhso.modules.security.types.keeping import LogPurged, PurgeCause


def purge_due(store: Store, *, today: date, now: datetime) -> list[LogPurge]:
    """Remove the days whose term is over; return what was removed. Ends first what a purge before left half done.

    Raises StoreAway, StoreRefused; what was planned then waits for the next call.
    """
    done = carry_out(store, now=now)
    in_force, held = terms(), holds()
    for one in keeping.partitions(store):
        if one.keep == HELD:
            if keeping.held_rows(store, one, held) == 0:
                _plan(one, 0, PurgeCause.TERM, now=now)
        elif classes.kept_until(one.keep, one.day, in_force) < today:
            _plan(one, keeping.held_rows(store, one, held), PurgeCause.TERM, now=now)
    return done + carry_out(store, now=now)


def purge_by_hand(
    store: Store, code: str, before: date, *, why: str, viewer: Viewer, today: date, now: datetime
) -> list[LogPurge]:
    """Remove the days of a class that arrived before a day, ahead of their term but never ahead of the law's.

    Raises NotYourSystem for who is no operator, KeepingRefused for a day the law still holds, StoreAway, StoreRefused.
    """
    policies.check_province(viewer)
    found, said = known_class(code), checked_why(why)
    first = earliest_left(code, today)
    if before > first:
        minimum = classes.minimum_of(found, first)
        law = f" ({minimum.months} tháng, {minimum.source})" if minimum.months else ""
        raise KeepingRefused(
            f"Nhật ký lớp “{found.title}” nhận từ ngày {first:%d/%m/%Y} còn trong thời hạn phải lưu{law}, không xóa "
            f"được. Hãy chọn ngày không muộn hơn {first:%d/%m/%Y}.",
            code="before",
        )
    held = holds()
    for one in keeping.partitions(store):
        if one.keep != HELD and classes.class_of(one.keep) == found and one.day < before:
            left = keeping.held_rows(store, one, held)
            _plan(one, left, PurgeCause.HAND, now=now, why=said, viewer=viewer)
    return carry_out(store, now=now)


@transaction.atomic(durable=True)
def _plan(
    one: Partition, held: int, cause: PurgeCause, *, now: datetime, why: str = "", viewer: Viewer | None = None
) -> None:
    """Write down what is to be removed, once."""
    officer = viewer.as_officer if viewer else None
    told = {"keep_class": classes.class_of(one.keep).code, "rows": one.rows, "held": held, "cause": cause, "why": why}
    LogPurge.objects.get_or_create(
        day=one.day, keep=one.keep, done_at=None, defaults=told | {"told_by_id": officer, "planned_at": now}
    )


def carry_out(store: Store, *, now: datetime) -> list[LogPurge]:
    """Remove what was planned, and tell each removal as an act; a second call finds nothing left to do."""
    planned, held = list(LogPurge.objects.filter(done_at=None).order_by("id")), holds()
    return [one for one in planned if _carry_out(store, one, held, now)]


def _carry_out(store: Store, one: LogPurge, held: Holds, now: datetime) -> bool:
    where = Partition(one.day, one.keep, one.rows)
    if one.keep != HELD:
        keeping.move_held(store, where, held)
    keeping.drop(store, where)
    return _tell(one.pk, now)


@transaction.atomic(durable=True)
def _tell(purge_id: int, now: datetime) -> bool:
    one = LogPurge.objects.select_for_update(of=("self",)).get(pk=purge_id)
    if one.done_at is not None:
        return False
    LogPurge.objects.filter(pk=one.pk).update(done_at=now)
    actor = Actor(f"officer:{one.told_by_id}") if one.told_by_id else SYSTEM
    payload = LogPurged(one.day.isoformat(), one.keep_class, one.rows, one.held, one.cause, one.why)
    record(payload, at=now, actor=actor, subject=f"log_purge:{one.pk}")
    return True
