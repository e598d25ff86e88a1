# SPDX-License-Identifier: EUPL-1.2
"""Worker entry points of the one-stop: make papers, note unclaimed results, compare books with portal and bank."""

from datetime import timedelta

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tinhso.kernel.events.lanes import Lane, in_lanes
from tinhso.kernel.events.types import SYSTEM
from tinhso.kernel.exchange.queries import partner
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.actions import alert_unacknowledged, issue_waiting_papers, make_offers, mark_unclaimed
from tinhso.modules.onestop.actions.national_list import sync_list
from tinhso.modules.onestop.actions.procedures import describe_in_force
from tinhso.modules.onestop.actions.queue_room import close_past_days
from tinhso.modules.onestop.actions.reporting import send_reports
from tinhso.modules.onestop.actions.scan_reading import read_waiting_scans
from tinhso.modules.onestop.actions.visits import remind_visits
from tinhso.modules.onestop.errors import GatewayUnavailable
from tinhso.modules.onestop.national.mapping import PARTNER
from tinhso.modules.onestop.national.reconciliation import reconcile
from tinhso.modules.onestop.reporting.types import PARTNER as REPORTING

PAGES_AT_ONCE = 20
"""Half a minute of work, so that the worker stops in good time when it is told to."""

ASK_AGAIN = RetryStrategy(max_attempts=12, wait=600, retry_exceptions=(GatewayUnavailable,))
"""Every ten minutes for two hours; another day's statement is fetched by `tinhso reconcile --day`."""


@in_lanes("onestop-papers", cron="* * * * * */5")
@app.task
def make_papers(timestamp: int = 0, lane: int = 0, of: int = 1) -> None:
    """Render, sign and store the papers that acts have called for."""
    issue_waiting_papers(now=timezone.now(), limit=40, lane=Lane(lane, of))


@in_lanes("onestop-scans", cron="* * * * * */5")
@app.task
def read_scans(timestamp: int = 0, lane: int = 0, of: int = 1) -> None:
    """Read scanned pages and make the searchable files; the desk never waits for it."""
    read_waiting_scans(now=timezone.now(), limit=PAGES_AT_ONCE, lane=Lane(lane, of))


@app.periodic(cron="23 * * * *")
@app.task(lock="onestop-unclaimed", queueing_lock="onestop-unclaimed")
def note_unclaimed(timestamp: int = 0) -> None:
    """Note which results nobody fetched by their appointment, and tell the applicants."""
    mark_unclaimed(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(lock="onestop-linked", queueing_lock="onestop-linked")
def watch_receipts(timestamp: int = 0) -> None:
    """Raise the alert for linked work whose receipt was not confirmed in time (63/2024/NĐ-CP, Điều 7)."""
    alert_unacknowledged(now=timezone.now())


@app.periodic(cron="1 * * * *")
@app.task(lock="onestop-describe", queueing_lock="onestop-describe")
def describe_procedures(timestamp: int = 0) -> None:
    """Let the catalogue name procedures as the versions do that have taken effect since."""
    describe_in_force(timezone.localdate())


@app.periodic(cron="10 18 * * *")  # UTC: ten past one at night in Vietnam
@app.task(lock="onestop-reconcile", queueing_lock="onestop-reconcile")
def reconcile_with_portal(timestamp: int = 0) -> None:
    """Compare yesterday's dossiers with the book of the national portal, when it is connected."""
    if partner(PARTNER) is not None:
        reconcile(timezone.localdate() - timedelta(days=1), now=timezone.now())


@app.periodic(cron="50 18 * * *")  # UTC: ten to two at night in Vietnam
@app.task(lock="onestop-national-list", queueing_lock="onestop-national-list")
def read_national_list(timestamp: int = 0) -> None:
    """Read what changed in the national database of procedures, when the portal beside it is connected."""
    portal = partner(PARTNER)
    if portal is not None:
        sync_list(portal.endpoint, now=timezone.now())


@app.periodic(cron="20 19 * * *")  # UTC: twenty past two at night in Vietnam
@app.task(lock="onestop-reports", queueing_lock="onestop-reports")
def report_periods(timestamp: int = 0) -> None:
    """Send the figures of ended months and quarters that changed, when the reporting system is connected."""
    if partner(REPORTING) is not None:
        send_reports(now=timezone.now())


@app.periodic(cron="30 18 * * *")  # UTC: half past one at night in Vietnam
@app.task(lock="onestop-statement", queueing_lock="onestop-statement", retry=ASK_AGAIN)
def reconcile_yesterday(timestamp: int = 0) -> None:
    """Compare yesterday's payments with the bank's statement; a gateway that is down is asked again for two hours."""
    now = timezone.now()
    actions.reconcile(timezone.localdate(now) - timedelta(days=1), now=now, by=SYSTEM)


@app.periodic(cron="5 * * * *")
@app.task(lock="onestop-queue-days", queueing_lock="onestop-queue-days")
def end_queue_days(timestamp: int = 0) -> None:
    """End the days of the queue that nobody ended; hourly, so that a worker that slept at midnight catches up."""
    close_past_days(now=timezone.now())


@app.periodic(cron="*/15 * * * *")
@app.task(lock="onestop-visits", queueing_lock="onestop-visits")
def remind_of_visits(timestamp: int = 0) -> None:
    """Remind people of appointments within a day."""
    remind_visits(now=timezone.now())


@app.periodic(cron="10 22 * * *")  # UTC: ten past five in the morning in Vietnam
@app.task(lock="onestop-offers", queueing_lock="onestop-offers")
def offer_services(timestamp: int = 0) -> None:
    """Offer what the day brings, before anyone asks (224/2026/NĐ-CP, Điều 16)."""
    make_offers(now=timezone.now())
