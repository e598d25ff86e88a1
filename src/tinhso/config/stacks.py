# SPDX-License-Identifier: EUPL-1.2
"""A process that is asked writes what each of its threads is doing: for a page that does not come."""

import faulthandler
import signal

ASKED_BY = signal.SIGUSR2


def tell_when_asked() -> None:
    """Write the stack of every thread to standard error on `ASKED_BY`, also while the threads are stuck."""
    faulthandler.register(ASKED_BY, all_threads=True)
