# SPDX-License-Identifier: EUPL-1.2
"""A part of the watch that stops is written down and told once, and once more when it works again (SOC-55)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from tinhso.config import env
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import SYSTEM
from tinhso.kernel.exchange import sms
from tinhso.kernel.exchange.actions import queue_message
from tinhso.kernel.exchange.rules import URGENT
from tinhso.modules.security.models import ClockMark, Outage
from tinhso.modules.security.types.keeping import ClockChanged, WatchedPart, WatchRecovered, WatchStopped
from tinhso.modules.security.watching import WORKER_SECONDS, clock_step

FIRM, CALM, APART = timedelta(seconds=60), timedelta(seconds=120), timedelta(minutes=30)
"""Ours: how long a part is bad before people are told, good before it counts as over; between two notices of a part."""

LONGEST = 300


@transaction.atomic(durable=True)
def note_faults(faults: Mapping[WatchedPart, str], *, now: datetime) -> int:
    """Open, go on with and end outages; return how many notices were written. Called again and again."""
    open_ones = {one.part: one for one in Outage.objects.select_for_update().filter(ended_at=None)}
    written = 0
    for part in WatchedPart:
        outage, sentence = open_ones.get(part), faults.get(part, "")
        if sentence and outage is None:
            Outage.objects.create(part=part, sentence=sentence[:LONGEST], began_at=now, seen_at=now)
        elif sentence and outage is not None:
            written += _goes_on(outage, sentence, now)
        elif outage is not None:
            written += _looks_well(outage, now)
    return written


def _goes_on(outage: Outage, sentence: str, now: datetime) -> int:
    outage.sentence, outage.seen_at, outage.good_since = sentence[:LONGEST], now, None
    written = 0
    if outage.told_at is None and now - outage.began_at >= FIRM and not _was_told(outage.part, now):
        outage.told_at = now
        written = _tell(outage, "stopped", f"Giám sát an toàn thông tin có lỗi: {outage.sentence}", now)
        payload = WatchStopped(outage.part, outage.began_at, written)
        record(payload, at=now, actor=SYSTEM, subject=f"outage:{outage.pk}")
    outage.save()
    return written


def _looks_well(outage: Outage, now: datetime) -> int:
    written = 0
    if outage.good_since is None:
        outage.good_since = now
    elif now - outage.good_since >= CALM:
        outage.ended_at = outage.good_since
        if outage.told_at is not None:
            written = _tell(outage, "recovered", f"Giám sát an toàn thông tin đã trở lại: {outage.sentence}", now)
            payload = WatchRecovered(outage.part, outage.began_at, written)
            record(payload, at=now, actor=SYSTEM, subject=f"outage:{outage.pk}")
    outage.save()
    return written


def _was_told(part: str, now: datetime) -> bool:
    return Outage.objects.filter(part=part, told_at__gt=now - APART).exists()


@transaction.atomic(durable=True)
def note_clock(boot: str, offset: float, *, now: datetime) -> float:
    """Write down a clock that was set since the look before; return by how many seconds, 0 when it was not.

    boot: which start of the machine; offset: its clock minus the time since then (SOC-53). A long time since the look
    before is written down too.
    """
    before = ClockMark.objects.select_for_update().filter(id=1).first()
    step = 0.0
    if before is not None and (now - before.at).total_seconds() > WORKER_SECONDS:
        _nobody_looked(before.at, now)
    if before is not None and before.boot == boot:
        step = clock_step(before.offset_seconds, offset, (now - before.at).total_seconds())
    ClockMark.objects.update_or_create(id=1, defaults={"boot": boot, "offset_seconds": offset, "at": now})
    if step:
        ways = "tới" if step > 0 else "lùi"
        sentence = f"Giờ của máy chủ bị đặt {ways} {abs(step):.0f} giây."
        outage = Outage.objects.create(
            part=WatchedPart.CLOCK, sentence=sentence, began_at=now, seen_at=now, told_at=now, ended_at=now
        )
        record(ClockChanged(round(step * 1000)), at=now, actor=SYSTEM, subject=f"outage:{outage.pk}")
        _tell(outage, "set", f"Giám sát an toàn thông tin: {sentence}", now)
    return step


def _nobody_looked(since: datetime, now: datetime) -> None:
    """Write down that the worker stood still: nothing could be told meanwhile, so it is told now."""
    minutes = round((now - since).total_seconds() / 60)
    sentence = f"Không ai trông các bộ phận trong {minutes} phút: bộ xử lý nền không chạy."
    outage = Outage.objects.create(
        part=WatchedPart.WORKER, sentence=sentence, began_at=since, seen_at=now, told_at=now, ended_at=now
    )
    written = _tell(outage, "recovered", f"Giám sát an toàn thông tin đã trở lại: {sentence}", now)
    record(WatchRecovered(outage.part, since, written), at=now, actor=SYSTEM, subject=f"outage:{outage.pk}")


def _tell(outage: Outage, what: str, sentence: str, now: datetime) -> int:
    """Write to everybody the operator named; return how many messages."""
    link = f"{env.BASE_URL}/can-bo/suc-khoe-giam-sat/"
    ways = [("email", one) for one in env.WATCH_MAIL]
    ways += [(sms.NAME, one) for one in env.WATCH_PHONES] if sms.is_connected() else []
    for channel, recipient in ways:
        queue_message(
            key=f"{URGENT}watch:{outage.pk}:{what}:{channel}:{recipient}",
            channel=channel,
            recipient=recipient,
            subject=sentence,
            body=sentence if channel == sms.NAME else f"{sentence}\n\nXem tình trạng: {link}\n",
            now=now,
        )
    return len(ways)
