# SPDX-License-Identifier: EUPL-1.2
"""Worker entry point of documents: look again at files that came while the malware scanner was down."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tinhso.kernel.documents.malware import look_again

FILES_AT_ONCE = 50


@app.periodic(cron="* * * * *")
@app.task(lock="documents-malware", queueing_lock="documents-malware")
def scan_waiting_files(timestamp: int = 0) -> None:
    """Ask the scanner about files that wait; nothing to do when none does."""
    look_again(now=timezone.now(), limit=FILES_AT_ONCE)
