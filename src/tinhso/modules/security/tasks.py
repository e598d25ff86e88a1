# SPDX-License-Identifier: EUPL-1.2
"""Worker entry points: the ledger of sources, days of events whose term is over, intelligence and its indicators."""

import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from tinhso.config import env
from tinhso.modules.security.actions import count_spool, note_silent
from tinhso.modules.security.actions.feeds import due_feeds, read_feed
from tinhso.modules.security.actions.indicators import derive_indicators, list_again
from tinhso.modules.security.actions.national_centre import send_malware_status
from tinhso.modules.security.actions.objects import STATUS_KEPT, forget_statuses
from tinhso.modules.security.actions.purging import purge_due
from tinhso.modules.security.actions.watching import note_clock, note_faults
from tinhso.modules.security.collect.server import standing
from tinhso.modules.security.queries.watching import boot_and_offset, standing_now
from tinhso.modules.security.store import connecting
from tinhso.modules.security.store.errors import StoreAway

BUDGET_SECONDS = 8.0
FRESH_SECONDS = 30


@app.periodic(cron="* * * * * */10")
@app.task(lock="security-ledger", queueing_lock="security-ledger")
def count_sources(timestamp: int = 0) -> None:
    """Count the spool for some seconds. Who is silent is judged only when all is counted and the collector runs."""
    if not env.COLLECT:
        return
    until, started = time.monotonic() + BUDGET_SECONDS, timezone.now()
    zone = timezone.get_default_timezone()
    while count_spool(env.COLLECT_FOLDER, zone=zone, now=timezone.now()):
        if time.monotonic() > until:
            return
    told = standing(env.COLLECT_FOLDER)
    if not told.get("at_ns") or started - _moment(told["at_ns"]) > timedelta(seconds=FRESH_SECONDS):
        return
    note_silent(now=started, collecting_since=_moment(told["began_ns"]))


@app.periodic(cron="40 1 * * *")
@app.task(queueing_lock="security-terms")
def give_up_old_days(timestamp: int = 0) -> None:
    """Remove the days of events whose term is over; while the store is away the next night does it."""
    if not env.COLLECT:
        return
    with suppress(StoreAway):
        purge_due(connecting.store(), today=timezone.localdate(), now=timezone.now())


@app.periodic(cron="* * * * * */30")
@app.task(lock="security-watch", queueing_lock="security-watch")
def watch_parts(timestamp: int = 0) -> None:
    """Look whether the parts of the watch work, and whether somebody set the clock; tell people what is wrong."""
    if not env.COLLECT:
        return
    now = timezone.now()
    boot, offset = boot_and_offset(now)
    if boot:
        note_clock(boot, offset, now=now)
    note_faults(standing_now(timezone.now()).wrong, now=timezone.now())


def _moment(ns: int) -> datetime:
    return datetime.fromtimestamp(ns / 1e9, tz=UTC)


@app.periodic(cron="* * * * * */20")
@app.task(lock="security-intelligence", queueing_lock="security-intelligence")
def keep_intelligence(timestamp: int = 0) -> None:
    """Read the sources of intelligence that are due, then draw indicators from what came by any way."""
    for feed_id in due_feeds(timezone.now()):
        read_feed(feed_id, now=timezone.now())
    derive_indicators(now=timezone.now())


@app.periodic(cron="17 1 * * *")
@app.task(lock="security-intelligence-daily", queueing_lock="security-intelligence-daily")
def tidy_intelligence(timestamp: int = 0) -> None:
    """Once a day: judge indicators by today's warning lists, tell the national centre how machines stand, forget."""
    list_again()
    send_malware_status(now=timezone.now())
    forget_statuses(before=timezone.now() - STATUS_KEPT)
