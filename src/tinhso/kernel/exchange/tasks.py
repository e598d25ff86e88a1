# SPDX-License-Identifier: EUPL-1.2
"""Worker entry points: letters, short messages and partners have jobs of their own, so that none waits for another."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from tinhso.kernel.exchange import actions, queries, sms
from tinhso.kernel.exchange.errors import TemporaryFailure

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * * */5")
@app.task(lock="exchange-deliver", queueing_lock="exchange-deliver")
def deliver_messages(timestamp: int = 0) -> None:
    """Send queued letters; a mail server that is down costs one attempt and a longer wait, nothing is lost."""
    actions.deliver_letters(now=timezone.now())


@app.periodic(cron="* * * * * */5")
@app.task(lock="exchange-partners", queueing_lock="exchange-partners")
def deliver_to_partners(timestamp: int = 0) -> None:
    """Send every partner what is due, in the order of its streams."""
    for one in queries.partners():
        actions.deliver_to(one.key, now=timezone.now(), limit=200)


@app.periodic(cron="* * * * * */5")
@app.task(lock="exchange-texts", queueing_lock="exchange-texts")
def deliver_texts(timestamp: int = 0) -> None:
    """Send queued short messages outside the quiet hours."""
    if sms.is_connected():
        actions.deliver_texts(now=timezone.now())


@app.periodic(cron="* * * * * */30")
@app.task(lock="exchange-reports", queueing_lock="exchange-reports")
def collect_reports(timestamp: int = 0) -> None:
    """Ask the SMS centre what became of messages; it keeps what was not fetched, so a failure only delays."""
    if not sms.is_connected():
        return
    try:
        actions.collect_reports(now=timezone.now())
    except TemporaryFailure as failure:
        log.warning("reports of short messages wait: %s", failure.sentence)


@app.periodic(cron="* * * * * */5")
@app.task(lock="exchange-inbound", queueing_lock="exchange-inbound")
def handle_inbound(timestamp: int = 0) -> None:
    """Do what received messages ask for, in the order of their streams."""
    actions.handle_waiting(now=timezone.now(), limit=200)
