# SPDX-License-Identifier: EUPL-1.2
"""Worker entry points: letters and partners are sent by jobs of their own, so that neither waits for the other."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tinhso.kernel.exchange import actions, queries


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
