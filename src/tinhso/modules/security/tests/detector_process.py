# SPDX-License-Identifier: EUPL-1.2
"""A detector in a process of its own for tests that kill it: folder of the spool, address and key of the store."""

import signal
import sys
from pathlib import Path

import django


def main(folder: str, url: str, key: str) -> None:
    django.setup()
    from django.utils import timezone  # noqa: PLC0415 - after the settings

    from tinhso.modules.security.detector import Detector, Plan  # noqa: PLC0415
    from tinhso.modules.security.store.client import Store  # noqa: PLC0415

    plan = Plan(Path(folder), Store(url, key), timezone.get_default_timezone())
    detector = Detector(plan, timezone.now, lambda said: None)
    signal.signal(signal.SIGTERM, lambda *_: detector.stop())
    detector.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
