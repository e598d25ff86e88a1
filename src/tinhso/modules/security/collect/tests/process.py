# SPDX-License-Identifier: EUPL-1.2
"""A collector in a process of its own for tests that kill it; it says its ports as JSON on the first line."""

import asyncio
import json
import signal
import sys
import time
import uuid
from pathlib import Path

from tinhso.modules.security.collect.server import Collector
from tinhso.modules.security.collect.types import Entry, Setup


async def main(told: dict) -> None:
    paths = {name: Path(told[name]) for name in ("folder", "certificate", "key", "client_ca") if name in told}
    files = tuple(Path(one) for one in told.get("files", ()))
    segment_bytes = told.pop("segment_bytes", None)
    numbers = {name: told[name] for name in told if name.endswith(("_port", "_bytes"))}
    entries = [Entry(uuid.UUID(source), digest) for source, digest in told.get("entries", [])]
    collector = Collector(Setup(**paths, files=files, **numbers), time.time_ns, lambda said: None, lambda: entries)
    if segment_bytes:
        collector.spool._segment_bytes = segment_bytes
    asked = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asked.set)
    await collector.start()
    print(json.dumps(collector.addresses), flush=True)
    await asked.wait()
    await collector.stop()


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
