# SPDX-License-Identifier: EUPL-1.2
"""Worker entry points: drain the outbox, seal, time-stamp, prepare partitions.

`drain` is one job that looks for work all the time and ends after some seconds; the next tick starts it
again. One job at a time holds the lock, so a killed worker costs one tick, and no act costs a job of its own.
"""

import logging
import time
from datetime import datetime

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

from tinhso.config import env
from tinhso.kernel.events import actions, keys, queries, subscriptions
from tinhso.kernel.events.timestamping import TimestampFailed, TimestampService, roots_in

log = logging.getLogger(__name__)
TURN_SECONDS = 9.0
PAUSE_SECONDS, REST_SECONDS, LOOK_SECONDS = 1.0, 0.5, 0.1
"""The longest wait between two looks at everything; the shortest, so that a seal covers what half a second brings;
how often it is asked in between whether there are new acts."""
FULL = 500
"""Acts passed in one go that mean more are waiting."""
HEARTBEAT_SECONDS = 2.0
DEAD_SECONDS = 10.0
"""A worker not heard of for this long was killed; the command that runs workers takes both numbers from here."""
KEEP_JOBS_HOURS = 24


def ledger_key() -> keys.SigningKey:
    """Return the key that signs seals of this installation."""
    return keys.load_or_make(env.KEY_FOLDER / "ledger.pem")


def pump(*, batch: int = 500, now: datetime | None = None) -> int:
    """Seal new acts and hand them to every subscriber once; return how many acts were passed.

    now: the instant the reactions take as theirs; the clock's when None.
    """
    now = now or timezone.now()
    actions.seal(now=now, key=ledger_key())
    passed = sum(_deliver(name, now, batch) for name in sorted(subscriptions.SUBSCRIBERS))
    return passed + subscriptions.retry_parked(now=now)


def _deliver(name: str, now: datetime, batch: int) -> int:
    """Deliver to one subscriber; a fold that fails stands still and is seen in the log and in its lag, others go on."""
    try:
        return subscriptions.deliver(name, now=now, batch=batch)
    except Exception:
        log.exception("subscriber %s stands still", name)
        return 0


@app.periodic(cron="* * * * * */10")
@app.task(lock="ledger-drain", queueing_lock="ledger-drain", pass_context=False)
def drain(timestamp: int = 0) -> None:
    """Keep the outbox empty and the ledger sealed for one turn."""
    ends = time.monotonic() + TURN_SECONDS
    while time.monotonic() < ends:
        if pump() < FULL:
            wait_for_acts()


def wait_for_acts() -> None:
    """Return when there are new acts, or after the pause: what failed before and what came due is due then."""
    began = time.monotonic()
    time.sleep(REST_SECONDS)
    while time.monotonic() - began < PAUSE_SECONDS and not queries.has_new_acts():
        time.sleep(LOOK_SECONDS)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="ledger-timestamp")
def timestamp_seals(timestamp: int = 0) -> None:
    """Have the newest seal time-stamped; an authority that is down is asked again in a minute."""
    try:
        actions.timestamp_last_seal(service=TimestampService(env.TSA_URL, roots=roots_in(env.TRUST_FOLDER)))
    except TimestampFailed as error:
        log.warning("%s", error.sentence)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="ledger-months")
def prepare_months(timestamp: int = 0) -> None:
    """Make the partitions of the coming months ahead of need."""
    actions.ensure_months_ahead(timezone.now())


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="ledger-release", pass_context=True)
async def release_dead_jobs(context: JobContext, timestamp: int = 0) -> None:
    """Take jobs from workers that were killed: what such a job locked would otherwise stay locked for ever."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_SECONDS):
        if job.id is None:
            continue
        log.warning("job %s (%s) was left by a worker that was killed; it runs again", job.id, job.task_name)
        try:
            await manager.retry_job_by_id_async(job.id, retry_at=timezone.now())
        except ConnectorException:
            # One like it waits already (same queueing lock); every task of the house does all the work it finds.
            await manager.finish_job_by_id_async(job.id, Status.FAILED, delete_job=False)


@app.periodic(cron="41 * * * *")
@app.task(queueing_lock="ledger-old-jobs", pass_context=True)
async def forget_old_jobs(context: JobContext, timestamp: int = 0) -> None:
    """Delete jobs that ended more than a day ago; their table would grow by some forty thousand rows a day."""
    manager = context.app.job_manager
    await manager.delete_old_jobs(nb_hours=KEEP_JOBS_HOURS, include_failed=True)
