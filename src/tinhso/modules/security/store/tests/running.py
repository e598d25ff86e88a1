# SPDX-License-Identifier: EUPL-1.2
"""A store service in a process of its own, for tests that ask, kill and start it again."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import requests
from tests.ports import free_port

from tinhso.modules.security.store.client import Store
from tinhso.modules.security.store.service import serve

START_SECONDS = 90


class Running:
    """`store` asks it; `kill` ends it as the kernel does, `start` begins again on the same folder and port."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self.start()

    def start(self) -> None:
        command = [
            sys.executable,
            "-m",
            "tinhso.modules.security.store.tests.running",
            str(self.folder),
            str(self.port),
        ]
        self.process = subprocess.Popen(command)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            try:
                if requests.get(f"{self.url}ping", timeout=1).ok:
                    break
            except requests.RequestException:
                time.sleep(0.05)
        else:
            raise TimeoutError("the store did not start")
        self.store = Store(self.url, "khoa-thu")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        assert self.process.wait(20) == 0


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), "127.0.0.1", int(sys.argv[2]), "khoa-thu"))
