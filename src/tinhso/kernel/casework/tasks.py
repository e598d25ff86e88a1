# SPDX-License-Identifier: EUPL-1.2
"""Worker entry point of casework: the escalation ladder, for every kind of case."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tinhso.kernel.casework.actions import remind_due_cases


@app.periodic(cron="*/10 * * * *")
@app.task(lock="casework-remind", queueing_lock="casework-remind", aliases=["tinhso.modules.onestop.tasks.remind"])
def remind(timestamp: int = 0) -> None:
    """Record which cases came near or past their due date; the module of the kind tells the officers.

    The alias answers jobs that waited when this stood in the one-stop.
    """
    remind_due_cases(now=timezone.now())
