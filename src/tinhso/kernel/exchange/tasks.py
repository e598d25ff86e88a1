# SPDX-License-Identifier: EUPL-1.2
"""Worker entry point: send what is due."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tinhso.kernel.exchange import actions


@app.periodic(cron="* * * * * */5")
@app.task(lock="exchange-deliver", queueing_lock="exchange-deliver")
def deliver_messages(timestamp: int = 0) -> None:
    """Send queued messages; a channel that is down costs one attempt and a longer wait, nothing is lost."""
    actions.deliver_due(now=timezone.now())
