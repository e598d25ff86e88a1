# SPDX-License-Identifier: EUPL-1.2
"""Worker entry point of the ledger of sources: count what lies in the spool, then see who fell silent."""

import time
from datetime import UTC, datetime, timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from tinhso.config import env
from tinhso.modules.security.actions import count_spool, note_silent
from tinhso.modules.security.collect.server import standing

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


def _moment(ns: int) -> datetime:
    return datetime.fromtimestamp(ns / 1e9, tz=UTC)
